import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { canonical, concat, padToPadme, parseCanonical, u32, utf8, type Bytes, type Json } from "#bytes";
import { sha256, Signer } from "#prim";
import { Writer } from "../../../vectors/entry/writer.ts";
import { EntryError, type EntryErrorCode } from "../errors.ts";
import { clockAfter, composeEntry, seenOf } from "./compose.ts";
import { LAST_FREE_CLOCK, MAX_HEADER_BYTES, MAX_SEEN, parseHeader } from "./header.ts";
import { encodeFrame, encodeStored, MAX_BODY_BYTES, parseFrame, parseStored } from "./stored.ts";
import { verifyEntry } from "./verify.ts";

const amina = new Writer("Amina's laptop");
const first = amina.write({ act: "write", records: [{ text: "Он сказал: никого не было" }], v: 1 });
const second = amina.write();
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => n.toString(16).padStart(64, "0"));

function refuses(work: () => unknown, code: EntryErrorCode): void {
  assert.throws(work, (error) => error instanceof EntryError && error.code === code && error.message === code);
}

describe("the stored form", () => {
  it("comes back as it was written", () => {
    for (const entry of [first, second]) {
      const stored = encodeStored(entry);
      assert.equal(stored.length % 32, 0);
      assert.ok(stored.length >= 512);
      assert.deepEqual(verifyEntry(parseStored(stored)), entry);
      assert.deepEqual(parseFrame(encodeFrame(entry)), entry);
    }
  });

  it("refuses every change of one bit, wherever it is", () => {
    const stored = encodeStored(second);
    for (let at = 0; at < stored.length * 8; at += 3) {
      const changed = Uint8Array.from(stored);
      changed[at >> 3]! ^= 1 << (at & 7);
      assert.throws(() => verifyEntry(parseStored(changed)), EntryError, `bit ${at}`);
    }
  });

  it("refuses every truncation and everything left over", () => {
    const stored = encodeStored(second);
    for (let length = 0; length < stored.length; length++) assert.throws(() => parseStored(stored.slice(0, length)), EntryError);
    refuses(() => parseStored(concat(stored, new Uint8Array(32))), "not-padded");
    const frame = encodeFrame(second);
    for (let length = 0; length < frame.length; length++) assert.throws(() => parseFrame(frame.slice(0, length)), EntryError);
    refuses(() => parseFrame(concat(frame, new Uint8Array(1))), "not-framed");
    refuses(() => parseStored(frame), "not-padded");
  });

  it("checks sizes before it looks for the bytes", () => {
    refuses(() => parseStored(padToPadme(u32(MAX_HEADER_BYTES + 1), 512)), "too-large");
    const { headerBytes, signature, salt } = second;
    refuses(() => parseStored(padToPadme(concat(u32(headerBytes.length), headerBytes, signature, salt, u32(MAX_BODY_BYTES + 1)), 512)), "too-large");
    refuses(() => parseStored(u32(0xffffffff)), "too-large");
  });

  it("holds a body of 1 MiB and not a byte more", () => {
    const signer = Signer.random();
    const draft = new Writer("x").draft("work", 5);
    const body = new Uint8Array(MAX_BODY_BYTES);
    const entry = composeEntry(draft, body, sha256(body), signer);
    assert.equal(verifyEntry(parseStored(encodeStored(entry))).id, entry.id);
    refuses(() => composeEntry(draft, new Uint8Array(MAX_BODY_BYTES + 1), sha256(body), signer), "too-large");
  });

  it("takes the parts of another entry for what they are", () => {
    const frame = (signature: Bytes, salt: Bytes, body: Bytes): Bytes =>
      concat(u32(second.headerBytes.length), second.headerBytes, signature, salt, u32(body.length), body);
    refuses(() => verifyEntry(parseFrame(frame(first.signature, second.salt, second.body))), "bad-signature");
    refuses(() => verifyEntry(parseFrame(frame(second.signature, first.salt, second.body))), "bad-commitment");
    refuses(() => verifyEntry(parseFrame(frame(second.signature, second.salt, first.body))), "bad-commitment");
  });
});

