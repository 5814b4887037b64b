import type { Schema } from "@/lib/api/types";

type Point = Schema<"AddressPoint">;
type Place = Pick<Schema<"AddressInput">, "street" | "city" | "state" | "zip">;

const number = String.raw`(-?\d{1,3}(?:\.\d{1,9})?)\s*°?\s*`;
const written = new RegExp(`^${number}([NS])?\\s*[,\\s]\\s*${number}([EW])?$`, "i");

/** What stands in the field: "43.0766, -89.3641", and as maps copy it, "43.0766° N, 89.3641° W". Null: is none. */
export function readPoint(text: string): Point | null {
  const match = written.exec(text.trim());
  if (!match) return null;
  const [, north, ns = "", east, ew = ""] = match;
  const signed = (digits: string | undefined, side: string, negative: string) => Number(digits) * (side.toUpperCase() === negative ? -1 : 1);
  const point = { latitude: signed(north, ns, "S"), longitude: signed(east, ew, "W") };
  return Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180 ? point : null;
}

export const pointText = ({ latitude, longitude }: Point) => `${latitude}, ${longitude}`;

/** Whether the position still is that of another address, as it was saved before: then it says nothing of this one. */
export function isOfBefore(point: Point, place: Place, before?: Place & { point?: Point }): boolean {
  if (before?.point?.latitude !== point.latitude || before.point.longitude !== point.longitude) return false;
  return (["street", "city", "state", "zip"] as const).some((name) => (before[name] ?? "") !== (place[name] ?? ""));
}
