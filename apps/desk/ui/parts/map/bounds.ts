import type { Bounds, Circle } from "../../../api-archive.ts";
import { project, unitsOfKm, unproject, type Box, type LatLon } from "./mercator.ts";

/** Places of the record are in whole millionths of a degree. */
const MILLION = 1_000_000;

export function latLonOf(circle: Circle): LatLon {
  return { lat: circle.latMicrodegrees / MILLION, lon: circle.lonMicrodegrees / MILLION };
}

/** A circle as questions have it. */
export function circleOf({ lat, lon }: LatLon, radiusM: number): Circle {
  return { latMicrodegrees: Math.round(lat * MILLION), lonMicrodegrees: Math.round(lon * MILLION), radiusM: Math.round(radiusM) };
}

/** Bounds on the flat map. What crosses the date line is shown by the whole width. */
export function boxOfBounds({ south, west, north, east }: Bounds): Box {
  const a = project({ lat: north / MILLION, lon: (west > east ? -180 * MILLION : west) / MILLION });
  const b = project({ lat: south / MILLION, lon: (west > east ? 180 * MILLION : east) / MILLION });
  return [a.x, a.y, b.x, b.y];
}

/** The bounds of a part of the flat map, held to what there is of the world. */
export function boundsOfBox([w, n, e, s]: Box): Bounds {
  const a = unproject({ x: w, y: n });
  const b = unproject({ x: e, y: s });
  const lon = (l: number): number => Math.round(Math.max(-180, Math.min(180, l)) * MILLION);
  const lat = (l: number): number => Math.round(Math.max(-90, Math.min(90, l)) * MILLION);
  return { south: lat(b.lat), west: lon(a.lon), north: lat(a.lat), east: lon(b.lon) };
}

/** The box around a circle on the ground. */
export function boxAround(at: LatLon, radiusM: number): Box {
  const { x, y } = project(at);
  const r = unitsOfKm(radiusM / 1000, at.lat);
  return [x - r, y - r, x + r, y + r];
}
