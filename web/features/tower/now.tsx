import { Ban, Search, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { clock, monthDay } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import type { Locale } from "@/lib/i18n/path";
import { getLocale, getT, type Translate } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { Badge } from "@/ui/badge";
import { inputClass } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import { AuditLine } from "./audit_parts";
import { Bars, LineChart, Sparkline, SpanChart, type ChartTone } from "./chart_parts";
import { Nothing, Panel, rowLink, textLink } from "./parts";
import { ranges, type nowData } from "./now_data";
import { FarmState, ComplaintState, CertificateState } from "./states";

type Data = Awaited<ReturnType<typeof nowData>>;

export const figure = (locale: Locale, value: number, digits = 1) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: digits }).format(value);
/** Milliseconds with as many digits as they deserve. */
export const msText = (locale: Locale, value: number | undefined) => (value === undefined ? "–" : figure(locale, value, value < 10 ? 1 : 0));

function Figure({ href, name, value, unit, note, spark, tone }: { href: string; name: string; value: ReactNode; unit?: string; note: ReactNode; spark: readonly (number | undefined)[]; tone: ChartTone }) {
  return (
    <li className="min-w-0 border-hair px-4 py-4 max-lg:border-b max-lg:odd:border-r md:px-7 lg:border-r lg:px-5 lg:first:pl-7 lg:last:border-r-0">
      <Link href={href} className="group block rounded-mark">
        <span className="block text-muted group-hover:text-ink">{name}</span>
        <span className="block text-xl leading-8 font-semibold group-hover:text-leaf">{value}{unit && <span className="ml-1 text-sm font-normal text-muted">{unit}</span>}</span>
        <Sparkline values={spark} tone={tone} />
        <span className="mt-1 block text-sm text-muted">{note}</span>
      </Link>
    </li>
  );
}

export async function Figures({ data }: { data: Data }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const flat = (n: number) => [n, n];
  return (
    <ul className="grid grid-cols-2 border-b border-hair max-lg:-mb-px lg:grid-cols-6">
      <Figure href="/tower/orders" name={t("ordersMinute")} value={figure(locale, data.orders.perMinute)} note={t("inLastTen", { n: data.orders.inTen })} spark={data.orders.spark} tone="leaf" />
      <Figure href="/tower/system#routes" name={t("checkoutP95")} value={msText(locale, data.checkout.p95)} unit={data.checkout.p95 === undefined ? undefined : "ms"} note={data.checkout.count ? t("limitOf", { n: 400 }) : t("noneYet")} spark={data.checkout.spark} tone="sky" />
      <Figure href="/tower/system#holds" name={t("holdP99")} value={msText(locale, data.holds.p99)} unit={data.holds.p99 === undefined ? undefined : "ms"} note={data.holds.count ? t("holdsCount", { n: data.holds.count }) : t("noneYet")} spark={data.holds.spark} tone="sky" />
      <Figure href="/tower/stock" name={t("stockAlerts")} value={data.stock ? figure(locale, data.stock.alerts.length) : "–"} note={data.stock ? t("soldOutCount", { n: data.stock.soldOut }) : t("counting")} spark={data.stock?.spark ?? []} tone="amber" />
      <Figure href="/tower/farms" name={t("decisions")} value={`${figure(locale, data.decisions.count)}${data.waiting.more ? "+" : ""}`} note={t("complaintsCount", { n: data.complaints.length })} spark={data.decisions.spark} tone="amber" />
      <Figure href="/tower/system#errors" name={t("errorBudget")} value={data.budget.left === undefined ? "–" : figure(locale, data.budget.left * 100, 1)} unit={t("percentLeft")} note={t("failedOf", { n: data.budget.failed, total: figure(locale, data.budget.requests) })} spark={data.budget.spark.length > 1 ? data.budget.spark : flat(data.budget.left ?? 1)} tone={data.budget.failed > 0 ? "danger" : "leaf"} />
    </ul>
  );
}

export async function RangeSwitch({ range }: { range: Data["range"] }) {
  const t = await getT("tower");
  return (
    <nav aria-label={t("range")} className="inline-flex overflow-hidden rounded-control border border-line">
      {(Object.keys(ranges) as Data["range"][]).map((key) => (
        <Link key={key} href={key === "12h" ? "/tower" : `/tower?range=${key}`} aria-current={key === range ? "true" : undefined} className="inline-flex min-h-9 items-center px-3 text-sm hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-semibold max-md:min-h-11 focus-visible:-outline-offset-2">{t(`range_${key}`)}</Link>
      ))}
    </nav>
  );
}

function ticksOf(locale: Locale, data: Data): string[] {
  return Array.from({ length: 5 }, (_, i) => {
    const at = new Date(data.from + ((data.now - data.from) * i) / 4).toISOString();
    return data.range === "7d" ? monthDay(locale, at.slice(0, 10)) : clock(locale, at);
  });
}

