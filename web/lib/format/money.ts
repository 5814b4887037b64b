import type { Locale } from "@/lib/i18n/path";

/** Money as the API has it: the amount in the currency's smallest unit. */
export interface Money {
  amount: number;
  currency: string;
}

const tags: Record<Locale, string> = { en: "en-US", es: "es-US" };
export const localeTag = (locale: Locale): string => tags[locale];

const digits = new Map<string, number>();
function digitsOf(currency: string): number {
  let found = digits.get(currency);
  if (found === undefined) {
    found = new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, found);
  }
  return found;
}

export function formatMoney(locale: Locale, money: Money): string {
  return new Intl.NumberFormat(tags[locale], { style: "currency", currency: money.currency }).format(money.amount / 10 ** digitsOf(money.currency));
}

/** A price times a quantity with up to three decimals, rounded half away from zero to the smallest unit as the API does. */
export function timesQuantity(price: Money, quantity: number): Money {
  const thousandths = Math.round(quantity * 1000);
  const product = price.amount * thousandths;
  return { amount: Math.sign(product) * Math.round(Math.abs(product) / 1000), currency: price.currency };
}
