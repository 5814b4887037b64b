// Which pages look the same for everybody who has neither a session nor a box, how long the gateway may keep
// them, and which collections they show: a change of one drops the page at once.

export interface CacheRule {
  seconds: number;
  tags: readonly string[];
}

const rules: readonly [RegExp, CacheRule][] = [
  [/^\/$/, { seconds: 60, tags: ["products", "farms", "stock_items", "categories"] }],
  [/^\/shop$/, { seconds: 60, tags: ["products", "farms", "stock_items", "categories"] }],
  [/^\/products\/[^/]+$/, { seconds: 60, tags: ["products", "farms", "stock_items"] }],
  [/^\/farms$/, { seconds: 60, tags: ["farms"] }],
  [/^\/farms\/[^/]+$/, { seconds: 60, tags: ["products", "farms", "stock_items"] }],
  [/^\/(how-we-check|privacy|accessibility|offline)$/, { seconds: 60, tags: [] }],
];

/** The rule of a path without its language, or null when nobody may keep the page. */
export function cacheRule(path: string): CacheRule | null {
  return rules.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}
