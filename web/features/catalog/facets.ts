// The catalog's choices and the address that carries them: shareable, and Back works.

export const facetNames = ["category", "certification", "farm", "season", "storage", "price"] as const;
export type FacetName = (typeof facetNames)[number];
export const sorts = ["relevance", "newest", "title", "price", "unit_price", "distance"] as const;
export type Sort = (typeof sorts)[number];

export interface Choices {
  q: string;
  chosen: Record<FacetName, string[]>;
  inStock: boolean;
  tag?: string;
  near?: string;
  withinMiles?: number;
  sort?: Sort;
  /** How many are shown: pages of 12, all of them in one list, so that Back finds the same length. */
  show: number;
}

export const page_size = 12;
export const show_max = 96;

type Given = Record<string, string | string[] | undefined>;
const all = (value: string | string[] | undefined) => (value === undefined ? [] : Array.isArray(value) ? value : [value]).flatMap((v) => v.split(",")).map((v) => v.trim()).filter(Boolean);
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)?.trim() ?? "";

/** Reads a query; what cannot be read is left out, never an error page. Values keep their order, doubles are one. */
export function parseChoices(given: Given): Choices {
  const near = /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/.test(one(given.near)) ? one(given.near) : undefined;
  const sort = sorts.find((s) => s === one(given.sort));
  const show = Number(one(given.show));
  const within = Number(one(given.within));
  return {
    q: one(given.q).slice(0, 100),
    chosen: Object.fromEntries(facetNames.map((name) => [name, [...new Set(all(given[name]))].slice(0, 20)])) as Choices["chosen"],
    inStock: one(given.in_stock) === "1",
    tag: one(given.tag).slice(0, 60) || undefined,
    near,
    withinMiles: near && Number.isInteger(within) && within > 0 ? Math.min(within, 3000) : undefined,
    sort: sort === "distance" && !near ? undefined : sort,
    show: Number.isInteger(show) ? Math.min(show_max, Math.max(page_size, Math.ceil(show / page_size) * page_size)) : page_size,
  };
}

/** The address of choices, always in one order, so that equal choices are one page in every cache. */
export function choicesQuery(choices: Choices): string {
  const query = new URLSearchParams();
  if (choices.q) query.set("q", choices.q);
  for (const name of facetNames) for (const value of [...choices.chosen[name]].sort()) query.append(name, value);
  if (choices.inStock) query.set("in_stock", "1");
  if (choices.tag) query.set("tag", choices.tag);
  if (choices.near) query.set("near", choices.near);
  if (choices.withinMiles) query.set("within", String(choices.withinMiles));
  if (choices.sort) query.set("sort", choices.sort);
  if (choices.show > page_size) query.set("show", String(choices.show));
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** The choices with one value pressed: put in, or taken out. The list begins anew. */
export function toggled(choices: Choices, name: FacetName, value: string): Choices {
  const values = choices.chosen[name];
  const next = values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
  return { ...choices, chosen: { ...choices.chosen, [name]: next }, show: page_size };
}

export function chosenCount(choices: Choices): number {
  return facetNames.reduce((sum, name) => sum + choices.chosen[name].length, 0) + (choices.inStock ? 1 : 0) + (choices.tag ? 1 : 0) + (choices.withinMiles ? 1 : 0);
}

export function cleared(choices: Choices): Choices {
  return { q: choices.q, chosen: { category: [], certification: [], farm: [], season: [], storage: [], price: [] }, inStock: false, near: choices.near, sort: choices.sort, show: page_size };
}
