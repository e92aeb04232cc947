import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { concat, u32, utf8, type Bytes } from "#bytes";
import {
  decodeBlobs,
  decodePlaced,
  encodeBlobs,
  encodePlaced,
  MAX_ANSWER_BLOBS,
  MAX_ANSWER_BYTES,
  MAX_APPEND_BYTES,
  MAX_BLOB_BYTES,
  WireError,
  type WireErrorCode,
} from "./index.ts";

const blob = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Uint8Array.from(bytes));
const blobs = fc.array(blob, { minLength: 1, maxLength: 30 });

describe("an append's body", () => {
  test("comes back as it went", () => {
    fc.assert(
      fc.property(blobs, (given) =>
        assert.deepEqual(
          decodeBlobs(encodeBlobs(given)).map((b) => Uint8Array.from(b)),
          given,
        ),
      ),
    );
  });

  test("cut anywhere but between blobs it is refused, between them it is fewer", () => {
    const body = encodeBlobs([utf8("first"), utf8("second")]);
    for (let length = 0; length < body.length; length++) {
      if (length === 9) assert.equal(decodeBlobs(body.subarray(0, length)).length, 1);
      else refuses(() => decodeBlobs(body.subarray(0, length)), length === 0 ? "empty-blob" : "truncated");
    }
  });

  test("whatever bytes come, it is blobs within limits or a WireError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const found = codeOf(() => decodeBlobs(bytes));
        if (found === null) assert.deepEqual(encodeBlobs(decodeBlobs(bytes)), Uint8Array.from(bytes), "one spelling");
      }),
    );
  });

  test("limits", () => {
    refuses(() => decodeBlobs(u32(0)), "empty-blob");
    refuses(() => decodeBlobs(concat(u32(MAX_BLOB_BYTES + 1), new Uint8Array(MAX_BLOB_BYTES + 1))), "too-large");
    assert.equal(decodeBlobs(concat(u32(MAX_BLOB_BYTES), new Uint8Array(MAX_BLOB_BYTES)))[0]!.length, MAX_BLOB_BYTES);
    refuses(() => decodeBlobs(new Uint8Array(MAX_APPEND_BYTES + 1)), "too-large");
    const small = concat(u32(1), utf8("x"));
    assert.equal(decodeBlobs(concat(...Array.from({ length: 256 }, () => small))).length, 256);
    refuses(() => decodeBlobs(concat(...Array.from({ length: 257 }, () => small))), "too-many");
    refuses(() => encodeBlobs(Array.from({ length: 257 }, () => utf8("x"))), "too-many");
    refuses(() => encodeBlobs([]), "too-many");
    refuses(() => encodeBlobs([new Uint8Array(0)]), "empty-blob");
    refuses(() => encodeBlobs([new Uint8Array(MAX_BLOB_BYTES), new Uint8Array(MAX_BLOB_BYTES)]), "too-large");
  });
});

describe("an answer's body", () => {
  const entries = fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), blob), { maxLength: 20 }).map((steps) => {
    let cursor = 0;
    return steps.map(([step, bytes]) => ({ cursor: (cursor += step), blob: bytes }));
  });

  test("comes back as it went", () => {
    fc.assert(fc.property(entries, (given) => assert.deepEqual(copies(encodePlaced(given), 0), given)));
  });

  test("cursors that repeat or go back are refused, also against where it was asked after", () => {
    const at = (...cursors: number[]) => encodePlaced(cursors.map((cursor) => ({ cursor, blob: utf8("x") })));
    refuses(() => decodePlaced(at(3, 3), 0), "bad-cursor");
    refuses(() => decodePlaced(at(3, 4, 2), 0), "bad-cursor");
    refuses(() => decodePlaced(at(5, 6), 5), "bad-cursor");
    refuses(() => decodePlaced(at(0), 0), "bad-cursor");
    assert.deepEqual(
      decodePlaced(at(5, 9), 4).map(({ cursor }) => cursor),
      [5, 9],
    );
    const beyond = at(1);
    beyond[3] = 1;
    refuses(() => decodePlaced(beyond, 0), "bad-cursor");
  });

  test("cut anywhere but between blobs it is refused", () => {
    const body = encodePlaced([
      { cursor: 1, blob: utf8("first") },
      { cursor: 2, blob: utf8("second") },
    ]);
    for (let length = 1; length < body.length; length++) if (length !== 17) refuses(() => decodePlaced(body.subarray(0, length), 0), "truncated");
  });

  test("limits", () => {
    refuses(() => decodePlaced(new Uint8Array(MAX_ANSWER_BYTES + 1), 0), "too-large");
    const many = (count: number) => encodePlaced(Array.from({ length: count }, (_, n) => ({ cursor: n + 1, blob: utf8("x") })));
    assert.equal(decodePlaced(many(MAX_ANSWER_BLOBS), 0).length, MAX_ANSWER_BLOBS);
    refuses(() => decodePlaced(many(MAX_ANSWER_BLOBS + 1), 0), "too-many");
    refuses(() => decodePlaced(encodePlaced([{ cursor: 1, blob: new Uint8Array(MAX_BLOB_BYTES + 1) }]), 0), "too-large");
    refuses(() => decodePlaced(encodePlaced([{ cursor: 1, blob: new Uint8Array(0) }]), 0), "empty-blob");
  });
});

function copies(body: Bytes, after: number): { cursor: number; blob: Uint8Array }[] {
  return decodePlaced(body, after).map(({ cursor, blob: bytes }) => ({ cursor, blob: Uint8Array.from(bytes) }));
}

function codeOf(work: () => unknown): WireErrorCode | null {
  try {
    work();
    return null;
  } catch (error) {
    assert.ok(error instanceof WireError, "nothing but a WireError");
    return error.code;
  }
}

function refuses(work: () => unknown, code: WireErrorCode): void {
  assert.equal(codeOf(work), code);
}
