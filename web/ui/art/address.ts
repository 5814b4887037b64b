import type { LandscapeShape } from "./draw_landscape";
import type { LandKind, Season } from "./land";

const seasons: readonly Season[] = ["winter", "spring", "summer", "autumn"];
const kinds: readonly LandKind[] = ["rows", "greens", "orchard", "hoop", "dairy", "woods", "hives"];
/** A change of the drawing is a new address, since browsers keep pictures. */
const edition = 1;

/** The address of a picture says all that it is made from, so it never changes and may be kept for long. */
export function pictureAddress({ name, season, kind, width = 480, height = 310, furrow, sun, horizon, night, crate }: LandscapeShape): string {
  const query = new URLSearchParams({ name, season, kind, w: String(width), h: String(height), v: String(edition) });
  if (furrow !== undefined) query.set("furrow", String(furrow));
  if (sun) query.set("sun", sun.join("-"));
  if (horizon !== undefined) query.set("horizon", String(horizon));
  if (night) query.set("night", "1");
  if (crate) query.set("crate", "1");
  return `/art/farm.svg?${query}`;
}

const within = (text: string | null, low: number, high: number): number | undefined => {
  const value = text === null ? NaN : Number(text);
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : undefined;
};

/** The picture that an address asks for, or null. Sizes are bounded: a picture costs time. */
export function pictureOf(query: URLSearchParams): LandscapeShape | null {
  const season = seasons.find((s) => s === query.get("season"));
  const kind = kinds.find((k) => k === query.get("kind"));
  if (!season || !kind) return null;
  const sun = (query.get("sun") ?? "").split("-").map(Number);
  return {
    name: (query.get("name") ?? "").slice(0, 200), season, kind,
    width: within(query.get("w"), 60, 1600), height: within(query.get("h"), 60, 1000),
    furrow: within(query.get("furrow"), 0, 1), horizon: within(query.get("horizon"), 0.2, 0.7),
    sun: sun.length === 2 && sun.every(Number.isFinite) ? [sun[0] ?? 0, sun[1] ?? 0] : undefined,
    night: query.has("night"), crate: query.has("crate"),
  };
}
