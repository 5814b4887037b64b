import { describe, expect, it } from "vitest";
import { holdersOf, needsOrder, remedyFor, type Holder } from "./holders";

type Shares = Parameters<typeof holdersOf>[0];
const share = (order: string, state: Shares[number]["state"], quantity: number, lot = "lot_a"): Shares[number] => ({ lot, order, state, quantity, at: "2026-11-20T08:00:00Z", status: "paid", email: `${order}@example.com` });

describe("holders of a lot", () => {
  it("are one row an order, over the lot and what was split from it", () => {
    const rows = holdersOf([share("a", "sold", 2), share("b", "held", 1), share("a", "sold", 0.1, "lot_b"), share("a", "returned", 0.3)]);
    expect(rows.map(({ order, units }) => [order, units])).toEqual([["a", 1.8], ["b", 1]]);
  });
  it("are not those who brought everything back", () => {
    expect(holdersOf([share("a", "sold", 2), share("a", "returned", 2)])).toEqual([]);
  });
});

describe("what can be done", () => {
  const holder: Holder = { order: "a", status: "paid", units: 2 };
  type Read = NonNullable<Parameters<typeof remedyFor>[2]>;
  const order = (status: Read["parts"][number]["status"], left: number) => ({ lines: [{ sku: "s", farm: "f", left }], parts: [{ farm: "f", status }] }) as unknown as Read;
  it.each([
    ["paid", 5, "stop", 2],
    ["shipped", 1, "stop", 1],
    ["delivered", 2, "home", 2],
    ["packed", 0, "nothing", 0],
    ["cancelled", 2, "nothing", 0],
  ] as const)("%s with %d left: %s, %d units", (status, left, remedy, units) => {
    expect(remedyFor(holder, "s", order(status, left))).toEqual({ remedy, units });
  });
  it("waits for who has not paid, and does nothing where the order is gone", () => {
    expect(remedyFor({ ...holder, status: "pending_payment" }, "s")).toEqual({ remedy: "unpaid", units: 2 });
    expect(remedyFor({ ...holder, status: undefined }, "s")).toEqual({ remedy: "nothing", units: 0 });
    expect(remedyFor(holder, "other", order("paid", 2))).toEqual({ remedy: "nothing", units: 0 });
  });
  it("reads only orders in which something can still be done", () => {
    expect((["paid", "delivered", "cancelled", "refunded", undefined] as const).map((status) => needsOrder({ ...holder, status }))).toEqual([true, true, false, false, false]);
  });
});
