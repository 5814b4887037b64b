import "server-only";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

export interface CardData {
  card: Schema<"ProductCard">;
  /** The first variant, what is free of it and when it was harvested; absent when the product has just gone. */
  first?: { sku: string; step: number; available: number; harvested?: string };
}

/** The list names neither sku nor stock nor harvest, so each card asks for its product: finished bytes of the gateway. */
export async function cardData(cards: readonly Schema<"ProductCard">[]): Promise<CardData[]> {
  return Promise.all(
    cards.map(async (card) => {
      const { data } = await publicApi.GET("/api/v1/products/{slug}", { params: { path: { slug: card.slug } } });
      const variant = data?.variants[0];
      if (!data || !variant) return { card };
      return { card, first: { sku: variant.sku, step: variant.step, available: variant.available, harvested: variant.lots[0]?.harvested ?? data.harvest.date } };
    }),
  );
}
