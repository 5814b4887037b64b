import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { api } from "@/lib/api/server";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { hasSession } from "@/lib/session";
import { keepCookie } from "@/lib/session/cookies";

export type Box = Schema<"CartView">;
export const boxCookie = "gh_cart";
const kept_days = 30;

/** The browser's box from now on. For server actions. */
export const rememberBox = (id: string) => keepCookie(boxCookie, id, kept_days);

/** The caller's box: the account's current one, else the guest's that the cookie names, else none yet. Asked once per request. */
export const getBox = cache(async (): Promise<Box | null> => {
  const client = await api();
  if (await hasSession()) {
    const mine = await client.GET("/api/v1/carts/current");
    if (mine.response.ok) return must(mine);
    // 403: an admin who has to set up the second factor first has no box until then.
    if (![401, 403, 404].includes(mine.response.status)) must(mine);
  }
  const id = (await cookies()).get(boxCookie)?.value;
  if (!id) return null;
  const named = await client.GET("/api/v1/carts/{id}", { params: { path: { id } } });
  return named.response.status === 404 || named.response.status === 403 ? null : must(named);
});

/** How much of each sku is in the box. */
export async function quantities(): Promise<ReadonlyMap<string, number>> {
  return new Map((await getBox())?.lines.map((line) => [line.sku, line.quantity]) ?? []);
}
