"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { done, outcomeOf, type Outcome } from "./outcome";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};

const take = (id: string) => `/farm/stock/takes/${id}`;

export async function openTake(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const skus = read.all("skus");
  const answer = await (await api()).POST("/api/v1/stock-takes", { body: { skus: skus.length > 0 ? skus : undefined, note: read.maybe("note") } });
  const outcome = outcomeOf(answer);
  return settled(answer.data ? { ...outcome, goto: take(answer.data.id) } : outcome);
}

/** As many as the API takes at once. */
const counts_max = 500;

/**
 * Fields `lot` (one each), `sku.LOT`, `counted.LOT`, and `age.LOT`: milliseconds since it was typed. An age and not a time, for the
 * clock of a phone in a cellar may be wrong, and what was sold after a count is not part of its difference.
 */
export async function saveCounts(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const now = Date.now();
  const lots = read.all("lot");
  const counts = lots.map((lot): Schema<"CountInput"> => ({
    lot,
    sku: read.text(`sku.${lot}`),
    counted: read.neededQuantity(`counted.${lot}`),
    counted_at: new Date(now - Math.max(0, Number(read.text(`age.${lot}`)) || 0)).toISOString(),
  }));
  if (read.refusal) return read.refusal;
  const client = await api();
  for (let at = 0; at < counts.length; at += counts_max) {
    const some = counts.slice(at, at + counts_max);
    const names = Object.fromEntries(some.flatMap(({ lot }, i) => ["lot", "counted", "counted_at"].map((field) => [`counts.${i}.${field}`, `counted.${lot}`])));
    const outcome = outcomeOf(await client.PUT("/api/v1/stock-takes/{id}/counts", { params: { path: { id: read.text("take") } }, body: { counts: some } }), names);
    if (outcome.state !== "done") return settled(outcome);
  }
  return settled({ ...done, goto: read.maybe("goto") });
}

export async function applyTake(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).POST("/api/v1/stock-takes/{id}/apply", { params: { path: { id: String(form.get("take")) } } })));
}

export async function cancelTake(_: Outcome, form: FormData): Promise<Outcome> {
  const outcome = outcomeOf(await (await api()).POST("/api/v1/stock-takes/{id}/cancel", { params: { path: { id: String(form.get("take")) } } }));
  return settled(outcome.state === "done" ? { ...outcome, goto: "/farm/stock/takes" } : outcome);
}
