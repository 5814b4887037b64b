// Who has how much of a lot, and what the shop can still do about it.
import type { Schema } from "@/lib/api/types";

type Order = Schema<"OrderView">;
type Share = Schema<"TracedOrder">;

export interface LotUnits {
  lot: string;
  units: number;
}

export interface Holder {
  order: string;
  /** As traceLot knows them; a deleted order has none. */
  status?: Order["status"];
  buyer?: string;
  email?: string;
  /** Of the lot and of what was split from it, less what went back on stock. */
  units: number;
  /** The same, lot by lot. */
  lots: LotUnits[];
}

const milli = (quantity: number) => Math.round(quantity * 1000);
const sum = (lots: readonly LotUnits[]) => lots.reduce((all, { units }) => all + milli(units), 0) / 1000;

/** One row an order, in the order of the trace: its shares of all the lots together. What went back on stock whole is left out. */
export function holdersOf(shares: readonly Share[]): Holder[] {
  const rows = new Map<string, Holder>();
  for (const { order, status, buyer, email, state, quantity, lot } of shares) {
    const row = rows.get(order) ?? { order, status, buyer, email, units: 0, lots: [] };
    const had = row.lots.find((one) => one.lot === lot) ?? { lot, units: 0 };
    had.units = (milli(had.units) + (state === "returned" ? -1 : 1) * milli(quantity)) / 1000;
    row.lots = [...row.lots.filter((one) => one !== had), had];
    rows.set(order, row);
  }
  return [...rows.values()].map((row) => ({ ...row, units: sum(row.lots), lots: row.lots.filter((one) => one.units > 0) })).filter((row) => row.units > 0);
}

export type Remedy = "stop" | "home" | "unpaid" | "nothing";
const stoppable: readonly Order["status"][] = ["paid", "packing", "packed", "shipped"];
const alive: readonly Order["status"][] = [...stoppable, "delivered", "partially_refunded"];

/** The parts of an order go their own ways: whether a box can be stopped is in its part, so these orders are read. */
export const needsOrder = (holder: Holder): boolean => holder.status !== undefined && alive.includes(holder.status);

/**
 * What an earlier recall took back of a lot. What does not go back on stock stays the lot's in the books, and a line of several lots
 * says only how much of it is left, not of which; so each refund of a recall names its one lot at the beginning of its words.
 */
function takenBack(order: Pick<Order, "refunds">, sku: string, marks: readonly string[]): number {
  const refunds = order.refunds.filter((refund) => marks.some((mark) => refund.text.startsWith(mark)));
  return refunds.flatMap((refund) => refund.lines).reduce((all, line) => all + (line.sku === sku ? milli(line.quantity) : 0), 0);
}

interface Found {
  remedy: Remedy;
  units: number;
  lots: LotUnits[];
}
const nothing: Found = { remedy: "nothing", units: 0, lots: [] };

/** Before it is delivered the shop can take it back; what is delivered is at home with somebody. `marksOf`: how a refund names a lot. */
export function remedyFor(holder: Holder, sku: string, marksOf: (lot: string) => readonly string[], order?: Pick<Order, "lines" | "parts" | "refunds">): Found {
  if (holder.status === "pending_payment") return { remedy: "unpaid", units: holder.units, lots: holder.lots };
  const line = order?.lines.find((one) => one.sku === sku);
  const part = order?.parts.find((one) => one.farm === line?.farm);
  if (!order || !line || !part) return nothing;
  let left = milli(line.left);
  const lots: LotUnits[] = [];
  for (const { lot, units } of holder.lots) {
    const open = Math.min(left, milli(units) - takenBack(order, sku, marksOf(lot)));
    if (open <= 0) continue;
    left -= open;
    lots.push({ lot, units: open / 1000 });
  }
  if (lots.length === 0) return nothing;
  if (stoppable.includes(part.status)) return { remedy: "stop", units: sum(lots), lots };
  return part.status === "delivered" ? { remedy: "home", units: sum(lots), lots } : nothing;
}
