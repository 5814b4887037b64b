import { KeyRound } from "lucide-react";
import { headers } from "next/headers";
import type { Metadata } from "next";
import { needsSecondFactor, requireAdmin } from "@/features/tower/admin";
import { TowerFrame } from "@/features/tower/frame";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT("tower");
  return { title: { default: t("title"), template: `%s · ${t("title")}` }, robots: { index: false } };
}

export default async function TowerLayout({ children }: { children: React.ReactNode }) {
  await requireAdmin();
  const path = (await headers()).get("x-gh-path") ?? "/tower";
  if (!(await needsSecondFactor())) return <TowerFrame path={path}>{children}</TowerFrame>;
  const t = await getT("tower");
  return (
    <TowerFrame path={path}>
      <div className="px-4 py-16">
        <EmptyState level={1} title={t("factorTitle")} actions={<Link href="/account#factor" className={buttonClass()}><Icon of={KeyRound} />{t("factorSet")}</Link>}>{t("factorText")}</EmptyState>
      </div>
    </TowerFrame>
  );
}
