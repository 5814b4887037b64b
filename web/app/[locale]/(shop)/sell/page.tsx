import type { Metadata } from "next";
import { TextPage } from "@/features/pages/text_page";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("pages"))("sellTitle") };
}

export default async function Sell() {
  const t = await getT("pages");
  return (
    <TextPage title={t("sellTitle")} intro={t("sellText")} sections={[{ title: t("sell1Title"), text: t("sell1") }, { title: t("sell2Title"), text: t("sell2") }, { title: t("sell3Title"), text: t("sell3") }]}>
      <p className="mt-8"><Link href="/farm" className={buttonClass()}>{t("sellGo")}</Link></p>
    </TextPage>
  );
}
