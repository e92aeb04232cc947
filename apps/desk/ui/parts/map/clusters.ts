import type { Bounds } from "../../../api-archive.ts";
import { unitsOfKm, type LatLon, type Point, project } from "./mercator.ts";

/** A place as the map draws it. */
export interface MapPlace extends LatLon {
  readonly id: string;
  /** The source's own words, or where there are none, empty. */
  readonly label: string;
  /** How far from there it can have been. */
  readonly radiusM: number;
  /** How much is said to have been there. */
  readonly count: number;
  /** Where it stands for places further apart, which are asked for when somebody comes closer: what holds them all. */
  readonly holds: Bounds | null;
}

/** Places that lie so close on the screen that they are drawn as one. */
export interface Cluster extends Point {
  /** Its own places; at least one, the one with the most first. */
  readonly places: readonly MapPlace[];
  readonly count: number;
}

/** Puts places together that stand in one square of `cellPx`; at `scale` pixels for each world unit. The same places always give the same clusters. */
export function clusters(places: readonly MapPlace[], scale: number, cellPx: number): Cluster[] {
  const cells = new Map<string, (Point & { readonly place: MapPlace })[]>();
  for (const place of places) {
    const at = project(place);
    const key = `${Math.floor((at.x * scale) / cellPx)},${Math.floor((at.y * scale) / cellPx)}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [{ ...at, place }]);
    else cell.push({ ...at, place });
  }
  return [...cells.values()].map((cell) => {
    cell.sort((a, b) => b.place.count - a.place.count || (a.place.id < b.place.id ? -1 : 1));
    const count = cell.reduce((sum, { place }) => sum + place.count, 0);
    // Its middle lies where the most was: weighed by count, so that a hundred in one village do not stand in the field beside it.
    const weight = cell.reduce((sum, { place }) => sum + Math.max(1, place.count), 0);
    const mean = (of: (p: Point) => number): number => cell.reduce((sum, p) => sum + of(p) * Math.max(1, p.place.count), 0) / weight;
    return { x: mean((p) => p.x), y: mean((p) => p.y), places: cell.map(({ place }) => place), count };
  });
}

/** Radius of a place in world units. */
export function radiusUnits(place: MapPlace): number {
  return unitsOfKm(place.radiusM / 1000, place.lat);
}
