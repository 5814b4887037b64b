import { CircleCheck, CircleHelp, CircleX, Clock, FileText, LogIn, Plus } from "lucide-react";
import { Checklist } from "@/features/desk/checklist";
import { requireFarm } from "@/features/desk/data";
import { addDocument, removeDocument, submitAnswer } from "@/features/desk/farm_actions";
import { FormField, FormSelect, SheetForm, StepButton } from "@/features/desk/form";
import { DeskHead, Part } from "@/features/desk/frame";
import { PausedBanner } from "@/features/desk/paused_banner";
import { fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

const rules = [
  ["name", "/farm/profile"], ["contact", "/farm/profile"], ["address", "/farm/profile"], ["location", "/farm/profile"], ["story", "/farm/profile"], ["produce", "/farm/profile"], ["picture", "/farm/profile"],
  ["time_zone", "/farm/profile"], ["phone", "/farm/profile"], ["identity_document", "#documents"], ["land_document", "#documents"],
] as const;
const kinds = ["identity", "land", "insurance", "food_safety", "certificate", "other"] as const;

export async function generateMetadata() {
  return { title: (await getT("desk"))("applicationTitle") };
}

export default async function Application() {
  const { me, farm } = await requireFarm("/farm/application");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const gaps = new Map(farm.missing?.map((gap) => [gap.name, gap]));
  const owner = farm.role === "owner";
  const sells = farm.status === "verified" || farm.status === "paused";
  return (
    <>
      <DeskHead title={t("applicationTitle")} text={t("applicationText", { farm: farm.name, day: fullDay(locale, farm.created.slice(0, 10)) })} />
      <div className="mb-8 grid gap-3">
        {(farm.status === "applied" || farm.status === "claimed") && <Banner tone="sky" icon={Clock}><p className="font-semibold">{t("stateApplied")}</p><p>{t("stateAppliedText")}</p></Banner>}
        {farm.status === "needs_information" && (
          <Banner tone="amber" icon={CircleHelp}>
            <p className="font-semibold">{t("stateQuestion")}</p>
            {farm.question && <blockquote className="mt-1 border-l-2 border-line pl-3">{farm.question}</blockquote>}
            <p className="mt-2">{t("stateQuestionText")}</p>
            {owner && <StepButton action={submitAnswer} fields={{}} kind="primary" said={t("submittedSaid")} className="mt-3">{t("submitAnswer")}</StepButton>}
          </Banner>
        )}
        {farm.status === "rejected" && <Banner tone="danger" icon={CircleX} action={<Link href="/farm/apply" className="text-danger hover:underline">{t("applyAgain")}</Link>}><p className="font-semibold">{t("stateRejected")}</p>{farm.reject_reason && <p>{farm.reject_reason}</p>}</Banner>}
        {farm.status === "paused" && <PausedBanner reason={farm.pause_reason} />}
        {sells && me.role === "customer" && <Banner tone="leaf" icon={LogIn} action={<Link href="/sign-in?back=/farm" className="text-leaf-strong hover:underline">{t("signInAgain")}</Link>}><p className="font-semibold">{t("stateVerified")}</p><p>{t("signInAgainText")}</p></Banner>}
        {sells && me.role !== "customer" && <Banner tone="leaf" icon={CircleCheck} action={<Link href="/farm" className="text-leaf-strong hover:underline">{t("toDesk")}</Link>}><p className="font-semibold">{t("stateVerified")}</p></Banner>}
      </div>
      {owner && (
        <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
          <Part id="checklist" title={t("checklist")} note={t("checklistLeft", { n: gaps.size })}>
            <div className="border-t border-hair"><Checklist met={t("met")} missing={t("missing")} rows={rules.map(([name, href]) => ({ id: name, text: t(`gap_${name}`), met: !gaps.has(name), href, note: gaps.get(name)?.required ? t("gapRequired") : undefined }))} /></div>
            <Link href="/farm/profile" className={buttonClass("secondary", "small", "mt-4")}>{t("completeProfile")}</Link>
          </Part>
          <div className="grid content-start gap-10">
            <Part id="documents" title={t("documents")} note={t("documentsNote")} actions={
              <SheetForm opener={t("addDocument")} icon={<Icon of={Plus} size={16} />} title={t("addDocument")} action={addDocument} said={t("documentAdded")} submit={t("addDocument")}>
                <FormSelect name="kind" label={t("documentKind")} defaultValue="identity">{kinds.map((kind) => <option key={kind} value={kind}>{t(`kind_${kind}`)}</option>)}</FormSelect>
                <FormField name="name" label={t("documentName")} maxLength={120} />
                <FormField name="url" type="url" label={t("documentUrl")} hint={t("documentUrlHint")} placeholder="https://" />
              </SheetForm>
            }>
              {(farm.documents?.length ?? 0) === 0 ? <p className="border-t border-hair py-3 text-muted">{t("documentsNothing")}</p> : (
                <ul className="border-t border-hair">{farm.documents?.map((document) => (
                  <li key={document.id} className="flex items-center gap-3 border-b border-hair py-2.5">
                    <Icon of={FileText} className="text-muted" />
                    <span className="min-w-0 grow"><a href={document.url} rel="noreferrer" className="font-semibold hover:underline">{document.name}</a><span className="block text-sm text-muted">{t(`kind_${document.kind}`)}, {fullDay(locale, document.added.slice(0, 10))}</span></span>
                    <StepButton action={removeDocument} fields={{ id: String(document.id) }} kind="quiet" said={t("removed")} label={t("removeOf", { name: document.name })}>{t("remove")}</StepButton>
                  </li>
                ))}</ul>
              )}
            </Part>
            <Part id="certificates" title={t("navCertificates")}><p className="border-t border-hair py-3 text-muted">{t("applicationCertificates")} <Link href="/farm/certificates" className="font-semibold text-leaf hover:underline">{t("addCertificate")}</Link></p></Part>
          </div>
        </div>
      )}
    </>
  );
}
