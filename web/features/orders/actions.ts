"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { rememberBox } from "@/features/cart/box";
import { isProblem } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { rememberOrder, secretOf } from "./guest";

export interface OrderState {
  outcome: "none" | "done" | "declined" | "too_late" | "invalid" | "failed";
}

async function asked(form: FormData) {
  const id = String(form.get("order"));
  const secret = await secretOf(id);
  return { id, query: secret ? { secret } : {} };
}

function outcomeOf(status: number, error: unknown): OrderState["outcome"] {
  if (status < 300) return "done";
  if (isProblem(error) && error.code === "card_declined") return "declined";
  if (status === 409) return "too_late";
  return status === 422 ? "invalid" : "failed";
}

/** After the second step at the bank. */
export async function confirmPayment(_: OrderState, form: FormData): Promise<OrderState> {
  const { id, query } = await asked(form);
  const answer = await (await api()).POST("/api/v1/orders/{id}/confirm", { params: { path: { id }, query } });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer.response.status, answer.error) };
}

export async function cancelOrder(_: OrderState, form: FormData): Promise<OrderState> {
  const { id, query } = await asked(form);
  const answer = await (await api()).POST("/api/v1/orders/{id}/cancel", { params: { path: { id }, query } });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer.response.status, answer.error) };
}

/** Form fields: `reason`, `text`, `sku` for each line, and `picture` for each picture. */
export async function complain(_: OrderState, form: FormData): Promise<OrderState> {
  const { id, query } = await asked(form);
  const lines = form.getAll("sku").map((sku) => ({ sku: String(sku), quantity: Number(form.get(`quantity-${String(sku)}`) ?? 1) }));
  const text = String(form.get("text") ?? "").trim();
  if (lines.length === 0 || !text) return { outcome: "invalid" };
  const answer = await (await api()).POST("/api/v1/orders/{id}/complaints", {
    params: { path: { id }, query, header: { "Idempotency-Key": String(form.get("key")) } },
    body: { lines, text, reason: String(form.get("reason")) as "damaged", pictures: form.getAll("picture").map(String) },
  });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer.response.status, answer.error) };
}

/** Form fields: `key`, and `take-<sku>` for each line: how many packs of it are not wanted any more. */
export async function takeOut(_: OrderState, form: FormData): Promise<OrderState> {
  const { id, query } = await asked(form);
  const lines = [...form].flatMap(([name, value]) => (name.startsWith("take-") && Number(value) !== 0 ? [{ sku: name.slice("take-".length), quantity: Number(value) }] : []));
  if (lines.length === 0 || lines.some(({ quantity }) => !(quantity > 0))) return { outcome: "invalid" };
  const answer = await (await api()).POST("/api/v1/orders/{id}/lines/cancel", { params: { path: { id }, query, header: { "Idempotency-Key": String(form.get("key")) } }, body: { lines } });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer.response.status, answer.error) };
}

export interface ReorderState {
  /** some: in the box, but for what is left out; nothing: none of it can be bought, and the box stays as it was. */
  outcome: "none" | "some" | "nothing" | "failed";
  left_out: Schema<"NotAgain">[];
}

/** A new box with what can be bought again; where that is all of it, the buyer is there at once. */
export async function reorder(_: ReorderState, form: FormData): Promise<ReorderState> {
  const { id, query } = await asked(form);
  const { data } = await (await api()).POST("/api/v1/orders/{id}/reorder", { params: { path: { id }, query } });
  if (!data) return { outcome: "failed", left_out: [] };
  if (data.lines.length === 0) return { outcome: "nothing", left_out: data.left_out };
  await rememberBox(data.cart);
  if (data.left_out.length === 0) redirect(localePath(await getLocale(), "/box"));
  return { outcome: "some", left_out: data.left_out };
}

/** Form fields: `order`, which a guest has opened, and `other`, which it replaces or is replaced by: who has the one may see the other. */
export async function openOther(form: FormData): Promise<void> {
  const { id, query } = await asked(form);
  const [client, other] = [await api(), String(form.get("other"))];
  const { data } = await client.GET("/api/v1/orders/{id}", { params: { path: { id }, query } });
  if (data && (data.replaces?.order === other || data.complaints.some(({ decision }) => decision?.replacement === other))) {
    const found = await client.GET("/api/v1/orders/{id}", { params: { path: { id: other }, query: { email: data.contact.email } } });
    if (found.data?.secret) await rememberOrder(other, found.data.secret);
  }
  redirect(localePath(await getLocale(), `/orders/${other}`));
}
