// Where an order stands, as the steps of its furrow. Pure: the page draws what this says.
import type { Schema } from "@/lib/api/types";
import { whoDid, type Who } from "./who";

export type StepName = "placed" | "paid" | "packed" | "on_the_way" | "at_the_door";
export interface Step {
  name: StepName;
  state: "done" | "now" | "to_come";
  at?: string;
  by?: Who;
}

type Part = Schema<"Part">;
type Order = Pick<Schema<"OrderView">, "status" | "parts" | "created" | "buyer">;
type Event = Pick<Schema<"EventView">, "type" | "at" | "actor" | "data">;

const names: readonly StepName[] = ["placed", "paid", "packed", "on_the_way", "at_the_door"];
// How many steps are behind an order of this status.
const reached: Record<string, number> = { pending_payment: 1, rejected: 1, paid: 2, packing: 2, packed: 3, shipped: 4, delivered: 5, returned: 5, refunded: 2, partially_refunded: 2, cancelled: 1 };
const eventOf: Partial<Record<StepName, string>> = { placed: "placed", paid: "paid", packed: "packed", on_the_way: "shipped", at_the_door: "delivered" };

export function orderSteps(order: Order, events: readonly Event[]): Step[] {
  // A refund says nothing about where the goods are; the parts do.
  const parts = order.parts.filter((part) => part.status !== "cancelled").map((part) => reached[part.status] ?? 1);
  const done = order.status.includes("refund") && parts.length > 0 ? Math.min(...parts) : (reached[order.status] ?? 1);
  const steps = names.map((name, i): Step => {
    const event = i < done ? events.findLast(({ type }) => type === eventOf[name]) : undefined;
    return {
      name,
      state: i < done - 1 || done === names.length ? "done" : i === done - 1 ? "now" : "to_come",
      at: event?.at ?? (name === "placed" ? order.created : undefined),
      by: event && whoDid(order, event),
    };
  });
  // What is fetched is not on the way.
  return fetched(order) ? steps.filter(({ name, state }) => name !== "on_the_way" || state === "now") : steps;
}

/** All of it is picked up by the buyer. */
export const fetched = ({ parts }: { parts: readonly Pick<Part, "delivery">[] }): boolean => parts.length > 0 && parts.every(({ delivery }) => delivery?.method === "pick_up");

/** What is promised next, and whether other farms come at another time or have still to agree one: of the parts that are to come. */
export function promised({ parts }: { parts: readonly Pick<Part, "delivery" | "status">[] }): { window?: Schema<"DeliveryWindow">; others: boolean } {
  const at = ({ day, from, to }: Schema<"DeliveryWindow">) => `${day} ${from} ${to}`;
  const open = parts.filter(({ status }) => !["delivered", "cancelled", "returned"].includes(status));
  const asked = open.length > 0 ? open : parts;
  const windows = asked.flatMap(({ delivery }) => delivery?.window ?? []).sort((a, b) => (at(a) < at(b) ? -1 : 1));
  const [first] = windows;
  return { window: first, others: first !== undefined && (windows.length < asked.length || windows.some((window) => at(window) !== at(first))) };
}

/** Over: nothing is to come any more. */
export const ended = (status: string): boolean => ["rejected", "cancelled", "refunded", "returned"].includes(status);
/** Lines of which something can still be taken out: their farm has not begun to pack. */
export function takeable<Line extends Pick<Schema<"OrderLineView">, "farm" | "left">>(order: { lines: readonly Line[]; parts: readonly Pick<Schema<"Part">, "farm" | "status">[] }): Line[] {
  const open = new Set(order.parts.filter((part) => part.status === "paid").map((part) => part.farm));
  return order.lines.filter((line) => line.left > 0 && open.has(line.farm));
}
export const cancellable = (status: string): boolean => status === "paid" || status === "pending_payment";
