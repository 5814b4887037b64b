"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { watch } from "@/lib/live";

/** Asks the server for the page's figures again while somebody looks. */
export function Refresh({ every_ms }: { every_ms: number }) {
  const router = useRouter();
  useEffect(() => watch({ key: "tower/refresh", every_ms, load: async () => router.refresh() }, () => {}), [router, every_ms]);
  return null;
}
