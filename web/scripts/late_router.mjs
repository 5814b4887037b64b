// A loader for the bundler: takes out of a page's first scripts what of Next.js's router no page needs before somebody acts
// (lib/late_router), 18 KB gzipped, and starts what stays in steps. Links of the shop are the browser's own, so most visits never load
// the rest. Bound to the pinned version of Next.js: a place that is not found stops the build.
import path from "node:path";

const here = path.resolve(import.meta.dirname, "../lib/late_router");
const cache = { "./segment-cache/cache": "cache" };
const routes = { "./segment-cache/optimistic-routes": "optimisticRoutes" };
const scheduler = { "./segment-cache/scheduler": "scheduler" };

/** File below next/dist/client/ -> what it requires -> the name of lib/late_router/modules.ts. */
const late = {
  "components/render-tree.js": { ...cache, ...routes, "./router-reducer/fetch-server-response": "fetchServerResponse" },
  "components/app-router-instance.js": { "./app-router-state": "appRouterState" },
  "components/sequential-router-queue.js": routes,
  "components/links.js": scheduler,
  "components/prefetch.js": scheduler,
  "components/router-reducer/create-initial-router-state.js": { "../segment-cache/cache": "cache", "../segment-cache/optimistic-routes": "optimisticRoutes", "./fetch-server-response": "fetchServerResponse" },
  "components/segment-cache/bfcache.js": { "../router-reducer/reducers/navigate-reducer": "navigateReducer" },
  "components/segment-cache/decode-server-response.js": { "./cache": "cache" },
  "components/segment-cache/lru.js": { "./scheduler": "scheduler" },
};
const whole = { "components/router-reducer/router-reducer.js": "reducer.ts" };
/** Evaluated in one task, all this keeps a slow phone from hearing a touch for a quarter of a second: the largest parts get tasks of their own. */
const started = {
  "app-next-turbopack.js": { call: "(0, _appbootstrap.appBootstrap)(", file: "boot.ts", parts: ["react-dom/client", "./components/app-router", "./app-index"] },
};
/** Links that fetch pages ahead of a click (the farm desk has them) need all of it at once. */
const needs = { "app-dir/link.js": "navigation.ts" };

const fileOf = (resource) => resource.split(path.sep).join("/").split("/next/dist/client/")[1];
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

export default function lateRouter(source) {
  this.addDependency(import.meta.filename);  // or a kept build would not notice a change here
  const file = fileOf(this.resourcePath);
  const required = (name) => JSON.stringify(path.relative(path.dirname(this.resourcePath), path.join(here, name)).split(path.sep).join("/"));
  if (whole[file]) return `module.exports = require(${required(whole[file])});\n`;
  if (needs[file]) return `require(${required(needs[file])});\n${source}`;
  if (started[file]) {
    const { call, file: boot, parts } = started[file];
    const cut = source.split(call);
    if (cut.length !== 2) throw new Error(`${file} of Next.js starts ${cut.length - 1} times instead of once`);
    return cut.join(`require(${required(boot)}).boot(_appbootstrap.appBootstrap, [${parts.map((part) => `() => require("${part}")`)}], `);
  }
  return Object.entries(late[file] ?? {}).reduce((text, [request, name]) => {
    const parts = text.split(`require("${request}")`);
    if (parts.length !== 2) throw new Error(`${file} of Next.js requires ${request} ${parts.length - 1} times instead of once`);
    return parts.join(`require(${required("modules.ts")}).late("${name}")`);
  }, source);
}

/** Matches the files above, for the bundler's rule. */
export const files = new RegExp(`/next/dist/client/(?:${[...Object.keys(late), ...Object.keys(whole), ...Object.keys(started), ...Object.keys(needs)].map(escaped).join("|")})$`);
