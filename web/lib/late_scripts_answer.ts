// Puts LateScripts between Next.js and the connection: it has no place for what happens to a finished page.
import { ServerResponse } from "node:http";
import { LateScripts } from "./late_scripts";

/** The farm desk and the control tower work like programs: without their scripts a page of theirs can do little, so these come at once. */
const programs = /^\/(?:(?:en|es)\/)?(?:farm|tower)(?:[/?]|$)/;

type Callback = (error?: Error | null) => void;

/** From now on the shop's pages name their scripts late. Once a process. */
export function delayScripts() {
  const { write, end } = ServerResponse.prototype;
  const pages = new WeakMap<ServerResponse, LateScripts>();

  function pageOf(response: ServerResponse): LateScripts | undefined {
    if (programs.test(response.req.url ?? "")) return undefined;
    if (!String(response.getHeader("content-type") ?? "").startsWith("text/html") || response.hasHeader("content-length")) return undefined;
    let page = pages.get(response);
    if (!page) pages.set(response, (page = new LateScripts()));
    return page;
  }

  const rewritten = (page: LateScripts, chunk: unknown, encoding: unknown) =>
    Buffer.from(page.push(bytes(chunk, encoding).toString("latin1")), "latin1");

  ServerResponse.prototype.write = function (this: ServerResponse, chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback) {
    const page = pageOf(this);
    if (!page) return Reflect.apply(write, this, [chunk, encoding, callback]);
    const done = typeof encoding === "function" ? encoding : callback;
    return Reflect.apply(write, this, [rewritten(page, chunk, encoding), done]);
  };

  ServerResponse.prototype.end = function (this: ServerResponse, chunk?: unknown, encoding?: BufferEncoding | Callback, callback?: Callback) {
    const page = this.writableEnded ? undefined : pageOf(this);
    if (!page) return Reflect.apply(end, this, [chunk, encoding, callback]);
    const done = [callback, encoding, chunk].find((one) => typeof one === "function");
    const last = chunk === undefined || chunk === null || typeof chunk === "function" ? Buffer.alloc(0) : rewritten(page, chunk, encoding);
    return Reflect.apply(end, this, [Buffer.concat([last, Buffer.from(page.end(), "latin1")]), done]);
  };
}

function bytes(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === "string") return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError("a page comes in text or bytes");
}
