import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonical, canonicalText, utf8, type Json } from "#bytes";
import { MAX_HEADER_BYTES, MAX_SEEN, parseHeader } from "#entry";
import { hashOf } from "#prim";
import { runs } from "../../../scripts/long.ts";
import { headerAtOnce, headerByParts } from "./header.ts";

const id = (name: string): string => hashOf("vector", utf8(name));
const RIGHT = {
  clock: 5,
  commitment: id("commitment"),
  compartment: "work",
  device: id("device"),
  group: id("group"),
  prev: id("prev"),
  rosterSeen: id("act"),
  seen: [id("a"), id("b"), id("c")].sort(),
  seq: 2,
  v: 1,
};

/** What the quick way reads is what the slow one does; what it does not read is the slow one's to judge. */
function agree(bytes: Uint8Array): boolean {
  const quickly = headerAtOnce(bytes);
  let slowly: unknown = null;
  try {
    slowly = headerByParts(bytes);
  } catch (error) {
    assert.equal((error as Error).name, "EntryError");
  }
  if (quickly !== null || slowly !== null) assert.deepEqual(quickly, slowly);
  if (slowly === null) assert.throws(() => parseHeader(bytes), { name: "EntryError" });
  else assert.deepEqual(parseHeader(bytes), slowly);
  return quickly !== null;
}

const agreeOn = (header: object): boolean => agree(canonical(header as Json));

test("headers that are right in every way are read at once", () => {
  assert.equal(agreeOn(RIGHT), true);
  assert.equal(agreeOn({ ...RIGHT, prev: null, seq: 1, seen: [] }), true);
  for (const seq of [1, 2, 9, 10, Number.MAX_SAFE_INTEGER]) assert.equal(agreeOn({ ...RIGHT, seq, prev: seq === 1 ? null : RIGHT.prev, clock: seq - 1 }), true);
  for (const many of [1, 2, MAX_SEEN]) assert.equal(agreeOn({ ...RIGHT, seen: Array.from({ length: many }, (_, n) => id(`${n}`)).sort() }), true);
});

test("what is nearly right is judged as the slow way judges it", () => {
  const texts = ["", "work", "w", "roster", "1work", "work-2", "Work", "w".repeat(32), "w".repeat(33), id("x"), id("x").toUpperCase(), id("x").slice(1), `${id("x")}0`, `${id("x")}\n`];
  const lists: Json[] = [[], [id("x")], [id("x"), id("x")], [id("b"), id("a")], [id("b"), id("a")].sort(), [null], Array.from({ length: MAX_SEEN + 1 }, (_, n) => id(`${n}`)).sort()];
  const value = fc.oneof(fc.constantFrom<Json>(null, {}, 0, -1, 1, 2, 2 ** 40, Number.MAX_SAFE_INTEGER), fc.constantFrom(...texts), fc.constantFrom(...lists));
  const field = fc.constantFrom(...Object.keys(RIGHT), "w", "zz", "a");
  const changed = fc.array(fc.tuple(field, value), { maxLength: 3 }).map((fields) => canonicalText({ ...RIGHT, ...Object.fromEntries(fields) } as Json));
  const without = field.map((one) => canonicalText(Object.fromEntries(Object.entries(RIGHT).filter(([key]) => key !== one)) as Json));
  const put = fc.constantFrom(..."0129-abfgA\",:[]{} \n\\é", "01", "1e3", "9007199254740992", "null", `"${id("x")}"`, `,"${id("x")}"`);
  const spelled = fc.tuple(fc.oneof(changed, without), fc.nat(), fc.nat(2), put).map(([text, place, cut, one]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + one + text.slice(at + cut);
  });
  const bytes = fc.oneof(changed, without, spelled).map((text) => new TextEncoder().encode(text));
  const flipped = fc.tuple(bytes, fc.nat(), fc.nat(255)).map(([one, place, byte]) => one.with(place % one.length, byte));
  let atOnce = 0;
  fc.assert(
    fc.property(fc.oneof(bytes, flipped), (one) => {
      if (agree(one)) atOnce++;
    }),
    { numRuns: runs(3000, 100_000) },
  );
  assert.ok(atOnce > 100, "too few were right");
});

test("one more than may be, and what is too large", () => {
  assert.equal(agree(utf8(canonicalText(RIGHT as Json).replace('"clock":5', '"clock":9007199254740992'))), false);
  assert.equal(agree(utf8(canonicalText(RIGHT as Json).replace('"seq":2', '"seq":9007199254740992'))), false);
  assert.throws(() => parseHeader(new Uint8Array(MAX_HEADER_BYTES + 1)), { code: "too-large" });
});
