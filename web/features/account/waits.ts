import "server-only";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

// The API names a variant that is waited for, and the shop's list knows its product: looked through until all are found, and no longer than this.
const pages_max = 20;

/** "sku_" + the id of the product + "_" + a number. */
const productOf = (sku: string) => sku.replace(/^sku_(.+)_\d+$/, "prd_$1");

/** The products of these variants, by sku; of what is off the shop there is none. */
export async function productsOf(skus: readonly string[]): Promise<ReadonlyMap<string, Schema<"ProductCard">>> {
  const wanted = new Set(skus.map(productOf));
  const found = new Map<string, Schema<"ProductCard">>();
  let cursor: string | undefined;
  for (let page = 0; page < pages_max && found.size < wanted.size; page++) {
    const { data } = await publicApi.GET("/api/v1/products", { params: { query: { limit: 100, cursor } } });
    for (const card of data?.items ?? []) {
      if (wanted.has(card.id)) found.set(card.id, card);
    }
    cursor = data?.next_cursor;
    if (!cursor) break;
  }
  return new Map(skus.flatMap((sku) => { const card = found.get(productOf(sku)); return card ? [[sku, card] as const] : []; }));
}
