"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import { Reader } from "./form_data";
import { outcomeOf, type Outcome } from "./outcome";

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

export async function applyTake(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).POST("/api/v1/stock-takes/{id}/apply", { params: { path: { id: String(form.get("take")) } } })));
}

export async function cancelTake(_: Outcome, form: FormData): Promise<Outcome> {
  const outcome = outcomeOf(await (await api()).POST("/api/v1/stock-takes/{id}/cancel", { params: { path: { id: String(form.get("take")) } } }));
  return settled(outcome.state === "done" ? { ...outcome, goto: "/farm/stock/takes" } : outcome);
}
