import { describe, expect, it } from "vitest";
import { formatMoney, timesQuantity } from "./money";

describe("money", () => {
  it.each([
    ["en", 380, "USD", "$3.80"],
    ["en", 111110, "USD", "$1,111.10"],
    ["es", 380, "USD", "$3.80"],
    ["en", 500, "JPY", "¥500"],
    ["en", -250, "USD", "-$2.50"],
  ] as const)("%s %i %s is %s", (locale, amount, currency, expected) => {
    expect(formatMoney(locale, { amount, currency })).toBe(expected);
  });
  it.each([[253, 1.5, 380], [253, 0.5, 127], [-253, 0.5, -127], [1900, 0.513, 975]])("%i times %d is %i", (amount, quantity, expected) => {
    expect(timesQuantity({ amount, currency: "USD" }, quantity).amount).toBe(expected);
  });
});
