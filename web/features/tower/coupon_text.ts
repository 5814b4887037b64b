import type { Schema } from "@/lib/api/types";
import { formatMoney, localeTag } from "@/lib/format/money";
import type { Locale } from "@/lib/i18n/path";

/** "10%" or "$5.00". */
export function worthOf(locale: Locale, terms: Schema<"CouponTermsView">): string {
  if (terms.amount) return formatMoney(locale, terms.amount);
  return new Intl.NumberFormat(localeTag(locale), { style: "percent", maximumFractionDigits: 2 }).format(terms.percent_ppm / 1_000_000);
}
