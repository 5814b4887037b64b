import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api/types";
import { needsOf } from "./needs";
import { soldByDay, soldBySku } from "./sales";

const today = "2026-11-26";
const lot = (code: string, best_before: string, on_hand: number, status: Schema<"Lot">["status"] = "sellable"): Schema<"Lot"> => ({ id: `lot_${code}`, lot_code: code, harvested: "2026-11-20", best_before, field: "fld_1", status, on_hand, held: 0, location: "" });
const item = (sku: string, lots: Schema<"Lot">[], low = false): Schema<"StockView"> => ({ sku, farm: "frm_1", available: lots.reduce((sum, one) => sum + one.on_hand, 0), on_hand: 0, reserved: 0, threshold: 5, low, open_orders: 0, lots });
const usd = (amount: number) => ({ amount, currency: "USD" });
const part = (order: string, status: Schema<"FarmPartView">["status"], day: string, placed = `${today}T09:00:00Z`, left = 2): Schema<"FarmPartView"> => ({ order, status, day, first_name: "Maya", lines: [{ sku: "sku_1", title: "Carrots", unit: "bunch", pack: 1, ordered: 2, left, unit_price: usd(300), line_total: usd(600), storage: "ambient", lots: [] }], money: { goods: usd(600), delivery_fee: usd(0), refunded: usd(600 - 300 * left), total: usd(300 * left) }, complaints: [], notes: [], placed, updated: placed });
const certificate = (valid_to: string, status: Schema<"FarmCertification">["status"] = "valid"): Schema<"FarmCertification"> => ({ id: 1, scheme: "usda_nop", certifier: "B", number: "BRO-1", scopes: ["crops"], valid_from: "2026-01-01", valid_to, status });
const given = { today, stock: [], titles: new Map([["sku_1", "Carrots"], ["sku_2", "Beets"]]), parts: [], products: [], certifications: [] };

describe("needs you", () => {
  it("is empty when nothing is the matter", () => {
    expect(needsOf({ ...given, stock: [item("sku_1", [lot("A", "2026-12-20", 9)])], parts: [part("o1", "paid", today)], certifications: [certificate("2027-11-01")] })).toEqual([]);
  });
  it("is sorted by what spoils first", () => {
    const needs = needsOf({
      ...given,
      stock: [item("sku_1", [lot("A", "2026-11-29", 3), lot("B", "2026-11-27", 4)]), item("sku_2", [lot("C", "2026-12-20", 2)], true)],
      parts: [part("o1", "paid", "2026-11-25"), part("o2", "delivered", "2026-11-20")],
      certifications: [certificate("2026-12-10")],
    });
    expect(needs.map((need) => [need.kind, need.due])).toEqual([["late", "2026-11-25"], ["spoils", "2026-11-27"], ["spoils", "2026-11-29"], ["certificate", "2026-12-10"], ["low", "2026-12-20"]]);
  });
  it("leaves out what is gone, held back or was done", () => {
    expect(needsOf({ ...given, stock: [item("sku_1", [lot("A", "2026-11-27", 0), lot("B", "2026-11-27", 4, "quarantined")])], parts: [part("o1", "packed", "2026-11-20")] })).toEqual([]);
  });
});

describe("sales", () => {
  it("count packs and money by the day of the order in the farm's zone, without what was taken back", () => {
    const parts = [part("o1", "paid", today, "2026-11-26T03:00:00Z"), part("o2", "delivered", today, "2026-11-26T12:00:00Z", 1), part("o3", "cancelled", today)];
    expect(soldByDay(parts, today, 3, "America/New_York")).toEqual([{ day: "2026-11-24", packs: 0, orders: 0, taken: 0 }, { day: "2026-11-25", packs: 2, orders: 1, taken: 600 }, { day: "2026-11-26", packs: 1, orders: 1, taken: 300 }]);
    expect(soldBySku(parts, "2026-11-26", "America/New_York")).toEqual([{ sku: "sku_1", title: "Carrots", packs: 1 }]);
  });
});
