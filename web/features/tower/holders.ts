// Who has how much of a lot, and what the shop can still do about it.
import type { Schema } from "@/lib/api/types";

type Order = Schema<"OrderView">;
type Share = Schema<"TracedOrder">;

export interface Holder {
  order: string;
  /** As traceLot knows them; a deleted order has none. */
  status?: Order["status"];
  buyer?: string;
  email?: string;
  /** Of the lot and of what was split from it, less what went back on stock. */
  units: number;
}

const milli = (quantity: number) => Math.round(quantity * 1000);

/** One row an order, in the order of the trace: its shares of all the lots together. What went back on stock whole is left out. */
export function holdersOf(shares: readonly Share[]): Holder[] {
  const rows = new Map<string, Holder>();
  for (const { order, status, buyer, email, state, quantity } of shares) {
    const row = rows.get(order) ?? { order, status, buyer, email, units: 0 };
    row.units = (milli(row.units) + (state === "returned" ? -1 : 1) * milli(quantity)) / 1000;
    rows.set(order, row);
  }
  return [...rows.values()].filter((row) => row.units > 0);
}

export type Remedy = "stop" | "home" | "unpaid" | "nothing";
const stoppable: readonly Order["status"][] = ["paid", "packing", "packed", "shipped"];
const alive: readonly Order["status"][] = [...stoppable, "delivered", "partially_refunded"];

/** The parts of an order go their own ways: whether a box can be stopped is in its part, so these orders are read. */
export const needsOrder = (holder: Holder): boolean => holder.status !== undefined && alive.includes(holder.status);

/** Before it is delivered the shop can take it back; what is delivered is at home with somebody. */
export function remedyFor(holder: Holder, sku: string, order?: Pick<Order, "lines" | "parts">): { remedy: Remedy; units: number } {
  if (holder.status === "pending_payment") return { remedy: "unpaid", units: holder.units };
  const line = order?.lines.find((one) => one.sku === sku);
  const part = order?.parts.find((one) => one.farm === line?.farm);
  const units = Math.min(holder.units, line?.left ?? 0);
  if (!part || units <= 0) return { remedy: "nothing", units: 0 };
  if (stoppable.includes(part.status)) return { remedy: "stop", units };
  return part.status === "delivered" ? { remedy: "home", units } : { remedy: "nothing", units: 0 };
}
