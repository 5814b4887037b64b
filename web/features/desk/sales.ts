// What was sold, by day: packs, and what buyers paid for them. The first with lines that came back or were not packed left out, and so the second.
import type { Schema } from "@/lib/api/types";
import { dayOf } from "@/lib/format/dates";
import { addDays } from "./reading";

export interface DaySold {
  day: string;
  packs: number;
  orders: number;
  /** Of the goods and their delivery, less what was given back; minor units. */
  taken: number;
}

const given_back: readonly string[] = ["pending_payment", "cancelled"];

export function soldByDay(parts: readonly Schema<"FarmPartView">[], today: string, days: number, timeZone: string): DaySold[] {
  const rows = Array.from({ length: days }, (_, i): DaySold => ({ day: addDays(today, i - days + 1), packs: 0, orders: 0, taken: 0 }));
  const byDay = new Map(rows.map((row) => [row.day, row]));
  for (const part of parts) {
    if (given_back.includes(part.status)) continue;
    const row = byDay.get(dayOf(part.placed, timeZone));
    if (!row) continue;
    row.orders += 1;
    row.taken += part.money.total.amount;
    row.packs += part.lines.reduce((sum, line) => sum + line.left, 0);
  }
  for (const row of rows) row.packs = Math.round(row.packs * 1000) / 1000;
  return rows;
}

export interface SkuSold {
  sku: string;
  title: string;
  packs: number;
}

export function soldBySku(parts: readonly Schema<"FarmPartView">[], since: string, timeZone: string): SkuSold[] {
  const found = new Map<string, SkuSold>();
  for (const part of parts) {
    if (given_back.includes(part.status) || dayOf(part.placed, timeZone) < since) continue;
    for (const line of part.lines) {
      const row = found.get(line.sku) ?? { sku: line.sku, title: line.title, packs: 0 };
      row.packs = Math.round((row.packs + line.left) * 1000) / 1000;
      found.set(line.sku, row);
    }
  }
  return [...found.values()].filter((row) => row.packs > 0).sort((a, b) => b.packs - a.packs || a.title.localeCompare(b.title));
}
