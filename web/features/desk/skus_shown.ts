import { produceOf } from "@/ui/produce";
import type { SkuName } from "./data";
import type { SkuShown } from "./stock_table";

export function skusShown(skus: ReadonlyMap<string, SkuName>): Record<string, SkuShown> {
  return Object.fromEntries([...skus].map(([sku, name]) => [sku, { title: name.title, variant: name.variant, unit: name.unit, price: name.price, product: name.product, picture: produceOf(name.title, name.category) }]));
}
