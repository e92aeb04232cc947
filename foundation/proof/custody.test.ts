import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromUtf8, utf8 } from "#bytes";
import {
  composeCustody,
  composeCustodyEntry,
  custodyLine,
  parseCustody,
  ProofError,
  readCustodyEntry,
  type CustodyEntry,
  type CustodyLine,
} from "#proof";

const entry: CustodyEntry = {
  format: "custody-entry/v1",
  at: "2031-03-05T09:12:00Z",
  event: "ingestion",
  item: "00".repeat(16),
  actor: "A-1",
  tool: null,
  toolVersion: null,
  before: null,
  after: null,
  counterpart: null,
  reason: "письмо",
  authority: null,
  salt: "11".repeat(16),
};
const holds = (text: string): boolean => {
  try {
    parseCustody(utf8(text), null);
    return true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
};
const lines = fc.array(
  fc.string({ unit: "binary", maxLength: 20 }).map((reason) => custodyLine(utf8(JSON.stringify({ reason: reason.toWellFormed() })))),
  { minLength: 2, maxLength: 8 },
);

test("a log is read back line by line", () => {
  fc.assert(fc.property(lines, (log) => assert.deepEqual(parseCustody(composeCustody(log), null), log)));
});

test("any lines may be redacted and the chain holds; what is left is what was there", () => {
  fc.assert(
    fc.property(lines, fc.infiniteStream(fc.boolean()), (log, hidden) => {
      const redacted = log.map((line): CustodyLine => (hidden.next().value ? { hash: line.hash, entry: null } : line));
      assert.deepEqual(parseCustody(composeCustody(redacted), null), redacted);
    }),
  );
});

test("no line can be changed, taken out, doubled or moved", () => {
  fc.assert(
    fc.property(lines, fc.nat(), fc.constantFrom("drop", "double", "swap", "change", "chain"), (log, seed, how) => {
      const text = fromUtf8(composeCustody(log)).trimEnd().split("\n");
      const at = 1 + (seed % (text.length - 1));
      if (how === "drop" && at === text.length - 1) return; // The last line gone is a shorter log: the seal, not the chain, speaks against it.
      const line = text[at]!;
      if (how === "drop") text.splice(at, 1);
      if (how === "double") text.splice(at, 0, line);
      if (how === "swap") text.push(text.splice(at === text.length - 1 ? at - 1 : at, 1)[0]!);
      if (how === "change") text[at] = `${line.slice(0, -1)} }`;
      if (how === "chain") text[at] = line.replace(/ ([0-9a-f])/, (_, c: string) => ` ${c === "0" ? "1" : "0"}`);
      assert.ok(!holds(`${text.join("\n")}\n`));
    }),
  );
});

test("a swap of the header with a line does not pass either", () => {
  assert.ok(!holds("custody-log/v1\n"));
  assert.ok(!holds(""));
  assert.ok(!holds("custody-log/v2\n1 a b {}\n"));
});

test("an entry is strict: PREMIS words, a pseudonym, UTC to the second", () => {
  assert.deepEqual(readCustodyEntry(composeCustodyEntry(entry)), entry);
  const wrong: object[] = [
    { event: "looked at" },
    { actor: "Tamar" },
    { at: "2031-03-05" },
    { salt: "11" },
    { reason: "" },
    { item: "x" },
    { further: 1 },
    { format: "custody-entry/v2" },
  ];
  for (const change of wrong) {
    assert.throws(
      () => composeCustodyEntry({ ...entry, ...change } as CustodyEntry),
      (error) => error instanceof ProofError && error.code === "bad-record",
      JSON.stringify(change),
    );
  }
});
