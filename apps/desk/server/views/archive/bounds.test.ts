/** Which circles a part of the map shows: never fewer than reach into it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { distanceM } from "#casework";
import { runs } from "../../../../../scripts/long.ts";
import { touches } from "./bounds.ts";

const lat = fc.integer({ min: -90_000_000, max: 90_000_000 });
const lon = fc.integer({ min: -180_000_000, max: 180_000_000 });
const at = (latMicrodegrees: number, lonMicrodegrees: number) => ({ latMicrodegrees, lonMicrodegrees, radiusM: 1 });

test("a circle that holds a point of the bounds touches them, also over the pole and the date line", () => {
  fc.assert(
    fc.property(lat, lat, lon, lon, fc.nat(1000), fc.nat(1000), lat, lon, fc.boolean(), (a, b, west, east, up, across, cLat, cLon, isNear) => {
      const bounds = { south: Math.min(a, b), north: Math.max(a, b), west, east };
      const width = west <= east ? east - west : east - west + 360_000_000;
      const inLon = ((west + Math.floor((width * across) / 1000) + 180_000_000) % 360_000_000) - 180_000_000;
      const point = at(bounds.south + Math.floor(((bounds.north - bounds.south) * up) / 1000), inLon);
      const middle = isNear ? at(Math.max(-90_000_000, Math.min(90_000_000, point.latMicrodegrees + (cLat % 300_000))), cLon) : at(cLat, cLon);
      assert.ok(touches(bounds, { ...middle, radiusM: Math.ceil(distanceM(point, middle)! * 1.0001) + 2 }));
    }),
    { numRuns: runs(2_000, 200_000) },
  );
});

test("what lies well outside does not touch, nor what lies beyond the date line from it", () => {
  const bounds = { south: 10_000_000, north: 20_000_000, west: 30_000_000, east: 40_000_000 };
  for (const [one, is] of [
    [{ ...at(15_000_000, 35_000_000) }, true],
    [{ ...at(21_000_000, 35_000_000), radiusM: 100_000 }, false],
    [{ ...at(21_000_000, 35_000_000), radiusM: 120_000 }, true],
    [{ ...at(15_000_000, 42_000_000), radiusM: 100_000 }, false],
    [{ ...at(15_000_000, -145_000_000), radiusM: 1_000_000 }, false],
  ] as const)
    assert.equal(touches(bounds, one), is, JSON.stringify(one));
  assert.equal(touches({ ...bounds, west: 170_000_000, east: -170_000_000 }, at(15_000_000, 179_000_000)), true);
  assert.equal(touches({ ...bounds, west: 170_000_000, east: -170_000_000 }, at(15_000_000, 160_000_000)), false);
});