describe("the header", () => {
  const good = parseCanonical(second.headerBytes) as { [key: string]: Json };
  const withField = (name: string, value: Json): Bytes => canonical({ ...good, [name]: value });

  it("is taken as it is", () => assert.deepEqual(parseHeader(canonical(good)), second.header));

  for (const [name, value] of [
    ["clock", -1],
    ["clock", "1"],
    ["commitment", second.header.commitment.toUpperCase()],
    ["commitment", "00"],
    ["compartment", "roster"],
    ["compartment", "Work"],
    ["compartment", ""],
    ["compartment", "w".repeat(33)],
    ["device", null],
    ["extra", 1],
    ["group", []],
    ["prev", null],
    ["prev", "no"],
    ["rosterSeen", null],
    ["seen", null],
    ["seen", ["zz"]],
    ["seen", ids(2).toReversed()],
    ["seen", [ids(1)[0]!, ids(1)[0]!]],
    ["seen", ids(MAX_SEEN + 1)],
    ["seq", 0],
    ["seq", 1],
    ["v", 0],
    ["v", "1"],
  ] as const) {
    it(`is refused with ${name} ${JSON.stringify(value).slice(0, 30)}`, () =>
      refuses(() => parseHeader(withField(name, value as Json)), "bad-header"));
  }

  it("is refused without a field", () => {
    for (const name of Object.keys(good)) {
      const rest = Object.fromEntries(Object.entries(good).filter(([field]) => field !== name));
      refuses(() => parseHeader(canonical(rest)), "bad-header");
    }
  });

  it("is refused in any other spelling", () => {
    for (const text of [` ${JSON.stringify(good)}`, JSON.stringify(good, null, 1), JSON.stringify({ v: 1, ...good }), "", "null", "[]", "{", "1"]) {
      refuses(() => parseHeader(utf8(text)), "bad-header");
    }
    refuses(() => parseHeader(Uint8Array.of(0xff, 0xfe)), "bad-header");
  });

  it("of a newer version is told from a broken one", () => refuses(() => parseHeader(canonical({ seesMore: true, v: 2 })), "newer-version"));

  it("names 64 heads in less than its limit", () => {
    const bytes = withField("seen", ids(MAX_SEEN));
    assert.ok(bytes.length < MAX_HEADER_BYTES);
    assert.equal(parseHeader(bytes).seen.length, MAX_SEEN);
  });
});

describe("composing", () => {
  it("never makes what a reader refuses", () => {
    const signer = Signer.random();
    const draft = amina.draft("work", 7);
    for (const wrong of [{ seq: 0 }, { prev: null }, { compartment: "roster" }, { seen: ids(65) }, { clock: 1.5 }, { clock: 2 ** 53 }]) {
      refuses(() => composeEntry({ ...draft, ...wrong }, utf8("{}"), sha256(utf8("")), signer), "bad-header");
    }
    refuses(() => composeEntry(draft, utf8("{}"), new Uint8Array(31), signer), "not-framed");
  });

  it("puts the clock after everything it follows", () => {
    assert.equal(clockAfter(10, []), 10);
    assert.equal(clockAfter(10, [3, 9]), 10);
    assert.equal(clockAfter(10, [3, 10]), 11);
    assert.equal(clockAfter(Number.MAX_SAFE_INTEGER, [3]), LAST_FREE_CLOCK);
    assert.equal(clockAfter(10, [LAST_FREE_CLOCK]), LAST_FREE_CLOCK + 1);
    refuses(() => clockAfter(10, [Number.MAX_SAFE_INTEGER]), "clock-out-of-range");
  });

  it("finds a clock however many heads there are", () => {
    assert.equal(
      clockAfter(
        5,
        Array.from({ length: 300_000 }, (_, n) => n),
      ),
      300_000,
    );
  });

  it("names its own last entry and the newest heads where there are too many", () => {
    const heads = ids(70).map((id, n) => ({ id, clock: n }));
    const seen = seenOf(heads, heads[0]!.id);
    assert.equal(seen.length, MAX_SEEN);
    assert.deepEqual(seen, [heads[0]!.id, ...heads.slice(-63).map((head) => head.id)]);
    assert.deepEqual(seenOf(heads.slice(0, 3).toReversed(), heads[0]!.id), ids(3));
  });
});
