import "server-only";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { towerApi } from "./admin";

type Order = Schema<"OrderView">;

/**
 * Keeps the answer of a costly question for all admins: it is the same for each. An old answer is given at once while
 * a new one is fetched; failures are not kept.
 */
function keptFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: T } | undefined;
  let asking: Promise<T> | undefined;
  const askAnew = () => (asking ??= ask().then((value) => { kept = { at: Date.now(), value }; return value; }).finally(() => { asking = undefined; }));
  return () => {
    if (!kept || Date.now() - kept.at > 20 * ms) return askAnew();
    if (Date.now() - kept.at > ms) askAnew().catch(() => {});
    return Promise.resolve(kept.value);
  };
}

export interface OrderScan {
  orders: Order[];
  /** There are more than the scan looks at: the rest is older than its last order. */
  cut: boolean;
}

/** Orders, newest first, page after page up to a bound. The API has no sums, so what the tower counts it counts here. */
export async function scanOrders(query: { from?: string; to?: string; farm?: string; status?: Order["status"][]; complaints?: "unresolved" | "resolved" }, pages = 10): Promise<OrderScan> {
  const client = await towerApi();
  const orders: Order[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; ++page) {
    const list = must(await client.GET("/api/v1/admin/orders", { params: { query: { ...query, limit: 100, cursor } } }));
    orders.push(...list.items);
    cursor = list.next_cursor;
    if (!cursor) break;
  }
  return { orders, cut: cursor !== undefined };
}

export interface OpenComplaint {
  order: Order;
  complaint: Schema<"Complaint">;
}
export const complaintsOf = (orders: readonly Order[]): OpenComplaint[] => orders.flatMap((order) => order.complaints.map((complaint) => ({ order, complaint })));

export interface StockRow {
  sku: string;
  slug: string;
  title: string;
  farmName: string;
  farmSlug: string;
  fieldName: string;
  available: number;
  onSale: boolean;
  lots: Schema<"Lot">[];
}

const items_max = 5_000;

/** Every item on stock with what is free and its lots, also of what is not on sale. */
export const stockIndex = keptFor(60_000, async (): Promise<{ rows: StockRow[]; cut: boolean; at: number }> => {
  const client = await towerApi();
  const items: Schema<"ShopStock">[] = [];
  let cursor: string | undefined;
  do {
    const list = must(await client.GET("/api/v1/admin/inventory", { params: { query: { limit: 100, cursor } } }));
    items.push(...list.items);
    cursor = list.next_cursor;
  } while (cursor && items.length < items_max);
  const variants = new Map<string, number>();
  for (const { product } of items) if (product) variants.set(product.id, (variants.get(product.id) ?? 0) + 1);
  const rows = items.map(({ sku, product, available, lots }): StockRow => ({
    sku, available, lots, slug: product?.slug ?? "", title: product ? itemTitle(product, (variants.get(product.id) ?? 0) > 1) : sku,
    farmName: product?.farm_name ?? "", farmSlug: product?.farm_slug ?? "", fieldName: product?.field_name ?? "", onSale: product?.status === "published",
  }));
  return { rows, cut: cursor !== undefined, at: Date.now() };
});

export const itemTitle = (product: Schema<"StockedProduct">, withVariant: boolean) => (withVariant && product.variant ? `${product.title}, ${product.variant}` : product.title);

export interface StockAlert extends StockRow {
  /** Sold a day, over the last seven. */
  perDay: number;
  /** Hours until nothing is left at that pace; undefined: it does not sell. */
  hoursLeft?: number;
}

const day_ms = 86_400_000;
export const alert_hours = 48;

/** What is sold out or will be soon at the pace of the last week, worst first. */
export function stockAlerts(rows: readonly StockRow[], orders: readonly Order[], now: number): StockAlert[] {
  const sold = new Map<string, number>();
  let oldest = now;
  for (const order of orders) {
    const at = Date.parse(order.created);
    if (order.status === "rejected" || order.status === "cancelled" || now - at > 7 * day_ms) continue;
    oldest = Math.min(oldest, at);
    for (const line of order.lines) sold.set(line.sku, (sold.get(line.sku) ?? 0) + line.quantity);
  }
  const days = Math.max(1, (now - oldest) / day_ms);
  return rows
    .filter((row) => row.onSale)
    .map((row): StockAlert => {
      const perDay = (sold.get(row.sku) ?? 0) / days;
      return { ...row, perDay, hoursLeft: row.available <= 0 ? 0 : perDay > 0 ? (row.available / perDay) * 24 : undefined };
    })
    .filter((row) => row.hoursLeft !== undefined)
    .sort((a, b) => (a.hoursLeft ?? Infinity) - (b.hoursLeft ?? Infinity) || b.perDay - a.perDay || a.title.localeCompare(b.title));
}

export interface Waiting {
  applied: Schema<"OwnFarmView">[];
  claimed: Schema<"OwnFarmView">[];
  certificates: Schema<"OwnFarmView">[];
  /** One of the lists has more than a page. */
  more: boolean;
}

export async function waitingFarms(): Promise<Waiting> {
  const client = await towerApi();
  const [applied, claimed, certificates] = await Promise.all([
    client.GET("/api/v1/admin/farms", { params: { query: { status: "applied", limit: 100 } } }).then(must),
    client.GET("/api/v1/admin/farms", { params: { query: { status: "claimed", limit: 100 } } }).then(must),
    client.GET("/api/v1/admin/farms/certifications", { params: { query: { limit: 100 } } }).then(must),
  ]);
  return { applied: applied.items, claimed: claimed.items, certificates: certificates.items, more: Boolean(applied.next_cursor ?? claimed.next_cursor ?? certificates.next_cursor) };
}

/** One farm with its papers: the API has it only in lists by status, so its status is asked first. */
export async function farmBySlug(slug: string): Promise<Schema<"OwnFarmView"> | undefined> {
  const client = await towerApi();
  const page = await client.GET("/api/v1/farms/{slug}", { params: { path: { slug } } });
  if (page.response.status === 404 || page.response.status === 422) return undefined;
  const { id, status } = must(page);
  let cursor: string | undefined;
  for (let n = 0; n < 20; ++n) {
    const list = must(await client.GET("/api/v1/admin/farms", { params: { query: { status, limit: 100, cursor } } }));
    const found = list.items.find((farm) => farm.id === id);
    if (found) return found;
    cursor = list.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}
