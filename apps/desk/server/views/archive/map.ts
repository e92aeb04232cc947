/** What lies where: circles, never points, and where there are too many of them, clusters (api-archive.ts). */
import { within, type Circle } from "#casework";
import type { Archive } from "../../../core/archive.ts";
import { refOfRow, subjectRef, type ViewContext } from "../context.ts";
import type { Bounds, MapAsk, MapCluster, MapPoint, MapView } from "../../../api-archive.ts";

const DEFAULT_POINTS = 500;
const DEFAULT_CELLS = 24;
const DEFAULT_TYPES = ["act", "event", "place"] as const;
const WORLD: Bounds = { south: -90_000_000, west: -180_000_000, north: 90_000_000, east: 180_000_000 };
const AROUND = 360_000_000;
const METRES_PER_DEGREE = 111_195;

interface Placed {
  readonly id: string;
  readonly circle: Circle;
}

export function mapView(context: ViewContext, archive: Archive, ask: MapAsk): MapView {
  const inside: Placed[] = [];
  const extent = new Extent();
  let unplaced = 0;
  for (const of of ask.of ?? DEFAULT_TYPES) {
    const found = archive.find({ of, ...(ask.text === undefined ? {} : { text: ask.text }), ...(ask.filter === undefined ? {} : { filter: ask.filter }) });
    for (const { id, circles } of found.circles()) {
      if (circles.length === 0) unplaced++;
      for (const circle of circles) {
        extent.take(circle);
        if (ask.bounds === undefined || touches(ask.bounds, circle)) inside.push({ id, circle });
      }
    }
  }
  const isMany = inside.length > (ask.limit ?? DEFAULT_POINTS);
  return {
    points: isMany ? [] : inside.toSorted((a, b) => b.circle.radiusM - a.circle.radiusM).map((placed) => pointOf(context, archive, placed, ask)),
    clusters: isMany ? clustersOf(inside, ask.bounds ?? extent.bounds ?? WORLD, ask.cells ?? DEFAULT_CELLS) : [],
    total: subjectsIn(inside),
    extent: extent.bounds,
    unplaced,
  };
}

function pointOf({ book }: ViewContext, archive: Archive, { id, circle }: Placed, { filter }: MapAsk): MapPoint {
  const row = archive.row(id);
  const near = filter?.near;
  return {
    ...circle,
    subject: row === null ? subjectRef(book, id) : refOfRow(row),
    place: row?.place ?? "",
    first: row?.first ?? null,
    last: row?.last ?? null,
    within: near === undefined ? null : within(near, circle),
  };
}

/** Whether any of a circle may be inside: it reaches as far north as south, and further in degrees the nearer it is to a pole. */
export function touches(bounds: Bounds, { latMicrodegrees, lonMicrodegrees, radiusM }: Circle): boolean {
  const reach = (radiusM / METRES_PER_DEGREE) * 1e6;
  const isBetween = lonMicrodegrees >= bounds.west && lonMicrodegrees <= bounds.east;
  if (isBetween && latMicrodegrees >= bounds.south && latMicrodegrees <= bounds.north) return true;
  if (latMicrodegrees + reach < bounds.south || latMicrodegrees - reach > bounds.north) return false;
  const widest = Math.min(89.9, Math.abs(latMicrodegrees / 1e6) + reach / 1e6);
  const wide = widest >= 89.9 ? AROUND : reach / Math.cos((widest * Math.PI) / 180);
  const width = bounds.west <= bounds.east ? bounds.east - bounds.west : bounds.east - bounds.west + AROUND;
  const from = turn(lonMicrodegrees + wide - bounds.west);
  return 2 * wide >= AROUND || from <= width + 2 * wide;
}

/** The cells of a grid over the bounds that have any middles in them. What lies outside goes to the cell at the edge. */
function clustersOf(placed: readonly Placed[], bounds: Bounds, cells: number): MapCluster[] {
  const width = bounds.west <= bounds.east ? bounds.east - bounds.west : bounds.east - bounds.west + AROUND;
  const height = bounds.north - bounds.south;
  const cellOf = (share: number): number => Math.max(0, Math.min(cells - 1, Math.floor(share * cells)));
  const groups = new Map<number, Placed[]>();
  for (const one of placed) {
    const { circle } = one;
    const east = turn(circle.lonMicrodegrees - bounds.west);
    const column = width === 0 ? 0 : cellOf(east > (width + AROUND) / 2 ? 0 : east / width);
    const row = height === 0 ? 0 : cellOf((circle.latMicrodegrees - bounds.south) / height);
    const cell = row * cells + column;
    const group = groups.get(cell);
    if (group === undefined) groups.set(cell, [one]);
    else group.push(one);
  }
  return [...groups.values()].map(clusterOf);
}

function clusterOf(placed: readonly Placed[]): MapCluster {
  const circles = placed.map(({ circle }) => circle);
  const mean = (of: (circle: Circle) => number): number => Math.round(circles.reduce((sum, circle) => sum + of(circle), 0) / circles.length);
  const middle = { latMicrodegrees: mean((circle) => circle.latMicrodegrees), lonMicrodegrees: mean((circle) => circle.lonMicrodegrees) };
  const metres = (circle: Circle): number => {
    const north = (circle.latMicrodegrees - middle.latMicrodegrees) / 1e6;
    const east = ((circle.lonMicrodegrees - middle.lonMicrodegrees) / 1e6) * Math.cos((middle.latMicrodegrees / 1e6) * (Math.PI / 180));
    return Math.hypot(north, east) * METRES_PER_DEGREE + circle.radiusM;
  };
  const radiusM = Math.min(20_040_000, Math.ceil(circles.reduce((most, circle) => Math.max(most, metres(circle)), 1)));
  return { ...middle, radiusM, count: subjectsIn(placed), bounds: boundsOf(circles)! };
}

/** Each once: an act of many stays is one act. */
function subjectsIn(placed: readonly Placed[]): number {
  return new Set(placed.map(({ id }) => id)).size;
}

/** The least bounds with the middles of all circles that were taken. */
class Extent {
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

function boundsOf(circles: readonly Circle[]): Bounds | null {
  const extent = new Extent();
  for (const circle of circles) extent.take(circle);
  return extent.bounds;
}

function turn(longitude: number): number {
  return ((longitude % AROUND) + AROUND) % AROUND;
}
