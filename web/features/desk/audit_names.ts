// An audit entry in a farmer's words: whose change it was and of what, with the desk's page of it.
import type { Schema } from "@/lib/api/types";

type Entry = Schema<"AuditEntry">;

/** What of a farm is written down, and where the desk shows it. */
export const auditPlaces = {
  farms: "/farm/profile",
  products: "/farm/products",
  delivery_plans: "/farm/delivery",
  delivery_windows: "/farm/delivery",
  farm_rules: "/farm/delivery",
  stock_takes: "/farm/stock/takes",
  api_keys: "/farm/keys",
} as const;
export type AuditKind = keyof typeof auditPlaces;

export const kindOf = (collection: string | undefined): AuditKind | undefined => (collection !== undefined && Object.hasOwn(auditPlaces, collection) ? (collection as AuditKind) : undefined);

export interface AuditNames {
  people: ReadonlyMap<string, string>;
  keys: ReadonlyMap<string, string>;
  products: ReadonlyMap<string, string>;
}

export type Author = { by: "shop" | "gone" | "unnamed_key" } | { by: "person" | "key"; name: string };

/** An admin is the shop to a farm, whatever their name. */
export function authorOf(entry: Entry, names: AuditNames): Author {
  if (entry.api_key) {
    const name = names.keys.get(entry.api_key);
    return name ? { by: "key", name } : { by: "unnamed_key" };
  }
  const name = entry.user && names.people.get(entry.user);
  if (name) return { by: "person", name };
  return { by: entry.role === "farmer" || entry.role === "customer" ? "gone" : "shop" };
}

/** What was changed, by name where it has one, and its page: of a product or a key that is no more, none. */
export function subjectOf(entry: Entry, names: AuditNames): { kind: AuditKind | "other"; name?: string; href?: string } {
  const kind = kindOf(entry.collection);
  if (!kind) return { kind: "other" };
  const name = kind === "products" ? names.products.get(entry.subject) : kind === "api_keys" ? names.keys.get(entry.subject) : undefined;
  if (entry.action === "removed" || (kind === "products" && !name)) return { kind, name };
  return { kind, name, href: kind === "products" || kind === "stock_takes" ? `${auditPlaces[kind]}/${entry.subject}` : auditPlaces[kind] };
}
