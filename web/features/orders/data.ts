import "server-only";
import { cache } from "react";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { hasSession } from "@/lib/session";
import { secretOf } from "./guest";

export type Order = Schema<"OrderView">;
export type Paper = Schema<"InvoicePaper">;

/** An order of the caller's account, or a guest's that this browser has the secret of. */
export const order = cache(async (id: string): Promise<Order | undefined> => {
  const secret = await secretOf(id);
  if (!secret && !(await hasSession())) return undefined;
  const answer = await (await api()).GET("/api/v1/orders/{id}", { params: { path: { id }, query: secret ? { secret } : {} } });
  return [400, 401, 403, 404, 422].includes(answer.response.status) ? undefined : must(answer);
});

export async function orderEvents(id: string): Promise<Schema<"EventView">[]> {
  const secret = await secretOf(id);
  const answer = await (await api()).GET("/api/v1/orders/{id}/events", { params: { path: { id }, query: { limit: 100, ...(secret ? { secret } : {}) } } });
  return answer.data?.items ?? [];
}

/** The invoices of an order that the caller may see, each with its credit notes behind it; none before a part is packed. */
export async function papers(id: string): Promise<Paper[]> {
  const secret = await secretOf(id);
  return must(await (await api()).GET("/api/v1/orders/{id}/invoice", { params: { path: { id }, query: secret ? { secret } : {} } })).items;
}
