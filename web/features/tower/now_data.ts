import "server-only";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { towerApi } from "./admin";
import { buckets } from "./charts";
import { alert_hours, complaintsOf, scanOrders, stockAlerts, stockIndex, waitingFarms } from "./data";
import { between, countOf, errorBudget, histogramOf, quantile, type Figures, type Histogram } from "./metrics";
import { isCheckout, lookBack, remember, type Look } from "./metrics_history";

export const ranges = { "1h": 3_600_000, "12h": 43_200_000, "7d": 604_800_000 } as const;
export type Range = keyof typeof ranges;
const buckets_wanted: Record<Range, number> = { "1h": 60, "12h": 72, "7d": 84 };
const week_ms = 604_800_000;
const stock_wait_ms = 700;

const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);

/** A figure of each stretch between two looks, at most `most` of them. */
function course(looks: readonly Look[], figure: (before: Look, now: Look) => number | undefined, most = 40): (number | undefined)[] {
  const step = Math.max(1, Math.ceil(looks.length / most));
  const chosen = looks.filter((_, i) => i % step === 0 || i === looks.length - 1);
  return chosen.slice(1).map((now, i) => { const before = chosen[i]; return before ? figure(before, now) : undefined; });
}

const routes: readonly (readonly [name: "routeCatalog" | "routeProduct" | "routeCart" | "routeCheckout" | "routeTracking", of: (l: Record<string, string>) => boolean])[] = [
  ["routeCatalog", (l) => l.route === "/api/v1/products" && l.method === "GET"],
  ["routeProduct", (l) => l.route === "/api/v1/products/{product}" && l.method === "GET"],
  ["routeCart", (l) => (l.route ?? "").startsWith("/api/v1/carts") && l.method !== "GET"],
  ["routeCheckout", isCheckout],
  ["routeTracking", (l) => l.route === "/api/v1/orders/{id}" && l.method === "GET"],
];

export interface RouteFigure { route: string; method: string; count: number; failed: number; p50?: number; p95?: number; p99?: number }

/** Each route and method since the server's start, slowest first. */
export function routeFigures(figures: Figures): RouteFigure[] {
  const seen = new Map<string, RouteFigure>();
  for (const { labels, value } of figures.get("http_request_duration_seconds_count") ?? []) {
    const key = `${labels.method} ${labels.route}`;
    const found = seen.get(key) ?? { route: labels.route ?? "", method: labels.method ?? "", count: 0, failed: 0 };
    found.count += value;
    if ((labels.status ?? "").startsWith("5")) found.failed += value;
    seen.set(key, found);
  }
  for (const row of seen.values()) {
    const times = histogramOf(figures, "http_request_duration_seconds", (l) => l.route === row.route && l.method === row.method);
    [row.p50, row.p95, row.p99] = [ms(quantile(times, 0.5)), ms(quantile(times, 0.95)), ms(quantile(times, 0.99))];
  }
  return [...seen.values()].filter((row) => row.count > 0).sort((a, b) => (b.p95 ?? 0) - (a.p95 ?? 0));
}

export async function nowData(range: Range) {
  const client = await towerApi();
  const now = Date.now();
  const from = now - ranges[range];
  const iso = (at: number) => new Date(at).toISOString();
  const recent = await scanOrders({ from: iso(now - week_ms) });
  const [scan, last, back, stock, waiting, dead, audit, unresolved] = await Promise.all([
    recent.cut ? scanOrders({ from: iso(from) }) : { orders: recent.orders.filter((order) => Date.parse(order.created) >= from), cut: false },
    scanOrders({ from: iso(from - week_ms), to: iso(now - week_ms) }),
    lookBack(ranges[range]),
    // The first count reads all stock; the page does not wait for it, its next look has it.
    Promise.race([stockIndex().catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, stock_wait_ms))]),
    waitingFarms(),
    client.GET("/api/v1/admin/tasks/dead", { params: { query: { limit: 100 } } }).then(must),
    client.GET("/api/v1/admin/audit", { params: { query: { limit: 7 } } }).then(must),
    scanOrders({ complaints: "unresolved" }, 3),
  ]);
  const { figures, looks } = back;
  const count = buckets_wanted[range];
  const minutes = ranges[range] / 60_000 / count;
  const moments = (orders: readonly Schema<"OrderView">[]) => orders.map((order) => Date.parse(order.created));
  const perMinute = (values: number[]) => values.map((n) => n / minutes);
  const inTen = moments(scan.orders).filter((at) => now - at <= 600_000).length;
  const first = looks[0];
  const latest = looks.at(-1);
  const window = (pick: (look: Look) => Histogram, total: Histogram | undefined): Histogram | undefined => {
    const moved = first && latest && first !== latest ? between(pick(first), pick(latest)) : undefined;
    return moved && countOf(moved) > 0 ? moved : total;
  };
  const checkout = window((look) => look.checkout, latest?.checkout);
  const holds = window((look) => look.holds, latest?.holds);
  const selling = stock && stockAlerts(stock.rows, recent.orders, now);
  const alerts = selling?.filter((row) => (row.hoursLeft ?? Infinity) <= alert_hours);
  const complaints = complaintsOf(unresolved.orders).filter(({ complaint }) => complaint.status !== "resolved");
  const decisions = waiting.applied.length + waiting.claimed.length + waiting.certificates.length + complaints.length;
  return {
    now, from, range, minutes, audit: audit.items, dead: dead.items.length, figures, complaints, waiting, cut: scan.cut,
    orders: {
      perMinute: inTen / 10, inTen, inRange: scan.orders.length,
      line: perMinute(buckets(moments(scan.orders), from, now, count)),
      before: perMinute(buckets(moments(last.orders), from - week_ms, now - week_ms, count)),
      spark: perMinute(buckets(moments(scan.orders), from, now, 40)),
    },
    checkout: { p95: checkout && ms(quantile(checkout, 0.95)), count: checkout ? countOf(checkout) : 0, spark: course(looks, (a, b) => quantile(between(a.checkout, b.checkout), 0.95)) },
    holds: { p99: holds && ms(quantile(holds, 0.99)), count: holds ? countOf(holds) : 0, histogram: holds, spark: course(looks, (a, b) => quantile(between(a.holds, b.holds), 0.99)) },
    stock: selling && alerts && { alerts, selling: selling.slice(0, 6), soldOut: alerts.filter((row) => row.available <= 0).length, spark: remember("alerts", alerts.length, from) },
    decisions: { count: decisions, spark: remember("decisions", decisions, from) },
    budget: { left: latest ? errorBudget(latest.requests, latest.failed) : undefined, failed: latest?.failed ?? 0, requests: latest?.requests ?? 0, spark: course(looks, (_, b) => errorBudget(b.requests, b.failed)) },
    times: figures ? routes.map(([name, of]) => { const h = histogramOf(figures, "http_request_duration_seconds", of); return { name, p50: ms(quantile(h, 0.5)), p95: ms(quantile(h, 0.95)), p99: ms(quantile(h, 0.99)) }; }) : [],
  };
}
