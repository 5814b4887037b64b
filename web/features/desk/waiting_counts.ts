"use client";
// The queue of this device, for everything on the desk that shows or sends it.
import { useSyncExternalStore } from "react";
import { api } from "@/lib/api/browser";
import { readQueue, sendCounts, withCounts, withProblems, without, type Sent, type WaitingCount } from "./count_queue";

const key = "gh_counts";
const none: readonly WaitingCount[] = [];
const listeners = new Set<() => void>();
let seen: { text: string | null; counts: readonly WaitingCount[] } = { text: null, counts: none };

function stored(): readonly WaitingCount[] {
  const text = localStorage.getItem(key);
  if (text !== seen.text) seen = { text, counts: text ? readQueue(text) : none };
  return seen.counts;
}

function change(to: (queue: readonly WaitingCount[]) => WaitingCount[]) {
  const queue = to(stored());
  if (queue.length > 0) localStorage.setItem(key, JSON.stringify(queue));
  else localStorage.removeItem(key);
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

export const useWaitingCounts = (): readonly WaitingCount[] => useSyncExternalStore(subscribe, stored, () => none);
export const waitingNow = stored;
export const keepCounts = (counts: readonly WaitingCount[]) => change((queue) => withCounts(queue, counts));
export const forgetCounts = (counts: readonly WaitingCount[]) => change((queue) => without(queue, counts));

const send = (take: string, counts: Parameters<Parameters<typeof sendCounts>[1]>[1]) => api.PUT("/api/v1/stock-takes/{id}/counts", { params: { path: { id: take } }, body: { counts } });

/** Sends what waits of this user. One page of this browser at a time, so that no count goes twice. */
export async function sendWaiting(user: string): Promise<Sent> {
  const work = async () => {
    const out = await sendCounts(stored().filter((count) => count.user === user), send);
    change((queue) => withProblems(without(queue, out.sent), out.refused));
    return out;
  };
  return "locks" in navigator ? await navigator.locks.request(key, work) : await work();
}
