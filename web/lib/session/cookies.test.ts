import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepCookie, parseSetCookie, passCookies } from "./cookies";

// Next.js has both only while it answers a request.
const jar = vi.hoisted(() => ({ set: vi.fn() }));
const asked = vi.hoisted(() => new Headers());
vi.mock("next/headers", () => ({ cookies: async () => jar, headers: async () => asked }));

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

describe.each([["https", true], ["http", false], [undefined, false]])("cookies of a browser that came over %s", (proto, secure) => {
  beforeEach(() => {
    jar.set.mockClear();
    asked.delete("x-forwarded-proto");
    if (proto) asked.set("x-forwarded-proto", proto);
  });

  it("of the pages are kept from scripts and other sites, and Secure as the session is", async () => {
    await keepCookie("gh_cart", "crt_1", 30);
    expect(jar.set).toHaveBeenCalledExactlyOnceWith({ name: "gh_cart", value: "crt_1", httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: 2_592_000 });
  });

  it("of the gateway are passed on, Secure where the gateway's own question came over a plain connection", async () => {
    await passCookies(new Response(null, { headers: [["set-cookie", "gh_session=a; HttpOnly; SameSite=Lax; Path=/"], ["set-cookie", "gh_signed_in=1; Path=/; Secure"]] }));
    expect(jar.set.mock.calls.map(([cookie]) => [cookie.name, cookie.httpOnly, cookie.secure])).toEqual([["gh_session", true, secure], ["gh_signed_in", false, true]]);
  });
});

it("no other place sets a cookie", () => {
  const own = path.resolve(import.meta.dirname, "cookies.ts");
  const web = path.resolve(import.meta.dirname, "../..");
  const sources = ["app", "features", "lib", "ui"].flatMap((folder) => readdirSync(path.join(web, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(web, folder, file))).filter((file) => file !== own && /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => /(cookies\(\)\)|jar|cookies)\.set\(|document\.cookie\s*=/.test(readFileSync(file, "utf8")))).toEqual([]);
});
