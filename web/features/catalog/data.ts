import "server-only";
import { must } from "@/lib/api/problem";
import { publicApi } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { facetNames, type Choices } from "./facets";

const metres_per_mile = 1609.344;

export type Catalog = Schema<"ProductList">;

export async function catalog(choices: Choices): Promise<Catalog> {
  const answer = await publicApi.GET("/api/v1/products", {
    params: {
      query: {
        limit: choices.show,
        q: choices.q || undefined,
        category: choices.chosen.category.length ? choices.chosen.category : undefined,
        certification: choices.chosen.certification.length ? (choices.chosen.certification as ("usda_nop" | "eu")[]) : undefined,
        farm: choices.chosen.farm.length ? choices.chosen.farm : undefined,
        season: choices.chosen.season.length ? choices.chosen.season : undefined,
        storage: choices.chosen.storage.length ? (choices.chosen.storage as ("ambient" | "chilled" | "eggs" | "frozen")[]) : undefined,
        price: choices.chosen.price.length ? choices.chosen.price : undefined,
        in_stock: choices.inStock || undefined,
        tag: choices.tag,
        near: choices.near,
        within_km: choices.withinMiles ? Math.max(1, Math.round((choices.withinMiles * metres_per_mile) / 1000)) : undefined,
        sort: choices.sort,
        facets: [...facetNames],
      },
    },
  });
  // A value that is gone (a category that was renamed, a farm that left) makes an empty list, not an error page.
  if (answer.response.status === 422) return { items: [], total: 0, total_is_exact: true, facets: [], relax: [] };
  return must(answer);
}

/** The category tree; small, and finished bytes of the gateway. */
export async function categoryTree(): Promise<Schema<"CategoryView">[]> {
  return must(await publicApi.GET("/api/v1/categories")).items;
}
