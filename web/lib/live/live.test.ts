import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stale_ms, watch } from "./index";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("watching a topic", () => {
  it("polls once for all who look, and stops with the last", async () => {
    let count = 0;
    const topic = { key: "a", every_ms: 1000, load: async () => ++count };
    const first: number[] = [];
    const second: number[] = [];
    const stop1 = watch(topic, (v) => first.push(v));
    const stop2 = watch(topic, (v) => second.push(v));
    await vi.advanceTimersByTimeAsync(2000);
    expect(first).toEqual([1, 2]);
    expect(second).toEqual([1, 2]);
    stop1();
    stop2();
    await vi.advanceTimersByTimeAsync(5000);
    expect(count).toBe(2);
  });

  it("asks less often while it fails, and returns to its pace", async () => {
    const times: number[] = [];
    let broken = true;
    const topic = { key: "b", every_ms: 1000, load: async () => { times.push(Date.now()); if (broken) throw new Error("down"); return 1; } };
    const start = Date.now();
    const stop = watch(topic, () => {});
    await vi.advanceTimersByTimeAsync(7000);
    expect(times.map((t) => t - start)).toEqual([1000, 3000, 7000]);
    broken = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(times.map((t) => t - start)).toEqual([1000, 3000, 7000, 15_000, 16_000, 17_000]);
    stop();
  });

  it("says when the newest value has become stale, and that a newer one came", async () => {
    let broken = false;
    const topic = { key: "d", every_ms: 5000, load: async () => { if (broken) throw new Error("down"); return 1; } };
    const start = Date.now();
    const heard: (number | undefined)[] = [];
    const stop = watch(topic, () => {}, (since_ms) => heard.push(since_ms === undefined ? undefined : since_ms - start));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard, "while it answers").toEqual([]);
    broken = true;
    await vi.advanceTimersByTimeAsync(stale_ms - 1);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heard, "since the last answer").toEqual([60_000]);
    const late: (number | undefined)[] = [];
    const stop_late = watch(topic, () => {}, (since_ms) => late.push(since_ms));
    expect(late, "who comes later hears it, too").toEqual([start + 60_000]);
    broken = false;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(heard).toEqual([60_000, undefined]);
    expect(late).toEqual([start + 60_000, undefined]);
    stop();
    stop_late();
  });

  it("ages from the beginning where nothing ever answers, and not after the end", async () => {
    const heard: (number | undefined)[] = [];
    const start = Date.now();
    const topic = { key: "e", every_ms: 5000, load: async () => { throw new Error("down"); } };
    const stop = watch(topic, () => {}, (since_ms) => heard.push(since_ms));
    await vi.advanceTimersByTimeAsync(stale_ms);
    expect(heard).toEqual([start]);
    stop();
    const stop_again = watch(topic, () => {}, (since_ms) => heard.push(since_ms));
    stop_again();
    await vi.advanceTimersByTimeAsync(stale_ms);
    expect(heard).toEqual([start]);
  });
});
