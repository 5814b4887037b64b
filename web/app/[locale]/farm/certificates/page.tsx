import { BadgeCheck, Clock, FileText, Plus, RefreshCw } from "lucide-react";
import { requireFarm, type Farm } from "@/features/desk/data";
import { FormError, FormField, FormSelect, SheetForm, StepButton } from "@/features/desk/form";
import { addCertificate, removeCertificate, renewCertificate, surrenderCertificate } from "@/features/desk/farm_actions";
import { DeskHead } from "@/features/desk/frame";
import { certificateShown } from "@/features/desk/part_state";
import { ValidityBar } from "@/features/desk/validity_bar";
import { daysBetween, fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { Badge } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { Checkbox } from "@/ui/field";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";

const scopes = ["crops", "livestock", "handling", "wild_crops"] as const;

export async function generateMetadata() {
  return { title: (await getT("desk"))("navCertificates") };
}

export default async function Certificates() {
  const { farm, today } = await requireFarm("/farm/certificates");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const owner = farm.role === "owner";
  const documentFields = (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField name="document.url" type="url" label={t("documentUrl")} hint={t("documentUrlHint")} placeholder="https://" />
      <FormField name="document.name" label={t("documentName")} maxLength={120} />
    </div>
  );
  const add = owner && (
    <SheetForm opener={t("addCertificate")} icon={<Icon of={Plus} />} kind="primary" size="medium" title={t("addCertificate")} action={addCertificate} said={t("certificateAdded")} submit={t("addCertificate")} wide>
      <p className="text-muted">{t("addCertificateText")}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormSelect name="scheme" label={t("scheme")} defaultValue="usda_nop"><option value="usda_nop">{t("scheme_usda_nop")}</option><option value="eu">{t("scheme_eu")}</option></FormSelect>
        <FormField name="number" label={t("certificateNumber")} inputClassName="font-mono" maxLength={60} />
        <FormField name="certifier" label={t("certifier")} className="sm:col-span-2" maxLength={120} />
        <FormField name="valid_from" type="date" label={t("validFrom")} />
        <FormField name="anniversary" type="date" label={t("anniversary")} hint={t("anniversaryHint")} />
        <FormField name="valid_to" type="date" label={t("validTo")} hint={t("validToHint")} />
        <FormField name="issued" type="date" label={t("issued")} hint={t("optional")} />
      </div>
      <fieldset>
        <legend className="mb-1 font-medium">{t("scopes")}</legend>
        <div className="flex flex-wrap gap-x-6">{scopes.map((scope) => <Checkbox key={scope} name="scopes" value={scope} defaultChecked={scope === "crops"} label={t(`scope_${scope}`)} />)}</div>
        <FormError name="scopes" />
      </fieldset>
      {documentFields}
    </SheetForm>
  );
  return (
    <>
      <DeskHead title={t("navCertificates")} text={t("certificatesText")}>{add}</DeskHead>
      {farm.certifications.length === 0 ? (
        <EmptyState art={<Landscape name={`${farm.name} record`} season="summer" kind="rows" width={700} height={300} />} title={t("certificatesEmpty")}>{t("certificatesEmptyText")}</EmptyState>
      ) : (
        <ul className="border-t border-hair">{farm.certifications.map((certificate) => <Certificate key={certificate.id} certificate={certificate} />)}</ul>
      )}
    </>
  );

  function Certificate({ certificate }: { certificate: Farm["certifications"][number] }) {
    const shown = certificateShown[certificate.status];
    const end = certificate.valid_to ?? certificate.anniversary;
    const days = end ? daysBetween(today, end) : undefined;
    const over = ["surrendered", "revoked"].includes(certificate.status);
    return (
      <li className="grid gap-x-8 gap-y-3 border-b border-hair py-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1"><span className="font-mono text-lg">{certificate.number}</span><Badge tone={shown.tone} icon={shown.icon}>{t(shown.word)}</Badge></p>
          <p className="mt-1">{t(`scheme_${certificate.scheme}`)}, {certificate.certifier}</p>
          <p className="text-sm text-muted">{certificate.scopes.map((scope) => t(`scope_${scope}`)).join(", ")}</p>
          {certificate.document && <p className="mt-1 flex items-center gap-1.5 text-sm"><Icon of={FileText} size={15} className="text-muted" /><a href={certificate.document.url} rel="noreferrer" className="font-semibold text-leaf hover:underline">{certificate.document.name}</a></p>}
          {certificate.refusal && <p className="mt-2 text-danger">{t("refusedBecause", { reason: certificate.refusal })}</p>}
          {certificate.standing_reason && <p className="mt-2 text-muted">{certificate.standing_reason}</p>}
        </div>
        <div>
          {end && <ValidityBar from={certificate.valid_from} to={end} today={today} />}
          <p className="mt-2 flex justify-between gap-3 text-sm"><span className="text-muted">{fullDay(locale, certificate.valid_from)}</span><span>{end ? fullDay(locale, end) : t("noEnd")}</span></p>
          {days !== undefined && !over && <p className={`text-sm ${days < 0 ? "font-semibold text-danger" : days <= 60 ? "font-semibold text-amber-text" : "text-muted"}`}>{days < 0 ? t("endedAgo", { n: -days }) : t("daysLeft", { n: days })}</p>}
          {certificate.renewal && <p className="mt-1 flex items-center gap-1.5 text-sm text-amber-text"><Icon of={Clock} size={15} />{t("renewalSent", { day: fullDay(locale, certificate.renewal.sent.slice(0, 10)) })}</p>}
        </div>
        {certificate.update_overdue && <Banner tone="amber" icon={Clock} className="lg:col-span-2">{t("updateOverdue")}</Banner>}
        {owner && !over && (
          <div className="flex flex-wrap gap-2 lg:col-span-2">
            {["valid", "lapsed", "pending"].includes(certificate.status) && (
              <SheetForm opener={t("renew")} openerLabel={t("renewOf", { number: certificate.number })} icon={<Icon of={RefreshCw} size={16} />} title={t("renewTitle", { number: certificate.number })} action={renewCertificate} said={t("renewSaid")} submit={t("renew")}>
                <input type="hidden" name="id" value={certificate.id} />
                <p className="text-muted">{t("renewText")}</p>
                {certificate.scheme === "usda_nop" ? <FormField name="anniversary" type="date" label={t("nextAnniversary")} /> : <FormField name="valid_to" type="date" label={t("validTo")} />}
                {documentFields}
              </SheetForm>
            )}
            {["valid", "lapsed", "suspended"].includes(certificate.status) && (
              <SheetForm opener={t("surrender")} openerLabel={t("surrenderOf", { number: certificate.number })} kind="quiet" title={t("surrenderTitle", { number: certificate.number })} action={surrenderCertificate} said={t("surrenderSaid")} submit={t("surrender")} submitKind="danger">
                <input type="hidden" name="id" value={certificate.id} />
                <p>{t("surrenderText")}</p>
                <FormField name="reason" label={t("reason")} maxLength={1000} />
              </SheetForm>
            )}
            {["unverified", "refused"].includes(certificate.status) && <StepButton action={removeCertificate} fields={{ id: String(certificate.id) }} said={t("certificateRemoved")} kind="quiet" label={t("removeOf", { name: certificate.number })}>{t("remove")}</StepButton>}
          </div>
        )}
        {certificate.status === "valid" && <p className="flex items-center gap-1.5 text-sm text-leaf lg:col-span-2"><Icon of={BadgeCheck} size={15} />{t("labelLive")}</p>}
      </li>
    );
  }
}
