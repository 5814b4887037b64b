import type { Metadata } from "next";
import { ChoicesForm } from "@/features/account/choices_form";
import { saveChoices } from "@/features/account/notice_actions";
import { sectionLink } from "@/features/account/section_link";
import { Header } from "@/features/shell/header";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getT } from "@/lib/i18n";
import { requireMe } from "@/lib/session";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("mails") };
}

export default async function Notifications() {
  const me = await requireMe("/account/notifications");
  const t = await getT("account");
  const choices = must(await (await api()).GET("/api/v1/me/notifications"));
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <div className="max-w-2xl">
          <Link href="/account" className={sectionLink}>{t("account")}</Link>
          <h1 className="display text-3xl">{t("mails")}</h1>
          <p className="mt-1 mb-8 text-muted">{t("mailsText", { email: me.email })}</p>
          <ChoicesForm act={saveChoices} choices={choices} words={{ language: t("mailsLanguage"), languageHint: t("mailsLanguageHint"), en: "English", es: "Español", chosen: t("mailsChosen"), always: t("mailsAlways"), alwaysText: t("mailsAlwaysText"), save: t("save"), saving: t("sending"), saved: t("saved"), failed: t("failed") }} />
        </div>
      </main>
    </>
  );
}
