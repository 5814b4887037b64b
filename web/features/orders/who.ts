// Who did what an event tells, in words that any buyer may read: the API names people by their ids. Pure.
import type { Schema } from "@/lib/api/types";

export interface Who {
  is: "you" | "farm" | "shop";
  /** The farm's id. */
  farm?: string;
}

type Event = Pick<Schema<"EventView">, "type" | "actor" | "data">;

// What only the people of a farm do, and why they take back what they do not bring.
const of_farms: readonly Event["type"][] = ["packing_started", "packed", "shipped", "delivered", "complaint_answered", "lines_returned", "returned"];
const reasons_of_farms: readonly (string | undefined)[] = ["cancelled_by_farm", "short_packed"];

export function whoDid({ buyer }: Pick<Schema<"OrderView">, "buyer">, { type, actor, data }: Event): Who {
  if (of_farms.includes(type) || reasons_of_farms.includes(data.reason)) return { is: "farm", farm: data.farm };
  return { is: actor === "guest" || (buyer && actor === buyer) ? "you" : "shop" };
}
