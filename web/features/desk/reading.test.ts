import { describe, expect, it } from "vitest";
import { addDays, difference, gramsOf, instantOf, moneyText, nextLotCode, parseMoney, parseQuantity, poundsText, words } from "./reading";

describe("what is typed into the desk", () => {
  it.each([["4.50", 450], ["4,50", 450], ["4", 400], ["4.5", 450], ["$1,204", 120400], ["1,204.10", 120410], [" 0.99 ", 99]])("%s is %i cents", (text, cents) => {
    expect(parseMoney(text)).toBe(cents);
    expect(parseMoney(moneyText(cents))).toBe(cents);
  });
  it.each(["", "abc", "4.505", "-4", "1,20,4", "4..5"])("%s is no price", (text) => expect(parseMoney(text)).toBeNull());
  it.each([["12", 12], ["0,5", 0.5], ["0.125", 0.125]])("%s is the quantity %d", (text, value) => expect(parseQuantity(text)).toBe(value));
  it.each(["", "-1", "1.2345", "ten", "1e3"])("%s is no quantity", (text) => expect(parseQuantity(text)).toBeNull());
  it("subtracts exactly", () => expect(difference(0.3, 0.1)).toBe(0.2));
  it("takes each word once", () => expect(words("kale, greens,\n kale,")).toEqual(["kale", "greens"]));
  it("counts lots of a day on", () => expect(nextLotCode("2026-11-26", ["2026-11-26-001", "2026-11-25-002"])).toBe("2026-11-26-002"));
});

describe("weights", () => {
  it.each([1, 227, 454, 2_268, 5_000, 9_999_999, 10_000_000])("%i grams are the same after a form", (grams) => {
    expect(gramsOf(Number(poundsText(grams)))).toBe(grams);
  });
  it.each([10, 40, 2.5, 0.1])("%d pounds stay written so", (pounds) => {
    expect(poundsText(gramsOf(pounds))).toBe(String(pounds));
  });
});

describe("days of a zone", () => {
  it("begin at the zone's midnight, in summer and in winter", () => {
    expect(instantOf("2026-11-26", "00:00", "America/New_York")).toBe("2026-11-26T05:00:00.000Z");
    expect(instantOf("2026-07-04", "00:00", "America/New_York")).toBe("2026-07-04T04:00:00.000Z");
    expect(instantOf("2026-03-08", "03:30", "America/New_York")).toBe("2026-03-08T07:30:00.000Z");
    expect(instantOf("2026-11-26", "18:00", "")).toBe("2026-11-26T18:00:00.000Z");
  });
  it("go on over the end of a year", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });
});
