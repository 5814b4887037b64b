// Makes fonts/ from the packages of the fonts: what the pages use of each and no hints for the rasterizer, so that the two that every
// page waits for fit into the first flight of a connection. Figtree and Young Serif are cut in two: the letters of English and Spanish,
// and the rest, which a browser asks for only where a name has one. app/fonts.ts says which character is where.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(top, "fonts");
const features = ["kern", "mark", "ccmp", "locl", "liga", "lnum", "tnum"];
const youngSerif = "@fontsource/young-serif/files/young-serif-latin-400-normal.woff2";
const figtree = "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2";
const weights = { wght: { min: 400, max: 650 } };
const faces = {
  young_serif_core: { from: youngSerif },
  young_serif_rest: { from: youngSerif },
  figtree_core: { from: figtree, variationAxes: weights },
  figtree_rest: { from: figtree, variationAxes: weights },
  dm_mono_400: { from: "@fontsource/dm-mono/files/dm-mono-latin-400-normal.woff2" },
  dm_mono_500: { from: "@fontsource/dm-mono/files/dm-mono-latin-500-normal.woff2" },
};

const said = await readFile(path.join(top, "app/fonts.ts"), "utf8");

/** The characters of a face after the unicode-range beside its file in app/fonts.ts; undefined: all that the font has. */
function characters(face) {
  const line = said.split("\n").find((one) => one.includes(`fonts/${face}.woff2`));
  if (!line) throw new Error(`app/fonts.ts does not use fonts/${face}.woff2`);
  const range = /unicode-range", value: "([^"]+)"/.exec(line)?.[1];
  return range?.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.trim().slice("U+".length).split("-").map((code) => Number.parseInt(code, 16));
    return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
  }).join("");
}

await mkdir(out, { recursive: true });
await Promise.all(Object.entries(faces).map(async ([face, { from, variationAxes }]) => {
  const text = characters(face);
  const font = await readFile(path.join(top, "node_modules", from));
  await writeFile(path.join(out, `${face}.woff2`), await subsetFont(font, text, { targetFormat: "woff2", keepAllGlyphs: text === undefined, keepFeatures: features, noHinting: true, variationAxes }));
}));
