import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { towerApi } from "@/features/tower/admin";
import { MailEditor } from "@/features/tower/mail_editor";
import { asked, Head, Strip, type Search } from "@/features/tower/parts";
import { must } from "@/lib/api/problem";
import { getT } from "@/lib/i18n";

export async function generateMetadata({ params }: { params: Promise<{ event: string }> }): Promise<Metadata> {
  return { title: decodeURIComponent((await params).event) };
}

export default async function Mail({ params, searchParams }: { params: Promise<{ event: string }>; searchParams: Search }) {
  const event = decodeURIComponent((await params).event);
  const language = (await asked(searchParams))("language") === "es" ? "es" : "en";
  const [client, t] = [await towerApi(), await getT("tower")];
  const path = { event, locale: language } as const;
  const answer = await client.GET("/api/v1/admin/notification-templates/{event}/{locale}", { params: { path } });
  if (answer.response.status === 404 || answer.response.status === 422) notFound();
  const template = must(answer);
  const preview = await client.POST("/api/v1/admin/notification-templates/{event}/{locale}/preview", { params: { path }, body: {} });
  const href = `/tower/shop/mails/${encodeURIComponent(event)}`;
  return (
    <>
      <Head title={<span className="font-mono text-lg font-normal">{event}</span>} back={{ href: "/tower/shop/mails", text: t("mails") }} lead={template.edited ? t("mailEdited", { n: template.version }) : t("mailBuiltIn")} />
      <Strip label={t("language")} items={[{ href: `${href}?language=en`, text: <span lang="en">English</span>, here: language === "en" }, { href: `${href}?language=es`, text: <span lang="es">Español</span>, here: language === "es" }]} />
      <MailEditor key={`${event}-${language}-${template.version}`} template={template} first={preview.data} words={{
        words: t("words"), subject: t("mailSubject"), text: t("mailText"), placeholders: t("placeholders"), placeholdersHint: t("placeholdersHint"), preview: t("preview"), previewNote: t("previewNote"),
        showPreview: t("showPreview"), save: t("save"), saving: t("saving"), reset: t("resetMail"), asText: t("asText"), asMail: t("asMail"), frame: t("previewFrame"),
      }} />
    </>
  );
}
