import { describe, expect, it } from "vitest";
import { formatMessage } from "./format";
import { messages } from "./messages";

const en = messages.en as Record<string, Record<string, string>>;
const es = messages.es as Record<string, Record<string, string>>;

/** The names of the values that a message takes, sorted; the languages must agree on them. */
function messageValues(message: string): string[] {
  const names = new Set<string>();
  for (const match of message.matchAll(/\{(\w+)(?:\}|, plural,)/g)) {
    const before = message.slice(0, match.index);
    const insidePlural = /(?:one|other|few|many|=\d+)\s*$/.test(before);
    if (!insidePlural && match[1]) names.add(match[1]);
  }
  return [...names].sort();
}

describe("the catalogue", () => {
  it("has the same namespaces and keys in both languages", () => {
    const keys = (catalogue: typeof en) => Object.entries(catalogue).flatMap(([space, group]) => Object.keys(group).map((key) => `${space}.${key}`)).sort();
    expect(keys(es)).toEqual(keys(en));
    expect(keys(en).length).toBeGreaterThan(100);
  });

  it("has no empty message, and each takes the same values", () => {
    for (const [space, group] of Object.entries(en)) {
      for (const [key, text] of Object.entries(group)) {
        const other = es[space]?.[key] ?? "";
        expect(text.trim() && other.trim(), `${space}.${key}`).not.toBe("");
        expect(messageValues(other), `${space}.${key}`).toEqual(messageValues(text));
      }
    }
  });
});

describe("messages", () => {
  it.each([
    ["en", 1, "All 1 item"],
    ["en", 1214, "All 1,214 items"],
    ["es", 1, "El 1 producto"],
  ])("count in %s: %i", (locale, n, expected) => {
    const text = locale === "en" ? messages.en.shop.allItems : messages.es.shop.allItems;
    expect(formatMessage(locale, text, { n })).toBe(expected);
  });
  it("find their values", () => {
    expect(messageValues("Your box: {n, plural, one {# item} other {# items}}, {total}")).toEqual(["n", "total"]);
  });
  it("leave a value that was not given", () => {
    expect(formatMessage("en", "Hello {name}")).toBe("Hello {name}");
  });
});
