"use client";
import { api } from "@/lib/api/browser";
import type { Schema } from "@/lib/api/types";

const pause_ms = 400;
const patience_ms = 120_000;

/** Looks at bulk work until it has ended. */
export async function untilEnded(id: string, seen: (operation: Schema<"OperationView">) => void): Promise<Schema<"OperationView">> {
  const end = Date.now() + patience_ms;
  for (;;) {
    const { data } = await api.GET("/api/v1/operations/{id}", { params: { path: { id } } });
    if (data) {
      seen(data);
      if (data.state !== "queued" && data.state !== "running") return data;
    }
    if (Date.now() > end) throw new Error("the work has not ended");
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
  }
}
