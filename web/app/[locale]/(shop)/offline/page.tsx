import type { Metadata } from "next";
import { Header } from "@/features/shell/header";
import { getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("common"))("offlineTitle"), robots: { index: false } };
}

export default async function Offline() {
  const t = await getT("common");
  return (
    <>
      <Header />
      <main id="content" className="page py-12 md:py-20">
        <EmptyState level={1} art={<Landscape name="offline" season="autumn" kind="rows" width={700} height={300} night="always" eager />} title={t("offlineTitle")} actions={<Link href="/" className={buttonClass()}>{t("home")}</Link>}>{t("offlineText")}</EmptyState>
      </main>
    </>
  );
}
