import { describe, expect, it } from "vitest";
import { instantOf, minorUnits, percentPpm, whole } from "./inputs";

describe("what people type", () => {
  it.each([["5", 500], ["5.5", 550], ["12,05", 1205], ["$3.99", 399], ["0", null], ["-1", null], ["1.234", null], ["abc", null]])("money %s", (text, amount) => expect(minorUnits(text)).toBe(amount));
  it.each([["10", 100_000], ["12.5", 125_000], ["0,0001", 1], ["100", 1_000_000], ["101", null], ["", null]])("percent %s", (text, ppm) => expect(percentPpm(text)).toBe(ppm));
  it("whole numbers", () => {
    expect([whole(""), whole("3"), whole("0"), whole("2.5")]).toEqual([undefined, 3, null, null]);
  });
  it("days, and their ends", () => {
    expect(instantOf("2026-11-26")).toBe("2026-11-26T00:00:00.000Z");
    expect(instantOf("2026-11-26", true)).toBe("2026-11-27T00:00:00.000Z");
    expect(instantOf("soon")).toBeUndefined();
  });
});
