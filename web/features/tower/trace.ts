import "server-only";
import { must, orNothing } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { formatMessage } from "@/lib/i18n/format";
import { messages } from "@/lib/i18n/messages";
import { locales, type Locale } from "@/lib/i18n/path";
import { towerApi } from "./admin";
import { stockIndex } from "./data";
import { holdersOf, needsOrder, remedyFor } from "./holders";

const skuForm = /^sku_[0-7][0-9A-HJKMNP-TV-Z]{25}_(0[1-9]|[1-9][0-9])$/;
const lotForm = /^lot_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const pages_max = 20;
const at_once = 12;

/** How a refund says of which lot it is; the one who recalls writes it in their language. */
export const recallMark = (locale: Locale, code: string) => formatMessage(locale, messages[locale].tower.recallMark, { code });

/** A lot, what was split from it and every order with units of them; undefined when the item has no such lot. */
export async function traced(sku: string, lot: string) {
  if (!skuForm.test(sku) || !lotForm.test(lot)) return undefined;
  const client = await towerApi();
  const begun = performance.now();
  const shares: Schema<"TracedOrder">[] = [];
  let found: Schema<"LotTrace"> | undefined;
  let cursor: string | undefined;
  for (let page = 0; page < pages_max; ++page) {
    const next = orNothing(await client.GET("/api/v1/admin/inventory/{sku}/lots/{lot}/trace", { params: { path: { sku, lot }, query: { limit: 100, cursor } } }));
    if (!next) return undefined;
    found ??= next;
    shares.push(...next.items);
    cursor = next.next_cursor;
    if (!cursor) break;
  }
  if (!found) return undefined;

  const holders = holdersOf(shares);
  const orders = new Map<string, Schema<"OrderView">>();
  const ids = holders.filter(needsOrder).map((holder) => holder.order);
  for (let from = 0; from < ids.length; from += at_once) {
    for (const answer of await Promise.all(ids.slice(from, from + at_once).map((id) => client.GET("/api/v1/orders/{id}", { params: { path: { id } } })))) {
      const order = must(answer);
      orders.set(order.id, order);
    }
  }
  const codes = new Map(found.lots.map((one) => [one.id, one.lot_code]));
  const marksOf = (id: string) => locales.map((locale) => recallMark(locale, codes.get(id) ?? id));
  const boxes = holders.map((holder) => {
    const { remedy, units: left, lots } = remedyFor(holder, sku, marksOf, orders.get(holder.order));
    return { ...holder, remedy, left, open: lots };
  });
  const ms = Math.round(performance.now() - begun);

  // The trace has ids; the words for them are in a line that was sold, or else with what the shop sells now.
  const line = [...orders.values()].flatMap((order) => order.lines).find((one) => one.sku === sku);
  const row = line ? undefined : (await stockIndex()).rows.find((one) => one.sku === sku);
  const stop = boxes.filter((box) => box.remedy === "stop");
  const sum = (of: readonly { units: number }[]) => Math.round(of.reduce((units, box) => units + box.units * 1000, 0)) / 1000;
  return {
    sku, lot, boxes, stop, codes, lots: found.lots, farm: found.farm, ms, cut: cursor !== undefined,
    code: found.lots.find((one) => one.id === lot)?.lot_code ?? lot.slice(-8),
    recalled: found.lots.every((one) => one.status === "recalled"),
    title: line?.title ?? row?.title ?? sku, farmName: line?.farm_name ?? row?.farmName ?? found.farm, fieldName: line?.origin.field_name ?? row?.fieldName,
    units: sum(boxes), unitsToStop: sum(stop.map((box) => ({ units: box.left }))), unitsAtHome: sum(boxes.filter((box) => box.remedy === "home").map((box) => ({ units: box.left }))),
    shoppers: new Set(boxes.map((box) => box.email ?? box.buyer ?? box.order)).size,
    unpaid: boxes.filter((box) => box.remedy === "unpaid").length,
  };
}
export type Trace = NonNullable<Awaited<ReturnType<typeof traced>>>;
