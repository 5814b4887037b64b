"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { keyOf, outcomeOf, type Outcome, type RefusalKey } from "./outcome";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};

/** A part's next step. Fields: `order`, `to`; for shipped `carrier`, `tracking`, `tour`; for delivered `handed_to`, `note`. */
export async function takeStep(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const params = { path: { id: read.text("order") } };
  const client = await api();
  switch (read.text("to")) {
    case "packing":
      return settled(outcomeOf(await client.POST("/api/v1/farms/mine/orders/{id}/packing", { params })));
    case "packed": {
      const lines = linesOf(read, form);
      if (read.refusal) return read.refusal;
      return settled(outcomeOf(await client.POST("/api/v1/farms/mine/orders/{id}/packed", { params, body: lines.length > 0 ? { lines } : {} })));
    }
    case "shipped":
      return settled(outcomeOf(await client.POST("/api/v1/farms/mine/orders/{id}/shipped", { params, body: { carrier: read.maybe("carrier"), tracking: read.maybe("tracking"), tour: read.maybe("tour") } })));
    case "delivered":
      return settled(outcomeOf(await client.POST("/api/v1/farms/mine/orders/{id}/delivered", { params, body: { handed_to: read.maybe("handed_to"), note: read.maybe("note") } })));
    default:
      return { state: "refused", problem: "failed" };
  }
}

/** Fields `line.SKU`: how many packs. What is as it was is left out only where `line.SKU.before` says so. */
function linesOf(read: Reader, form: FormData): { sku: string; quantity: number }[] {
  const lines: { sku: string; quantity: number }[] = [];
  for (const name of new Set(form.keys())) {
    const sku = /^line\.(sku_\w+)$/.exec(name)?.[1];
    if (!sku) continue;
    const quantity = read.quantity(name);
    if (quantity !== undefined) lines.push({ sku, quantity });
  }
  return lines;
}

export interface BulkOutcome extends Outcome {
  moved: number;
  rows: { order: string; problem: RefusalKey }[];
}

export async function moveMany(orders: string[], to: Schema<"BulkInput">["to"]): Promise<BulkOutcome> {
  const answer = await (await api()).POST("/api/v1/farms/mine/orders/bulk", { body: { orders, to } });
  const rows = answer.data?.items.filter((row) => row.code).map((row) => ({ order: row.order, problem: keyOf(row.code, "failed") })) ?? [];
  return { ...settled(outcomeOf(answer)), moved: (answer.data?.items.length ?? 0) - rows.length, rows };
}

export async function addNote(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const text = read.needed("text");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/orders/{id}/notes", { params: { path: { id: read.text("order") } }, body: { audience: read.choice<"internal" | "customer">("audience"), text } })));
}

/** Lines that are taken back are refunded. Fields: `order`, `reason`, `restock`, `line.SKU`; `key` is the effect's own. */
export async function takeBack(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const reason = read.needed("reason");
  const lines = linesOf(read, form).filter((line) => line.quantity > 0);
  if (read.refusal) return read.refusal;
  if (lines.length === 0) return { state: "refused", problem: "nothing_chosen" };
  const given = { params: { path: { id: read.text("order") }, header: { "Idempotency-Key": read.text("key") } }, body: { lines, reason, restock: read.on("restock") } };
  const client = await api();
  const answer = read.text("what") === "returned" ? await client.POST("/api/v1/farms/mine/orders/{id}/returned", given) : await client.POST("/api/v1/farms/mine/orders/{id}/cancel", given);
  return settled(outcomeOf(answer));
}

export async function answerComplaint(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const text = read.needed("text");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/orders/{id}/complaints/{complaint}/answer", { params: { path: { id: read.text("order"), complaint: read.text("complaint") } }, body: { text } })));
}
