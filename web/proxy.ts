// What every page request passes: the language comes out of the path, the nonce out of the gateway's header,
// and the answer says who may keep it (docs/adr/0006, points 5 and 6). What is not there goes to app/global-not-found
// by a rewrite of next.config.ts: one from here would leave the process where Next.js listens on 127.0.0.1 (it calls that localhost).
import { NextResponse, type NextRequest } from "next/server";
import { cacheRule } from "@/lib/page_cache";
import { isMissing, missingHeader } from "@/lib/page_there";
import { splitLocale } from "@/lib/i18n/path";

export const config = {
  matcher: ["/((?!_next/|api/|.*\\.[a-z0-9]+$).*)"],
};

// Next.js without the gateway (./dev's web suite before the server is up, `next dev`) makes its own policy.
function ownPolicy(nonce: string) {
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export async function proxy(request: NextRequest) {
  const { locale, path } = splitLocale(request.nextUrl.pathname);
  const headers = new Headers(request.headers);
  headers.set("x-gh-locale", locale);
  headers.set("x-gh-path", path);
  const missing = request.method === "GET" && (await isMissing(path));
  if (missing) headers.set(missingHeader, "1");
  else headers.delete(missingHeader);
  const behindGateway = headers.has("content-security-policy");
  let policy = "";
  if (!behindGateway) {
    const nonce = btoa(crypto.randomUUID());
    policy = ownPolicy(nonce);
    headers.set("content-security-policy", policy);
    headers.set("x-nonce", nonce);
  }
  const response = NextResponse.next({ request: { headers } });
  if (!behindGateway) response.headers.set("Content-Security-Policy", policy);
  const personal = request.method !== "GET" || request.cookies.has("gh_session") || request.cookies.has("__Host-gh_session") || request.cookies.has("gh_cart");
  const rule = personal || missing ? null : cacheRule(path);
  if (rule) {
    response.headers.set("Cache-Control", `public, s-maxage=${rule.seconds}`);
    response.headers.set("Gh-Cache-Tags", rule.tags.join(" "));
  } else {
    response.headers.set("Cache-Control", "private, no-store");
  }
  return response;
}
