import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#bytes";
import { commitmentFor, commitOriginal, recordCustody, redactCustody, type CustodyEvent } from "#preserve";
import { composeCustody, leafOf, parseCommitment, parseCustody, ProofError, readCustodyEntry, type CustodyLine } from "#proof";
import { chance } from "./testing/cast.ts";

const event: CustodyEvent = {
  at: "2031-03-05T09:12:00Z",
  event: "transfer",
  item: "ab".repeat(16),
  actor: "A-1",
  tool: null,
  toolVersion: null,
  before: null,
  after: null,
  counterpart: "the notary",
  reason: null,
  authority: null,
};

test("events are added at the end, and a redacted one leaves its hash", () => {
  const random = chance("custody");
  let log: CustodyLine[] = [];
  for (const actor of ["A-1", "A-2", "A-1"]) log = recordCustody(log, { ...event, actor }, random);
  const shown = redactCustody(log, (entry) => entry.actor === "A-2");
  assert.deepEqual(
    shown.map((line) => line.entry === null),
    [true, false, true],
  );
  assert.deepEqual(
    shown.map((line) => line.hash),
    log.map((line) => line.hash),
  );
  const text = Buffer.from(composeCustody(shown)).toString();
  assert.ok(text.includes("REDACTED") && !text.includes("A-1"));
  assert.deepEqual(parseCustody(composeCustody(shown), null), shown);
  assert.deepEqual(
    redactCustody(shown, () => true),
    shown,
    "what was redacted stays so",
  );
});

test("two equal events have different hashes: a redacted one cannot be guessed", () => {
  const random = chance("salts");
  const [one, two] = recordCustody(recordCustody([], event, random), event, random);
  assert.notEqual(one!.hash, two!.hash);
  assert.equal(readCustodyEntry(one!.entry!).reason, null);
});

test("an event in words that are not PREMIS's is refused", () => {
  assert.throws(() => recordCustody([], { ...event, event: "looked at" as "transfer" }, chance("x")), ProofError);
});

test("a commitment is the same text each time, and another for another salt", () => {
  const original = utf8("They came.\n");
  const { commitment, text, leaf } = commitOriginal(original, chance("arrival"));
  assert.deepEqual(commitmentFor(commitment.item, commitment.salt, original, null).text, text);
  assert.equal(leafOf(text), leaf);
  assert.deepEqual(parseCommitment(text, null), commitment);
  assert.notEqual(commitOriginal(original, chance("another")).leaf, leaf);
  const after = { origin: "log.example/2031", size: 88, root: "5a".repeat(32) };
  assert.deepEqual(parseCommitment(commitOriginal(original, chance("later"), after).text, null).after, after);
});
