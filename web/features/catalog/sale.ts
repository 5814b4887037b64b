import type { Schema } from "@/lib/api/types";

/** The sale of a pack that counts now. The API names it also before it begins and after its end. */
export function saleNow({ sale, price }: Pick<Schema<"ProductVariant">, "sale" | "price">, now = Date.now()): Schema<"ProductSale"> | undefined {
  return sale && Date.parse(sale.from) <= now && now < Date.parse(sale.to) && sale.price.amount < price.amount ? sale : undefined;
}
