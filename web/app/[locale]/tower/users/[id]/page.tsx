import { Ban, CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { changeUser } from "@/features/tower/actions";
import { requireAdmin, towerApi } from "@/features/tower/admin";
import { AuditLine } from "@/features/tower/audit_parts";
import { ActionForm, FormArea, FormSelect, Submit } from "@/features/tower/form";
import { Code, Facts, Fold, Head, Nothing, Panel, textLink } from "@/features/tower/parts";
import { must } from "@/lib/api/problem";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("person") };
}

export default async function Person({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [me, client, t, locale] = [await requireAdmin(), await towerApi(), await getT("tower"), await getLocale()];
  const answer = await client.GET("/api/v1/admin/users/{id}", { params: { path: { id } } });
  if (answer.response.status === 404 || answer.response.status === 422) notFound();
  const person = must(answer);
  const [done, about] = await Promise.all([
    client.GET("/api/v1/admin/audit", { params: { query: { actor: id, limit: 8 } } }).then(must),
    client.GET("/api/v1/admin/audit", { params: { query: { subject: id, limit: 8 } } }).then(must),
  ]);
  const mine = me.id === id;
  const hidden = { user: id };
  return (
    <>
      <Head title={person.name || person.email} back={{ href: "/tower/users", text: t("peopleTitle") }} lead={person.email}>
        <span aria-live="polite">{person.disabled ? <Badge tone="danger" icon={Ban}>{t("closed")}</Badge> : <Badge tone="leaf" icon={CircleCheck}>{t("openAccount")}</Badge>}</span>
      </Head>
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.6fr_1fr] lg:divide-x">
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("account")}>
            <Facts rows={[
              [t("colId"), <Code key="i">{person.id}</Code>], [t("role"), t(`role_${person.role}`)], [t("colSince"), moment(locale, person.created)],
              [t("mail"), person.email_verified ? t("proved") : t("unproved")], [t("factor"), person.second_factor ? t("on") : t("off")],
              person.disabled ? [t("closed"), <>{moment(locale, person.disabled)}{person.disabled_reason && <span className="block text-muted">{person.disabled_reason}</span>}</>] : null,
              [t("orders"), <Link key="o" href={`/tower/orders?q=${encodeURIComponent(person.email)}`} className={textLink}>{t("ordersOfPerson")}</Link>],
            ]} />
          </Panel>
          <Panel title={t("personDid")} link={<Link href={`/tower/audit?actor=${id}`} className={textLink}>{t("all")}</Link>}>{done.items.length ? <ol>{done.items.map((entry) => <AuditLine key={entry.id} entry={entry} />)}</ol> : <Nothing title={t("auditEmpty")} />}</Panel>
          <Panel title={t("personChanged")} link={<Link href={`/tower/audit?subject=${id}`} className={textLink}>{t("all")}</Link>}>{about.items.length ? <ol>{about.items.map((entry) => <AuditLine key={entry.id} entry={entry} />)}</ol> : <Nothing title={t("auditEmpty")} />}</Panel>
        </div>
        <Panel title={t("change")}>
          {mine ? <p className="text-muted">{t("ownAccount")}</p> : (
            <>
              <ActionForm id="role" action={changeUser} hidden={{ ...hidden, change: "role" }} className="mb-4">
                <FormSelect name="role" label={t("role")} hint={t("roleHint")} defaultValue={person.role} className="mb-3" options={(["customer", "farmer", "admin"] as const).map((role) => [role, t(`role_${role}`)])} />
                <Submit kind="secondary" busy={t("saving")}>{t("changeRole")}</Submit>
              </ActionForm>
              <Fold summary={t("endSessions")}><ActionForm id="sessions" action={changeUser} hidden={{ ...hidden, change: "end_sessions" }}><p className="measure mb-3 text-muted">{t("endSessionsText")}</p><Submit kind="secondary" busy={t("saving")}>{t("endSessions")}</Submit></ActionForm></Fold>
              {person.second_factor && <Fold summary={t("resetFactor")} danger><ActionForm id="factor" action={changeUser} hidden={{ ...hidden, change: "reset_factor" }}><p className="measure mb-3 text-muted">{t("resetFactorText")}</p><Submit kind="danger-outline" busy={t("saving")}>{t("resetFactor")}</Submit></ActionForm></Fold>}
              {person.disabled ? <ActionForm id="enable" action={changeUser} hidden={{ ...hidden, change: "enable" }} className="mt-3"><Submit busy={t("saving")}>{t("openAgain")}</Submit></ActionForm>
                : <Fold summary={t("closeAccount")} danger><ActionForm id="disable" action={changeUser} hidden={{ ...hidden, change: "disable" }}><FormArea name="reason" label={t("reason")} hint={t("closeHint")} maxLength={200} className="mb-3" /><Submit kind="danger-outline" busy={t("saving")}>{t("closeNow")}</Submit></ActionForm></Fold>}
            </>
          )}
        </Panel>
      </div>
    </>
  );
}
