import { describe, expect, it } from "vitest";
import { bytes_max, refusalOf, refusedHere } from "./upload";

describe("a picture before it is sent", () => {
  it("is refused for its kind and its size", () => {
    expect(refusedHere({ size: 10, type: "image/svg+xml" })).toBe("kind");
    expect(refusedHere({ size: bytes_max + 1, type: "image/png" })).toBe("too_large");
    expect(refusedHere({ size: bytes_max, type: "image/png" })).toBeUndefined();
    expect(refusedHere({ size: 10, type: "" }), "the server looks").toBeUndefined();
  });
});

describe("what the server says", () => {
  it("is told apart", () => {
    expect(refusalOf(422, '{"code":"too_many_pixels"}')).toBe("pixels");
    expect(refusalOf(415, '{"code":"picture_kind"}')).toBe("kind");
    expect(refusalOf(413, "")).toBe("too_large");
    expect(refusalOf(0, "")).toBe("offline");
    expect(refusalOf(502, "<html>")).toBe("failed");
    expect(refusalOf(500, '{"code":"internal"}')).toBe("failed");
  });
});
