// What of Next.js's router waits for its first use, and what stands in for it until then. scripts/late_router.mjs puts `late` in the
// place of those modules.
import { StaticAttemptHints } from "next/dist/shared/lib/app-router-types";
import { HEAD_REQUEST_KEY } from "next/dist/shared/lib/segment-cache/segment-value-encoding";
import { getShellSegmentVaryPath, type VaryPath } from "next/dist/client/components/segment-cache/vary-path";

type Names = "cache" | "optimisticRoutes" | "scheduler" | "fetchServerResponse" | "appRouterState" | "navigateReducer";
type Modules = Record<Names, Record<string, unknown>>;

const skip = () => undefined;

// What hydration itself calls: the trees of the first page, which are built without a cache; and what only helps later navigations.
const early: Modules = {
  cache: {
    segmentCacheMap: undefined,  // handed through, not read: the first page has all its parts
    createRootRouteTree: (tree: unknown, head: unknown) => ({ tree, head }),
    getHeadRequestKey: (page: string) => page + HEAD_REQUEST_KEY,
    createMetadataRouteTree: (varyPath: VaryPath, hints: number, data: unknown) => ({
      requestKey: varyPath.value, segment: HEAD_REQUEST_KEY, shellVaryPath: getShellSegmentVaryPath(varyPath), refreshState: null, data, varyPath, slots: null, prefetchHints: hints & StaticAttemptHints,
    }),
    spawnStaticStageCacheWrite: skip,
    writeRuntimePrefetchStreamIntoCache: async () => undefined,
  },
  optimisticRoutes: { discoverKnownRoute: skip },
  scheduler: { pingPrefetchScheduler: skip },
  fetchServerResponse: { decodeStageUntilBoundary: async () => null },
  appRouterState: {},
  navigateReducer: { DYNAMIC_STALETIME_MS: Number(process.env.__NEXT_CLIENT_ROUTER_DYNAMIC_STALETIME) * 1000 },
};

let loaded: Modules | undefined;

/** Calls of a module by name go to the module once it is there. */
export function late(name: Names): object {
  return new Proxy({}, {
    get(_, key) {
      const from = (loaded ?? early)[name];
      if (typeof key !== "string" || !(key in from)) throw new Error(`${name}.${String(key)} was used before the router was loaded`);
      return from[key];
    },
  });
}

export function fill(modules: Modules) {
  loaded = modules;
}
