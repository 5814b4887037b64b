import { describe, expect, it } from "vitest";
import { parseSetCookie } from "./cookies";

describe("cookies of the gateway", () => {
  it("keeps every attribute of a session", () => {
    expect(parseSetCookie("gh_session=a=b; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000")).toEqual({
      name: "gh_session", value: "a=b", httpOnly: true, secure: false, path: "/", sameSite: "lax", maxAge: 2592000,
    });
  });
  it("keeps an end", () => {
    expect(parseSetCookie("gh_signed_in=; Max-Age=0; Path=/")).toMatchObject({ value: "", maxAge: 0 });
  });
  it("refuses what is not a cookie", () => {
    expect(parseSetCookie("nonsense")).toBeNull();
  });
});
