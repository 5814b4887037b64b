"use server";
// Every change of a box goes through here, with and without a script in the browser (docs/adr/0006, point 4).
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { isProblem } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getBox, rememberBox } from "./box";

export interface BoxAnswer {
  /** What is in the box of this sku now. */
  quantity: number;
  outcome: "done" | "only" | "sold_out" | "failed";
}

/** Without a script the answer to the form is a page: back to where it was, so that a reload sends nothing again. */
async function settle<T>(answer: T): Promise<T> {
  revalidatePath("/", "layout");
  const request = await headers();
  if (!request.has("next-action")) {
    const from = request.get("referer");
    const url = from && URL.canParse(from) ? new URL(from) : null;
    redirect(url ? url.pathname + url.search : "/");
  }
  return answer;
}

const refused = (error: unknown): BoxAnswer["outcome"] => (isProblem(error) && error.code === "not_for_sale" ? "sold_out" : "failed");

async function put(sku: string, quantity: number): Promise<BoxAnswer> {
  const client = await api();
  const box = await getBox();
  const answer = box
    ? await client.PUT("/api/v1/carts/{id}/lines/{sku}", { params: { path: { id: box.id, sku } }, body: { quantity } })
    : await client.POST("/api/v1/carts", { body: { lines: [{ sku, quantity }] } });
  if (!answer.data) {
    const before = box?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
    return { quantity: before, outcome: refused(answer.error) };
  }
  await rememberBox(answer.data.id);
  const short = answer.data.changes?.find((change) => change.sku === sku && change.reason === "not_enough");
  if (short && short.available !== undefined && quantity > short.available) {
    const fewer = await client.PUT("/api/v1/carts/{id}/lines/{sku}", { params: { path: { id: answer.data.id, sku } }, body: { quantity: short.available } });
    if (fewer.data) return { quantity: short.available, outcome: short.available > 0 ? "only" : "sold_out" };
  }
  return { quantity, outcome: "done" };
}

/** Form fields: `sku`, `quantity` (0 removes). */
export async function setQuantity(form: FormData): Promise<BoxAnswer> {
  const sku = String(form.get("sku"));
  const quantity = Number(form.get("quantity"));
  if (!Number.isFinite(quantity) || quantity < 0) return { quantity: 0, outcome: "failed" };
  return settle(await put(sku, quantity));
}

/** The box to add to. A new one is empty first: what is posted twice finds it by its cookie, and the key in it. */
async function boxToFill(): Promise<string | undefined> {
  const there = await getBox();
  return there?.id ?? (await (await api()).POST("/api/v1/carts", { body: {} })).data?.id;
}

/** Form fields: `sku`, `quantity` more of it than is there, and `key`: what is posted twice with one key is added once. */
export async function addToBox(form: FormData): Promise<BoxAnswer> {
  const [sku, quantity, key] = [String(form.get("sku")), Number(form.get("quantity")), String(form.get("key") ?? "")];
  const id = quantity > 0 && key ? await boxToFill() : undefined;
  if (!id) return settle({ quantity: 0, outcome: "failed" });
  const answer = await (await api()).POST("/api/v1/carts/{id}/lines", { params: { path: { id }, header: { "Idempotency-Key": key } }, body: { sku, quantity } });
  if (!answer.data) return settle({ quantity: 0, outcome: refused(answer.error) });
  await rememberBox(id);
  return settle({ quantity: answer.data.lines.find((line) => line.sku === sku)?.quantity ?? quantity, outcome: "done" });
}
