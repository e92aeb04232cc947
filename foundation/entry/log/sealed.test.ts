import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, fromHex, utf8 } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { sealBody, sealBodyWithSiv, SealError } from "#seal";
import { Writer } from "../../../vectors/entry/writer.ts";
import { EntryError } from "../errors.ts";
import { MAX_BLOB_BYTES, openEntry, sealEntry } from "./sealed.ts";
import { encodeFrame, encodeStored } from "./stored.ts";

const key = randomBytes(32);
const epoch = sha256Hex(utf8("epoch"));
const entry = new Writer("Bako's laptop").write();
const blob = sealEntry(key, epoch, entry);
const aad = (compartment: string): Uint8Array => concat(utf8(compartment), fromHex(epoch));

describe("a sealed entry", () => {
  it("opens to the entry, and every desk makes the same blob of it", () => {
    assert.deepEqual(openEntry(key, "work", epoch, blob), entry);
    assert.deepEqual(sealEntry(key, epoch, openEntry(key, "work", epoch, blob)), blob);
  });

  it("opens in no other epoch, compartment or key", () => {
    const notFor = (error: unknown): boolean => error instanceof SealError && error.code === "wrong-key";
    assert.throws(() => openEntry(randomBytes(32), "work", epoch, blob), notFor);
    assert.throws(() => openEntry(key, "inbox", epoch, blob), notFor);
    assert.throws(() => openEntry(key, "work", sha256Hex(utf8("other")), blob), notFor);
  });

  it("does not open with one bit changed", () => {
    for (let at = 0; at < blob.length; at += 7) {
      const changed = Uint8Array.from(blob);
      changed[at]! ^= 1 << (at % 8);
      assert.throws(() => openEntry(key, "work", epoch, changed), SealError);
    }
  });

  it("is refused when an insider moves it into another compartment's log", () => {
    const moved = sealBodyWithSiv(key, "entry", aad("inbox"), encodeStored(entry));
    assert.throws(() => openEntry(key, "inbox", epoch, moved), { code: "wrong-compartment" });
  });

  it("is refused with a salt of somebody's choosing: it would be a second blob of one entry", () => {
    assert.throws(() => openEntry(key, "work", epoch, sealBody(key, "entry", aad("work"), encodeStored(entry))), { code: "changed" });
  });

  it("is refused unpadded", () => {
    assert.throws(() => openEntry(key, "work", epoch, sealBodyWithSiv(key, "entry", aad("work"), encodeFrame(entry))), { code: "not-padded" });
  });

  it("is refused by its size before any work", () => {
    assert.throws(() => openEntry(key, "work", epoch, new Uint8Array(MAX_BLOB_BYTES + 1)), EntryError);
  });
});
