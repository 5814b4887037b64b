import type { Metadata } from "next";
import { TextPage } from "@/features/pages/text_page";
import { getT } from "@/lib/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("pages"))("privacyTitle") };
}

export default async function Privacy() {
  const t = await getT("pages");
  return <TextPage title={t("privacyTitle")} sections={[{ title: t("privacy1Title"), text: t("privacy1") }, { title: t("privacy2Title"), text: t("privacy2") }, { title: t("privacy3Title"), text: t("privacy3") }]} />;
}
