import { Check, ExternalLink, FileText, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { decideCertificate, decideFarm } from "@/features/tower/actions";
import { requireAdmin } from "@/features/tower/admin";
import { farmBySlug } from "@/features/tower/data";
import { FarmDelivery } from "@/features/tower/farm_delivery";
import { ActionForm, FormArea, Submit } from "@/features/tower/form";
import { Code, Facts, Fold, Head, Nothing, Panel, textLink } from "@/features/tower/parts";
import { CertificateState, FarmState } from "@/features/tower/states";
import type { Schema } from "@/lib/api/types";
import { fullDay, moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

type Farm = Schema<"OwnFarmView">;
type Certificate = Schema<"FarmCertification">;
const decidable: readonly Farm["status"][] = ["applied", "claimed", "needs_information"];

export async function generateMetadata({ params }: { params: Promise<{ slug: string }> }): Promise<Metadata> {
  return { title: (await farmBySlug((await params).slug))?.name ?? (await getT("tower"))("farms") };
}

export default async function FarmOnTower({ params }: { params: Promise<{ slug: string }> }) {
  await requireAdmin();
  const farm = await farmBySlug((await params).slug);
  if (!farm) notFound();
  const [t, locale] = [await getT("tower"), await getLocale()];
  const documents = farm.documents ?? [];
  const gaps = farm.missing ?? [];
  return (
    <>
      <Head title={farm.name} back={{ href: "/tower/farms", text: t("farmsTitle") }} lead={<>{farm.street}, {farm.city}, {farm.state} {farm.zip}</>}>
        <span aria-live="polite"><FarmState of={farm.status} /></span>
      </Head>
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.6fr_1fr] lg:divide-x">
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("farmAbout")}>
            {farm.question && farm.status === "needs_information" && <Banner tone="sky" icon={TriangleAlert} className="mb-4">{t("asked", { question: farm.question })}</Banner>}
            {farm.reject_reason && <Banner tone="danger" icon={TriangleAlert} className="mb-4">{t("rejectedFor", { reason: farm.reject_reason })}</Banner>}
            <Facts rows={[
              [t("colStory"), farm.story || <span className="text-muted">{t("nothingSaid")}</span>],
              [t("colContact"), <>{farm.contact_email ?? "–"}{farm.phone && <span className="block">{farm.phone}</span>}</>],
              [t("colGrows"), farm.tags.length ? farm.tags.join(", ") : <span className="text-muted">{t("nothingSaid")}</span>],
              farm.website ? [t("colWebsite"), farm.website] : null,
              [t("colFields"), farm.fields.length ? farm.fields.map((field) => field.name).join(", ") : <span className="text-muted">{t("none")}</span>],
              [t("colZone"), farm.time_zone],
              [t("colOwner"), farm.owner ? <Link href={`/tower/users/${farm.owner}`} className={textLink}><Code>{farm.owner}</Code></Link> : <span className="text-muted">{t("none")}</span>],
              [t("colSource"), farm.source],
              [t("colApplied"), moment(locale, farm.created)],
              [t("colChanged"), moment(locale, farm.updated)],
            ]} />
          </Panel>
          <Panel title={t("papers")} note={t("papersCount", { n: documents.length })}>
            {documents.length === 0 ? <Nothing title={t("noPapers")}>{t("noPapersText")}</Nothing> : (
              <ul>
                {documents.map((paper) => (
                  <li key={paper.id} className="flex min-h-11.5 items-center gap-3 border-b border-hair py-2 last:border-0">
                    <Icon of={FileText} className="text-muted" />
                    <span className="min-w-0 grow"><a href={paper.url} target="_blank" rel="noreferrer" className={textLink}>{paper.name}<Icon of={ExternalLink} size={14} className="ml-1.5 inline-block align-[-2px]" /></a><span className="block text-sm text-muted">{t(`paper_${paper.kind}`)} · {moment(locale, paper.added)}</span></span>
                  </li>
                ))}
              </ul>
            )}
            {gaps.length > 0 && (
              <>
                <h3 className="mt-5 mb-1 font-semibold">{t("gaps")}</h3>
                <ul>{gaps.map((gap) => <li key={gap.name} className="flex items-start gap-2 py-1"><Icon of={TriangleAlert} size={16} className={`mt-0.5 ${gap.required ? "text-danger" : "text-amber-text"}`} /><span>{t(`gap_${known(gap.name)}`)}{gap.required && <span className="text-muted"> · {t("gapRequired")}</span>}</span></li>)}</ul>
              </>
            )}
          </Panel>
          <Panel id="certificates" title={t("certificates")} note={t("certificatesCount", { n: farm.certifications.length })}>
            {farm.certifications.length === 0 ? <Nothing title={t("noCertificates")}>{t("noCertificatesText")}</Nothing> : farm.certifications.map((c) => <CertificateRow key={c.id} farm={farm} certificate={c} />)}
          </Panel>
          {(farm.status === "verified" || farm.status === "paused") && <FarmDelivery farm={farm} />}
        </div>
        <Panel title={t("decision")}><Decision farm={farm} /></Panel>
      </div>
    </>
  );
}

