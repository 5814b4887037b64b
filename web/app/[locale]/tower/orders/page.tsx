import type { Metadata } from "next";
import { towerApi } from "@/features/tower/admin";
import { BulkBar } from "@/features/tower/bulk";
import { OrderStrip } from "@/features/tower/order_parts";
import { asked, Code, CsvLink, FilterField, Filters, Head, Nothing, Pager, Panel, rowLink, type Search } from "@/features/tower/parts";
import { SelectAll } from "@/features/tower/select_all";
import { OrderState } from "@/features/tower/states";
import { isProblem, must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { instantOf } from "@/features/tower/inputs";
import { getLocale, getT } from "@/lib/i18n";
import { CheckMark } from "@/ui/field";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

type Status = Schema<"OrderView">["status"];
const statuses: readonly Status[] = ["pending_payment", "paid", "packing", "packed", "shipped", "delivered", "cancelled", "rejected", "returned", "refunded", "partially_refunded"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("orders") };
}

export default async function Orders({ searchParams }: { searchParams: Search }) {
  const ask = await asked(searchParams);
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const given = { q: ask("q"), status: ask("status"), farm: ask("farm"), from: ask("from"), to: ask("to") };
  const status = statuses.find((s) => s === given.status);
  const q = given.q ?? "";
  const query = {
    status: status ? [status] : undefined, farm: given.farm, from: given.from ? instantOf(given.from) : undefined, to: given.to ? instantOf(given.to, true) : undefined,
    id: /^ord_/i.test(q) ? `ord_${q.slice(4).toUpperCase()}` : undefined, email: q && !/^ord_/i.test(q) ? q : undefined,
  };
  const cursor = ask("cursor");
  const answer = await client.GET("/api/v1/admin/orders", { params: { query: { ...query, limit: 50, cursor } } });
  // An address or a number that cannot be one: nothing is found, and it is said why.
  const unreadable = isProblem(answer.error) && (answer.error.status === 422 || answer.error.status === 400);
  const list = unreadable ? { items: [], next_cursor: undefined } : must(answer);
  const filtered = Boolean(q || status || given.farm || given.from || given.to);
  return (
    <>
      <Head title={t("ordersTitle")} lead={t("ordersLead")}><CsvLink path="/api/v1/admin/orders" query={{ ...query, status: query.status }} name="orders" /></Head>
      <OrderStrip here="orders" />
      <Filters action="/tower/orders" clear={filtered}>
        <FilterField name="q" label={t("orderOrMail")} defaultValue={q} className="w-72 max-md:w-full" />
        <FilterField name="status" label={t("colState")} defaultValue={status ?? ""} options={[["", t("any")], ...statuses.map((s) => [s, t(`order_${s}`)] as const)]} className="w-48 max-md:w-full" />
        <FilterField name="from" type="date" label={t("fromDay")} defaultValue={given.from} className="w-40 max-md:grow" />
        <FilterField name="to" type="date" label={t("toDay")} defaultValue={given.to} className="w-40 max-md:grow" />
        {given.farm && <input type="hidden" name="farm" value={given.farm} />}
      </Filters>
      <Panel title={t("orders")} note={given.farm ? <>{t("ofFarm")} <Code>{given.farm}</Code></> : t("newestFirst")}>
        {list.items.length === 0 ? <Nothing title={t("noOrders")}>{unreadable ? t("searchUnreadable") : filtered ? t("noOrdersFiltered") : t("noOrdersText")}</Nothing> : (
          <>
            <Table caption={t("orders")} head={<tr><HeadCell className="w-8"><SelectAll form="bulk" label={t("tickAll")} /></HeadCell><HeadCell>{t("colOrder")}</HeadCell><HeadCell className="max-md:hidden">{t("colBuyer")}</HeadCell><HeadCell className="max-lg:hidden">{t("colFarms")}</HeadCell><HeadCell className="max-md:hidden">{t("colPlaced")}</HeadCell><HeadCell number>{t("colTotal")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
              {list.items.map((order) => {
                const open = order.complaints.filter((c) => c.status !== "resolved").length;
                return (
                  <Row key={order.id}>
                    <Cell><CheckMark name="id" value={order.id} form="bulk" className="align-middle" aria-label={t("tick", { name: order.id })} /></Cell>
                    <Cell><Link href={`/tower/orders/${order.id}`} className={rowLink}><Code>…{order.id.slice(-8)}</Code></Link><span className="block text-sm text-muted [overflow-wrap:anywhere] md:hidden">{order.contact.email}</span></Cell>
                    <Cell className="[overflow-wrap:anywhere] max-md:hidden">{order.contact.email}</Cell>
                    <Cell className="max-w-72 truncate text-muted max-lg:hidden">{order.parts.map((part) => part.farm_name).join(", ")}</Cell>
                    <Cell className="whitespace-nowrap text-muted max-md:hidden">{moment(locale, order.created)}</Cell>
                    <Cell number className="font-semibold">{formatMoney(locale, order.totals.total)}</Cell>
                    <Cell><OrderState of={order.status} />{open > 0 && <span className="block text-xs font-semibold text-amber-text">{t("complaintsCount", { n: open })}</span>}</Cell>
                  </Row>
                );
              })}
            </Table>
            <BulkBar id="bulk" actions={[["orders.cancel", t("cancelOrders")]]} />
          </>
        )}
        <Pager path="/tower/orders" query={given} next={list.next_cursor} cursor={cursor} />
      </Panel>
    </>
  );
}
