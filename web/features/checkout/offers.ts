import "server-only";
import type { Box } from "@/features/cart/box";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

/** What the farms of a box offer to where it goes, as far as that is known. Asked on behalf of the buyer: only they see an account's box. */
export async function deliveryOffers(box: Box): Promise<Schema<"FarmOffer">[]> {
  const { data } = await (await api()).GET("/api/v1/delivery/options", { params: { query: { cart: box.id, postcode: box.address?.zip || undefined, ...box.address?.point } } });
  return data?.items ?? [];
}
