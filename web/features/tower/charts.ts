// Geometry of the tower's charts: pure, so that the server draws them.

export interface Point { x: number; y: number }

/** Round steps for an axis from 0 that reach at least `max`. */
export function axis(max: number, steps = 4): number[] {
  const rough = Math.max(max, 1e-9) / steps;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * unit).find((s) => s >= rough) ?? rough;
  const count = Math.max(1, Math.ceil(max / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

export const path = (points: readonly Point[]): string => points.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** Moments into equal buckets: how many fell into each, from `from` to `to`. */
export function buckets(moments: readonly number[], from: number, to: number, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const moment of moments) {
    if (moment < from || moment > to) continue;
    const at = Math.min(count - 1, Math.floor(((moment - from) / (to - from)) * count));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Where a value lies between two bounds on a logarithmic scale, 0 to 1. */
export function logAt(value: number, low: number, high: number): number {
  const at = (Math.log10(Math.max(value, low)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
  return Math.min(1, Math.max(0, at));
}
