import { describe, expect, it } from "vitest";
import { choicesQuery, chosenCount, cleared, page_size, parseChoices, show_max, toggled } from "./facets";

describe("choices in the address", () => {
  it.each([
    [{}, ""],
    [{ q: " carrots " }, "?q=carrots"],
    [{ category: ["fruit", "dairy"] }, "?category=dairy&category=fruit"],
    [{ category: "fruit,dairy" }, "?category=dairy&category=fruit"],
    [{ price: "0-299", in_stock: "1", sort: "price" }, "?price=0-299&in_stock=1&sort=price"],
    [{ show: "30" }, "?show=36"],
    [{ near: "43.07,-89.40", within: "50", sort: "distance" }, "?near=43.07,-89.40&within=50&sort=distance"],
    [{ sort: "distance" }, ""],
    [{ near: "here", within: "50" }, ""],
    [{ sort: "worst", show: "x", unknown: "1" }, ""],
  ])("%j is %s", (given, query) => {
    expect(choicesQuery(parseChoices(given))).toBe(query);
  });

  it("is the same after a round trip", () => {
    const choices = parseChoices({ q: "a&b=c", farm: ["x", "y", "x"], season: "11", storage: "chilled", show: "48" });
    const query = new URLSearchParams(choicesQuery(choices));
    const again = parseChoices(Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key)])));
    expect(choicesQuery(again)).toBe(choicesQuery(choices));
    expect(again.chosen.farm).toEqual(["x", "y"]);
  });

  it("is never longer than a page can be", () => {
    expect(parseChoices({ show: "100000" }).show).toBe(show_max);
    expect(parseChoices({ show: "-5" }).show).toBe(page_size);
  });

  it("puts a value in and takes it out", () => {
    const none = parseChoices({ show: "48" });
    const one = toggled(none, "category", "fruit");
    expect(choicesQuery(one)).toBe("?category=fruit");
    expect(chosenCount(one)).toBe(1);
    expect(choicesQuery(toggled(one, "category", "fruit"))).toBe("");
    expect(choicesQuery(cleared({ ...one, q: "a" }))).toBe("?q=a");
  });
});
