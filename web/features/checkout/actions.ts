"use server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { placeOf, readAddress, type AddressField, type AddressValues, type Read } from "@/features/account/address";
import { addressBook } from "@/features/account/address_book";
import { boxCookie, getBox } from "@/features/cart/box";
import { rememberOrder } from "@/features/orders/guest";
import { isProblem } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { getMe } from "@/lib/session";
import { otherPlace } from "./place";
import { isOfBefore, readPoint } from "./point";

export interface DeliveryState {
  /** kept: also in the account; not_kept: the account took no more; moved: the position was of the address before, and is off. */
  outcome: "none" | "saved" | "kept" | "not_kept" | "moved" | "invalid" | "failed";
  fields: AddressField[];
  values: AddressValues;
  /** As it was typed. */
  point: string;
  pointWrong: boolean;
}

/** What the form says of where to: `place` names an address of the account, else it is in the fields. */
async function chosenAddress(form: FormData): Promise<Read | undefined> {
  const place = String(form.get("place") ?? "");
  if (!place || place === otherPlace) return readAddress(form);
  const saved = (await addressBook()).find(({ id }) => id === place);
  return saved && { values: {}, wrong: [], address: placeOf(saved) };
}

/** Form fields: `place` or the address, `point`, `keep`, and for each farm `delivery-FARM` with "" or "delivery|WINDOW", "pick_up|WINDOW". Prices follow. */
export async function saveDelivery(_: DeliveryState, form: FormData): Promise<DeliveryState> {
  const [read, box] = [await chosenAddress(form), await getBox()];
  const typed = String(form.get("point") ?? "").trim();
  const position = typed ? readPoint(typed) : undefined;
  const told = { fields: read?.wrong ?? [], values: read?.values ?? {}, point: typed, pointWrong: position === null };
  if ((read && !read.address) || position === null) return { ...told, outcome: "invalid" };
  if (!read || !box) return { ...told, outcome: "failed" };
  const moved = position && isOfBefore(position, read.address, box.address);
  const deliveries = box.farms.flatMap(({ farm }) => {
    const [method, window] = String(form.get(`delivery-${farm}`) ?? "").split("|");
    return method === "delivery" || method === "pick_up" ? [{ farm, method: method as "delivery" | "pick_up", ...(window ? { window } : {}), note: String(form.get("note") ?? "").slice(0, 300) }] : [];
  });
  const client = await api();
  const answer = await client.PUT("/api/v1/carts/{id}/delivery", { params: { path: { id: box.id } }, body: { address: { ...read.address, ...(position && !moved ? { point: position } : {}) }, ...(deliveries.length ? { deliveries } : {}) } });
  if (!answer.data) return { ...told, outcome: "failed" };
  const kept = form.has("keep") && (await client.POST("/api/v1/me/addresses", { body: read.address })).response.ok;
  revalidatePath("/", "layout");
  return { ...told, outcome: moved ? "moved" : kept ? "kept" : form.has("keep") ? "not_kept" : "saved" };
}

export interface CouponState {
  outcome: "none" | "added" | "unknown" | "failed";
}

/** Form fields: `code`; with `remove` it is taken off. */
export async function changeCoupon(_: CouponState, form: FormData): Promise<CouponState> {
  const box = await getBox();
  const code = String(form.get("code") ?? "").trim();
  if (!box || !code) return { outcome: "failed" };
  const client = await api();
  const answer = form.has("remove")
    ? await client.DELETE("/api/v1/carts/{id}/coupons/{code}", { params: { path: { id: box.id, code } } })
    : await client.PUT("/api/v1/carts/{id}/coupons", { params: { path: { id: box.id } }, body: { code } });
  revalidatePath("/", "layout");
  if (answer.response.ok) return { outcome: "added" };
  return { outcome: answer.response.status < 500 ? "unknown" : "failed" };
}

export interface PayState {
  outcome: "none" | "invalid" | "declined" | "sold_out" | "changed" | "failed" | "no_box";
  /** Of the bank, for a decline: "insufficient_funds". */
  reason?: string;
  /** What was sold out. */
  gone?: { title: string; available: number }[];
  email?: string;
  attempt: number;
}

/** Form fields: `email`, `payment_method`, `key` (one per intended payment), `total`, `hash` as the buyer saw them. */
export async function pay(before: PayState, form: FormData): Promise<PayState> {
  const attempt = before.attempt + 1;
  const email = String(form.get("email") ?? "").trim();
  if (!z.email().safeParse(email).success) return { outcome: "invalid", email, attempt: before.attempt };
  const box = await getBox();
  const seen = box?.pricing;
  if (!box || !seen) return { outcome: "no_box", email, attempt };
  const answer = await (await api()).POST("/api/v1/orders", {
    params: { header: { "Idempotency-Key": `${String(form.get("key"))}-${before.attempt}` } },
    body: {
      cart: box.id,
      email,
      payment_method: String(form.get("payment_method")),
      seen: { total: { amount: Number(form.get("total")), currency: seen.explanation.totals.total.currency }, explanation_hash: String(form.get("hash")) },
    },
  });
  if (answer.data) {
    const order = answer.data;
    if (!(await getMe()) && order.secret) await rememberOrder(order.id, order.secret);
    (await cookies()).delete(boxCookie);
    redirect(localePath(await getLocale(), `/orders/${order.id}?placed=1`));
  }
  revalidatePath("/", "layout");
  const problem: unknown = answer.error;
  if (!isProblem(problem)) return { outcome: "failed", email, attempt };
  if (problem.code === "card_declined") return { outcome: "declined", reason: String(problem.decline_code ?? ""), email, attempt };
  if (problem.code === "sold_out" || problem.code === "cart_changed" || problem.code === "stock_item_full") {
    const changes = (Array.isArray(problem.changes) ? problem.changes : Array.isArray(problem.lines) ? problem.lines : []) as { sku?: string; available?: number; reason?: string }[];
    const gone = changes.filter((c) => c.reason === undefined || c.reason === "not_enough" || c.reason === "not_on_sale").map((c) => ({ title: box.lines.find((l) => l.sku === c.sku)?.title ?? "", available: c.available ?? 0 }));
    return { outcome: gone.length > 0 || problem.code === "sold_out" ? "sold_out" : "changed", gone, email, attempt };
  }
  return { outcome: "failed", reason: problem.code, email, attempt };
}
