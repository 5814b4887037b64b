"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { rememberBox } from "@/features/cart/box";
import { isProblem } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { secretOf } from "./guest";

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

export async function reorder(form: FormData): Promise<void> {
  const { id, query } = await asked(form);
  const answer = await (await api()).POST("/api/v1/orders/{id}/reorder", { params: { path: { id }, query } });
  if (answer.data) await rememberBox(answer.data.cart);
  redirect(localePath(await getLocale(), "/box"));
}
