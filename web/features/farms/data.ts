import "server-only";
import { must } from "@/lib/api/problem";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";

const farms_max = 300;

/** The farms that sell, by name or nearest first. Those of the directory that do not are not shown. */
export async function allFarms(near?: string): Promise<Schema<"FarmInList">[]> {
  const farms: Schema<"FarmInList">[] = [];
  let cursor: string | undefined;
  do {
    const page = must(await publicApi.GET("/api/v1/farms", { params: { query: { limit: 100, cursor, ...(near ? { near, sort: "distance" as const } : {}) } } }));
    farms.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && farms.length < farms_max);
  return farms.filter((farm) => farm.status === "verified");
}
