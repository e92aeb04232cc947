/** A part of the map, and what lies in it. West may be east of east: such a part reaches over the date line. */
import type { Circle } from "#casework";
import type { Bounds } from "../../../api-archive.ts";

/** Microdegrees. */
export const AROUND = 360_000_000;
export const METRES_PER_DEGREE = 111_195;

/** Microdegrees from west to east, also over the date line. */
export function widthOf({ west, east }: Bounds): number {
  return west <= east ? east - west : east - west + AROUND;
}

/** A difference of longitudes as microdegrees to the east, 0 to 360 degrees. */
export function eastward(difference: number): number {
  return ((difference % AROUND) + AROUND) % AROUND;
}

/** The least bounds with the middles of all circles that were taken. */
export class Extent {
  #south = 90_000_000;
  #west = 180_000_000;
  #north = -90_000_000;
  #east = -180_000_000;
  #any = false;

  take({ latMicrodegrees: lat, lonMicrodegrees: lon }: Circle): void {
    this.#any = true;
    if (lat < this.#south) this.#south = lat;
    if (lat > this.#north) this.#north = lat;
    if (lon < this.#west) this.#west = lon;
    if (lon > this.#east) this.#east = lon;
  }

  /** `null` where there was none. */
  get bounds(): Bounds | null {
    return this.#any ? { south: this.#south, west: this.#west, north: this.#north, east: this.#east } : null;
  }
}

/** Whether any of a circle may be inside: it reaches as far north as south, and further in degrees the nearer it is to a pole. */
export function touches(bounds: Bounds, { latMicrodegrees, lonMicrodegrees, radiusM }: Circle): boolean {
  const reach = (radiusM / METRES_PER_DEGREE) * 1e6;
  const isBetween = lonMicrodegrees >= bounds.west && lonMicrodegrees <= bounds.east;
  if (isBetween && latMicrodegrees >= bounds.south && latMicrodegrees <= bounds.north) return true;
  if (latMicrodegrees + reach < bounds.south || latMicrodegrees - reach > bounds.north) return false;
  const widest = Math.min(89.9, Math.abs(latMicrodegrees / 1e6) + reach / 1e6);
  const wide = widest >= 89.9 ? AROUND : reach / Math.cos((widest * Math.PI) / 180);
  return 2 * wide >= AROUND || eastward(lonMicrodegrees + wide - bounds.west) <= widthOf(bounds) + 2 * wide;
}
