import "server-only";
import { cache } from "react";
import { orNothing } from "@/lib/api/problem";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

export type Product = Schema<"ProductDetail">;
export type Lot = Schema<"ProductLot">;
export type Farm = Schema<"FarmPage">;

/** Once per request, for the page and its title. */
export const product = cache(async (slug: string): Promise<Product | undefined> => orNothing(await publicApi.GET("/api/v1/products/{product}", { params: { path: { product: slug } } })));
export const farm = cache(async (slug: string): Promise<Farm | undefined> => orNothing(await publicApi.GET("/api/v1/farms/{slug}", { params: { path: { slug } } })));

/** The farm's next windows, where it has said any. */
export async function nextWindows(farmId: string): Promise<Schema<"FarmOffer"> | undefined> {
  const { data } = await publicApi.GET("/api/v1/delivery/options", { params: { query: { farm: farmId } } });
  return data?.items.find((offer) => offer.farm === farmId);
}

/** The lot that the address names, else the one that is packed from next. */
export function chosenLot(given: Product, code?: string): { lot: Lot; sku: string } | undefined {
  const lots = given.variants.flatMap((variant) => variant.lots.map((lot) => ({ lot, sku: variant.sku })));
  return lots.find(({ lot }) => lot.lot_code === code) ?? lots[0];
}
