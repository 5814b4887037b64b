import type { Schema } from "@/lib/api/types";

type UnitPrice = Schema<"UnitPrice">;
const preferred = ["lb", "oz", "fl_oz", "quart", "gallon", "pint", "each"];

/** The one of several unit prices that an American reads first. */
export function unitPrice(prices: readonly UnitPrice[]): UnitPrice | undefined {
  return [...prices].sort((a, b) => rank(a.per) - rank(b.per))[0];
}

const rank = (unit: string) => (preferred.includes(unit) ? preferred.indexOf(unit) : preferred.length);

const names: Record<string, string> = { fl_oz: "fl oz", quart: "qt", gallon: "gal", pint: "pt", l: "L", ml: "mL" };
/** How a unit stands in a price: "lb", "fl oz", "bunch". */
export const unitName = (unit: string): string => names[unit] ?? unit;
