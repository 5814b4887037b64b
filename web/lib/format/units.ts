import type { Locale } from "@/lib/i18n/path";
import { localeTag } from "./money";

const metres_per_mile = 1609.344;
const square_metres_per_acre = 4046.8564224;

const number = (locale: Locale, value: number, digits = 0) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: digits }).format(value);

/** The shop is American: miles, acres and Fahrenheit in both languages. */
export const miles = (locale: Locale, metres: number) => `${number(locale, metres / metres_per_mile, metres < 10 * metres_per_mile ? 1 : 0)} mi`;
export const acres = (locale: Locale, squareMetres: number) => number(locale, squareMetres / square_metres_per_acre, 1);
export const fahrenheit = (locale: Locale, milliCelsius: number) => `${number(locale, (milliCelsius / 1000) * 1.8 + 32, 1)} °F`;
