import { describe, expect, it } from "vitest";
import { dayOf, lastDayOf } from "./dates";

describe("the day of an instant", () => {
  it("is the one that a person there would say", () => {
    expect(dayOf("2026-11-26T03:00:00Z", "America/New_York")).toBe("2026-11-25");
    expect(dayOf("2026-11-26T03:00:00Z", "")).toBe("2026-11-26");
  });
  it.each([
    ["a midnight of the farm", "2026-12-01T05:00:00Z", "America/New_York", "2026-11-30"],
    ["an evening there that is the next day in Greenwich", "2026-12-01T02:00:00Z", "America/Los_Angeles", "2026-11-30"],
    ["an afternoon", "2026-11-30T18:00:00Z", "America/Chicago", "2026-11-30"],
    ["midnight where no zone is said", "2026-12-01T00:00:00Z", "", "2026-11-30"],
  ])("is the last one before an end at %s", (_, end, zone, day) => {
    expect(lastDayOf(end, zone)).toBe(day);
  });
});
