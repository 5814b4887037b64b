// What people type into the desk's forms, read exactly: prices in cents, quantities with up to three decimals, days.

/** "4.50", "4,50", "$1,204" in cents; null where it is not a price. */
export function parseMoney(text: string): number | null {
  const bare = text.replace(/[\s$]/g, "");
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (!match?.[1]) return null;
  return Number(match[1].replaceAll(",", "")) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** 450 as "4.50", for an input. */
export const moneyText = (amount: number) => `${Math.trunc(amount / 100)}.${String(Math.abs(amount % 100)).padStart(2, "0")}`;

const grams_per_pound = 453.59237;
/** The fewest decimals that are the same gram when they are read again; three are always enough. */
export const poundsText = (grams: number) => [0, 1, 2, 3].map((digits) => String(Number((grams / grams_per_pound).toFixed(digits)))).find((text) => gramsOf(Number(text)) === grams) ?? "";
export const gramsOf = (pounds: number) => Math.round(pounds * grams_per_pound);

/** A count or weight of at most three decimals; null where it is none. */
export function parseQuantity(text: string): number | null {
  const bare = text.trim().replace(",", ".");
  if (!/^\d{1,9}(?:\.\d{1,3})?$/.test(bare)) return null;
  return Number(bare);
}

/** Exact for three decimals: 0.3 - 0.1 is 0.2. */
export const difference = (a: number, b: number) => Math.round((a - b) * 1000) / 1000;

/** The instant of a wall clock's time on a day in a zone. */
export function instantOf(day: string, time: string, timeZone: string): string {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (at: number) => {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone: timeZone || "UTC", hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }).formatToParts(new Date(at));
    const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second")) - at;
  };
  let at = wall - offsetAt(wall);
  at = wall - offsetAt(at);
  return new Date(at).toISOString();
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** "2026-11-26-001": what a farm would write on the crate; the next number that its lots of the day do not have. */
export function nextLotCode(day: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const code = `${day}-${String(n).padStart(3, "0")}`;
    if (!taken.includes(code)) return code;
  }
}

export const words = (text: string) => [...new Set(text.split(/[,\n]/).map((word) => word.trim()).filter(Boolean))];
