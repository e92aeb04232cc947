import { feature } from "topojson-client";
import { project, type Box } from "./mercator.ts";

/** One country's outline in world units. */
export interface Outline {
  /** Its ISO 3166-1 number, or empty where it has none. */
  readonly id: string;
  /** As an SVG path. */
  readonly path: string;
  /** West, north, east, south, in world units. */
  readonly box: Box;
  /** Box of its largest part: where its name stands. */
  readonly body: Box;
}

export type Detail = "110m" | "50m";

/** Shared borders, stored once: what `feature` unpacks. */
export type Topology = Parameters<typeof feature>[0];

const LOADED = new Map<Detail, Promise<readonly Outline[]>>();

/** The outlines that ship with the desk: coarse ones for the world, finer ones for looking closely. Read once. */
export function outlines(detail: Detail): Promise<readonly Outline[]> {
  let loaded = LOADED.get(detail);
  if (loaded === undefined) {
    loaded = fetch(`/world-${detail}.json`).then(async (answer) => unpack((await answer.json()) as Topology));
    loaded.catch(() => LOADED.delete(detail));
    LOADED.set(detail, loaded);
  }
  return loaded;
}

/** Countries of a world-atlas topology. */
export function unpack(topology: Topology): Outline[] {
  const { countries } = topology.objects;
  const made = countries === undefined ? null : feature(topology, countries);
  return (made !== null && "features" in made ? made.features : []).flatMap(({ id, geometry }) => {
    if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon") return [];
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const parts = polygons.map((rings) => rings.map((ring) => whole(ring).map(([lon = 0, lat = 0]) => project({ lat, lon }))));
    const boxes = parts.map(([outer = []]) => boxOf(outer));
    const path = parts
      .flat()
      .map((ring) => `M${ring.map(({ x, y }) => `${round(x)} ${round(y)}`).join("L")}Z`)
      .join("");
    const area = ([w, n, e, s]: Box): number => (e - w) * (s - n);
    const body = boxes.reduce((largest, box) => (area(box) > area(largest) ? box : largest));
    return [{ id: id === undefined ? "" : String(id).padStart(3, "0"), path, box: boxes.reduce(around), body }];
  });
}

/**
 * A ring on one side of the date line. The atlas cuts countries there, but not all: an island on both sides would be drawn as a band around the world. What goes
 * around the pole does so by right.
 */
function whole(ring: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [lons, lats] = [ring.map(([lon = 0]) => lon), ring.map(([, lat = 0]) => lat)];
  if (Math.max(...lons) - Math.min(...lons) <= 180 || Math.min(...lats) < -80 || Math.max(...lats) > 84) return ring;
  return ring.map(([lon = 0, lat = 0]) => [lon < 0 ? lon + 360 : lon, lat]);
}

/** A country's name in a language, by its ISO number; empty where the browser knows none. */
export function countryName(id: string, lang: string): string {
  if (!/^\d{3}$/.test(id)) return "";
  const { region } = new Intl.Locale(`und-${id}`);
  return region === undefined || region === id ? "" : (new Intl.DisplayNames(lang, { type: "region" }).of(region) ?? "");
}

function round(n: number): number {
  return Math.round(n * 1000) / 1000;
}

function boxOf(ring: readonly { readonly x: number; readonly y: number }[]): Box {
  return ring.reduce<Box>((box, { x, y }) => around(box, [x, y, x, y]), [Infinity, Infinity, -Infinity, -Infinity]);
}

function around(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
