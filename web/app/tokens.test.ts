// The contrast of the design tokens in both themes, by WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what is not text but says
// something (1.4.11). Which colour stands on which ground is read from the classes of the pages, so that a new pair is seen.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const web = path.resolve(import.meta.dirname, "..");
type Theme = Record<string, string>;

function colours(css: string): Theme {
  return Object.fromEntries([...css.matchAll(/--color-([\w-]+):\s*(#[0-9A-Fa-f]{6})\b/g)].map(([, name = "", value = ""]) => [name, value]));
}

const css = readFileSync(path.join(web, "app/tokens.css"), "utf8");
const [lightCss = "", darkCss = ""] = css.split('[data-theme="dark"] {');
const light = colours(lightCss);
const themes: Record<string, Theme> = { light, dark: { ...light, ...colours(darkCss) } };

const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Of a colour that covers its ground by `cover`, 0 to 1. */
function contrast(theme: Theme, colour: string, ground: string, cover = 1): number {
  const [over, under] = [colour, ground].map((name) => channels(name === "white" ? "#ffffff" : name === "black" ? "#000000" : (theme[name] ?? "")));
  const mixed = (over ?? []).map((channel, i) => channel * cover + (under?.[i] ?? 0) * (1 - cover));
  const [a = 0, b = 0] = [luminance(mixed), luminance(under ?? [])].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const pages = ["paper", "surface", "sunken"];
const washes = Object.keys(light).filter((name) => name.endsWith("-wash"));
const grounds = Object.keys(light).filter((name) => name.startsWith("ground-"));

/** Text by the grounds that it may stand on wherever the pages put it: links and states in banners, flags on produce. */
const anywhere = ["ink", "muted", "leaf", "leaf-strong", "soil", "amber-text", "sky", "beet", "danger"];
const text: Record<string, string[]> = {
  ...Object.fromEntries(anywhere.map((name) => [name, [...pages, ...washes, ...grounds]])),
  "on-leaf": ["leaf", "leaf-strong"],
  "on-danger": ["danger"],
  "on-inverse": ["inverse"],
  "inverse-accent": ["inverse"],
};
const drawn: Record<string, string[]> = {
  line: pages,
  focus: pages,
  ...Object.fromEntries(["leaf", "sky", "soil", "danger", "ink", "muted"].map((name) => [name, [...pages, ...washes]])),
  ...Object.fromEntries([1, 2, 3, 4].map((n) => [`chart-${n}`, [...pages, "band"]])),
};
/** What is drawn thinner than its colour, and says something all the same. */
const thin = [
  { file: "features/desk/sales_chart.tsx", opacity: 65, colour: "chart-1", ground: "surface" },
  { file: "ui/toaster.tsx", opacity: 80, colour: "on-inverse", ground: "inverse" },
];
/** Nothing is read from these: the picture of what is sold out, a list while it is asked anew. */
const faded = [{ file: "ui/produce_ground.tsx", opacity: 55 }, { file: "features/catalog/facet_form.tsx", opacity: 70 }];

const sources = ["app", "features", "ui"].flatMap((folder) =>
  readdirSync(path.join(web, folder), { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file) && !file.includes(".test.")).map((file) => path.join(folder, file)));

interface Use {
  file: string;
  variant: string;
  kind: string;
  name: string;
}

/** The colour classes of each string of the sources: "hover:bg-leaf" is bg, leaf under "hover". */
const strings: Use[][] = sources.flatMap((file) =>
  [...readFileSync(path.join(web, file), "utf8").matchAll(/"[^"\n]*"|`[^`]*`/g)].map(([string]) =>
    [...string.matchAll(/(?<![\w-])((?:[\w-]+(?:-\[[^\]]*\])?:|\[[^\]\s]*\]:)*)(text|bg|border|stroke|fill)-([a-z][\w-]*)(?![\w-]|\/)/g)]
      .map(([, variant = "", kind = "", name = ""]) => ({ file, variant, kind, name }))
      .filter(({ name }) => name in light || name === "white")));

const failing = (pairs: Iterable<readonly [where: string, colour: string, ground: string, least: number, cover?: number]>) =>
  [...pairs].flatMap(([where, colour, ground, least, cover]) => Object.entries(themes).flatMap(([theme, tokens]) => {
    const found = contrast(tokens, colour, ground, cover);
    return found >= least ? [] : [`${colour} on ${ground}, ${theme}: ${found.toFixed(2)} of ${least}${where && `, ${where}`}`];
  }));

const product = (table: Record<string, string[]>, least: number) => Object.entries(table).flatMap(([colour, on]) => on.map((ground) => ["", colour, ground, least] as const));

describe("contrast of the tokens", () => {
  it("is counted as WCAG says", () => {
    expect(contrast({}, "black", "white")).toBeCloseTo(21, 5);
    expect(contrast({ grey: "#767676" }, "grey", "white")).toBeCloseTo(4.54, 2);
    expect(contrast({}, "black", "white", 0.5)).toBeCloseTo(3.95, 1);
    expect(Object.keys(light).length).toBe(40);
    expect(strings.flat().length).toBeGreaterThan(500);
  });

  it("is 4.5:1 for text on every ground that it may stand on", () => expect(failing(product(text, 4.5))).toEqual([]));

  it("is 3:1 for borders, focus, marks and charts", () => expect(failing(product(drawn, 3))).toEqual([]));

  it("is 4.5:1 where one class list has both text and ground, in each of its states", () => {
    const pairs = strings.flatMap((uses) => {
      const of = (kind: string, variant: string) => uses.find((use) => use.kind === kind && use.variant === variant) ?? uses.find((use) => use.kind === kind && use.variant === "");
      return [...new Set(uses.map((use) => use.variant))].flatMap((variant) => {
        const [colour, ground] = [of("text", variant), of("bg", variant)];
        return colour && ground ? [[colour.file, colour.name, ground.name, 4.5] as const] : [];
      });
    });
    expect(pairs.length).toBeGreaterThan(40);
    expect(failing(pairs)).toEqual([]);
  });

  it("is known for every colour that the pages write in", () => {
    // The slash between the steps of a path is drawn in the colour of lines.
    const unknown = strings.flat().filter(({ kind, name, variant }) => kind === "text" && !(name in text) && !(name === "line" && variant === "before:"));
    expect(unknown).toEqual([]);
  });

  it("is 3:1 for what is drawn thin, and nothing else is", () => {
    const used = sources.flatMap((file) => [...readFileSync(path.join(web, file), "utf8").matchAll(/(?<![\w:-])opacity-(\d+)/g)].map(([, opacity]) => ({ file, opacity: Number(opacity) })));
    const seen = (one: (typeof used)[number]) => one.opacity === 0 || [...thin, ...faded].some(({ file, opacity }) => file === one.file && opacity === one.opacity);
    expect(used.filter((one) => !seen(one))).toEqual([]);
    expect(failing(thin.map(({ colour, ground, opacity }) => ["", colour, ground, 3, opacity / 100] as const))).toEqual([]);
  });
});
