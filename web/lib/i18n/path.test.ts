import { expect, it } from "vitest";
import { localePath, splitLocale } from "./path";

it.each([
  ["/", "en", "/"],
  ["/es", "es", "/"],
  ["/es/", "es", "/"],
  ["/es/shop", "es", "/shop"],
  ["/essex", "en", "/essex"],
])("%s is %s %s", (pathname, locale, path) => {
  expect(splitLocale(pathname)).toEqual({ locale, path });
});

it.each([
  ["/", "/es"],
  ["/shop?q=a#b", "/es/shop?q=a#b"],
  ["#content", "#content"],
  ["https://example.com/", "https://example.com/"],
  ["/api/docs", "/api/docs"],
])("%s in Spanish is %s", (href, expected) => {
  expect(localePath("es", href)).toBe(expected);
  expect(localePath("en", href)).toBe(href);
});
