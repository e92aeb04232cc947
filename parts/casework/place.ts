/** A place as sources give it. A point is always a circle: no place is shown sharper than it is known. */
import { z } from "zod";
import { code, integer, line, several, term } from "./fields.ts";

/** Kinds of place we offer. Others may be written; they are shown as they are. */
export const PLACE_KINDS = [
  "home",
  "street",
  "workplace",
  "checkpoint",
  "police station",
  "prison",
  "unofficial prison",
  "military base",
  "court",
  "hospital",
  "morgue",
  "grave",
  "border",
  "online",
] as const;

/** How finely a place may be shown to the public, from nothing to the point. */
export const PUBLISH_LEVELS = ["none", "country", "region", "district", "point"] as const;

/** `adminPath` goes from the widest (country) to the narrowest. Degrees are integers, millionths of a degree. */
export const fuzzyPlace = z
  .strictObject({
    asGiven: line.exactOptional(),
    kind: term.exactOptional(),
    adminPath: several(line, 8).exactOptional(),
    latMicrodegrees: integer(-90_000_000, 90_000_000).exactOptional(),
    lonMicrodegrees: integer(-180_000_000, 180_000_000).exactOptional(),
    radiusM: integer(1, 20_040_000).exactOptional(),
    publishLevel: z.enum(PUBLISH_LEVELS).exactOptional(),
  })
  .refine((place) => {
    const circle = [place.latMicrodegrees, place.lonMicrodegrees, place.radiusM].filter((part) => part !== undefined).length;
    return circle === 3 || (circle === 0 && (place.asGiven !== undefined || place.adminPath !== undefined));
  }, code("bad-place"));
export type FuzzyPlace = z.infer<typeof fuzzyPlace>;

/** Whether one thing cannot have happened at both: their circles are apart, or they name different areas of one level. */
export function placesConflict(a: FuzzyPlace, b: FuzzyPlace): boolean {
  const distance = distanceM(a, b);
  if (distance !== null) return distance > a.radiusM! + b.radiusM!;
  const [left, right] = [a.adminPath ?? [], b.adminPath ?? []];
  return left.some((area, level) => right[level] !== undefined && folded(right[level]) !== folded(area));
}

/** Mean radius of the earth. */
const RADIUS_M = 6_371_009;

/** Metres between the middles of two circles on a sphere (haversine, mean radius 6,371,009 m); `null` where one has no circle. */
export function distanceM(a: FuzzyPlace, b: FuzzyPlace): number | null {
  if (a.latMicrodegrees === undefined || b.latMicrodegrees === undefined) return null;
  const radians = (micro: number): number => (micro / 1e6) * (Math.PI / 180);
  const [lat1, lat2] = [radians(a.latMicrodegrees), radians(b.latMicrodegrees)];
  const [dLat, dLon] = [lat2 - lat1, radians(b.lonMicrodegrees! - a.lonMicrodegrees!)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Metres one middle lies further north than the other: never more than `distanceM`. */
export function northM(a: { readonly latMicrodegrees: number }, b: { readonly latMicrodegrees: number }): number {
  return Math.abs(a.latMicrodegrees - b.latMicrodegrees) * (Math.PI / 180 / 1e6) * RADIUS_M;
}

function folded(area: string): string {
  return area.normalize("NFKC").toLowerCase();
}
