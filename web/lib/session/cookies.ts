import "server-only";
import { cookies, headers } from "next/headers";

interface Cookie {
  name: string;
  value: string;
  httpOnly: boolean;
  secure: boolean;
  path: string;
  sameSite: "lax" | "strict" | "none";
  maxAge?: number;
}

/** RFC 6265 section 5.2, as far as the gateway's own cookies need it. */
export function parseSetCookie(line: string): Cookie | null {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const at = pair.indexOf("=");
  if (at < 1) return null;
  const cookie: Cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), httpOnly: false, secure: false, path: "/", sameSite: "lax" };
  for (const attribute of attributes) {
    const [name = "", value = ""] = attribute.split("=");
    switch (name.toLowerCase()) {
      case "httponly": cookie.httpOnly = true; break;
      case "secure": cookie.secure = true; break;
      case "path": cookie.path = value; break;
      case "samesite": cookie.sameSite = value.toLowerCase() === "strict" ? "strict" : value.toLowerCase() === "none" ? "none" : "lax"; break;
      case "max-age": cookie.maxAge = Number(value); break;
    }
  }
  return cookie;
}

/** How the browser came, as the gateway says it by the rule of its own session cookie (docs/adr/0006, point 2). */
async function overTls(): Promise<boolean> {
  return (await headers()).get("x-forwarded-proto") === "https";
}

const day_s = 60 * 60 * 24;

/** A cookie of the pages' own: no script reads it, and none goes over a plain connection where the browser came over TLS. For server actions. */
export async function keepCookie(name: string, value: string, days: number): Promise<void> {
  (await cookies()).set({ name, value, httpOnly: true, sameSite: "lax", path: "/", secure: await overTls(), maxAge: days * day_s });
}

/** Hands the cookies of an answer of the API (a session that began or ended) to the browser. For server actions. */
export async function passCookies(response: Response): Promise<void> {
  const [jar, secure] = [await cookies(), await overTls()];
  for (const line of response.headers.getSetCookie()) {
    const cookie = parseSetCookie(line);
    if (cookie) jar.set({ ...cookie, secure: cookie.secure || secure });
  }
}
