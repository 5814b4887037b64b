import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const source = readFileSync(path.join(import.meta.dirname, "fonts.ts"), "utf8");
function characters(face: string): Set<number> {
  const line = source.split("\n").find((one) => one.includes(`fonts/${face}.woff2`)) ?? "";
  const ranges = /unicode-range", value: "([^"]+)"/.exec(line)?.[1]?.split(",") ?? [];
  return new Set(ranges.flatMap((range) => {
    const [first = 0, last = first] = range.trim().slice("U+".length).split("-").map((code) => Number.parseInt(code, 16));
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  }));
}

/** What the words of both languages are written with. */
function written(): Map<number, string> {
  const found = new Map<number, string>();
  for (const language of ["en", "es"]) {
    const folder = path.join(import.meta.dirname, "../lib/i18n/messages", language);
    for (const file of readdirSync(folder)) for (const one of readFileSync(path.join(folder, file), "utf8")) if (one >= " ") found.set(one.codePointAt(0) ?? 0, `${language}/${file}`);
  }
  return found;
}

test.each(["young_serif", "figtree"])("the letters of both languages are in the preloaded part of %s", (font) => {
  const core = characters(`${font}_core`);
  expect(core.size).toBeGreaterThan(100);
  expect([...written()].filter(([code]) => !core.has(code)).map(([code, file]) => `${String.fromCodePoint(code)} in ${file}`)).toEqual([]);
});

test.each(["young_serif", "figtree"])("no character of %s is in both parts", (font) => {
  const core = characters(`${font}_core`);
  const rest = characters(`${font}_rest`);
  expect(rest.size).toBeGreaterThan(80);
  expect([...rest].filter((code) => core.has(code))).toEqual([]);
});
