import { describe, expect, it } from "vitest";
import { axis, buckets, logAt, path } from "./charts";

describe("charts", () => {
  it("have round axes that hold the highest value", () => {
    expect(axis(15.5)).toEqual([0, 4, 8, 12, 16].map((v) => (v * 5) / 4).slice(0, 5));
    expect(axis(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
    for (const max of [1, 3, 7, 12, 99, 1234]) expect(axis(max).at(-1)).toBeGreaterThanOrEqual(max);
  });
  it("count moments into buckets, both ends among them", () => {
    expect(buckets([0, 5, 9, 10, 11, -1], 0, 10, 2)).toEqual([1, 3]);
  });
  it("place values on a log scale, kept inside", () => {
    expect(logAt(10, 1, 1000)).toBeCloseTo(1 / 3);
    expect(logAt(0.1, 1, 1000)).toBe(0);
    expect(logAt(5000, 1, 1000)).toBe(1);
  });
  it("draw lines", () => expect(path([{ x: 0, y: 1 }, { x: 2, y: 3.25 }])).toBe("M0.0 1.0L2.0 3.3"));
});
