/**
 * Where places stand on a flat map: Mercator's, since in it a circle on the ground stays a circle, as large as it is drawn. World units: 1000 across,
 * x from west to east, y from north to south. Beyond 85° nothing is drawn.
 */
const WORLD = 1000;
/** Kilometres around the equator (WGS 84). */
const EQUATOR_KM = 40_075.017;
/** Mean radius of the Earth (IUGG), for distances. */
const EARTH_KM = 6371.0088;
const MAX_LAT = 85;
/** Closer than this sources do not say, and the outlines have no more to show: 20 px for a kilometre at the equator. */
const MAX_SCALE = (EQUATOR_KM * 20) / WORLD;
const MIN_SCALE = 0.25;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

/** What is seen: the middle, in world units, and pixels for each unit. */
export interface View extends Point {
  readonly scale: number;
}

/** Size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export function project({ lat, lon }: LatLon): Point {
  const phi = (Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180;
  return { x: ((lon + 180) / 360) * WORLD, y: (0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)) * WORLD };
}

export function unproject({ x, y }: Point): LatLon {
  const phi = 2 * Math.atan(Math.exp((0.5 - y / WORLD) * 2 * Math.PI)) - Math.PI / 2;
  return { lat: (phi * 180) / Math.PI, lon: (x / WORLD) * 360 - 180 };
}

/** World units of so many kilometres at a latitude: Mercator widens by 1 / cos φ. */
export function unitsOfKm(km: number, lat: number): number {
  return ((km / EQUATOR_KM) * WORLD) / Math.cos((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
}

/** Kilometres between two places over the ground: haversine. */
export function kmBetween(a: LatLon, b: LatLon): number {
  const rad = Math.PI / 180;
  const s = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(s)));
}

/** Where a place stands on the screen. */
export function toScreen(p: Point, view: View, size: Size): Point {
  return { x: (p.x - view.x) * view.scale + size.width / 2, y: (p.y - view.y) * view.scale + size.height / 2 };
}

/** The place under a pixel. */
export function fromScreen(p: Point, view: View, size: Size): Point {
  return { x: (p.x - size.width / 2) / view.scale + view.x, y: (p.y - size.height / 2) / view.scale + view.y };
}

/** Moved by so many pixels, and held so that the middle stays on the map. */
export function panned(view: View, dx: number, dy: number): View {
  return held({ ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale });
}

/** Closer (`factor` over 1) or further; what stands under `at` stays there. */
export function zoomed(view: View, factor: number, at: Point, size: Size): View {
  const scale = Math.max(MIN_SCALE, Math.min(MAX_SCALE, view.scale * factor));
  const under = fromScreen(at, view, size);
  return held({ scale, x: under.x - (at.x - size.width / 2) / scale, y: under.y - (at.y - size.height / 2) / scale });
}

/** West, north, east, south, in world units. */
export type Box = readonly [number, number, number, number];

/** The view that shows all of a box with some room around, or the world. `closest`: pixels for each unit at most. */
export function fitted(box: Box | null, size: Size, closest = 40): View {
  if (box === null) return { x: WORLD / 2, y: WORLD * 0.42, scale: Math.max(MIN_SCALE, size.width / WORLD) };
  const [west, north, east, south] = box;
  const room = 64;
  const scale = Math.min((size.width - room) / Math.max(1e-6, east - west), (size.height - room) / Math.max(1e-6, south - north), closest);
  return held({ x: (west + east) / 2, y: (north + south) / 2, scale: Math.max(MIN_SCALE, scale) });
}

function held(view: View): View {
  return { ...view, x: Math.max(0, Math.min(WORLD, view.x)), y: Math.max(0, Math.min(WORLD, view.y)) };
}
