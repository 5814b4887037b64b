// The shop without a network: pages of the catalog as everybody sees them, and the files that they need. Nothing of an
// account, a box or an order is ever kept: only answers to requests without cookies are.
import { CacheFirst, ExpirationPlugin, Serwist, type PrecacheEntry } from "serwist";

declare const self: ServiceWorkerGlobalScope;
declare const EDITION: string;

const pages = "pages";
const pages_max = 60;
const network_ms = 6_000;
const catalog = /^(\/es)?\/?($|shop$|farms($|\/)|products\/|how-we-check$)/;
const offline = (path: string) => (/^\/es(\/|$)/.test(path) ? "/es/offline" : "/offline");

const offlinePages = ["/offline", "/es/offline"];
const precache: PrecacheEntry[] = offlinePages.map((url) => ({ url, revision: EDITION }));
const files = "files";

/** What a page names of the shop's own files: one that nobody has opened yet has scripts that no other page brought. */
async function keepFilesOf(url: string) {
  const text = await (await fetch(url, { credentials: "omit" })).text();
  const named = [...text.matchAll(/(?:src|href)="(\/(?:_next\/static|art)\/[^"]+)"/g)].map(([, path]) => path!.replaceAll("&amp;", "&"));
  await (await caches.open(files)).addAll([...new Set(named)]);
}

/** Keeps the page as somebody without cookies gets it, unless it says no-store. `private` speaks to caches on the way, not to this one. */
async function keep(url: string) {
  const answer = await fetch(url, { credentials: "omit", headers: { accept: "text/html" } });
  if (!answer.ok || /no-store/.test(answer.headers.get("cache-control") ?? "")) return;
  const cache = await caches.open(pages);
  await cache.put(url, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - pages_max)).map((key) => cache.delete(key)));
}

const worker: Serwist = new Serwist({
  precacheEntries: precache,
  skipWaiting: false,
  clientsClaim: true,
  navigationPreload: false,
  runtimeCaching: [
    {
      matcher: ({ request, sameOrigin }) => sameOrigin && request.mode === "navigate",
      handler: async ({ request, url, event }): Promise<Response> => {
        try {
          const answer = await fetch(request, { signal: AbortSignal.timeout(network_ms) });
          if (catalog.test(url.pathname) && request.method === "GET") event.waitUntil(keep(url.href).catch(() => undefined));
          return answer;
        } catch {
          const kept = catalog.test(url.pathname) ? await caches.match(url.href, { cacheName: pages, ignoreVary: true }) : undefined;
          return kept ?? (await worker.matchPrecache(offline(url.pathname))) ?? Response.error();
        }
      },
    },
    {
      matcher: ({ url, sameOrigin }) => sameOrigin && /^\/(_next\/static|produce|art|icons|maps)\//.test(url.pathname),
      handler: new CacheFirst({ cacheName: files, plugins: [new ExpirationPlugin({ maxEntries: 400, maxAgeSeconds: 60 * 60 * 24 * 30 })] }),
    },
  ],
});

worker.addEventListeners();
self.addEventListener("install", (event) => event.waitUntil(Promise.all(offlinePages.map(keepFilesOf))));
// An update is offered, not forced: the page says when.
self.addEventListener("message", (event) => {
  if ((event.data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});
