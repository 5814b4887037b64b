import type { Metadata } from "next";
import { HowRecord } from "@/features/landing/how_record";
import { Header } from "@/features/shell/header";
import { getT } from "@/lib/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("common"))("howWeCheck") };
}

export default async function HowWeCheck() {
  const t = await getT("pages");
  return (
    <>
      <Header here="how" />
      <main id="content">
        <div className="page pt-8 md:pt-14"><h1 className="display text-3xl md:text-[2.75rem] md:leading-12">{t("howTitle")}</h1><p className="measure mt-3 text-lg text-muted">{t("howText")}</p></div>
        <HowRecord />
      </main>
    </>
  );
}
