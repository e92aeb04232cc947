import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, utf8 } from "#bytes";
import { bearer, decodeBlobs, decodePlaced, encodeBlobs, encodeLogForm, encodeMailboxForm, encodePlaced, encodeRefusal, parseCursors, parseEntriesQuery, parseLogForm, parseMailboxForm, parseRefusal, parseRelayHello, REFUSALS, slotNumber, tokenHash, tokenOf, WireError, type RefusalCode } from "#wire";
import { fuzz } from "../../scripts/fuzz.ts";

const isOurs = (error: unknown): boolean => error instanceof WireError;
const asIs = (bytes: Uint8Array): Uint8Array => bytes;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const [ID, HASH] = ["3".repeat(32), tokenHash("a".repeat(64))];
const form = { closesIntake: [ID], intake: true, mode: "log", read: HASH, writers: [HASH] } as const;
const refusals = (Object.keys(REFUSALS) as RefusalCode[]).flatMap((error) => {
  try {
    return [encodeRefusal({ error })];
  } catch {
    return [];
  }
});

const FORMS: readonly [string, readonly Uint8Array[], (bytes: Uint8Array) => unknown][] = [
  ["a log's form", [encodeLogForm(form), encodeLogForm({ ...form, intake: false, mode: "line", closesIntake: [] })], parseLogForm],
  ["a mailbox's form", [encodeMailboxForm(HASH)], parseMailboxForm],
  ["a relay's hello", [canonical({ incarnation: ID, v: 1 }), canonical({ incarnation: ID, v: 2 })], parseRelayHello],
  ["cursors", [canonical({ cursors: [1, 2, 3] })], (bytes) => parseCursors(bytes, 3)],
  ["a refusal", [...refusals, canonical({ error: "not-the-head", head: HASH })], parseRefusal],
  ["blobs going in", [encodeBlobs([utf8("one"), utf8("two, longer")])], (bytes) => assert.deepEqual(Buffer.from(encodeBlobs(decodeBlobs(bytes))), Buffer.from(bytes))],
  [
    "blobs coming out",
    [encodePlaced([{ cursor: 5, blob: utf8("one") }, { cursor: 9, blob: utf8("two") }])],
    (bytes) => assert.deepEqual(Buffer.from(encodePlaced(decodePlaced(bytes, 4))), Buffer.from(bytes)),
  ],
];

for (const [name, valid, parse] of FORMS) test(name, (t) => fuzz(t, { name, valid, from: asIs, isOurs, parse }));

test("what stands in a request's line and headers", (t) =>
  fuzz(t, {
    name: "request lines",
    valid: [utf8("after=12&wait=30"), utf8(bearer("a".repeat(64))), utf8("3")],
    from: asText,
    isOurs,
    parse: (text) => [tokenOf(text), slotOf(text), parseEntriesQuery(new URLSearchParams(text))],
  }));

function slotOf(text: string): number | null {
  try {
    return slotNumber(text);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}
