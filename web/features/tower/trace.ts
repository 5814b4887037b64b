import "server-only";
import { must } from "@/lib/api/problem";
import { towerApi } from "./admin";
import { canStop, isOutThere, stockIndex, traceLot } from "./data";

const skuForm = /^sku_[0-7][0-9A-HJKMNP-TV-Z]{25}_(0[1-9]|[1-9][0-9])$/;
const lotForm = /^lot_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A lot with all boxes that it went into; undefined when neither the shop nor an order knows it. */
export async function traced(sku: string, lot: string) {
  if (!skuForm.test(sku) || !lotForm.test(lot)) return undefined;
  const begun = performance.now();
  const row = (await stockIndex()).rows.find((one) => one.sku === sku);
  const onSale = row?.lots.find((one) => one.id === lot);
  let farm = row?.farm;
  if (!farm) {
    // Off sale: whose it is stands in the orders.
    const client = await towerApi();
    const list = must(await client.GET("/api/v1/admin/orders", { params: { query: { limit: 100 } } }));
    farm = list.items.flatMap((order) => order.lines).find((line) => line.sku === sku)?.farm;
  }
  if (!farm) return undefined;
  const { hits, cut } = await traceLot(farm, lot);
  const line = hits[0]?.line;
  if (!onSale && !line) return undefined;
  const sum = (of: typeof hits) => of.reduce((units, hit) => units + hit.units, 0);
  const stop = hits.filter((hit) => canStop(hit.order, hit.line));
  const out = hits.filter((hit) => isOutThere(hit.order, hit.line));
  return {
    sku, lot, farm, code: onSale?.lot_code ?? lot.slice(-8), onSale, cut, hits, stop, out,
    product: row?.product ?? line?.product ?? "", title: row?.title ?? line?.title ?? "", farmName: row?.farmName ?? line?.farm_name ?? "", fieldName: row?.fieldName ?? line?.origin.field_name ?? "", slug: row?.slug, available: row?.available,
    units: sum(hits), unitsToStop: stop.reduce((units, hit) => units + Math.min(hit.units, hit.line.left), 0), shoppers: new Set(hits.map((hit) => hit.order.contact.email)).size,
    ms: Math.round(performance.now() - begun),
  };
}
export type Trace = NonNullable<Awaited<ReturnType<typeof traced>>>;
