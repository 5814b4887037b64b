import type { Schema } from "@/lib/api/types";
import type { Topic } from "./index";

async function get<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

/** What is free of each variant of a product, by sku. */
export const stockOf = (slug: string): Topic<Record<string, number>> => ({
  key: `stock/${slug}`,
  every_ms: 5_000,
  load: async (signal) => {
    const product = await get<Schema<"ProductDetail">>(`/api/v1/products/${encodeURIComponent(slug)}`, signal);
    return Object.fromEntries(product.variants.map((variant) => [variant.sku, variant.available]));
  },
});
