/** Dates as intervals and places as a hierarchy. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareDates, comparePlaces, DATE_LEVELS, kilometresBetween, PLACE_LEVELS, readDate, readPlace } from "../index.ts";
import { dayNumber, hijriDay } from "./dates.ts";

const REFERENCE = dayNumber(2001, 6, 1)!;
const level = (a: string, b: string): string => DATE_LEVELS[compareDates(readDate(a, REFERENCE)!, readDate(b, REFERENCE)!) - 1]!;

test("dates agree as far as they say something", () => {
  const pairs: [string, string, string][] = [
    ["1987-03-12", "12.03.1987", "same"],
    ["1987-03-12", "19870312", "same"],
    ["1987-03-12", "١٢/٠٣/١٩٨٧", "same"],
    ["1987-03-12", "1987-03", "fits"],
    ["1987-03-12", "1987", "fits"],
    ["1987-03-12", "14", "fits"],
    ["1976-03-12", "about 25", "fits roughly"],
    ["1976-03-12", "~27", "fits roughly"],
    ["1987-03-12", "1987-12-03", "slip"],
    ["1987-03-12", "1987-03-13", "slip"],
    ["1987-03-12", "1988-02-13", "near"],
    ["1987-03-12", "1988", "near"],
    ["1987-03-12", "1990", "different"],
    ["1987-03-12", "1961-11-30", "different"],
    // 12 Rajab 1407 was 12 March 1987.
    ["1987-03-12", "1407-07-12 AH", "fits"],
    ["1987-03-12", "1407 AH", "fits"],
    ["1987-03-12", "1410 AH", "different"],
  ];
  for (const [a, b, wanted] of pairs) {
    assert.equal(level(a, b), wanted, `${a} ${b}`);
    assert.equal(level(b, a), wanted, `${b} ${a}`);
  }
  for (const nothing of ["", "unknown", "25 or so people", "999", "1987-13-45-1", "12.03"]) assert.equal(readDate(nothing, REFERENCE), null, nothing);
  assert.equal(readDate("about 25", null), null, "an age says nothing where it is not known when");
});

test("the tabular Hijri calendar at dates known from its tables, and no day lost or doubled", () => {
  assert.equal(hijriDay(1, 1, 1), dayNumber(622, 7, 19), "the first day, 16 July 622 of the Julian calendar");
  assert.equal(hijriDay(1400, 1, 1), dayNumber(1979, 11, 21));
  assert.equal(hijriDay(1446, 9, 1), dayNumber(2025, 3, 1));
  fc.assert(
    fc.property(fc.integer({ min: 1300, max: 1500 }), fc.integer({ min: 1, max: 11 }), (year, month) => {
      const length = hijriDay(year, month + 1, 1) - hijriDay(year, month, 1);
      assert.ok(length === 29 || length === 30);
      const last = hijriDay(year + 1, 1, 1) - hijriDay(year, 12, 1);
      assert.ok(last === 29 || last === 30);
    }),
  );
});

test("an interval fits itself, and an age told fits every birthday it allows", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 364 }), (age, days) => {
      const birth = new Date((REFERENCE - Math.round(age * 365.25) - days) * 86_400_000).toISOString().slice(0, 10);
      assert.ok(["fits", "fits roughly"].includes(level(birth, String(age))), `${birth} ${age}`);
      assert.ok(["fits", "fits roughly"].includes(level(birth, `about ${age}`)));
    }),
  );
});

test("places agree by name, by what lies in what, and by distance", () => {
  const place = (a: [string, string?, string?], b: [string, string?, string?]): string =>
    PLACE_LEVELS[comparePlaces(readPlace(...a)!, readPlace(...b)!) - 1]!;
  assert.equal(place(["Verkhni Lug, Sarmat district"], ["verkhni lug"]), "same");
  assert.equal(place(["Sarmat district"], ["Verkhni Lug, Sarmat"]), "one in the other");
  assert.equal(place(["Nizhni Dol, Sarmat"], ["Verkhni Lug, Sarmat"]), "same region");
  assert.equal(place(["Nizhni Dol, Sarmat, Ordania"], ["Verkhni Lug, Sarmat, Ordania"]), "near");
  assert.equal(place(["Kamen"], ["Verkhni Lug"]), "different");
  assert.equal(place(["Kamen", "43.10", "45.10"], ["Kamen", "43.10", "45.11"]), "same");
  assert.equal(place(["Kamen", "43.10", "45.10"], ["Lug", "43.12", "45.15"]), "near");
  assert.notEqual(place(["Kamen", "43.10", "45.10"], ["Kamen", "53.10", "65.10"]), "same", "two places of one name");
  assert.equal(readPlace(" , "), null);
  // A quarter of the way round.
  assert.ok(Math.abs(kilometresBetween({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 90 }) - 10_007.5) < 1);
});
