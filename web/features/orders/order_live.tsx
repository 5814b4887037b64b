"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { watch } from "@/lib/live";

/** Looks at the order's page again every few seconds until it is over: the server draws what has changed. */
export function OrderLive({ id, every_ms }: { id: string; every_ms: number }) {
  const router = useRouter();
  useEffect(() => watch({ key: `order-page/${id}`, every_ms, load: async () => router.refresh() }, () => {}), [id, every_ms, router]);
  return null;
}
