"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { outcomeOf, type Outcome } from "./outcome";
import { difference } from "./reading";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};

export interface CountGiven {
  sku: string;
  lot: string;
  from: number;
  to: number;
  reason: string;
  /** One value per intended effect: a repeat is the same change. */
  key: string;
}

/** Counted, and there is more or less than thought. */
export async function countLot({ sku, lot, from, to, reason, key }: CountGiven): Promise<Outcome> {
  const change = difference(to, from);
  if (change === 0) return { state: "done" };
  const answer = await (await api()).POST("/api/v1/inventory/{sku}/adjustments", { params: { path: { sku }, header: { "Idempotency-Key": key } }, body: { lot, change, reason } });
  return settled(outcomeOf(answer));
}

export async function harvestLot(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const sku = read.needed("sku");
  const body: Schema<"NewLotInput"> = {
    lot_code: read.needed("lot_code"),
    harvested: read.needed("harvested"),
    best_before: read.needed("best_before"),
    field: read.needed("field"),
    quantity: read.neededQuantity("quantity"),
    status: read.on("hold_back") ? "quarantined" : "sellable",
    location: read.maybe("location"),
  };
  if (read.refusal) return read.refusal;
  if (body.best_before < body.harvested) return { state: "refused", problem: "invalid_input", errors: { best_before: "too_early" } };
  const answer = await (await api()).POST("/api/v1/inventory/{sku}/lots", { params: { path: { sku } }, body });
  const outcome = outcomeOf(answer);
  if (outcome.problem === "lot_differs") outcome.errors = { lot_code: "lot_differs" };
  if (outcome.problem === "bad_quantity") outcome.errors = { quantity: "bad_quantity" };
  return settled(outcome.state === "done" && read.text("goto") ? { ...outcome, goto: read.text("goto") } : outcome);
}

const lotPath = (read: Reader) => ({ path: { sku: read.text("sku"), lot: read.text("lot") } });
const keyed = (read: Reader) => ({ ...lotPath(read), header: { "Idempotency-Key": read.text("key") } });

function atQuantity(outcome: Outcome): Outcome {
  if (outcome.problem === "stock_is_held" || outcome.problem === "bad_quantity") return { ...outcome, errors: { quantity: outcome.problem } };
  if (outcome.problem === "lot_differs") return { ...outcome, errors: { lot_code: "lot_differs" } };
  return outcome;
}

export async function splitLot(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body = { lot_code: read.needed("lot_code"), quantity: read.neededQuantity("quantity"), location: read.maybe("location"), note: read.maybe("note") };
  if (read.refusal) return read.refusal;
  return settled(atQuantity(outcomeOf(await (await api()).POST("/api/v1/inventory/{sku}/lots/{lot}/split", { params: keyed(read), body }))));
}

export async function moveLot(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body = { location: read.needed("location"), quantity: read.quantity("quantity"), lot_code: read.maybe("lot_code"), note: read.maybe("note") };
  if (body.quantity !== undefined && !body.lot_code) read.errors.lot_code = "required";
  if (body.quantity === undefined) delete body.lot_code;
  if (read.refusal) return read.refusal;
  return settled(atQuantity(outcomeOf(await (await api()).POST("/api/v1/inventory/{sku}/lots/{lot}/move", { params: keyed(read), body }))));
}

export async function writeOff(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"WriteOffInput"> = { lot: read.text("lot"), quantity: read.neededQuantity("quantity"), reason: read.choice("reason"), note: read.maybe("note") };
  if (!read.text("reason")) read.errors.reason = "required";
  if (read.refusal) return read.refusal;
  return settled(atQuantity(outcomeOf(await (await api()).POST("/api/v1/inventory/{sku}/write-offs", { params: { path: { sku: read.text("sku") }, header: { "Idempotency-Key": read.text("key") } }, body }))));
}

export async function setLotStatus(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const reason = read.needed("reason");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PATCH("/api/v1/inventory/{sku}/lots/{lot}", { params: lotPath(read), body: { status: read.choice<Schema<"LotStatusInput">["status"]>("status"), reason } })));
}

export async function recallLot(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const reason = read.needed("reason");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/inventory/{sku}/lots/{lot}/recall", { params: lotPath(read), body: { reason } })));
}

export async function setThreshold(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const threshold = read.neededQuantity("threshold");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PUT("/api/v1/inventory/{sku}/threshold", { params: { path: { sku: read.text("sku") } }, body: { threshold } })));
}
