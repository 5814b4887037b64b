// What people type into forms of the tower, as the API wants it. `null`: it cannot be read.

/** "12.50", "12,50" or "$12" in the smallest unit, without passing through a fraction. */
export function minorUnits(text: string): number | null {
  const match = /^\$?\s*(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  const amount = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return amount > 0 ? amount : null;
}

/** "12.5" percent in millionths. */
export function percentPpm(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text.trim());
  if (!match) return null;
  const ppm = Number(match[1]) * 10_000 + Number((match[2] ?? "").padEnd(4, "0"));
  return ppm > 0 && ppm <= 1_000_000 ? ppm : null;
}

/** A whole number from 1; undefined when nothing was typed. */
export function whole(text: string): number | null | undefined {
  if (text.trim() === "") return undefined;
  return /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : null;
}

/** A day of a date field as the moment that it begins, or with `end` the moment that it ends. */
export function instantOf(day: string, end = false): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(end ? at + 86_400_000 : at).toISOString();
}

/** The last part of a path that a select offers. */
export const parts = (text: string): string => text.split("/").at(-1) ?? "";
