import "server-only";
import { cardData, type CardData } from "@/features/catalog/card_data";
import { allFarms } from "@/features/farms/data";
import { must } from "@/lib/api/problem";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

// One thing of each family, so that the first page is not eight kinds of honey.
const families = ["root-vegetables", "apples-and-pears", "brassicas", "mushrooms", "onions-and-garlic", "eggs", "honey", "leafy-greens"] as const;
const wanted = 8;

export interface LandingData {
  season: CardData[];
  products: number;
  farms: Schema<"FarmInList">[];
  states: number;
}

async function inSeason(): Promise<CardData[]> {
  const month = String(new Date().getUTCMonth() + 1);
  const found = await Promise.all(families.map(async (category) => (await publicApi.GET("/api/v1/products", { params: { query: { category: [category], season: [month], in_stock: true, limit: 1 } } })).data?.items ?? []));
  const cards = found.flat();
  if (cards.length < wanted) {
    const { data } = await publicApi.GET("/api/v1/products", { params: { query: { season: [month], in_stock: true, limit: wanted * 2 } } });
    for (const card of data?.items ?? []) if (cards.length < wanted && !cards.some((c) => c.id === card.id)) cards.push(card);
  }
  return cardData(cards.slice(0, wanted));
}

export async function landingData(): Promise<LandingData> {
  const [season, farms, counted] = await Promise.all([inSeason(), allFarms(), publicApi.GET("/api/v1/products", { params: { query: { limit: 1, facets: ["category"] } } })]);
  return { season, farms, products: must(counted).total ?? 0, states: new Set(farms.map((farm) => farm.state)).size };
}
