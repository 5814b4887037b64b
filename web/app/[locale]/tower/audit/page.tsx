import type { Metadata } from "next";
import { ChangeTable } from "@/features/audit/change_table";
import { changesOf } from "@/features/audit/changes";
import { requireAdmin, towerApi } from "@/features/tower/admin";
import { subjectHref } from "@/features/tower/audit_parts";
import { instantOf } from "@/features/tower/inputs";
import { asked, Code, CsvLink, FilterField, Filters, Head, Nothing, Pager, Panel, queryOf, textLink, type Search } from "@/features/tower/parts";
import { isProblem, must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { clock, monthDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("auditTrail") };
}

const collections = ["farms", "products", "stock_items", "orders", "users", "coupons", "categories", "templates", "suppressions", "delivery_plans", "delivery_windows", "operations", "api_keys"] as const;

export default async function Audit({ searchParams }: { searchParams: Search }) {
  const ask = await asked(searchParams);
  await requireAdmin();
  const [client, t] = [await towerApi(), await getT("tower")];
  const given = { actor: ask("actor"), collection: ask("collection"), subject: ask("subject"), farm: ask("farm"), from: ask("from"), to: ask("to") };
  const query = { actor: given.actor, collection: given.collection, subject: given.subject, farm: given.farm, from: given.from ? instantOf(given.from) : undefined, until: given.to ? instantOf(given.to, true) : undefined };
  const cursor = ask("cursor");
  const answer = await client.GET("/api/v1/admin/audit", { params: { query: { ...query, limit: 30, cursor } } });
  const unreadable = isProblem(answer.error) && (answer.error.status === 422 || answer.error.status === 400);
  const list = unreadable ? { items: [], next_cursor: undefined } : must(answer);
  const filtered = Object.values(given).some(Boolean);
  return (
    <>
      <Head title={t("auditTrail")} lead={t("auditLead")}><CsvLink path="/api/v1/admin/audit" query={query} name="audit" /></Head>
      <Filters action="/tower/audit" clear={filtered}>
        <FilterField name="subject" label={t("subject")} defaultValue={given.subject} className="w-52 max-md:w-full" />
        <FilterField name="actor" label={t("actor")} defaultValue={given.actor} className="w-52 max-md:w-full" />
        <FilterField name="collection" label={t("collection")} defaultValue={given.collection ?? ""} options={[["", t("any")], ...[...new Set([...collections, ...(given.collection ? [given.collection] : [])])].map((name) => [name, name] as const)]} className="w-40 max-md:grow" />
        <FilterField name="farm" label={t("farmId")} defaultValue={given.farm} className="w-40 max-md:w-full" />
        <FilterField name="from" type="date" label={t("fromDay")} defaultValue={given.from} className="w-40 max-md:grow" />
        <FilterField name="to" type="date" label={t("toDay")} defaultValue={given.to} className="w-40 max-md:grow" />
      </Filters>
      <Panel title={t("entries")} note={t("newestFirst")}>
        {list.items.length === 0 ? <Nothing title={t("auditEmpty")}>{unreadable ? t("searchUnreadable") : t("auditEmptyText")}</Nothing> : <ol>{list.items.map((entry) => <Entry key={entry.id} entry={entry} open={list.items.length === 1} />)}</ol>}
        <Pager path="/tower/audit" query={given} next={list.next_cursor} cursor={cursor} />
      </Panel>
    </>
  );
}

async function Entry({ entry, open }: { entry: Schema<"AuditEntry">; open: boolean }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const changes = changesOf(entry.before, entry.after);
  const who = entry.user ?? entry.api_key;
  return (
    <li id={entry.id} className="border-b border-hair target:bg-leaf-wash last:border-0">
      <details open={open} className="group">
        <summary className="grid min-h-11.5 list-none grid-cols-[6.5rem_1fr] items-baseline gap-x-3 py-2.5 hover:bg-sunken md:grid-cols-[8.5rem_14rem_1fr_auto] [&::-webkit-details-marker]:hidden">
          <time dateTime={entry.at} className="font-mono text-sm text-muted">{monthDay(locale, entry.at.slice(0, 10))} {clock(locale, entry.at)}</time>
          <span className="font-semibold [overflow-wrap:anywhere]"><span aria-hidden className="mr-1.5 inline-block w-2 text-muted transition-transform group-open:rotate-90">›</span>{entry.operation}</span>
          <span className="min-w-0 text-muted [overflow-wrap:anywhere] max-md:col-start-2">{entry.collection} {t(`action_${entry.action}`)} <Code>…{entry.subject.slice(-8)}</Code></span>
          <span className="text-sm text-muted max-md:hidden">{t("fieldsChanged", { n: changes.length })}</span>
        </summary>
        <div className="pt-1 pb-5 md:pl-[9.25rem]">
          <dl className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-sm">
            <div><dt className="inline text-muted">{t("subject")} </dt><dd className="inline"><Link href={subjectHref(entry)} className={textLink}><Code>{entry.subject}</Code></Link></dd></div>
            <div><dt className="inline text-muted">{t("by")} </dt><dd className="inline">{entry.role}{who && <> <Link href={entry.user ? `/tower/users/${entry.user}` : `/tower/audit${queryOf({ actor: who })}`} className={textLink}><Code>{who}</Code></Link></>}</dd></div>
            <div><dt className="inline text-muted">{t("request")} </dt><dd className="inline"><Code>{entry.request_id}</Code></dd></div>
            {entry.address && <div><dt className="inline text-muted">{t("from")} </dt><dd className="inline"><Code>{entry.address}</Code></dd></div>}
          </dl>
          {changes.length === 0 ? <p className="text-muted">{t("noFieldsChanged")}</p> : <ChangeTable changes={changes} words={{ label: t("beforeAfter"), field: t("field"), before: t("before"), after: t("after") }} />}
        </div>
      </details>
    </li>
  );
}
