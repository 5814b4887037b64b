// The page of an address that leads nowhere. Next.js makes it on the server, while a notFound() thrown within a page is drawn by the
// browser alone (its boundaries do not work in server rendering); proxy.ts sends here what it knows to be missing.
import type { Metadata } from "next";
import { getLocale, getT } from "@/lib/i18n";
import RootLayout, { generateMetadata as siteMetadata, viewport } from "./[locale]/layout";
import NotFound from "./[locale]/not-found";

export { viewport };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT("common");
  return { ...(await siteMetadata()), title: `${t("notFoundTitle")} · ${t("name")}`, alternates: null };
}

export default async function NoSuchPage() {
  const locale = await getLocale();
  return <RootLayout params={Promise.resolve({ locale })}><NotFound /></RootLayout>;
}