export async function OrdersPanel({ data }: { data: Data }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const { line, before, inRange } = data.orders;
  return (
    <Panel title={t("ordersMinute")} note={data.cut ? t("ordersCut", { n: inRange }) : t("ordersInRange", { n: inRange })} link={<Link href="/tower/orders" className={textLink}>{t("allOrders")}</Link>}>
      <LineChart now={line} before={before} ticks={ticksOf(locale, data)} format={(v) => figure(locale, v, v < 1 ? 2 : 1)} peak={(v) => t("peak", { v })} nowWord={(v) => t("nowAt", { v })} beforeWord={t("weekBefore")}
        label={t("ordersChart", { now: figure(locale, line.at(-1) ?? 0, 2), peak: figure(locale, Math.max(...line), 2) })} />
    </Panel>
  );
}

export async function TimesPanel({ data }: { data: Data }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  if (data.times.length === 0) return <Panel title={t("responseTime")}><Nothing title={t("noMetrics")}>{t("noMetricsText")}</Nothing></Panel>;
  const spans = data.times.map((span) => ({ ...span, name: t(span.name) }));
  return (
    <Panel title={t("responseTime")} note={t("msLog")} link={<Link href="/tower/system#routes" className={textLink}>{t("allRoutes")}</Link>}>
      <SpanChart spans={spans} limit={400} words={{ p50: "p50", p95: "p95", p99: "p99" }} label={t("timesChart", { list: spans.filter((s) => s.p95 !== undefined).map((s) => `${s.name} ${msText(locale, s.p95)} ms`).join(", ") || t("noneYet") })} />
    </Panel>
  );
}

