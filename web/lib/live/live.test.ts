import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { push, watch } from "./index";

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

  it("takes what is pushed", async () => {
    const seen: number[] = [];
    const stop = watch({ key: "c", every_ms: 1000, load: async () => 5 }, (v) => seen.push(v));
    push("c", 4);
    expect(seen).toEqual([4]);
    stop();
  });
});
