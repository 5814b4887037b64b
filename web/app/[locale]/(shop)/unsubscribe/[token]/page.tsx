import type { Metadata } from "next";
import { FormPage } from "@/features/account/frame";
import { unsubscribe } from "@/features/account/notice_actions";
import { sectionLink } from "@/features/account/section_link";
import { UnsubscribeForm } from "@/features/account/unsubscribe_form";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  // The address is a key, so no other site is told it; with "no-referrer" a form without a script would have no origin and be refused.
  return { title: (await getT("account"))("stopTitle"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** A mailed link only opens this page: programs that look into mails follow links, but press no button. */
export default async function Unsubscribe({ params }: { params: Promise<{ token: string }> }) {
  const t = await getT("account");
  const token = decodeURIComponent((await params).token);
  const answer = await (await api()).GET("/api/v1/notifications/unsubscribe/{token}", { params: { path: { token } } });
  const choice = [400, 404, 422].includes(answer.response.status) ? undefined : must(answer);
  const text = !choice ? t("stopDead") : choice.mandatory ? t("stopNever", { kind: choice.label }) : choice.on ? t("stopText", { kind: choice.label }) : t("stopBefore", { kind: choice.label });
  return (
    <FormPage title={t("stopTitle")} text={text} farm="Kickapoo Bend">
      {choice && !choice.mandatory && <UnsubscribeForm act={unsubscribe} token={token} on={choice.on} words={{ stop: t("stopGo"), stopping: t("sending"), done: t("stopDone"), link_dead: t("stopDead"), failed: t("failed") }} />}
      <p className="mt-4"><Link href="/account/notifications" className={sectionLink}>{t("stopAll")}</Link></p>
    </FormPage>
  );
}
