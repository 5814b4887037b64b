import { expect, it } from "vitest";
import { saleNow } from "./sale";

const usd = (amount: number) => ({ amount, currency: "USD" });
const sale = { price: usd(300), from: "2026-11-20T05:00:00Z", to: "2026-12-01T05:00:00Z" };

it.each([
  ["before it begins", "2026-11-20T04:59:59Z", 400, false],
  ["from its first moment", "2026-11-20T05:00:00Z", 400, true],
  ["to its last", "2026-12-01T04:59:59Z", 400, true],
  ["at its end", "2026-12-01T05:00:00Z", 400, false],
  ["where the price without it is no higher", "2026-11-25T00:00:00Z", 300, false],
])("a sale %s", (_, now, price, counts) => {
  expect(saleNow({ sale, price: usd(price) }, Date.parse(now))).toBe(counts ? sale : undefined);
});
