import { describe, expect, it } from "vitest";
import { isOfBefore, pointText, readPoint } from "./point";

describe("a position", () => {
  it.each([
    ["43.0766, -89.3641", 43.0766, -89.3641],
    [" 43.0766 -89.3641 ", 43.0766, -89.3641],
    ["43.0766° N, 89.3641° W", 43.0766, -89.3641],
    ["33.8688° s, 151.2093° e", -33.8688, 151.2093],
    ["0,0", 0, 0],
  ])("%s", (text, latitude, longitude) => {
    expect(readPoint(text)).toEqual({ latitude, longitude });
    expect(readPoint(pointText({ latitude, longitude }))).toEqual({ latitude, longitude });
  });
  it.each(["", "43.0766", "43.0766;-89.3641", "91, 0", "0, 181", "53703", "here, there", "43,0766, -89,3641", "1e3, 2"])("is not %j", (text) => {
    expect(readPoint(text)).toBeNull();
  });
});

describe("a position that was saved before", () => {
  const point = { latitude: 43.0766, longitude: -89.3641 };
  const home = { street: "1123 Jenifer Street", city: "Madison", state: "WI", zip: "53703" };
  it.each([
    ["stays with its address", home, point, false],
    ["is not that of another street", { ...home, street: "7 Elm Street" }, point, true],
    ["nor of another ZIP", { ...home, zip: "53711" }, point, true],
    ["is replaced by one that was given anew", { ...home, street: "7 Elm Street" }, { latitude: 43.1, longitude: -89.4 }, false],
  ])("%s", (_, place, given, old) => {
    expect(isOfBefore(given, place, { ...home, point })).toBe(old);
  });
  it("is none where none was", () => {
    expect(isOfBefore(point, home, home)).toBe(false);
    expect(isOfBefore(point, home)).toBe(false);
  });
});
