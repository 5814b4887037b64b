import { BadgeCheck, ClipboardList, History, KeyRound, Layers, Sprout, Store, Sun, Ticket, Truck, Users, type LucideIcon } from "lucide-react";
import type { Messages } from "@/lib/i18n/messages";

export interface Place {
  href: string;
  word: keyof Messages["desk"];
  /** On a phone's tab. */
  short?: keyof Messages["desk"];
  icon: LucideIcon;
  /** Only the farm's owner. */
  owner?: boolean;
}

/** The rail of a farm that sells; `/farm` is Today. */
export const places: readonly Place[] = [
  { href: "/farm", word: "navToday", icon: Sun },
  { href: "/farm/orders", word: "navOrders", icon: ClipboardList },
  { href: "/farm/stock", word: "navStock", short: "navStockShort", icon: Layers },
  { href: "/farm/products", word: "navProducts", icon: Sprout },
  { href: "/farm/certificates", word: "navCertificates", icon: BadgeCheck },
  { href: "/farm/delivery", word: "navDelivery", icon: Truck },
  { href: "/farm/coupons", word: "navCoupons", icon: Ticket, owner: true },
  { href: "/farm/people", word: "navPeople", icon: Users, owner: true },
  { href: "/farm/keys", word: "navKeys", icon: KeyRound, owner: true },
  { href: "/farm/profile", word: "navProfile", icon: Store },
  { href: "/farm/audit", word: "navAudit", icon: History, owner: true },
];

/** The place that a path belongs to. */
export function placeOf(path: string): string {
  return places.slice(1).find(({ href }) => path === href || path.startsWith(`${href}/`))?.href ?? (path.startsWith("/farm/lists") ? "/farm/orders" : path === "/farm" ? "/farm" : "");
}
