import "server-only";
import { readFileSync } from "node:fs";
import path from "node:path";
import { geoMercator, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

type Atlas = Topology<{ counties: GeometryCollection<{ name: string }>; states: GeometryCollection<{ name: string }> }>;

// Read when the first map is asked for: 840 KB that most processes keep needing, and no bundler should copy.
let kept: Atlas | undefined;
const atlas = (): Atlas => (kept ??= JSON.parse(readFileSync(path.join(process.cwd(), "atlas/counties-10m.json"), "utf8")) as Atlas);

const fips: Record<string, string> = { AL: "01", AK: "02", AZ: "04", AR: "05", CA: "06", CO: "08", CT: "09", DE: "10", DC: "11", FL: "12", GA: "13", HI: "15", ID: "16", IL: "17", IN: "18", IA: "19", KS: "20", KY: "21", LA: "22", ME: "23", MD: "24", MA: "25", MI: "26", MN: "27", MS: "28", MO: "29", MT: "30", NE: "31", NV: "32", NH: "33", NJ: "34", NM: "35", NY: "36", NC: "37", ND: "38", OH: "39", OK: "40", OR: "41", PA: "42", RI: "44", SC: "45", SD: "46", TN: "47", TX: "48", UT: "49", VT: "50", VA: "51", WA: "53", WV: "54", WI: "55", WY: "56" };
const day = { ground: "#F3EDE0", county: "#E4DDCC", border: "#85886F", land: "#FBF8F1", point: "#2C6A3E", ring: "#FFFFFF" };
const dark = { ground: "#0F140F", county: "#2E382D", border: "#75816F", land: "#1C241C", point: "#86CF95", ring: "#141A14" };

/** A state with its counties and one point. The same shape in every size, so that a browser keeps one picture. */
export function stateMap(state: string, at: { latitude: number; longitude: number }, night: boolean, width = 468, height = 216): string | null {
  const id = fips[state];
  if (!id) return null;
  const source = atlas();
  const whole = feature(source, source.objects.states).features.find((f) => f.id === id);
  if (!whole) return null;
  const c = night ? dark : day;
  const projection = geoMercator().fitExtent([[24, 14], [width - 24, height - 14]], whole);
  const draw = geoPath(projection).digits(1);
  const counties = draw(mesh(source, source.objects.counties, (a, b) => a !== b && String(a.id).startsWith(id) && String(b.id).startsWith(id)));
  const point = projection([at.longitude, at.latitude]);
  if (!point) return null;
  const [x, y] = point.map((v) => Math.round(v * 10) / 10);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${c.ground}"/><path d="${draw(whole)}" fill="${c.land}" stroke="${c.border}" stroke-width="1.2"/><path d="${counties ?? ""}" fill="none" stroke="${c.county}"/><circle cx="${x}" cy="${y}" r="9" fill="${c.point}" stroke="${c.ring}" stroke-width="3"/><circle cx="${x}" cy="${y}" r="16" fill="none" stroke="${c.point}" stroke-opacity=".5"/></svg>`;
}
