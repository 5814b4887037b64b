import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { towerApi } from "@/features/tower/admin";
import { ComplaintArticle, Notes, PartPanel, Refunds } from "@/features/tower/order_parts";
import { Code, CsvLink, Facts, Head, Nothing, Panel, textLink } from "@/features/tower/parts";
import { OrderState } from "@/features/tower/states";
import { must } from "@/lib/api/problem";
import { monthDay, clock, moment } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  return { title: `${(await getT("tower"))("colOrder")} …${(await params).id.slice(-8)}` };
}

export default async function OrderOnTower({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const answer = await client.GET("/api/v1/orders/{id}", { params: { path: { id } } });
  if (answer.response.status === 404 || answer.response.status === 422) notFound();
  const order = must(answer);
  const events = must(await client.GET("/api/v1/orders/{id}/events", { params: { path: { id }, query: { limit: 100 } } }));
  const farmName = (farm: string | undefined) => order.parts.find((part) => part.farm === farm)?.farm_name;
  const { totals } = order;
  return (
    <>
      <Head title={<Code className="text-lg">{order.id}</Code>} back={{ href: "/tower/orders", text: t("ordersTitle") }} lead={<>{order.contact.email} · {moment(locale, order.created)}</>}>
        <span aria-live="polite"><OrderState of={order.status} /></span>
        <CsvLink path={`/api/v1/orders/${id}/events`} name={`events-${id}`} />
      </Head>
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.7fr_1fr] lg:divide-x">
        <div className="min-w-0 divide-y divide-hair">
          {order.complaints.length > 0 && <Panel id="complaints" title={t("complaints")}>{order.complaints.map((complaint) => <ComplaintArticle key={complaint.id} order={order} complaint={complaint} />)}</Panel>}
          <Panel title={t("parts")} note={t("farmsCount", { n: order.parts.length })}>{order.parts.map((part) => <PartPanel key={part.farm} order={order} part={part} />)}</Panel>
          <Panel title={t("refunds")}><Refunds order={order} /></Panel>
          <Panel title={t("events")} note={t("eventsNote")}>
            {events.items.length === 0 ? <Nothing title={t("noEvents")} /> : (
              <ol>
                {events.items.map((event) => (
                  <li key={event.sequence} className="grid grid-cols-[6.5rem_1fr] gap-x-3 border-b border-hair py-2 last:border-0">
                    <time dateTime={event.at} className="font-mono text-sm text-muted">{clock(locale, event.at)}<span className="block text-xs">{monthDay(locale, event.at.slice(0, 10))}</span></time>
                    <div className="min-w-0">
                      <p className="font-semibold">{t(`event_${event.type}`)}{farmName(event.data.farm) && <span className="font-normal text-muted"> · {farmName(event.data.farm)}</span>}</p>
                      <p className="text-sm text-muted [overflow-wrap:anywhere]">{event.data.total ?? event.data.amount ?? event.data.text ?? ""} <span className="font-mono text-xs">{event.hash.slice(0, 10)}</span></p>
                    </div>
                  </li>
                ))}
              </ol>
            )}
          </Panel>
        </div>
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("money")}>
            <Facts rows={[
              [t("subtotal"), formatMoney(locale, totals.subtotal)], totals.discounts.amount ? [t("discounts"), formatMoney(locale, totals.discounts)] : null,
              [t("delivery"), formatMoney(locale, totals.delivery)], [t("tax"), formatMoney(locale, totals.tax)], [t("colTotal"), <strong key="t" className="price">{formatMoney(locale, totals.total)}</strong>],
              [t("payment"), t(`payment_${order.payment.status}`)], order.payment.decline_code ? [t("decline"), <Code key="d">{order.payment.decline_code}</Code>] : null, [t("intent"), <Code key="i">{order.payment.intent || "–"}</Code>],
            ]} />
          </Panel>
          <Panel title={t("buyer")}>
            <Facts rows={[[t("mail"), order.contact.email], [t("account"), order.buyer ? <Link key="u" href={`/tower/users/${order.buyer}`} className={textLink}><Code>{order.buyer}</Code></Link> : t("guest")], [t("auditTrail"), <Link key="a" href={`/tower/audit?subject=${order.id}`} className={textLink}>{t("show")}</Link>]]} />
          </Panel>
          <Notes order={order} />
        </div>
      </div>
    </>
  );
}
