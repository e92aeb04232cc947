/**
 * Where too much lies to be shown one by one: a grid over the bounds, and for each of its cells in which middles lie one circle around all of these. Two walks over the
 * circles and sums of numbers, since a hundred thousand of them are gone through with every move of the map.
 */
import type { Circle } from "#casework";
import type { Bounds, MapCluster } from "../../../api-archive.ts";
import { AROUND, eastward, Extent, METRES_PER_DEGREE, widthOf } from "./bounds.ts";

/** Circles and the subjects they are of, side by side. Those of one subject follow each other. */
export interface Placed {
  readonly ids: string[];
  readonly circles: Circle[];
}

const FURTHEST_M = 20_040_000;

/** Each subject once: an act of many stays is one act. */
export function subjectsIn({ ids }: Placed): number {
  let subjects = 0;
  for (let n = 0; n < ids.length; n++) if (n === 0 || ids[n] !== ids[n - 1]) subjects++;
  return subjects;
}

/** What is summed up of one cell. */
class Cell {
  readonly extent = new Extent();
  subjects = 0;
  radiusM = 1;
  #circles = 0;
  #lat = 0;
  #lon = 0;
  #last = "";

  take(id: string, circle: Circle): void {
    this.extent.take(circle);
    this.#circles++;
    this.#lat += circle.latMicrodegrees;
    this.#lon += circle.lonMicrodegrees;
    if (id !== this.#last) this.subjects++;
    this.#last = id;
  }

  get middle(): Pick<Circle, "latMicrodegrees" | "lonMicrodegrees"> {
    return { latMicrodegrees: Math.round(this.#lat / this.#circles), lonMicrodegrees: Math.round(this.#lon / this.#circles) };
  }
}

/** A cluster for each cell, in the order in which their first circles came. What lies outside the bounds goes to the cell at the edge. */
export function clustersOf(placed: Placed, bounds: Bounds, cells: number): MapCluster[] {
  const { ids, circles } = placed;
  const cellOf = grid(bounds, cells);
  const places = new Map<number, number>();
  const found: Cell[] = [];
  const of = circles.map((circle, n) => {
    const number = cellOf(circle);
    let place = places.get(number);
    if (place === undefined) {
      places.set(number, (place = found.length));
      found.push(new Cell());
    }
    found[place]!.take(ids[n]!, circle);
    return place;
  });
  const middles = found.map(({ middle }) => ({ ...middle, shrinking: Math.cos((middle.latMicrodegrees / 1e6) * (Math.PI / 180)) }));
  circles.forEach(({ latMicrodegrees, lonMicrodegrees, radiusM }, n) => {
    const [cell, middle] = [found[of[n]!]!, middles[of[n]!]!];
    const north = (latMicrodegrees - middle.latMicrodegrees) / 1e6;
    const east = ((lonMicrodegrees - middle.lonMicrodegrees) / 1e6) * middle.shrinking;
    const reaches = Math.sqrt(north * north + east * east) * METRES_PER_DEGREE + radiusM;
    if (reaches > cell.radiusM) cell.radiusM = reaches;
  });
  return found.map(({ extent, subjects, radiusM }, n) => {
    const { latMicrodegrees, lonMicrodegrees } = middles[n]!;
    return { latMicrodegrees, lonMicrodegrees, radiusM: Math.min(FURTHEST_M, Math.ceil(radiusM)), count: subjects, bounds: extent.bounds! };
  });
}

function grid(bounds: Bounds, cells: number): (circle: Circle) => number {
  const [width, height] = [widthOf(bounds), bounds.north - bounds.south];
  const cellOf = (share: number): number => Math.max(0, Math.min(cells - 1, Math.floor(share * cells)));
  return ({ latMicrodegrees, lonMicrodegrees }) => {
    const east = eastward(lonMicrodegrees - bounds.west);
    const column = width === 0 ? 0 : cellOf(east > (width + AROUND) / 2 ? 0 : east / width);
    const row = height === 0 ? 0 : cellOf((latMicrodegrees - bounds.south) / height);
    return row * cells + column;
  };
}