/** What waits for a decision, oldest first. */
export async function DecisionsPanel({ data }: { data: Data }) {
  const t = await getT("tower");
  const rows = [
    ...data.waiting.applied.map((farm) => ({ key: farm.id, at: farm.updated, href: `/tower/farms/${farm.slug}`, what: t("whatApplication"), name: farm.name, where: `${farm.city}, ${farm.state}`, state: <FarmState of={farm.status} /> })),
    ...data.waiting.claimed.map((farm) => ({ key: farm.id, at: farm.updated, href: `/tower/farms/${farm.slug}`, what: t("whatClaim"), name: farm.name, where: `${farm.city}, ${farm.state}`, state: <FarmState of={farm.status} /> })),
    ...data.waiting.certificates.map((farm) => ({ key: `c-${farm.id}`, at: farm.updated, href: `/tower/farms/${farm.slug}#certificates`, what: t("whatCertificate"), name: farm.name, where: `${farm.city}, ${farm.state}`, state: <CertificateState of="unverified" /> })),
    ...data.complaints.map(({ order, complaint }) => ({ key: complaint.id, at: complaint.opened, href: `/tower/orders/${order.id}#complaints`, what: t("whatComplaint"), name: t(`reason_${complaint.reason}`), where: order.contact.email, state: <ComplaintState of={complaint.status} /> })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <Panel title={t("decisions")} note={t("oldestFirst")} link={<Link href="/tower/farms" className={textLink}>{t("allFarms")}</Link>}>
      {rows.length === 0 ? <Nothing title={t("nothingWaits")}>{t("nothingWaitsText")}</Nothing> : (
        <Table caption={t("decisions")} head={<tr><HeadCell>{t("colWho")}</HeadCell><HeadCell className="max-md:hidden">{t("colWhat")}</HeadCell><HeadCell className="max-md:hidden">{t("colWhere")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
          {rows.slice(0, 6).map((row) => (
            <Row key={row.key}>
              <Cell><Link href={row.href} className={rowLink}>{row.name}</Link><span className="block text-sm text-muted md:hidden">{row.what}</span></Cell>
              <Cell className="text-muted max-md:hidden">{row.what}</Cell>
              <Cell className="max-md:hidden">{row.where}</Cell>
              <Cell>{row.state}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </Panel>
  );
}

export async function RecallPanel() {
  const [t, locale] = [await getT("tower"), await getLocale()];
  return (
    <Panel title={t("recall")}>
      <form role="search" aria-label={t("recall")} action={localePath(locale, "/tower/recall")}>
        <label htmlFor="recall-q" className="mb-1.5 block font-medium">{t("recallAsk")}</label>
        <div className="relative">
          <input id="recall-q" name="q" className={`${inputClass} pr-12 font-mono text-sm`} placeholder="2026-11-06-NRC_02" />
          <button type="submit" aria-label={t("trace")} className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-muted hover:text-ink"><Icon of={Search} /></button>
        </div>
      </form>
      <p className="mt-3 text-sm text-muted">{t("recallHint")}</p>
    </Panel>
  );
}

export function hoursText(t: Translate<"tower">, hours: number): string {
  if (hours < 1) return t("minutesLeft", { n: Math.max(1, Math.round(hours * 60)) });
  if (hours < 48) return t("hoursLeft", { n: Math.round(hours) });
  return t("daysLeft", { n: Math.round(hours / 24) });
}

export async function StockState({ available, hours }: { available: number; hours?: number }) {
  const t = await getT("tower");
  if (available <= 0) return <Badge tone="danger" icon={Ban}>{t("soldOut")}</Badge>;
  if (hours === undefined) return <span className="text-muted">–</span>;
  return hours <= 48 ? <Badge tone="amber" icon={TriangleAlert}>{hoursText(t, hours)}</Badge> : <span className="text-muted">{hoursText(t, hours)}</span>;
}

export async function StockPanel({ data }: { data: Data }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  if (!data.stock) return <Panel title={t("stock")} note={t("sellsOutFirst")}><Nothing title={t("counting")}>{t("countingText")}</Nothing></Panel>;
  const { selling } = data.stock;
  return (
    <Panel title={t("stock")} note={t("sellsOutFirst")} link={<Link href="/tower/stock" className={textLink}>{t("allN", { n: data.stock.alerts.length })}</Link>}>
      {selling.length === 0 ? <Nothing title={t("stockFine")}>{t("stockFineText")}</Nothing> : (
        <Table caption={t("stock")} head={<tr><HeadCell>{t("colItem")}</HeadCell><HeadCell number>{t("colFree")}</HeadCell><HeadCell>{t("colRunsOut")}</HeadCell></tr>}>
          {selling.map((row) => (
            <Row key={row.sku}>
              <Cell><Link href={`/products/${row.slug}`} className={rowLink}>{row.title}</Link> <span className="text-muted">{row.farmName}</span></Cell>
              <Cell number className="font-semibold">{figure(locale, row.available, 2)}</Cell>
              <Cell className="w-28"><StockState available={row.available} hours={row.hoursLeft} /></Cell>
            </Row>
          ))}
        </Table>
      )}
    </Panel>
  );
}

export async function HoldsPanel({ data, full }: { data: Pick<Data, "holds">; full?: boolean }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const { histogram, p99, count } = data.holds;
  const title = t("holdWaits");
  if (!histogram || count === 0) return <Panel id="holds" title={title}><Nothing title={t("noHolds")}>{t("noHoldsText")}</Nothing></Panel>;
  const counts = histogram.below.map((n, i) => n - (histogram.below[i - 1] ?? 0));
  const used = Math.min(counts.length - 1, Math.max(6, counts.findLastIndex((n) => n > 0) + 2));
  const bounds = histogram.bounds.slice(0, used);
  const slow = p99 === undefined ? undefined : bounds.findIndex((bound) => bound * 1000 >= p99);
  const marks = ["0", ...bounds.map((bound) => figure(locale, bound * 1000, 1))];
  return (
    <Panel id="holds" title={title} note={t("holdsCount", { n: count })} link={full ? undefined : <Link href="/tower/system#holds" className={textLink}>{t("figures")}</Link>}>
      <div className="pr-6"><Bars counts={counts.slice(0, used)} marks={marks.slice(0, used)} at={slow === undefined || slow < 0 ? undefined : slow + 0.5} note={p99 === undefined ? undefined : `p99 ${msText(locale, p99)} ms`} label={t("holdsChart", { n: count, v: msText(locale, p99) })} /></div>
      <p className="mt-1 text-sm text-muted">{t("holdsAxis")}</p>
    </Panel>
  );
}

export async function WorkPanel({ data }: { data: Data }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const tasks = (state: string) => (data.figures?.get("tasks_waiting") ?? []).filter((s) => s.labels.state === state).reduce((sum, s) => sum + s.value, 0);
  const gauge = (name: string) => data.figures?.get(name)?.[0]?.value;
  const rows = [
    [t("tasksReady"), figure(locale, tasks("ready"))], [t("tasksDelayed"), figure(locale, tasks("delayed"))], [t("tasksDead"), figure(locale, data.dead)],
    [t("connections"), gauge("http_connections")], [t("storeQueue"), gauge("store_write_queue_depth")], [t("breaches"), gauge("stock_invariant_breaches_total")],
  ] as const;
  return (
    <Panel title={t("machine")} link={<Link href="/tower/system" className={textLink}>{t("figures")}</Link>}>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name} className="flex min-h-10 items-center justify-between gap-4 border-b border-hair last:border-0"><dt className="text-muted">{name}</dt><dd className="font-semibold">{value ?? "–"}</dd></div>
        ))}
      </dl>
    </Panel>
  );
}

export async function HappenedPanel({ data }: { data: Data }) {
  const t = await getT("tower");
  return (
    <Panel title={t("happened")} link={<Link href="/tower/audit" className={textLink}>{t("auditTrail")}</Link>}>
      {data.audit.length === 0 ? <Nothing title={t("auditEmpty")} /> : <ol>{data.audit.map((entry) => <AuditLine key={entry.id} entry={entry} />)}</ol>}
    </Panel>
  );
}
