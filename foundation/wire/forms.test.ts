import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { fromUtf8, utf8 } from "#bytes";
import {
  encodeLogForm,
  encodeMailboxForm,
  encodeRefusal,
  isRefusalCode,
  parseCursors,
  parseEntriesQuery,
  parseLogForm,
  parseMailboxForm,
  parseRefusal,
  parseRelayHello,
  paths,
  REFUSALS,
  slotNumber,
  WireError,
  type LogForm,
  type RefusalCode,
} from "./index.ts";

const ID = "0a".repeat(16);
const ID2 = "0b".repeat(16);
const HASH = "0c".repeat(32);
const HASH2 = "0d".repeat(32);
const FORM: LogForm = { closesIntake: [ID, ID2], intake: true, mode: "log", read: HASH, writers: [HASH, HASH2] };

describe("a log's form", () => {
  test("has one spelling", () => {
    const text = `{"closesIntake":["${ID}","${ID2}"],"intake":true,"mode":"log","read":"${HASH}","writers":["${HASH}","${HASH2}"]}`;
    assert.equal(fromUtf8(encodeLogForm(FORM)), text);
    assert.deepEqual(parseLogForm(utf8(text)), FORM);
    for (const odd of [
      ` ${text}`,
      text.replace('"intake":true,', ""),
      text.replace("true", "1"),
      text.slice(0, -1),
      `${text.slice(0, -1)},"x":1}`,
      "[]",
      "null",
      '"x"',
      "{}",
      "{",
      "",
    ])
      refuses(() => parseLogForm(utf8(odd)));
  });

  test("what is not strict is refused, going out and coming in", () => {
    const odd: { readonly [why: string]: object } = {
      "writers not sorted": { writers: [HASH2, HASH] },
      "a writer twice": { writers: [HASH, HASH] },
      "no writer": { writers: [] },
      "241 writers": { writers: Array.from({ length: 241 }, (_, n) => n.toString(16).padStart(64, "0")) },
      "a short hash": { read: HASH.slice(2) },
      "upper case": { read: HASH.toUpperCase() },
      "another mode": { mode: "lines" },
      "a line that lists envelopes": { mode: "line" },
      "closes twice the same": { closesIntake: [ID, ID] },
      "closes 65": { closesIntake: Array.from({ length: 65 }, (_, n) => n.toString(16).padStart(32, "0")) },
    };
    for (const [why, part] of Object.entries(odd)) {
      refuses(() => encodeLogForm({ ...FORM, ...part } as LogForm), why);
      refuses(() => parseLogForm(utf8(JSON.stringify({ ...FORM, ...part }))), why);
    }
  });

  test("the largest is within the limit", () => {
    const hashes = (count: number, length: number) => Array.from({ length: count }, (_, n) => n.toString(16).padStart(length, "0"));
    const largest: LogForm = { ...FORM, writers: hashes(240, 64), closesIntake: hashes(64, 32) };
    assert.deepEqual(parseLogForm(encodeLogForm(largest)), largest);
  });
});

test("a mailbox's form", () => {
  assert.equal(parseMailboxForm(encodeMailboxForm(HASH)), HASH);
  for (const odd of [`{"access":"${ID}"}`, `{"access":"${HASH}","more":1}`, "{}"]) refuses(() => parseMailboxForm(utf8(odd)));
  refuses(() => encodeMailboxForm(ID));
});

test("what a relay says of itself", () => {
  assert.deepEqual(parseRelayHello(utf8(`{"incarnation":"${ID}","v":1}`)), { incarnation: ID, v: 1 });
  assert.equal(parseRelayHello(utf8(`{"incarnation":"${ID}","v":2}`)).v, 2);
  for (const odd of [`{"incarnation":"${ID}"}`, `{"incarnation":"x","v":1}`, `{"incarnation":"${ID}","v":0}`, `{"incarnation":"${ID}","v":"1"}`])
    refuses(() => parseRelayHello(utf8(odd)));
});

test("cursors are as many as were asked for, and possible", () => {
  assert.deepEqual(parseCursors(utf8('{"cursors":[41,42]}'), 2), [41, 42]);
  for (const odd of [
    '{"cursors":[41]}',
    '{"cursors":[41,42,43]}',
    '{"cursors":[0,1]}',
    '{"cursors":[1,"2"]}',
    '{"cursors":[1,4294967296]}',
    '{"cursors":2}',
    "[41,42]",
  ])
    refuses(() => parseCursors(utf8(odd), 2));
});

test("refusals: each code there and back, the head with one code only", () => {
  for (const code of Object.keys(REFUSALS).filter((name): name is RefusalCode => isRefusalCode(name) && name !== "not-the-head"))
    assert.deepEqual(parseRefusal(encodeRefusal({ error: code })), { error: code });
  assert.deepEqual(parseRefusal(encodeRefusal({ error: "not-the-head", head: null })), { error: "not-the-head", head: null });
  assert.deepEqual(parseRefusal(encodeRefusal({ error: "not-the-head", head: HASH })), { error: "not-the-head", head: HASH });
  for (const odd of [
    '{"error":"not-the-head"}',
    '{"error":"not-the-head","head":null}',
    `{"error":"quota","head":"${HASH}"}`,
    '{"error":"toString"}',
    '{"error":"constructor"}',
    "{}",
    "<html>",
  ])
    refuses(() => parseRefusal(utf8(odd)));
});

test("paths hold nothing but ids", () => {
  assert.equal(paths.entriesAfter(ID, 40, 0), `/v1/log/${ID}/entries?after=40`);
  assert.equal(paths.entriesAfter(ID, 40, 25), `/v1/log/${ID}/entries?after=40&wait=25`);
  assert.equal(paths.chunk(ID, HASH), `/v1/blob/${ID}/${HASH}`);
  assert.equal(paths.slot(ID, 4), `/v1/mailbox/${ID}/4`);
  fc.assert(fc.property(fc.string(), (text) => refuses(() => paths.log(text))));
  for (const slot of [0, 5, 1.5, -1]) refuses(() => paths.slot(ID, slot));
  for (const after of [-1, 0.5, 2 ** 32, Number.NaN]) refuses(() => paths.entriesAfter(ID, after, 0));
  refuses(() => paths.entriesAfter(ID, 0, 26));
});

test("a query for entries says after once, wait at most once, and nothing else", () => {
  const query = (text: string) => parseEntriesQuery(new URLSearchParams(text));
  assert.deepEqual(query("after=0"), { after: 0, waitSeconds: 0 });
  assert.deepEqual(query("wait=25&after=4294967295"), { after: 4_294_967_295, waitSeconds: 25 });
  for (const odd of [
    "",
    "wait=1",
    "after=",
    "after=-1",
    "after=01",
    "after=1e3",
    "after=4294967296",
    "after=1&after=1",
    "after=1&wait=26",
    "after=1&x=1",
    "after=0x1",
    "after=１",
  ])
    refuses(() => query(odd), odd);
  assert.equal(slotNumber("3"), 3);
  for (const odd of ["0", "5", "", "1 ", "01", "x"]) refuses(() => slotNumber(odd));
});

function refuses(work: () => unknown, why?: string): void {
  assert.throws(work, (error) => error instanceof WireError, why);
}
