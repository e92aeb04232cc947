import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { clusters, type MapPlace } from "./clusters.ts";
import { fitted, fromScreen, kmBetween, project, toScreen, unitsOfKm, unproject, zoomed } from "./mercator.ts";
import { countryName, unpack, type Topology } from "./outlines.ts";

const latLons = fc.record({ lat: fc.double({ min: -84, max: 84, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) });
const size = { width: 800, height: 500 };
const near = (a: number, b: number, within: number): void => assert.ok(Math.abs(a - b) <= within, `${a} and ${b}`);

test("a place goes onto the map and back", () => {
  fc.assert(
    fc.property(latLons, (place) => {
      const back = unproject(project(place));
      near(back.lat, place.lat, 1e-9);
      near(back.lon, place.lon, 1e-9);
    }),
  );
});

test("a radius is as wide on the map as the ground says: 10 km east and 10 km north of a place lie on its circle", () => {
  fc.assert(
    fc.property(fc.record({ lat: fc.double({ min: -70, max: 70, noNaN: true }), lon: fc.double({ min: -170, max: 170, noNaN: true }) }), (place) => {
      const r = unitsOfKm(10, place.lat);
      const at = project(place);
      // Local scale; to half a percent, since it changes within the ten kilometres themselves.
      near(kmBetween(place, unproject({ x: at.x + r, y: at.y })), 10, 0.05);
      near(kmBetween(place, unproject({ x: at.x, y: at.y - r })), 10, 0.1);
    }),
  );
});

test("distances over the ground", () => {
  // Known distance: one degree of latitude is 111.195 km on a sphere of the mean radius.
  near(kmBetween({ lat: 10, lon: 20 }, { lat: 11, lon: 20 }), 111.195, 0.001);
  near(kmBetween({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }), 111.195, 0.001);
  assert.equal(kmBetween({ lat: 5, lon: 5 }, { lat: 5, lon: 5 }), 0);
});

test("zooming keeps what stands under the pointer where it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 700 }), fc.integer({ min: 100, max: 400 }), fc.double({ min: 0.7, max: 3, noNaN: true }), (x, y, factor) => {
      const view = { x: 500, y: 500, scale: 3 };
      const under = fromScreen({ x, y }, view, size);
      const after = toScreen(under, zoomed(view, factor, { x, y }, size), size);
      near(after.x, x, 1e-6);
      near(after.y, y, 1e-6);
    }),
  );
});

test("what is fitted is seen whole", () => {
  fc.assert(
    fc.property(fc.array(latLons, { minLength: 1, maxLength: 20 }), (places) => {
      const points = places.map((p) => project(p));
      const xs = points.map((p) => p.x);
      const ys = points.map((p) => p.y);
      const view = fitted([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], size);
      for (const p of points) {
        const at = toScreen(p, view, size);
        // The whole world does not go into less than its own width at the least scale.
        assert.ok(at.x >= -1 && at.x <= size.width + 1 && at.y >= -1 && at.y <= size.height + 1, JSON.stringify(at));
      }
    }),
  );
});

test("clusters lose nobody, and are the same whatever the order", () => {
  const places = fc.array(
    fc.record({ lat: fc.double({ min: -60, max: 60, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }), count: fc.integer({ min: 0, max: 50 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(places, fc.constantFrom(1, 20, 300), (raw, scale) => {
      const all: MapPlace[] = raw.map((p, n) => ({ ...p, id: String(n).padStart(3, "0"), label: "", radiusM: 1000, holds: null }));
      const made = clusters(all, scale, 44);
      assert.equal(made.flatMap((c) => c.places).length, all.length);
      assert.equal(
        made.reduce((sum, c) => sum + c.count, 0),
        all.reduce((sum, p) => sum + p.count, 0),
      );
      const key = (of: ReturnType<typeof clusters>): string[] => of.map((c) => `${c.places.map((p) => p.id).join()} ${c.x.toFixed(6)}`).toSorted();
      assert.deepEqual(key(clusters(all.toReversed(), scale, 44)), key(made));
    }),
  );
});

for (const [detail, countries] of [
  ["110m", 150],
  ["50m", 200],
] as const)
  test(`the outlines that ship: ${detail}`, () => {
    const file = new URL(`../../../../../node_modules/world-atlas/countries-${detail}.json`, import.meta.url);
    const world = unpack(JSON.parse(readFileSync(file, "utf8")) as Topology);
    assert.ok(world.length > countries, `${world.length}`);
    const chile = world.find((c) => c.id === "152")!;
    const santiago = project({ lat: -33.45, lon: -70.66 });
    const [w, n, e, s] = chile.body;
    assert.ok(santiago.x > w && santiago.x < e && santiago.y > n && santiago.y < s);
    assert.equal(countryName("152", "ru"), "Чили");
    assert.equal(countryName("152", "ar"), "تشيلي");
    assert.equal(countryName("", "en"), "");
    for (const { path } of world) assert.doesNotMatch(path, /NaN|Infinity/);
    // No line across the whole map, but along the pole.
    const half = (project({ lat: 0, lon: 180 }).x - project({ lat: 0, lon: -180 }).x) / 2;
    for (const { id, path } of world.filter((country) => country.id !== "010"))
      for (const ring of path.split("M").slice(1)) {
        const xs = ring.replace("Z", "").split("L").map((point) => Number(point.split(" ")[0]));
        const jumps = xs.map((x, i) => Math.abs(x - xs[(i + 1) % xs.length]!));
        assert.ok(Math.max(...jumps) < half, `${id} jumps across the map`);
      }
  });
