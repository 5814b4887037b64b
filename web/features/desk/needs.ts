// "Needs you": what a farm has to look at, sorted by what spoils first.
import { nameOf } from "./part_state";
import type { Schema } from "@/lib/api/types";
import { daysBetween } from "@/lib/format/dates";

export type Need =
  | { kind: "spoils"; due: string; title: string; lot: string; sku: string; free: number; days: number }
  | { kind: "late"; due: string; count: number; days: number }
  | { kind: "complaint"; due: string; order: string; name: string }
  | { kind: "low"; due?: string; title: string; sku: string; free: number }
  | { kind: "certificate"; due?: string; number: string; days?: number; status: string }
  | { kind: "lapsed"; due?: undefined; title: string; product: string }
  | { kind: "draft"; due?: undefined; title: string; product: string; missing: number };

interface Given {
  today: string;
  stock: readonly Schema<"StockView">[];
  titles: ReadonlyMap<string, string>;
  parts: readonly Schema<"FarmPartView">[];
  products: readonly Schema<"ProductOnDesk">[];
  certifications: readonly Schema<"FarmCertification">[];
}

const spoils_within_days = 4;
const certificate_within_days = 60;
const rank: Record<Need["kind"], number> = { late: 0, spoils: 1, complaint: 2, low: 3, certificate: 4, lapsed: 5, draft: 6 };

export function needsOf({ today, stock, titles, parts, products, certifications }: Given): Need[] {
  const needs: Need[] = [];
  const late = parts.filter((part) => (part.status === "paid" || part.status === "packing") && part.day < today);
  const earliest = late.map((part) => part.day).sort()[0];
  if (earliest) needs.push({ kind: "late", due: earliest, count: late.length, days: daysBetween(earliest, today) });
  for (const part of parts) {
    for (const complaint of part.complaints) {
      if (complaint.status === "open") needs.push({ kind: "complaint", due: complaint.opened.slice(0, 10), order: part.order, name: nameOf(part) });
    }
  }
  for (const item of stock) {
    const title = titles.get(item.sku) ?? item.sku;
    const alive = item.lots.filter((lot) => lot.status === "sellable" && lot.on_hand > 0);
    for (const lot of alive) {
      const days = daysBetween(today, lot.best_before);
      if (days <= spoils_within_days) needs.push({ kind: "spoils", due: lot.best_before, title, lot: lot.lot_code, sku: item.sku, free: Math.round((lot.on_hand - lot.held) * 1000) / 1000, days });
    }
    if (item.low) needs.push({ kind: "low", due: alive.map((lot) => lot.best_before).sort()[0], title, sku: item.sku, free: item.available });
  }
  for (const certificate of certifications) {
    const end = certificate.valid_to ?? certificate.anniversary;
    const days = end ? daysBetween(today, end) : undefined;
    const ending = certificate.status === "valid" && days !== undefined && days <= certificate_within_days && !certificate.renewal;
    if (ending || certificate.update_overdue || ["lapsed", "refused", "suspended"].includes(certificate.status)) {
      needs.push({ kind: "certificate", due: end, number: certificate.number, days, status: certificate.status });
    }
  }
  for (const product of products) {
    if (product.lapsed) needs.push({ kind: "lapsed", title: product.title, product: product.id });
    else if (product.status === "draft" && product.missing.length > 0) needs.push({ kind: "draft", title: product.title, product: product.id, missing: product.missing.length });
  }
  return needs.sort((a, b) => (a.due ?? "9999").localeCompare(b.due ?? "9999") || rank[a.kind] - rank[b.kind]);
}
