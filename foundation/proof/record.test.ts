import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, utf8 } from "#bytes";
import { composeRecord, ProofError, readItem, readRecord, STANDARDS, type Finding, type PackageRecord } from "#proof";

const A = "aa".repeat(16);
const B = "bb".repeat(16);
const finding: Finding = {
  id: "cc".repeat(16),
  proposition: "Four men were taken from the Saltmarket in Orlava.",
  standard: 2,
  standardName: STANDARDS[2],
  sources: [
    { alias: "S-1", kind: "relative", basis: "saw", repeats: [] },
    { alias: "S-2", kind: "journalist", basis: "heard", repeats: ["S-1"] },
  ],
  for: [
    {
      about: "the four men",
      property: "taken",
      value: "from the Saltmarket",
      time: { first: "2031-03-02", last: null, kind: "within", asGiven: "that night" },
      stance: "asserts",
      source: "S-1",
      credibility: 2,
      quotes: [{ item: A, locator: null, quote: "They took four men." }],
    },
  ],
  against: [],
  alternatives: [],
  denials: [],
  decidedBy: "two",
  decidedOn: "2031-04-10",
  reviewOn: null,
  supersedes: null,
};
const record: PackageRecord = {
  format: "vouchsafe-record/v1",
  package: `ep-${"00".repeat(16)}`,
  day: "2031-04-17",
  limits: ["It does not prove that what is said is true."],
  items: [
    { id: A, kind: "report", opened: "whole", parents: [], redactions: [] },
    { id: B, kind: "undisclosed", opened: "closed", parents: [A], redactions: [] },
  ],
  finding,
};
const refused = (change: (copy: PackageRecord) => void) => {
  const copy = structuredClone(record);
  change(copy);
  assert.throws(
    () => composeRecord(copy),
    (error) => error instanceof ProofError && error.code === "bad-record",
    change.toString(),
  );
};

test("a record is read back", () => {
  assert.deepEqual(readRecord(composeRecord(record)), record);
  assert.deepEqual(readRecord(composeRecord({ ...record, finding: null, items: [] })).items, []);
});

test("a record names nobody: aliases are the package's own, and two decided", () => {
  refused((r) => (r.finding!.sources[0]!.alias = "Tamar"));
  refused((r) => (r.finding!.sources[0]!.alias = "S-01"));
  refused((r) => Object.assign(r.finding!, { decidedBy: "Tamar and Levan" }));
  refused((r) => Object.assign(r.finding!.sources[0]!, { name: "Tamar" }));
});

test("a reference leads somewhere", () => {
  refused((r) => (r.items[1]!.parents = ["dd".repeat(16)]));
  refused((r) => (r.items[1]!.parents = [B]));
  refused((r) => (r.items[1]!.id = A));
  refused((r) => (r.finding!.for[0]!.source = "S-3"));
  refused((r) => (r.finding!.for[0]!.quotes[0]!.item = "dd".repeat(16)));
  refused((r) => (r.finding!.sources[1]!.repeats = ["S-9"]));
  refused((r) => (r.finding!.sources[1]!.repeats = ["S-2"]));
  refused((r) => (r.finding!.sources[1]!.alias = "S-1"));
});

test("the standard is one of six and says its name", () => {
  refused((r) => (r.finding!.standard = 6));
  refused((r) => (r.finding!.standard = 3));
  refused((r) => Object.assign(r.finding!, { standardName: "quite sure" }));
});

test("strict: limits are stated, closed items have no redactions, nothing unknown, one spelling", () => {
  refused((r) => (r.limits = []));
  refused((r) => (r.items[1]!.redactions = [{ file: "working-1.txt", what: "a name", why: "safety" }]));
  refused((r) => Object.assign(r, { further: 1 }));
  refused((r) => Object.assign(r, { format: "vouchsafe-record/v2" }));
  refused((r) => (r.day = "2031-13-01"));
  refused((r) => (r.finding!.proposition = "a\u0000b"));
  refused((r) => (r.finding!.proposition = "\ud800"));
  assert.throws(() => readRecord(utf8(JSON.stringify(record, null, 1))), ProofError);
  assert.throws(() => readRecord(utf8("[".repeat(100_000))), ProofError);
  assert.throws(() => readRecord(Uint8Array.of(0xff)), ProofError);
});

test("an item's files are named as the layout names them, each once", () => {
  const sha = { sha256: "00".repeat(32), sha512: "00".repeat(64) };
  const item = (names: readonly string[]): Uint8Array => {
    const files = names.map((name) => ({ madeFrom: null, name, ...sha, sizeBytes: 1 }));
    return canonical({ capture: null, description: "x", files, format: "evidence-item/v1", id: A, mediaType: null, received: "2031-03-05" });
  };
  assert.equal(readItem(item(["original.txt", "working-1.txt"])).files.length, 2);
  assert.throws(() => readItem(item(["original.txt", "original.txt"])), ProofError);
  assert.throws(() => readItem(item(["../x"])), ProofError);
});
