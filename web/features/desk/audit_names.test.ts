import { describe, expect, it } from "vitest";
import type { Schema } from "@/lib/api/types";
import { authorOf, kindOf, subjectOf } from "./audit_names";

const names = { people: new Map([["usr_1", "Rosa Marsh"]]), keys: new Map([["key_1", "Till"]]), products: new Map([["prd_1", "Red beets"]]) };
const entry = (given: Partial<Schema<"AuditEntry">>): Schema<"AuditEntry"> => ({ id: "aud_1", at: "2026-11-27T08:00:00Z", role: "farmer", collection: "products", subject: "prd_1", version: 1, action: "changed", operation: "changeProduct", request_id: "", address: "", before: {}, after: {}, ...given });

describe("who changed it", () => {
  it.each([
    ["a person of the farm", { user: "usr_1" }, { by: "person", name: "Rosa Marsh" }],
    ["one who has left", { user: "usr_2" }, { by: "gone" }],
    ["an admin", { user: "usr_9", role: "admin" }, { by: "shop" }],
    ["the shop itself", { role: "shop" }, { by: "shop" }],
    ["a key, which a person made", { user: "usr_1", api_key: "key_1" }, { by: "key", name: "Till" }],
    ["a key that is no more", { api_key: "key_2" }, { by: "unnamed_key" }],
  ])("%s", (_, given, expected) => expect(authorOf(entry(given), names)).toEqual(expected));
});

describe("what was changed", () => {
  it.each([
    ["a product", {}, { kind: "products", name: "Red beets", href: "/farm/products/prd_1" }],
    ["a product that is no more", { subject: "prd_2" }, { kind: "products" }],
    ["a stock take", { collection: "stock_takes", subject: "tak_1" }, { kind: "stock_takes", href: "/farm/stock/takes/tak_1" }],
    ["a window", { collection: "delivery_windows", subject: "win_1" }, { kind: "delivery_windows", href: "/farm/delivery" }],
    ["what the desk does not know", { collection: "barns" }, { kind: "other" }],
  ])("%s", (_, given, expected) => expect(subjectOf(entry(given), names)).toEqual(expected));
  it("a kind is no member that every object has", () => expect(kindOf("toString")).toBeUndefined());
});
