// Makes public/maps/us.svg: the states' borders (us-atlas, already projected to 975 by 610 with Albers USA) as thin
// lines. Pages use it as a mask, so that a theme can colour it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { geoPath } from "d3-geo";
import { mesh } from "topojson-client";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const atlas = JSON.parse(await readFile(path.join(top, "node_modules/us-atlas/states-albers-10m.json"), "utf8"));
const shape = geoPath().digits(1);
const inner = shape(mesh(atlas, atlas.objects.states, (a, b) => a !== b));
const outer = shape(mesh(atlas, atlas.objects.nation));
const folder = path.join(top, "public/maps");
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, "us.svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 975 610" fill="none" stroke="#000" stroke-linejoin="round"><path d="${inner}" stroke-width="1" stroke-opacity=".55"/><path d="${outer}" stroke-width="1.4"/></svg>\n`);
