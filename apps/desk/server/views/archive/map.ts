/** What lies where: circles, never points, and where there are too many of them, clusters (api-archive.ts). */
import { within, type Circle } from "#casework";
import type { Archive } from "../../../core/archive.ts";
import { refOfRow, subjectRef, type ViewContext } from "../context.ts";
import type { Bounds, MapAsk, MapPoint, MapView } from "../../../api-archive.ts";
import { Extent, touches } from "./bounds.ts";
import { clustersOf, subjectsIn, type Placed } from "./clusters.ts";

const DEFAULT_POINTS = 500;
const DEFAULT_CELLS = 24;
const DEFAULT_TYPES = ["act", "event", "place"] as const;
const WORLD: Bounds = { south: -90_000_000, west: -180_000_000, north: 90_000_000, east: 180_000_000 };

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
