import { describe, expect, it } from "vitest";
import { pictureAddress, pictureOf } from "./address";
import { drawLandscape } from "./draw_landscape";
import { svgText } from "./svg_text";

const shape = { name: "Hollow Oak & Sons", season: "autumn", kind: "rows", width: 480, height: 310, furrow: 0.3, sun: [0.7, 0.4], horizon: 0.6 } as const;

describe("farm pictures", () => {
  it("are named by all that they are made from", () => {
    expect(pictureOf(new URL(pictureAddress(shape), "http://x").searchParams)).toEqual({ ...shape, night: false, crate: false });
  });
  it("are the same each time, and another farm's is another", () => {
    const draw = (name: string) => svgText(drawLandscape({ ...shape, name }));
    expect(draw("A")).toBe(draw("A"));
    expect(draw("A")).not.toBe(draw("B"));
    expect(draw("A")).not.toMatch(/NaN|undefined|strokeWidth|className/);
  });
  it("are not drawn beyond a size, nor of what is not known", () => {
    expect(pictureOf(new URLSearchParams("season=autumn&kind=rows&w=99999&h=-4"))).toMatchObject({ width: 1600, height: 60 });
    expect(pictureOf(new URLSearchParams("season=autumn&kind=castle"))).toBeNull();
  });
});
