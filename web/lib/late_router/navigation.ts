// The part of Next.js's router that navigates, refreshes and runs server actions: a chunk of its own.
import * as appRouterState from "next/dist/client/components/app-router-state";
import * as fetchServerResponse from "next/dist/client/components/router-reducer/fetch-server-response";
import * as navigateReducer from "next/dist/client/components/router-reducer/reducers/navigate-reducer";
import { refreshReducer } from "next/dist/client/components/router-reducer/reducers/refresh-reducer";
import { restoreReducer } from "next/dist/client/components/router-reducer/reducers/restore-reducer";
import { serverActionReducer } from "next/dist/client/components/router-reducer/reducers/server-action-reducer";
import { serverPatchReducer } from "next/dist/client/components/router-reducer/reducers/server-patch-reducer";
import { ACTION_NAVIGATE, ACTION_REFRESH, ACTION_RESTORE, ACTION_SERVER_ACTION, ACTION_SERVER_PATCH } from "next/dist/client/components/router-reducer/router-reducer-types";
import * as cache from "next/dist/client/components/segment-cache/cache";
import * as optimisticRoutes from "next/dist/client/components/segment-cache/optimistic-routes";
import * as scheduler from "next/dist/client/components/segment-cache/scheduler";
import { fill } from "./modules";

fill({ cache, optimisticRoutes, scheduler, fetchServerResponse, appRouterState, navigateReducer });

type Reducer = (state: unknown, action: unknown) => unknown;
const reducers = {
  [ACTION_NAVIGATE]: navigateReducer.navigateReducer,
  [ACTION_SERVER_PATCH]: serverPatchReducer,
  [ACTION_RESTORE]: restoreReducer,
  [ACTION_REFRESH]: refreshReducer,
  [ACTION_SERVER_ACTION]: serverActionReducer,
} as unknown as Record<string, Reducer>;

export function reduce(state: unknown, action: { type: string }): unknown {
  const reducer = reducers[action.type];
  if (!reducer) throw new Error(`the router knows no ${action.type}`);
  return reducer(state, action);
}
