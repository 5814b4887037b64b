import type { Locale } from "@/lib/i18n/path";
import { localeTag } from "./money";

type Options = Intl.DateTimeFormatOptions;
const formats = new Map<string, Intl.DateTimeFormat>();
function format(locale: Locale, options: Options): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(localeTag(locale), options)));
  return found;
}

/** A calendar day of the API ("2026-11-19") has no zone: it is the same day for everybody. */
const asUtc = (day: string) => new Date(`${day}T00:00:00Z`);

/** "Thu, Nov 19" */
export const shortDay = (locale: Locale, day: string) => format(locale, { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" }).format(asUtc(day));
/** "Nov 19" */
export const monthDay = (locale: Locale, day: string) => format(locale, { month: "short", day: "numeric", timeZone: "UTC" }).format(asUtc(day));
/** "Nov 19, 2026" */
export const fullDay = (locale: Locale, day: string) => format(locale, { month: "short", day: "numeric", year: "numeric", timeZone: "UTC" }).format(asUtc(day));
/** "Thursday, November 19" */
export const longDay = (locale: Locale, day: string) => format(locale, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(asUtc(day));
/** "Thursday" */
export const longWeekday = (locale: Locale, day: string) => format(locale, { weekday: "long", timeZone: "UTC" }).format(asUtc(day));
/** "Nov 22, 9:41 AM", in the zone that counts there (the farm's); without one, UTC. */
export const moment = (locale: Locale, instant: string, timeZone = "UTC") => format(locale, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit", timeZone }).format(new Date(instant));
export const clock = (locale: Locale, instant: string, timeZone = "UTC") => format(locale, { hour: "numeric", minute: "2-digit", timeZone }).format(new Date(instant));
/** "16:00" of a delivery window as people write it: "4 PM". */
export const wallClock = (locale: Locale, time: string) => {
  const options: Options = time.endsWith(":00") ? { hour: "numeric", timeZone: "UTC" } : { hour: "numeric", minute: "2-digit", timeZone: "UTC" };
  return format(locale, options).format(new Date(`1970-01-01T${time}:00Z`));
};
export const monthName = (locale: Locale, month: number) => format(locale, { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2026, month - 1, 15)));
export const monthLetters = (locale: Locale) => Array.from({ length: 12 }, (_, i) => format(locale, { month: "narrow", timeZone: "UTC" }).format(new Date(Date.UTC(2026, i, 15))));

/** The day that an instant falls on in a zone. */
export const dayOf = (instant: string | number | Date, timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone: timeZone || "UTC", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));
/** The last day, in a zone, of what ends at an instant and no longer has it: midnight of December 1 ends November 30. */
export const lastDayOf = (end: string, timeZone: string) => dayOf(Date.parse(end) - 1, timeZone);
export const daysBetween = (from: string, to: string) => Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / 86_400_000);
export const today = (now = new Date()) => now.toISOString().slice(0, 10);

/** ISO 8601 week of the year. */
export function weekOfYear(date: Date): number {
  const day = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const first = Date.UTC(day.getUTCFullYear(), 0, 1);
  return Math.ceil(((day.getTime() - first) / 86_400_000 + 1) / 7);
}
