/** Places as people tell them: from the smallest to the largest, "Verkhni Lug, Sarmat district, Ordania", perhaps with a point on the map. */
import { foldWord } from "./script.ts";
import { jaroWinkler } from "./strings.ts";

export interface Place {
  /** Folded, the smallest first. */
  readonly parts: readonly string[];
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
}

const KIND_WORDS =
  /\b(?:city|town|village|district|region|province|governorate|camp|near|of|the)\b|(?<!\p{L})(?:город|г|село|с|район|область|республика|посёлок|поселок|деревня|مدينة|قرية|محافظة|ناحية|قضاء|حي)(?!\p{L})\.?/giu;

/** Reads a place; null when nothing is said. */
export function readPlace(text: string, latitude = "", longitude = ""): Place | null {
  const parts = text
    .split(/[,;،]/u)
    .map((part) =>
      part
        .replace(KIND_WORDS, " ")
        .trim()
        .split(/[\s-]+/u)
        .map(foldWord)
        .filter((word) => word !== "")
        .join(" "),
    )
    .filter((part) => part !== "");
  const [north, east] = [Number(latitude), Number(longitude)];
  const hasPoint = latitude.trim() !== "" && longitude.trim() !== "" && Math.abs(north) <= 90 && Math.abs(east) <= 180;
  return parts.length === 0 && !hasPoint ? null : { parts, point: hasPoint ? { latitude: north, longitude: east } : null };
}

/** Great-circle distance in kilometres (haversine, a sphere of 6,371 km). */
export function kilometresBetween(a: NonNullable<Place["point"]>, b: NonNullable<Place["point"]>): number {
  const radians = Math.PI / 180;
  const h =
    Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2 +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const PLACE_LEVELS = ["same", "one in the other", "near", "same region", "different"] as const;
const NEAR_KM = 10;

/** How two places agree: a level of PLACE_LEVELS, from 1. `alike`: how two folded names are judged one. */
export function comparePlaces(a: Place, b: Place, alike: (a: string, b: string) => boolean = isAlike): number {
  const km = a.point !== null && b.point !== null ? kilometresBetween(a.point, b.point) : null;
  if (km !== null && km <= 1) return 1;
  if (a.parts.length > 0 && b.parts.length > 0) {
    if (alike(a.parts[0]!, b.parts[0]!) && (km === null || km <= 50)) return 1;
    const [small, large] = a.parts.length >= b.parts.length ? [a.parts, b.parts] : [b.parts, a.parts];
    if (small.slice(1).some((part) => alike(part, large[0]!)) || large.slice(1).some((part) => alike(part, small[0]!))) return 2;
  }
  if (km !== null && km <= NEAR_KM) return 3;
  if (a.parts.length > 1 && b.parts.length > 1 && alike(a.parts.at(-1)!, b.parts.at(-1)!))
    return a.parts.length > 2 && b.parts.length > 2 && alike(a.parts[1]!, b.parts[1]!) ? 3 : 4;
  return km !== null && km <= 100 ? 4 : 5;
}

function isAlike(a: string, b: string): boolean {
  return a === b || jaroWinkler(a, b) >= 0.93;
}
