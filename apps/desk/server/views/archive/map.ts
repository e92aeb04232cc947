/** What lies where: circles, never points, and where there are too many of them, clusters (api-archive.ts). */
import { within, type Circle } from "#casework";
import type { Archive } from "../../../core/archive.ts";
import { refOfRow, subjectRef, type ViewContext } from "../context.ts";
import type { Bounds, MapAsk, MapPoint, MapView } from "../../../api-archive.ts";
import { clustersOf, eastward, Extent, subjectsIn, widthOf, type Placed } from "./clusters.ts";

const DEFAULT_POINTS = 500;
const DEFAULT_CELLS = 24;
const DEFAULT_TYPES = ["act", "event", "place"] as const;
const WORLD: Bounds = { south: -90_000_000, west: -180_000_000, north: 90_000_000, east: 180_000_000 };
const AROUND = 360_000_000;
const METRES_PER_DEGREE = 111_195;

export function mapView(context: ViewContext, archive: Archive, ask: MapAsk): MapView {
  const inside: Placed = { ids: [], circles: [] };
  const extent = new Extent();
  let unplaced = 0;
  for (const of of ask.of ?? DEFAULT_TYPES) {
    const found = archive.find({ of, sort: "unsorted", ...(ask.text === undefined ? {} : { text: ask.text }), ...(ask.filter === undefined ? {} : { filter: ask.filter }) });
    found.circles((id, circles) => {
      if (circles.length === 0) unplaced++;
      for (const circle of circles) {
        extent.take(circle);
        if (ask.bounds !== undefined && !touches(ask.bounds, circle)) continue;
        inside.ids.push(id);
        inside.circles.push(circle);
      }
    });
  }
  const isMany = inside.ids.length > (ask.limit ?? DEFAULT_POINTS);
  const points = isMany ? [] : inside.circles.map((circle, n) => ({ id: inside.ids[n]!, circle }));
  return {
    points: points.sort((a, b) => b.circle.radiusM - a.circle.radiusM || (a.id < b.id ? -1 : 1)).map(({ id, circle }) => pointOf(context, archive, id, circle, ask)),
    clusters: isMany ? clustersOf(inside, ask.bounds ?? extent.bounds ?? WORLD, ask.cells ?? DEFAULT_CELLS) : [],
    total: subjectsIn(inside),
    extent: extent.bounds,
    unplaced,
  };
}

function pointOf({ book }: ViewContext, archive: Archive, id: string, circle: Circle, { filter }: MapAsk): MapPoint {
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
  return 2 * wide >= AROUND || eastward(lonMicrodegrees + wide - bounds.west) <= widthOf(bounds) + 2 * wide;
}
