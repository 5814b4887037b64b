import "server-only";
import { cookies, headers } from "next/headers";
import createClient, { type Middleware } from "openapi-fetch";
import { cache } from "react";
import type { paths } from "./schema";

export const apiAddress = process.env.GREENHARVEST_API ?? "http://127.0.0.1:8080";
const deadline_ms = 10_000;

/**
 * The API on behalf of the browser that asked for this page: its session goes along, and a change names the
 * API's own origin, since Next.js has compared the browser's (docs/adr/0006, point 3).
 */
export const api = cache(async () => {
  const browser = await headers();
  const cookie = sessionCookies((await cookies()).getAll());
  const client = createClient<paths, "application/json">({
    baseUrl: apiAddress,
    fetch: (request) => fetch(request, { cache: "no-store", signal: AbortSignal.timeout(deadline_ms) }),
  });
  const onBehalf: Middleware = {
    onRequest({ request }) {
      if (cookie) request.headers.set("cookie", cookie);
      const agent = browser.get("user-agent");
      if (agent) request.headers.set("user-agent", agent);
      // The gateway's own word about who reads this page, so that limits are counted for the reader and not for this server.
      const reader = browser.get("gh-reader");
      if (reader) request.headers.set("gh-reader", reader);
      if (request.method !== "GET") request.headers.set("origin", new URL(apiAddress).origin);
      return request;
    },
  };
  client.use(onBehalf);
  return client;
});

/** For what is the same for everybody: no cookie goes along, so the gateway's finished bytes answer. */
export const publicApi = createClient<paths, "application/json">({
  baseUrl: apiAddress,
  fetch: (request) => fetch(request, { cache: "no-store", signal: AbortSignal.timeout(deadline_ms) }),
});

export function sessionCookies(all: readonly { name: string; value: string }[]): string {
  return all.filter(({ name }) => name === "gh_session" || name === "__Host-gh_session").map(({ name, value }) => `${name}=${value}`).join("; ");
}
