import type { Metadata } from "next";
import { headers } from "next/headers";
import { getFarm, getPartsOf, getStock } from "@/features/desk/data";
import { DeskFrame } from "@/features/desk/frame";
import { getLocale, getT } from "@/lib/i18n";
import { MessagesProvider } from "@/lib/i18n/client";
import { messages } from "@/lib/i18n/messages";
import { requireMe } from "@/lib/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT("desk");
  return { title: { default: t("deskTitle"), template: `%s · ${t("deskTitle")}` }, robots: { index: false } };
}

export default async function DeskLayout({ children }: { children: React.ReactNode }) {
  const me = await requireMe((await headers()).get("x-gh-path") ?? "/farm");
  const [locale, farm] = [await getLocale(), await getFarm()];
  const counts: Record<string, number> = {};
  if (farm && me.role !== "customer" && (farm.status === "verified" || farm.status === "paused")) {
    const [open, stock] = await Promise.all([getPartsOf(["paid", "packing"]), getStock()]);
    counts["/farm/orders"] = open.length;
    counts["/farm/stock"] = stock.reduce((sum, item) => sum + item.lots.filter((lot) => lot.on_hand > 0).length, 0);
  }
  return (
    <MessagesProvider locale={locale} messages={{ desk: messages[locale].desk, refusal: messages[locale].refusal, pictures: messages[locale].pictures }}>
      <DeskFrame me={me} farm={farm} counts={counts}>{children}</DeskFrame>
    </MessagesProvider>
  );
}
