import { describe, expect, it } from "vitest";
import { fetched, orderSteps, promised, takeable } from "./steps";

const order = (status: string, parts: string[] = [status]) => ({ status, created: "2026-11-26T09:00:00Z", parts: parts.map((s) => ({ status: s })) }) as Parameters<typeof orderSteps>[0];
const states = (status: string, parts?: string[]) => orderSteps(order(status, parts), []).map((s) => s.state);

describe("where an order stands", () => {
  it.each([
    ["pending_payment", ["now", "to_come", "to_come", "to_come", "to_come"]],
    ["paid", ["done", "now", "to_come", "to_come", "to_come"]],
    ["packing", ["done", "now", "to_come", "to_come", "to_come"]],
    ["packed", ["done", "done", "now", "to_come", "to_come"]],
    ["shipped", ["done", "done", "done", "now", "to_come"]],
    ["delivered", ["done", "done", "done", "done", "done"]],
  ])("%s", (status, expected) => expect(states(status)).toEqual(expected));

  it("a refund of a part does not move it back", () => {
    expect(states("partially_refunded", ["delivered", "cancelled"])).toEqual(["done", "done", "done", "done", "done"]);
    expect(states("partially_refunded", ["shipped", "packed"])).toEqual(["done", "done", "now", "to_come", "to_come"]);
  });

  it("takes its times from the events, and who it was", () => {
    const of = { actor: "guest", data: {} };
    const steps = orderSteps(order("paid"), [{ type: "placed", at: "2026-11-26T09:00:00Z", ...of }, { type: "paid", at: "2026-11-26T09:00:02Z", ...of, actor: "sweeper" }]);
    expect(steps.map((s) => s.at)).toEqual(["2026-11-26T09:00:00Z", "2026-11-26T09:00:02Z", undefined, undefined, undefined]);
    expect(steps.map((s) => s.by?.is)).toEqual(["you", "shop", undefined, undefined, undefined]);
  });

  it("what is picked up is not on the way, unless a farm brings a part of it", () => {
    const parts = (...methods: string[]) => methods.map((method) => ({ status: "packed", delivery: { method } }));
    const steps = (...methods: string[]) => orderSteps({ ...order("packed"), parts: parts(...methods) } as Parameters<typeof orderSteps>[0], []).map((s) => `${s.name} ${s.state}`);
    expect(steps("pick_up")).toEqual(["placed done", "paid done", "packed now", "at_the_door to_come"]);
    expect(steps("pick_up", "delivery")).toHaveLength(5);
    expect(fetched({ parts: [] })).toBe(false);
  });
});

describe("what is promised", () => {
  const part = (status: string, day?: string) => ({ status, delivery: day ? { method: "delivery", note: "", window: { day, from: "09:00", to: "12:00" } } : undefined }) as Parameters<typeof promised>[0]["parts"][number];
  it.each([
    ["the only one", [part("paid", "2026-11-28")], "2026-11-28", false],
    ["the same of all", [part("paid", "2026-11-28"), part("packed", "2026-11-28")], "2026-11-28", false],
    ["the first of two", [part("paid", "2026-11-30"), part("paid", "2026-11-28")], "2026-11-28", true],
    ["the only one that is agreed", [part("paid"), part("paid", "2026-11-28")], "2026-11-28", true],
    ["what is still to come", [part("delivered", "2026-11-28"), part("paid", "2026-11-30")], "2026-11-30", false],
    ["nothing", [part("paid")], undefined, false],
  ])("%s", (_, parts, day, others) => {
    const next = promised({ parts });
    expect([next.window?.day, next.others]).toEqual([day, others]);
  });
});

describe("what can be taken out", () => {
  it("is what is left of farms that do not pack yet", () => {
    const lines = [{ farm: "a", left: 2 }, { farm: "a", left: 0 }, { farm: "b", left: 1 }];
    expect(takeable({ lines, parts: [{ farm: "a", status: "paid" }, { farm: "b", status: "packing" }] })).toEqual([{ farm: "a", left: 2 }]);
  });
});
