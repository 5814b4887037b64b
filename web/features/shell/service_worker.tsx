"use client";
import { WifiOff } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { toast } from "@/lib/toast";
import { Icon } from "@/ui/icon";

function subscribe(listener: () => void) {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** Registers the worker, offers an update when one waits, and says so when there is no network. */
export function ServiceWorker({ words }: { words: { offline: string; ready: string; use: string } }) {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine, () => true);
  useEffect(() => {
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    let reloading = false;
    const offer = (waiting: ServiceWorker) =>
      toast({ text: words.ready, tone: "done", action: { label: words.use, run: () => { reloading = true; waiting.postMessage({ type: "SKIP_WAITING" }); } } });
    navigator.serviceWorker.addEventListener("controllerchange", () => { if (reloading) location.reload(); });
    void navigator.serviceWorker.register("/sw.js").then((registration) => {
      if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const next = registration.installing;
        next?.addEventListener("statechange", () => { if (next.state === "installed" && navigator.serviceWorker.controller) offer(next); });
      });
    }, () => undefined);
  }, [words.ready, words.use]);
  return (
    <div role="status" className="no-print">
      {!online && <p className="flex items-center gap-3 bg-sky-wash px-4 py-2.5"><Icon of={WifiOff} className="text-sky" />{words.offline}</p>}
    </div>
  );
}