const gapNames = ["produce", "picture", "time_zone", "phone", "identity_document", "land_document", "story", "location", "email"] as const;
const known = (name: string): (typeof gapNames)[number] | "other" => gapNames.find((gap) => gap === name) ?? "other";

async function Decision({ farm }: { farm: Farm }) {
  const t = await getT("tower");
  const hidden = { farm: farm.id, name: farm.name };
  return (
    <>
      {decidable.includes(farm.status) && (
        <>
          <p className="text-muted">{t("verifyText")}</p>
          <ActionForm id="verify" action={decideFarm} hidden={{ ...hidden, decision: "verify" }} className="mt-3 mb-4"><Submit busy={t("saving")}><Icon of={Check} />{t("verifyFarm")}</Submit></ActionForm>
          {farm.status !== "needs_information" && <Fold summary={t("askMore")}><ActionForm id="ask" action={decideFarm} hidden={{ ...hidden, decision: "ask" }}><FormArea name="question" label={t("question")} hint={t("questionHint")} maxLength={1000} className="mb-3" /><Submit kind="secondary" busy={t("saving")}>{t("sendQuestion")}</Submit></ActionForm></Fold>}
          <Fold summary={t("rejectFarm")} danger><ActionForm id="reject" action={decideFarm} hidden={{ ...hidden, decision: "reject" }}><FormArea name="reason" label={t("reason")} hint={t("rejectHint")} maxLength={1000} className="mb-3" /><Submit kind="danger-outline" busy={t("saving")}>{t("rejectNow")}</Submit></ActionForm></Fold>
        </>
      )}
      {farm.status === "verified" && (
        <>
          <p className="text-muted">{t("verifiedText")}</p>
          <div className="mt-3"><Fold summary={t("pauseFarm")} danger><p className="measure mb-3 text-muted">{t("pauseText")}</p><ActionForm id="pause" action={decideFarm} hidden={{ ...hidden, decision: "pause" }}><FormArea name="reason" label={t("reason")} hint={t("certReasonHint")} maxLength={1000} className="mb-3" /><Submit kind="danger-outline" busy={t("saving")}>{t("pauseNow")}</Submit></ActionForm></Fold></div>
        </>
      )}
      {farm.status === "paused" && <><p className="text-muted">{t("pausedText")}</p><ActionForm id="resume" action={decideFarm} hidden={{ ...hidden, decision: "resume" }} className="mt-3"><Submit busy={t("saving")}>{t("resumeFarm")}</Submit></ActionForm></>}
      {farm.status === "rejected" && <p className="text-muted">{t("rejectedText")}</p>}
      {farm.status === "listed" && <p className="text-muted">{t("listedText")}</p>}
      <ul className="mt-6 border-t border-hair pt-3">
        <li><Link href={`/tower/orders?farm=${farm.id}`} className={`inline-flex min-h-9 items-center ${textLink}`}>{t("ordersOfFarm")}</Link></li>
        <li><Link href={`/tower/audit?farm=${farm.id}`} className={`inline-flex min-h-9 items-center ${textLink}`}>{t("auditOfFarm")}</Link></li>
        {(farm.status === "verified" || farm.status === "paused") && <li><Link href={`/farms/${farm.slug}`} className={`inline-flex min-h-9 items-center ${textLink}`}>{t("pageOfFarm")}</Link></li>}
      </ul>
    </>
  );
}

