import { describe, expect, it } from "vitest";
import { orderSteps, takeable } from "./steps";

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

  it("takes its times from the events", () => {
    const steps = orderSteps(order("paid"), [{ type: "placed", at: "2026-11-26T09:00:00Z" }, { type: "paid", at: "2026-11-26T09:00:02Z" }]);
    expect(steps.map((s) => s.at)).toEqual(["2026-11-26T09:00:00Z", "2026-11-26T09:00:02Z", undefined, undefined, undefined]);
  });
});

describe("what can be taken out", () => {
  it("is what is left of farms that do not pack yet", () => {
    const lines = [{ farm: "a", left: 2 }, { farm: "a", left: 0 }, { farm: "b", left: 1 }];
    expect(takeable({ lines, parts: [{ farm: "a", status: "paid" }, { farm: "b", status: "packing" }] })).toEqual([{ farm: "a", left: 2 }]);
  });
});
