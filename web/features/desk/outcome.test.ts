import { describe, expect, it } from "vitest";
import { fieldOf, outcomeOf } from "./outcome";

const answer = (status: number, error?: unknown) => ({ error, response: new Response(null, { status }) });

describe("what became of a change", () => {
  it("names fields as the form does", () => {
    expect(fieldOf("/variants/0/price/amount")).toBe("variants.0.price");
    expect(fieldOf("/name")).toBe("name");
  });
  it("is done when the API says so, with and without a body", () => expect(outcomeOf(answer(204))).toEqual({ state: "done" }));
  it("has the API's codes where there are words for them", () => {
    const problem = { status: 422, code: "invalid_input", title: "", errors: [{ pointer: "/name", code: "empty" }, { pointer: "/area_m2", code: "out_of_range" }, { pointer: "/tags/0", code: "unknown_tag" }, { pointer: "/x", code: "never_heard_of" }] };
    expect(outcomeOf(answer(422, problem), { area_m2: "acres" })).toEqual({ state: "refused", problem: "invalid_input", errors: { name: "empty", acres: "out_of_range", "tags.0": "unknown", x: "invalid" } });
  });
  it("is a failure when the answer cannot be read", () => expect(outcomeOf(answer(502))).toEqual({ state: "refused", problem: "failed" }));
});
