import "server-only";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

export interface CardData {
  card: Schema<"ProductCard">;
  /** The pack that the card's price is of, what is free of it and when it was harvested; absent when the product has just gone. */
  first?: { sku: string; step: number; available: number; harvested?: string };
  /** Of the farm, which the days of its sales are of. */
  timeZone?: string;
}

/** A list does not say what is left, because each sale would make it untrue; so each card asks for its product: finished bytes of the gateway. */
export async function cardData(cards: readonly Schema<"ProductCard">[]): Promise<CardData[]> {
  return Promise.all(
    cards.map(async (card) => {
      const { data } = await publicApi.GET("/api/v1/products/{product}", { params: { path: { product: card.slug } } });
      const variant = data?.variants.find((one) => one.sku === card.sku);
      if (!data || !variant) return { card };
      return { card, timeZone: data.origin.time_zone, first: { sku: variant.sku, step: variant.step, available: variant.available, harvested: variant.lots[0]?.harvested ?? card.harvested } };
    }),
  );
}
