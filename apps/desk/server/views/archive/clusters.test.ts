/** Clusters beside the plain way: every circle put into its cell, and each cell looked at by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Circle } from "#casework";
import { runs } from "../../../../../scripts/long.ts";
import type { Bounds, MapCluster } from "../../../api-archive.ts";
import { clustersOf, subjectsIn } from "./clusters.ts";

const lat = fc.integer({ min: -90_000_000, max: 90_000_000 });
const lon = fc.integer({ min: -180_000_000, max: 180_000_000 });
const circle = fc.record({ latMicrodegrees: lat, lonMicrodegrees: lon, radiusM: fc.integer({ min: 1, max: 20_000_000 }) });
/** One to three circles of each subject, one after another. */
const placed = fc
  .array(fc.tuple(fc.nat(5), fc.array(circle, { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 20 })
  .map((subjects) => subjects.flatMap(([, circles], n) => circles.map((one) => ({ id: `subject ${n}`, circle: one }))));
const bounds = fc.tuple(lat, lat, lon, lon).map(([a, b, west, east]): Bounds => ({ south: Math.min(a, b), north: Math.max(a, b), west, east }));

/** Column and row of a middle: how far to the east of the western border, where what lies outside is nearer to one border than to the other. */
function cellOf({ latMicrodegrees, lonMicrodegrees }: Circle, { south, north, west, east }: Bounds, cells: number): string {
  const width = west <= east ? east - west : east - west + 360_000_000;
  const off = (((lonMicrodegrees - west) % 360_000_000) + 360_000_000) % 360_000_000;
  const across = width === 0 || off > (width + 360_000_000) / 2 ? 0 : off / width;
  const up = north === south ? 0 : (latMicrodegrees - south) / (north - south);
  return [across, up].map((share) => Math.max(0, Math.min(cells - 1, Math.floor(share * cells)))).join(" ");
}

function slowly(all: readonly { readonly id: string; readonly circle: Circle }[], of: Bounds, cells: number): MapCluster[] {
  const groups = Object.values(Object.groupBy(all, (one) => cellOf(one.circle, of, cells))) as (typeof all)[];
  return groups.map((group) => {
    const numbers = (name: "latMicrodegrees" | "lonMicrodegrees") => group.map((one) => one.circle[name]);
    const mean = (values: readonly number[]): number => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
    const [lats, lons] = [numbers("latMicrodegrees"), numbers("lonMicrodegrees")];
    const [middleLat, middleLon] = [mean(lats), mean(lons)];
    const reaches = group.map(({ circle: one }) => {
      const north = ((one.latMicrodegrees - middleLat) / 1e6) * 111_195;
      const east = ((one.lonMicrodegrees - middleLon) / 1e6) * 111_195 * Math.cos((middleLat / 1e6) * (Math.PI / 180));
      return Math.sqrt(north * north + east * east) + one.radiusM;
    });
    return {
      latMicrodegrees: middleLat,
      lonMicrodegrees: middleLon,
      radiusM: Math.min(20_040_000, Math.ceil(Math.max(...reaches))),
      count: new Set(group.map(({ id }) => id)).size,
      bounds: { south: Math.min(...lats), west: Math.min(...lons), north: Math.max(...lats), east: Math.max(...lons) },
    };
  });
}

const inOrder = (clusters: readonly MapCluster[]): MapCluster[] => clusters.toSorted((a, b) => a.bounds.south - b.bounds.south || a.bounds.west - b.bounds.west);

test("clusters are what looking at each cell by itself finds, and each subject counts once in a cell and once in all", () => {
  fc.assert(
    fc.property(placed, bounds, fc.integer({ min: 1, max: 6 }), (all, of, cells) => {
      const given = { ids: all.map(({ id }) => id), circles: all.map((one) => one.circle) };
      const [fast, slow] = [inOrder(clustersOf(given, of, cells)), inOrder(slowly(all, of, cells))];
      // A radius is rounded up to a metre from sums in another order.
      assert.deepEqual(fast.map((one) => ({ ...one, radiusM: 0 })), slow.map((one) => ({ ...one, radiusM: 0 })));
      for (const [n, { radiusM }] of fast.entries()) assert.ok(Math.abs(radiusM - slow[n]!.radiusM) <= 1, `${radiusM} and ${slow[n]!.radiusM}`);
      assert.equal(subjectsIn(given), new Set(given.ids).size);
    }),
    { numRuns: runs(1_000, 100_000) },
  );
});
