// The text of /metrics (Prometheus, version 0.0.4) as figures.

export interface Sample {
  labels: Record<string, string>;
  value: number;
}
export type Figures = Map<string, Sample[]>;

const unescape: Record<string, string> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };

export function parseMetrics(text: string): Figures {
  const figures: Figures = new Map();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line);
    if (!match?.[1]) continue;
    const labels: Record<string, string> = {};
    for (const pair of (match[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[pair[1] ?? ""] = (pair[2] ?? "").replace(/\\["\\n]/g, (escaped) => unescape[escaped] ?? escaped);
    const value = match[3] === "+Inf" ? Infinity : Number(match[3]);
    const samples = figures.get(match[1]);
    if (samples) samples.push({ labels, value });
    else figures.set(match[1], [{ labels, value }]);
  }
  return figures;
}

/** Observations below or at each bound, the last bound infinite. */
export interface Histogram {
  bounds: number[];
  below: number[];
}

export function histogramOf(figures: Figures, name: string, of: (labels: Record<string, string>) => boolean = () => true): Histogram {
  const sums = new Map<number, number>();
  for (const { labels, value } of figures.get(`${name}_bucket`) ?? []) {
    if (!of(labels)) continue;
    const bound = labels.le === "+Inf" ? Infinity : Number(labels.le);
    sums.set(bound, (sums.get(bound) ?? 0) + value);
  }
  const bounds = [...sums.keys()].sort((a, b) => a - b);
  return { bounds, below: bounds.map((bound) => sums.get(bound) ?? 0) };
}

export const countOf = (histogram: Histogram): number => histogram.below.at(-1) ?? 0;

/** What was observed between two moments; a server that started anew counts from nothing. */
export function between(before: Histogram | undefined, now: Histogram): Histogram {
  if (!before || before.bounds.length !== now.bounds.length || countOf(before) > countOf(now)) return now;
  return { bounds: now.bounds, below: now.below.map((count, i) => count - (before.below[i] ?? 0)) };
}

/** As Prometheus does it: linear inside the bucket; the highest finite bound for what lies beyond it. */
export function quantile({ bounds, below }: Histogram, q: number): number | undefined {
  const count = below.at(-1) ?? 0;
  if (count <= 0) return undefined;
  const rank = q * count;
  const at = below.findIndex((n) => n >= rank);
  const upper = bounds[at] ?? Infinity;
  if (!Number.isFinite(upper)) return bounds.at(-2);
  const lower = at > 0 ? (bounds[at - 1] ?? 0) : 0;
  const under = at > 0 ? (below[at - 1] ?? 0) : 0;
  const inside = (below[at] ?? 0) - under;
  return inside > 0 ? lower + (upper - lower) * ((rank - under) / inside) : upper;
}

export const sumOf = (figures: Figures, name: string, of: (labels: Record<string, string>) => boolean = () => true): number =>
  (figures.get(name) ?? []).reduce((sum, { labels, value }) => (of(labels) ? sum + value : sum), 0);

/** The share of failures that the promise of 99.9 % leaves unused, from 1 down to 0. */
export function errorBudget(requests: number, failed: number, promise = 0.999): number {
  if (requests <= 0) return 1;
  return Math.max(0, 1 - failed / requests / (1 - promise));
}
