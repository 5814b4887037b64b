import type { Metadata } from "next";
import { TextPage } from "@/features/pages/text_page";
import { getT } from "@/lib/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("pages"))("accessibilityTitle") };
}

export default async function Accessibility() {
  const t = await getT("pages");
  return <TextPage title={t("accessibilityTitle")} sections={[{ title: t("accessibility1Title"), text: t("accessibility1") }, { title: t("accessibility2Title"), text: t("accessibility2") }, { title: t("accessibility3Title"), text: t("accessibility3") }]} />;
}
