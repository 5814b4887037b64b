"use client";
import { api } from "@/lib/api/browser";
import type { Schema } from "@/lib/api/types";
import type { Topic } from "@/lib/live";

/** The stock of the farm that the browser's session works for. */
export const deskStock: Topic<Schema<"StockView">[]> = {
  key: "desk/stock",
  every_ms: 10_000,
  load: async (signal) => {
    const rows: Schema<"StockView">[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await api.GET("/api/v1/inventory", { params: { query: { limit: 100, cursor } }, signal });
      if (!data) throw new Error("no answer");
      rows.push(...data.items);
      cursor = data.next_cursor;
    } while (cursor);
    return rows;
  },
};
