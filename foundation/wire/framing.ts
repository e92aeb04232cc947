/**
 * How blobs travel: `u32(length) | blob` going in, `u64 cursor | u32 length | blob` coming out. Decoding takes what is
 * exactly in this form and checks every limit before it looks at the next byte. Decoded blobs are views of the bytes given.
 */
import { concatAll, readU32, u32, type Bytes } from "#bytes";
import { WireError } from "./errors.ts";
import { MAX_ANSWER_BLOBS, MAX_ANSWER_BYTES, MAX_APPEND_BLOBS, MAX_APPEND_BYTES, MAX_BLOB_BYTES } from "./limits.ts";

const LENGTH_BYTES = 4;
const CURSOR_BYTES = 8;
/** What one blob costs beside itself in an answer. */
export const PLACED_OVERHEAD_BYTES = CURSOR_BYTES + LENGTH_BYTES;
/** What one blob costs beside itself in an append. */
export const APPEND_OVERHEAD_BYTES = LENGTH_BYTES;

/** A blob and where its log has it. Cursors start at 1. */
export type Placed = { readonly cursor: number; readonly blob: Uint8Array };

/** The body of an append. Throws `WireError` where the limits are passed. */
export function encodeBlobs(blobs: readonly Uint8Array[]): Bytes {
  if (blobs.length < 1 || blobs.length > MAX_APPEND_BLOBS) throw new WireError("too-many");
  for (const blob of blobs) checkLength(blob.length);
  const body = concatAll(blobs.flatMap((blob) => [u32(blob.length), blob]));
  if (body.length > MAX_APPEND_BYTES) throw new WireError("too-large");
  return body;
}

/** The blobs of an append's body, 1–256 of 1–2 MiB each. Throws `WireError`. */
export function decodeBlobs(body: Uint8Array): Uint8Array[] {
  if (body.length > MAX_APPEND_BYTES) throw new WireError("too-large");
  const blobs: Uint8Array[] = [];
  for (let at = 0; at < body.length;) {
    if (blobs.length === MAX_APPEND_BLOBS) throw new WireError("too-many");
    const blob = blobAt(body, at);
    blobs.push(blob);
    at += LENGTH_BYTES + blob.length;
  }
  if (blobs.length === 0) throw new WireError("empty-blob");
  return blobs;
}

/** The body of an answer. The caller has kept to the limits. */
export function encodePlaced(entries: readonly Placed[]): Bytes {
  const body = new Uint8Array(entries.reduce((sum, { blob }) => sum + PLACED_OVERHEAD_BYTES + blob.length, 0));
  const view = new DataView(body.buffer);
  let at = 0;
  for (const { cursor, blob } of entries) {
    // The high half of a cursor is zero.
    view.setUint32(at + LENGTH_BYTES, cursor);
    view.setUint32(at + CURSOR_BYTES, blob.length);
    body.set(blob, at + PLACED_OVERHEAD_BYTES);
    at += PLACED_OVERHEAD_BYTES + blob.length;
  }
  return body;
}

/**
 * The blobs of an answer to "after `after`". Cursors rise, the first one above `after`; whether one was left out is for the caller to see.
 * Throws `WireError`: `bad-cursor` for one that repeats, goes back or is no possible cursor.
 */
export function decodePlaced(body: Uint8Array, after: number): Placed[] {
  if (body.length > MAX_ANSWER_BYTES) throw new WireError("too-large");
  const entries: Placed[] = [];
  let newest = after;
  for (let at = 0; at < body.length;) {
    if (entries.length === MAX_ANSWER_BLOBS) throw new WireError("too-many");
    const cursor = cursorAt(body, at);
    if (cursor <= newest) throw new WireError("bad-cursor");
    const blob = blobAt(body, at + CURSOR_BYTES);
    entries.push({ cursor, blob });
    newest = cursor;
    at += PLACED_OVERHEAD_BYTES + blob.length;
  }
  return entries;
}

function blobAt(body: Uint8Array, at: number): Uint8Array {
  if (at + LENGTH_BYTES > body.length) throw new WireError("truncated");
  const lengthBytes = readU32(body, at);
  checkLength(lengthBytes);
  const start = at + LENGTH_BYTES;
  if (start + lengthBytes > body.length) throw new WireError("truncated");
  return body.subarray(start, start + lengthBytes);
}

function checkLength(lengthBytes: number): void {
  if (lengthBytes === 0) throw new WireError("empty-blob");
  if (lengthBytes > MAX_BLOB_BYTES) throw new WireError("too-large");
}

function cursorAt(body: Uint8Array, at: number): number {
  if (at + CURSOR_BYTES > body.length) throw new WireError("truncated");
  // A log has fewer than 2^32 blobs: the high half of an honest cursor is zero.
  if (readU32(body, at) !== 0) throw new WireError("bad-cursor");
  return readU32(body, at + LENGTH_BYTES);
}
