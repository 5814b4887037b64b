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
  const holder: Holder = { order: "a", status: "paid", units: 2, lots: [{ lot: "lot_a", units: 2 }] };
  type Read = NonNullable<Parameters<typeof remedyFor>[3]>;
  const marks = (lot: string) => [`Recall of ${lot}, `, `Retirada de ${lot}, `];
  const refund = (text: string, quantity: number, sku = "s") => ({ text, lines: [{ sku, quantity }] });
  const order = (status: Read["parts"][number]["status"], left: number, refunds: ReturnType<typeof refund>[] = []) => ({ lines: [{ sku: "s", farm: "f", left }], parts: [{ farm: "f", status }], refunds }) as unknown as Read;
  it.each([
    ["paid", 5, "stop", 2],
    ["shipped", 1, "stop", 1],
    ["delivered", 2, "home", 2],
    ["packed", 0, "nothing", 0],
    ["cancelled", 2, "nothing", 0],
  ] as const)("%s with %d left: %s, %d units", (status, left, remedy, units) => {
    expect(remedyFor(holder, "s", marks, order(status, left))).toMatchObject({ remedy, units });
  });
  it("waits for who has not paid, and does nothing where the order is gone", () => {
    expect(remedyFor({ ...holder, status: "pending_payment" }, "s", marks)).toMatchObject({ remedy: "unpaid", units: 2 });
    expect(remedyFor({ ...holder, status: undefined }, "s", marks)).toMatchObject({ remedy: "nothing", units: 0 });
    expect(remedyFor(holder, "other", marks, order("paid", 2))).toMatchObject({ remedy: "nothing", units: 0 });
  });
  it.each([
    ["nothing was taken back yet", 5, [], [["lot_a", 2], ["lot_b", 1]]],
    ["a lot was taken back whole", 3, [refund("Recall of lot_a, leeks: glass", 2)], [["lot_b", 1]]],
    ["a lot was taken back in part", 4, [refund("Retirada de lot_a, puerros: vidrio", 1)], [["lot_a", 1], ["lot_b", 1]]],
    ["both were taken back, and other lots of the line are left", 2, [refund("Recall of lot_a, leeks: glass", 2), refund("Recall of lot_b, leeks: glass", 1)], []],
    ["another item's refund names the lot's code too", 5, [refund("Recall of lot_a, kale: glass", 2, "t")], [["lot_a", 2], ["lot_b", 1]]],
    ["something else was taken back, of which lot nobody knows", 2, [refund("Short", 3)], [["lot_a", 2]]],
  ] as const)("of a line of several lots, when %s", (_, left, refunds, lots) => {
    const mixed: Holder = { ...holder, units: 3, lots: [{ lot: "lot_a", units: 2 }, { lot: "lot_b", units: 1 }] };
    expect(remedyFor(mixed, "s", marks, order("paid", left, [...refunds])).lots.map(({ lot, units }) => [lot, units])).toEqual(lots);
  });
  it("reads only orders in which something can still be done", () => {
    expect((["paid", "delivered", "cancelled", "refunded", undefined] as const).map((status) => needsOrder({ ...holder, status }))).toEqual([true, true, false, false, false]);
  });
});
