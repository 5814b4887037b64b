import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LateScripts } from "./late_scripts";
import { delayScripts } from "./late_scripts_answer";

const nonce = 'nonce="abc_-1"';
const page = `<!DOCTYPE html><head><link rel="preload" as="script" fetchPriority="low" ${nonce} href="/_next/static/chunks/a.js"/><link rel="preload" as="image" href="/produce/carrot-160.webp"/>`
  + `<script src="/_next/static/chunks/a.js" async="" ${nonce}></script><script src="/_next/static/chunks/old.js" noModule="" ${nonce}></script></head>`
  + `<body><p>Señor Ñ €</p><script ${nonce}>self.__next_f.push([1,"<script src=\\"x\\">"])</script><script src="/_next/static/chunks/b.js" ${nonce} async=""></script><scri`;
const late = (name: string, more = ` async="" ${nonce}`) => `<script type="late" src="/_next/static/chunks/${name}.js"${more}>`;

function inParts(text: string, length: number): string {
  const scripts = new LateScripts();
  const bytes = Buffer.from(text).toString("latin1");
  let out = "";
  for (let at = 0; at < bytes.length; at += length) out += scripts.push(bytes.slice(at, at + length));
  return Buffer.from(out + scripts.end(), "latin1").toString();
}

describe("late scripts", () => {
  const whole = inParts(page, page.length);

  test("chunks get a type that no browser loads, the first after the line that starts them, with the page's nonce", () => {
    expect(whole).toContain(late("a"));
    expect(whole).toContain(late("b", ` ${nonce} async=""`));
    expect(whole.match(new RegExp(`<script ${nonce}>\\(function\\(\\)`, "g"))).toHaveLength(1);
    expect(whole.indexOf("(function(){")).toBeLessThan(whole.indexOf(late("a")));
  });

  test("nothing asks for a chunk ahead, and all else stays as it is", () => {
    expect(whole).not.toContain('as="script"');
    expect(whole).toContain('<link rel="preload" as="image" href="/produce/carrot-160.webp"/>');
    expect(whole).toContain(`<script src="/_next/static/chunks/old.js" noModule="" ${nonce}></script>`);
    expect(whole).toContain("<p>Señor Ñ €</p>");
    expect(whole).toMatch(/<scri$/);
  });

  test.each([1, 2, 3, 7, 64, 100])("a page in parts of %i bytes becomes the same", (length) => {
    expect(inParts(page, length)).toBe(whole);
  });
});

describe("answers of this process", () => {
  let server: Server;
  let address = "";
  beforeAll(async () => {
    delayScripts();
    server = createServer((request, response) => {
      response.setHeader("content-type", request.url === "/data" ? "application/json" : "text/html; charset=utf-8");
      const bytes = Buffer.from(page);
      if (request.url === "/once") return void response.end(page);
      if (request.url === "/text") { response.write(page.slice(0, 90)); return void response.end(page.slice(90), "utf8"); }
      for (const byte of bytes) response.write(Uint8Array.of(byte));
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  const asked = async (path: string) => (await fetch(address + path)).text();

  test.each(["/bytes", "/once", "/text", "/farms/windy-hill-farm", "/es/farms"])("a page's scripts are late: %s", async (path) => {
    expect(await asked(path)).toBe(inParts(page, page.length));
  });

  test.each(["/data", "/farm", "/es/farm/stock", "/en/tower?day=1"])("what is no page, or a program's, stays as it is: %s", async (path) => {
    expect(await asked(path)).toBe(page);
  });
});
