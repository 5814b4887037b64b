import "server-only";
import { cookies } from "next/headers";

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

/** Hands the cookies of an answer of the API (a session that began or ended) to the browser. For server actions. */
export async function passCookies(response: Response): Promise<void> {
  const jar = await cookies();
  for (const line of response.headers.getSetCookie()) {
    const cookie = parseSetCookie(line);
    if (cookie) jar.set(cookie);
  }
}
