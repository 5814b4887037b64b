import "server-only";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { towerApi } from "./admin";
import { itemTitle, stockIndex } from "./data";

export interface FoundLot {
  sku: string;
  title: string;
  farmName: string;
  fieldName: string;
  lot: Schema<"Lot">;
}

/** By the beginning of the code or the id, whatever became of the lot; else by words of item, farm and field, each of which has to be there. */
export async function lotsFor(q: string): Promise<{ lots: FoundLot[]; more: boolean }> {
  const client = await towerApi();
  const byCode = must(await client.GET("/api/v1/admin/lots", { params: { query: { code: q.slice(0, 60), limit: 100 } } }));
  const lots = byCode.items.map(({ sku, lot, product }): FoundLot => ({ sku, lot, title: product ? itemTitle(product, true) : sku, farmName: product?.farm_name ?? "", fieldName: product?.field_name ?? "" }));
  if (lots.length > 0) return { lots, more: byCode.next_cursor !== undefined };
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const { rows, cut } = await stockIndex();
  const said = rows.filter((row) => { const text = `${row.title} ${row.farmName} ${row.fieldName}`.toLowerCase(); return words.every((word) => text.includes(word)); });
  return { lots: said.flatMap(({ sku, title, farmName, fieldName, lots: of }) => of.map((lot) => ({ sku, title, farmName, fieldName, lot }))), more: cut };
}
