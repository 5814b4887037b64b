import { hash } from "@/lib/random";

export type Season = "winter" | "spring" | "summer" | "autumn";
export type LandKind = "rows" | "greens" | "orchard" | "hoop" | "dairy" | "woods" | "hives";

export function seasonOf(date: Date): Season {
  const month = date.getUTCMonth();
  return month < 2 || month === 11 ? "winter" : month < 5 ? "spring" : month < 8 ? "summer" : "autumn";
}

const grown: readonly [tag: string, kind: LandKind][] = [
  ["mushrooms", "woods"], ["maple-products", "woods"], ["wild-harvested", "woods"],
  ["dairy", "dairy"], ["red-meat", "dairy"],
  ["fresh-fruits", "orchard"], ["juices-ciders", "orchard"],
  ["bedding-plants", "hoop"], ["cut-flowers", "hoop"],
  ["honey", "hives"],
  ["grains-flour", "rows"], ["fresh-vegetables", "rows"], ["herbs", "greens"], ["fresh-vegetables", "greens"],
];

/** What stands in front: one of the things that the farm grows, chosen by its name. */
export function landKind(name: string, tags: readonly string[] = []): LandKind {
  const kinds = [...new Set(grown.filter(([tag]) => tags.includes(tag)).map(([, kind]) => kind))];
  return kinds.length === 0 ? "rows" : (kinds[hash(name) % kinds.length] ?? "rows");
}

/** One of seven autumn skies, shared by a farm's pictures and its crest. */
export function skyOf(name: string): number {
  return hash(`${name} sky`) % 7;
}
