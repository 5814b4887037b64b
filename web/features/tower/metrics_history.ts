import "server-only";
// The tower's memory of /metrics, which itself only knows sums since the start: a look every ten seconds, kept for an
// hour, and one of every five minutes, kept for a week. Lives in this process; after its start it begins anew.
import { apiAddress } from "@/lib/api/server";
import { countOf, histogramOf, parseMetrics, type Figures, type Histogram } from "./metrics";

export interface Look {
  at: number;
  checkout: Histogram;
  holds: Histogram;
  requests: number;
  failed: number;
}

const fine_ms = 10_000;
const coarse_ms = 300_000;
const fine_max = 361;
const coarse_max = 2_017;

interface Memory {
  fine: Look[];
  coarse: Look[];
  seen: Map<string, { at: number; value: number }[]>;
  timer?: ReturnType<typeof setInterval>;
}
const store = globalThis as { ghTowerMemory?: Memory };
const memory = (): Memory => (store.ghTowerMemory ??= { fine: [], coarse: [], seen: new Map() });

export const isCheckout = (labels: Record<string, string>) => labels.route === "/api/v1/orders" && labels.method === "POST" && (labels.status ?? "").startsWith("2");
const requestTimes = "http_request_duration_seconds";

async function look(): Promise<Figures | undefined> {
  try {
    const response = await fetch(`${apiAddress}/metrics`, { cache: "no-store", signal: AbortSignal.timeout(3_000) });
    if (!response.ok) return undefined;
    const figures = parseMetrics(await response.text());
    const kept = memory();
    const at = Date.now();
    const now: Look = {
      at,
      checkout: histogramOf(figures, requestTimes, isCheckout),
      holds: histogramOf(figures, "stock_hold_wait_seconds"),
      requests: countOf(histogramOf(figures, requestTimes)),
      failed: countOf(histogramOf(figures, requestTimes, (labels) => (labels.status ?? "").startsWith("5"))),
    };
    if (at - (kept.fine.at(-1)?.at ?? 0) >= fine_ms / 2) kept.fine = [...kept.fine, now].slice(-fine_max);
    if (at - (kept.coarse.at(-1)?.at ?? 0) >= coarse_ms) kept.coarse = [...kept.coarse, now].slice(-coarse_max);
    return figures;
  } catch {
    return undefined;
  }
}

export function startLooking() {
  const kept = memory();
  if (kept.timer) return;
  kept.timer = setInterval(() => void look(), fine_ms);
  kept.timer.unref();
  void look();
}

/** The figures now, and the looks of the last so many milliseconds, oldest first. Undefined figures: the server did not give them. */
export async function lookBack(back_ms: number): Promise<{ figures?: Figures; looks: Look[] }> {
  startLooking();
  const since = Date.now() - back_ms;
  const figures = await look();
  const { fine, coarse } = memory();
  const looks = back_ms <= 3_600_000 ? fine : [...coarse.filter((l) => l.at < (fine[0]?.at ?? Infinity)), ...fine];
  return { figures, looks: looks.filter((l) => l.at >= since) };
}

/** What a page of the tower counted, at most once a minute, for the way it took: counts that /metrics does not have. */
export function remember(name: string, value: number, since: number): number[] {
  const { seen } = memory();
  const at = Date.now();
  const list = seen.get(name) ?? [];
  const last = list.at(-1);
  if (last && at - last.at < 60_000) last.value = value;
  else list.push({ at, value });
  seen.set(name, list.slice(-2_000));
  return list.filter((one) => one.at >= since).map((one) => one.value);
}
