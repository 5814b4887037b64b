"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { api } from "@/lib/api/server";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { rememberOrder } from "./guest";
import { orderIdIn } from "./order_id";

export interface OpenState {
  /** unknown: no such order, or another address; the two are told apart by nobody. wait: the API admits no more tries for now. */
  outcome: "none" | "no_id" | "no_email" | "unknown" | "wait" | "failed";
  order: string;
  email: string;
}

/** Form fields: `order` (its id, or a link with it) and `email`, with which it was placed. What opens it stays in this browser. */
export async function openOrder(_: OpenState, form: FormData): Promise<OpenState> {
  const [order, email] = [String(form.get("order") ?? "").trim(), String(form.get("email") ?? "").trim()];
  const id = orderIdIn(order);
  if (!id) return { outcome: "no_id", order, email };
  if (!z.email().safeParse(email).success) return { outcome: "no_email", order: id, email };
  const answer = await (await api()).GET("/api/v1/orders/{id}", { params: { path: { id }, query: { email } } });
  if (answer.data) {
    if (answer.data.secret) await rememberOrder(id, answer.data.secret);
    redirect(localePath(await getLocale(), `/orders/${id}`));
  }
  const { status } = answer.response;
  return { outcome: status === 429 ? "wait" : status < 500 ? "unknown" : "failed", order: id, email };
}
