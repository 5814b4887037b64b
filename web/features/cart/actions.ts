"use server";
// Every change of a box goes through here, with and without a script in the browser (docs/adr/0006, point 4).
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { api, publicApi } from "@/lib/api/server";
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

async function put(sku: string, quantity: number): Promise<BoxAnswer> {
  const client = await api();
  const box = await getBox();
  const answer = box
    ? await client.PUT("/api/v1/carts/{id}/lines/{sku}", { params: { path: { id: box.id, sku } }, body: { quantity } })
    : await client.POST("/api/v1/carts", { body: { lines: [{ sku, quantity }] } });
  if (!answer.data) {
    const before = box?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
    return { quantity: before, outcome: answer.response.status === 409 ? "sold_out" : "failed" };
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

/** Form fields: `sku`, or `slug` for the first variant of a product; `quantity` is added to what is there (1). */
export async function addToBox(form: FormData): Promise<BoxAnswer> {
  let sku = form.get("sku") ? String(form.get("sku")) : undefined;
  if (!sku) {
    const product = await publicApi.GET("/api/v1/products/{product}", { params: { path: { product: String(form.get("slug")) } } });
    sku = product.data?.variants[0]?.sku;
  }
  if (!sku) return settle({ quantity: 0, outcome: "failed" });
  const there = (await getBox())?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
  const more = Number(form.get("quantity") ?? 1);
  return settle(await put(sku, Math.round((there + more) * 1000) / 1000));
}