async function CertificateRow({ farm, certificate: c }: { farm: Farm; certificate: Certificate }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const hidden = { farm: farm.id, certification: String(c.id) };
  const document = c.renewal?.document ?? c.document;
  const check = c.status === "unverified" || c.renewal;
  const reasoned = (decision: string, summary: string, label: string) => (
    <Fold summary={summary} danger><ActionForm id={`c${c.id}-${decision}`} action={decideCertificate} hidden={{ ...hidden, decision }}><FormArea name="reason" label={t("reason")} hint={t("certReasonHint")} maxLength={1000} className="mb-3" /><Submit kind="danger-outline" busy={t("saving")}>{label}</Submit></ActionForm></Fold>
  );
  return (
    <article className="border-b border-hair py-4 first:pt-0 last:border-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1"><h3 className="font-semibold">{t(`scheme_${c.scheme}`)} · {c.certifier}</h3><CertificateState of={c.status} /></div>
      <Facts className="mt-2" rows={[
        [t("colNumber"), <Code key="n">{c.number}</Code>],
        [t("colScopes"), c.scopes.map((scope) => t(`scope_${scope}`)).join(", ") || "–"],
        [t("colValid"), <>{fullDay(locale, c.valid_from)} – {c.valid_to ? fullDay(locale, c.valid_to) : t("open")}</>],
        c.renewal ? [t("colRenewal"), <>{c.renewal.valid_to ? t("renewalTo", { day: fullDay(locale, c.renewal.valid_to) }) : t("annualUpdate")} · {moment(locale, c.renewal.sent)}</>] : null,
        document ? [t("colDocument"), <a key="d" href={document.url} target="_blank" rel="noreferrer" className={textLink}>{document.name}<Icon of={ExternalLink} size={14} className="ml-1.5 inline-block align-[-2px]" /></a>] : [t("colDocument"), <span key="d" className="text-muted">{t("none")}</span>],
        c.refusal ? [t("colRefusal"), c.refusal] : null,
        c.standing_reason ? [t("colReason"), c.standing_reason] : null,
      ]} />
      {check && <ActionForm id={`c${c.id}-verify`} action={decideCertificate} hidden={{ ...hidden, decision: "verify" }} className="mt-3"><Submit size="small" busy={t("saving")}><Icon of={Check} size={16} />{t("certVerify")}</Submit></ActionForm>}
      <div className="mt-1">
        {check && reasoned("refuse", t("certRefuse"), t("certRefuseNow"))}
        {(c.status === "valid" || c.status === "pending") && reasoned("suspend", t("certSuspend"), t("certSuspendNow"))}
        {c.status === "suspended" && <ActionForm id={`c${c.id}-reinstate`} action={decideCertificate} hidden={{ ...hidden, decision: "reinstate" }} className="mt-2"><Submit kind="secondary" size="small" busy={t("saving")}>{t("certReinstate")}</Submit></ActionForm>}
        {(c.status === "valid" || c.status === "pending" || c.status === "suspended") && reasoned("revoke", t("certRevoke"), t("certRevokeNow"))}
      </div>
    </article>
  );
}
