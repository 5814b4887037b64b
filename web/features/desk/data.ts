import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import { must, orNothing } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { dayOf } from "@/lib/format/dates";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { requireMe, type Me } from "@/lib/session";
import { addDays } from "./reading";

export type Farm = Schema<"OwnFarmView">;
export type Part = Schema<"FarmPartView">;
export type Product = Schema<"ProductOnDesk">;
export type Stock = Schema<"StockView">;

/** The farm that the caller works for, whatever its status. */
export const getFarm = cache(async (): Promise<Farm | undefined> => orNothing(await (await api()).GET("/api/v1/farms/mine")));

async function go(path: string): Promise<never> {
  redirect(localePath(await getLocale(), path));
}

export interface Desk {
  me: Me;
  farm: Farm;
  today: string;
}

/** For pages of a farm that may be in any status: who has none applies first. */
export async function requireFarm(back: string): Promise<Desk> {
  const me = await requireMe(back);
  const farm = await getFarm();
  if (!farm) return go("/farm/apply");
  return { me, farm, today: dayOf(new Date(), farm.time_zone) };
}

/** For pages of a farm that sells: until then there is the application. */
export async function requireSeller(back: string): Promise<Desk> {
  const desk = await requireFarm(back);
  if (desk.farm.status !== "verified" && desk.farm.status !== "paused") return go("/farm/application");
  if (desk.me.role === "customer") return go("/farm/application");
  return desk;
}

const pages_max = 20;

/** All pages of a list, at most two thousand rows. */
async function all<T>(page: (cursor: string | undefined) => Promise<{ items: T[]; next_cursor?: string }>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < pages_max; i++) {
    const answer = await page(cursor);
    rows.push(...answer.items);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return rows;
}

export const getStock = cache(async (): Promise<Stock[]> => {
  const client = await api();
  return all(async (cursor) => must(await client.GET("/api/v1/inventory", { params: { query: { limit: 100, cursor } } })));
});

export const getProducts = cache(async (): Promise<Product[]> => {
  const client = await api();
  return all(async (cursor) => must(await client.GET("/api/v1/farms/mine/products", { params: { query: { limit: 100, cursor } } })));
});

/** Parts that are packed from a day on. */
export const getParts = cache(async (from: string): Promise<Part[]> => {
  const client = await api();
  return all(async (cursor) => must(await client.GET("/api/v1/farms/mine/orders", { params: { query: { limit: 100, cursor, from } } })));
});

export type PartStatus = Part["status"];

export async function getPartsOf(status: PartStatus[]): Promise<Part[]> {
  const client = await api();
  return all(async (cursor) => must(await client.GET("/api/v1/farms/mine/orders", { params: { query: { limit: 100, cursor, status } } })));
}

/** Everything that is still to be done, whatever its day, and two weeks back of what is done. */
export const getRecentParts = cache(async (today: string): Promise<Part[]> => {
  const [open, recent] = await Promise.all([getPartsOf(["paid", "packing", "packed", "shipped"]), getParts(addDays(today, -14))]);
  const found = new Map([...open, ...recent].map((part) => [part.order, part]));
  return [...found.values()];
});

export interface SkuName {
  title: string;
  variant: string;
  product: string;
  category: string;
  status: Product["status"];
  unit: string;
  price: Schema<"ProductDeskVariant">["price"];
}

/** What is sold under a sku. */
export async function getSkus(): Promise<Map<string, SkuName>> {
  const names = new Map<string, SkuName>();
  for (const product of await getProducts()) {
    for (const variant of product.variants) {
      names.set(variant.sku, { title: product.title, variant: variant.title, product: product.id, category: product.category, status: product.status, unit: variant.unit, price: variant.price });
    }
  }
  return names;
}

export const getCategories = cache(async () => must(await (await api()).GET("/api/v1/categories")).items);
