import "server-only";
import { cache } from "react";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { secretOf } from "./guest";

export type Order = Schema<"OrderView">;

/** An order of the caller's account, or a guest's that this browser has the secret of. */
export const order = cache(async (id: string): Promise<Order | undefined> => {
  const secret = await secretOf(id);
  const answer = await (await api()).GET("/api/v1/orders/{id}", { params: { path: { id }, query: secret ? { secret } : {} } });
  return [400, 401, 403, 404, 422].includes(answer.response.status) ? undefined : must(answer);
});

export async function orderEvents(id: string): Promise<Schema<"EventView">[]> {
  const secret = await secretOf(id);
  const answer = await (await api()).GET("/api/v1/orders/{id}/events", { params: { path: { id }, query: { limit: 100, ...(secret ? { secret } : {}) } } });
  return answer.data?.items ?? [];
}
