import { describe, expect, it } from "vitest";
import { readQueue, sendCounts, waiting_max, withCounts, withProblems, without, type Send, type WaitingCount } from "./count_queue";

const count = (lot: string, counted = 1, more: Partial<WaitingCount> = {}): WaitingCount => ({ user: "usr_1", take: "stk_1", lot, sku: `sku_${lot}`, counted, at: 1_000, ...more });
const answer = (status: number, error?: object) => ({ response: new Response(status === 204 ? null : "", { status }), error });
const problem = (status: number, code: string, errors?: object[]) => answer(status, { status, code, title: code, errors });

describe("the queue of counts", () => {
  it("keeps the newest of a lot, and of its user and take", () => {
    const queue = withCounts([count("a", 1), count("a", 1, { take: "stk_2" }), count("a", 1, { user: "usr_2" })], [count("a", 2, { at: 2_000 })]);
    expect(queue.map((one) => [one.user, one.take, one.counted])).toEqual([["usr_1", "stk_2", 1], ["usr_2", "stk_1", 1], ["usr_1", "stk_1", 2]]);
  });
  it("takes out what was sent, and not what was typed meanwhile", () => {
    const sent = count("a", 1);
    expect(without([sent, count("b")], [sent]).map((one) => one.lot)).toEqual(["b"]);
    expect(without([count("a", 2, { at: 2_000 })], [sent])).toHaveLength(1);
    expect(withProblems([count("a", 2, { at: 2_000 })], [{ ...sent, problem: "invalid" }])[0]?.problem).toBeUndefined();
  });
  it("is bounded, and what is not a queue is none", () => {
    expect(withCounts([], Array.from({ length: waiting_max + 5 }, (_, i) => count(String(i))))).toHaveLength(waiting_max);
    for (const text of [null, "", "{}", "[1]", '[{"lot":"a"}]', "not json"]) expect(readQueue(text)).toEqual([]);
    expect(readQueue(JSON.stringify([count("a", 1, { problem: "stock_take_state" })]))).toHaveLength(1);
  });
});

describe("sending counts", () => {
  it("goes take by take with the age of each count", async () => {
    const calls: [string, string[], string?][] = [];
    const send: Send = (take, counts) => { calls.push([take, counts.map((one) => one.lot), counts[0]?.counted_at ?? undefined]); return Promise.resolve(answer(200)); };
    const out = await sendCounts([count("a"), count("b", 2, { take: "stk_2" }), count("c")], send, 61_000);
    expect(calls).toEqual([["stk_1", ["a", "c"], new Date(1_000).toISOString()], ["stk_2", ["b"], new Date(1_000).toISOString()]]);
    expect(out).toMatchObject({ state: "sent", refused: [] });
    expect(out.sent).toHaveLength(3);
  });
  it("keeps everything while there is no network, the session is over or the shop is busy", async () => {
    expect(await sendCounts([count("a")], () => Promise.reject(new TypeError("network")))).toEqual({ state: "offline", sent: [], refused: [] });
    expect((await sendCounts([count("a")], () => Promise.resolve(problem(401, "unauthenticated")))).state).toBe("signed_out");
    expect((await sendCounts([count("a")], () => Promise.resolve(problem(503, "unavailable")))).state).toBe("later");
    expect((await sendCounts([count("a")], () => Promise.resolve(answer(403)))).state, "not the shop's word").toBe("later");
  });
  it("sends the others without the one that is refused", async () => {
    const calls: string[][] = [];
    const send: Send = (_, counts) => {
      calls.push(counts.map((one) => one.lot));
      const at = counts.findIndex((one) => one.lot === "b");
      return Promise.resolve(at < 0 ? answer(200) : problem(422, "invalid_input", [{ pointer: `/counts/${at}/lot`, code: "unknown_lot", detail: "" }]));
    };
    const out = await sendCounts([count("a"), count("b"), count("c")], send);
    expect(calls).toEqual([["a", "b", "c"], ["a", "c"]]);
    expect(out.sent.map((one) => one.lot)).toEqual(["a", "c"]);
    expect(out.refused).toMatchObject([{ lot: "b", problem: "unknown" }]);
  });
  it("marks all of a take that is over, and does not send them again", async () => {
    const out = await sendCounts([count("a"), count("b")], () => Promise.resolve(problem(409, "stock_take_state")));
    expect(out.refused.map((one) => one.problem)).toEqual(["stock_take_state", "stock_take_state"]);
    let asked = 0;
    await sendCounts(out.refused, () => { asked++; return Promise.resolve(answer(200)); });
    expect(asked).toBe(0);
  });
});
