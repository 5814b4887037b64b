// Counts of a stock take that are on their way: kept on this device until the shop has them, so that a cellar without a network loses none.
// A count is known by its lot; a newer one takes its place, and only what was sent is taken out, so that each is sent once. It carries its
// age, for the clock of a phone may be wrong.
import { z } from "zod";
import { isProblem } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { refusal } from "@/lib/i18n/messages/en/refusal";
import { outcomeOf, type RefusalKey } from "./outcome";

const waiting = z.object({
  user: z.string(),
  take: z.string(),
  lot: z.string(),
  sku: z.string(),
  counted: z.number().min(0),
  /** When it was typed, by this device's clock. */
  at: z.number(),
  /** Why the shop did not take it; it is not sent again until it is changed. */
  problem: z.enum(Object.keys(refusal) as [RefusalKey, ...RefusalKey[]]).optional(),
});
export type WaitingCount = z.infer<typeof waiting>;

export const waiting_max = 2_000;
/** As many as the API takes at once. */
const counts_max = 500;

/** What was stored; anything else that stands there is nothing. */
export function readQueue(text: string | null): WaitingCount[] {
  try {
    const read = z.array(waiting).safeParse(JSON.parse(text ?? "[]"));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
}

const sameLot = (a: WaitingCount, b: WaitingCount) => a.user === b.user && a.take === b.take && a.lot === b.lot;
const sameCount = (a: WaitingCount, b: WaitingCount) => sameLot(a, b) && a.at === b.at && a.counted === b.counted;

/** The newest of each lot; the oldest go first where there is no room. */
export function withCounts(queue: readonly WaitingCount[], counts: readonly WaitingCount[]): WaitingCount[] {
  return [...queue.filter((old) => !counts.some((count) => sameLot(old, count))), ...counts].slice(-waiting_max);
}
export function without(queue: readonly WaitingCount[], sent: readonly WaitingCount[]): WaitingCount[] {
  return queue.filter((count) => !sent.some((one) => sameCount(count, one)));
}
export function withProblems(queue: readonly WaitingCount[], refused: readonly WaitingCount[]): WaitingCount[] {
  return queue.map((count) => refused.find((one) => sameCount(count, one)) ?? count);
}

export type Send = (take: string, counts: Schema<"CountInput">[]) => Promise<{ response: Response; error?: unknown }>;
export type Sent = { state: "sent" | "offline" | "later" | "signed_out"; sent: WaitingCount[]; refused: WaitingCount[] };

/** 404 and the like say that this count will never be taken; these may pass by themselves. */
const passes = (status: number) => status >= 500 || status === 429 || status === 408;

/**
 * Sends what waits, take by take. Where some of a batch are refused, the others go without them. What the network or a busy shop kept from
 * being sent is in neither list.
 */
export async function sendCounts(queue: readonly WaitingCount[], send: Send, now = Date.now()): Promise<Sent> {
  const out: Sent = { state: "sent", sent: [], refused: [] };
  const todo = queue.filter((count) => !count.problem);
  for (const take of new Set(todo.map((count) => count.take))) {
    let rest = todo.filter((count) => count.take === take);
    while (rest.length > 0) {
      const some = rest.slice(0, counts_max);
      const answer = await send(take, some.map(({ sku, lot, counted, at }) => ({ sku, lot, counted, counted_at: new Date(now - Math.max(0, now - at)).toISOString() }))).catch(() => null);
      if (!answer) return { ...out, state: "offline" };
      const { status } = answer.response;
      if (status === 401) return { ...out, state: "signed_out" };
      // What is no answer of the shop (a portal that wants a password first) decides nothing.
      if (passes(status) || (!answer.response.ok && !isProblem(answer.error))) return { ...out, state: "later" };
      if (answer.response.ok) {
        out.sent.push(...some);
        rest = rest.slice(some.length);
        continue;
      }
      const outcome = outcomeOf(answer);
      const wrong = new Map(Object.entries(outcome.errors ?? {}).flatMap(([name, key]) => { const at = /^counts\.(\d+)/.exec(name)?.[1]; return at === undefined ? [] : [[Number(at), key] as const]; }));
      const refused = some.flatMap((count, i) => (wrong.size === 0 || wrong.has(i) ? [{ ...count, problem: wrong.get(i) ?? outcome.problem ?? ("failed" as const) }] : []));
      out.refused.push(...refused);
      rest = rest.filter((count) => !refused.some((one) => sameCount(one, count)));
    }
  }
  return out;
}
