// Colours of farm landscapes and crests: the table in section 7 of the design. At night each is mixed about half into #101C22.
import type { Season } from "./land";

const names = ["far1", "far2", "strip1", "strip2", "strip3", "strip4", "strip5", "row1", "row2", "tree1", "tree2", "tree3", "grass"] as const;
export type Colours = Record<(typeof names)[number] | "sky" | "sun" | "halo" | "seam" | "barn" | "roof" | "cloud", string>;

const seasons: Record<Season, string> = {
  autumn: "F7E6C9 E8863A D8C3A0 BFA27A C98B3A 7F8046 DDB25C A65A2E 5E6B3A 6B4226 8A5A34 5C4A2A A8572B 3F5535 8A7A3F",
  winter: "DDE8EA F0C98F BCCBCE 93A9AD E9EDE8 BFCAC5 F4F5F0 8FA39C D5DCD6 EDEFEA 8A7A66 51665A 7C8C82 3E5347 C9D3CD",
  spring: "E2EFE6 F5CE5B BCD3AE 93B782 A6C96C 6FA35A DDE39B 4F8A4E C6D97F 7B5233 5B9150 3F7B4A EDB7B9 2F6340 86BE68",
  summer: "CFE6EC F7C53F A3C4A6 76A67E E8C75A 7FAE4A F0DA8A 4B8A4A B7C558 3F7F45 7A4B2A 2F6B3F 4B8A4A 235432 86B451",
};

// Seven autumn skies: sky, sun, and for some the far ridges that stand before them.
const skies = ["F7E6C9 E8863A", "DCE9E4 F0B548 BED0BE 9DB7A0", "F4D9C9 D9603C D4A58C B98A73", "E7ECD2 F0A93A", "D8E4EC F3CE8C A9B8C4 8397A6", "F2E2D1 E7713C", "FBE8B6 E8883C"];

const night = [0x10, 0x1c, 0x22];
const share = 0.48;
function dusk(hex: string): string {
  const value = night.map((dark, i) => Math.round(parseInt(hex.slice(i * 2, i * 2 + 2), 16) * (1 - share) + dark * share));
  return value.map((v) => v.toString(16).padStart(2, "0")).join("");
}

export function colours(season: Season, sky: number, dark: boolean): Colours {
  const [dayColour = "", sunColour = "", ...rest] = seasons[season].split(" ");
  const [autumnSky, autumnSun, far1, far2] = season === "autumn" ? (skies[sky]?.split(" ") ?? []) : [];
  const values = rest.map((value, i) => (i === 0 && far1) || (i === 1 && far2) || value);
  const shade = dark ? dusk : (hex: string) => hex;
  const own = Object.fromEntries(names.map((name, i) => [name, `#${shade(values[i] ?? "000000")}`]));
  const fixed = Object.fromEntries(Object.entries({ seam: "FBF3E2", barn: "9C3B2C", roof: "4A3527", cloud: "FFFFFF" }).map(([name, hex]) => [name, `#${shade(hex)}`]));
  const light = dark ? { sky: "#22303A", sun: "#F2DCA0", halo: "#F2DCA0" } : { sky: `#${autumnSky ?? dayColour}`, sun: `#${autumnSun ?? sunColour}`, halo: "#FFFFFF" };
  return { ...own, ...fixed, ...light } as Colours;
}
