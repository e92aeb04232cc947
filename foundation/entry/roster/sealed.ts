/** An act framed and sealed under the key of a roster log: what the relay's line stores (docs/formats/roster.md, sealing.md purpose `act`). */
import { BytesError, concat, padme, padToPadme, readU32, requireZeros, take, toHex, u32, utf8, type Bytes } from "#bytes";
import { hkdf } from "#prim";
import { openBodyWithSiv, sealBodyWithSiv } from "#seal";
import { EntryError } from "../errors.ts";
import type { NewerAct, SignedAct } from "./act.ts";
import { encodeAct, MAX_ACT_BYTES, parseAct } from "./signed.ts";

const PURPOSE = "act";
const LINE = utf8("roster");
const LINE_ID_BYTES = 16;
const LENGTH_BYTES = 4;
const MIN_FRAME_BYTES = 512;
const NO_SALT = new Uint8Array(0);

/** The id of the roster log under this key, 16 bytes in hexadecimal. */
export function lineId(lineKey: Uint8Array): string {
  return toHex(lineIdBytes(lineKey));
}

/** `u32(length) | act | zeros` to the Padmé length. */
export function frameAct(act: SignedAct | NewerAct): Bytes {
  const bytes = encodeAct(act);
  return padToPadme(concat(u32(bytes.length), bytes), MIN_FRAME_BYTES);
}

/** Reads a frame and the act in it. Throws `EntryError`: `not-framed`, `too-large`, `not-padded`, or what `parseAct` throws. */
export function unframeAct(frame: Uint8Array): SignedAct | NewerAct {
  return parseAct(frameContent(frame));
}

/** Seals for the log of `lineKey`. Every desk makes the same blob of the same act. */
export function sealAct(lineKey: Uint8Array, act: SignedAct | NewerAct): Bytes {
  return sealBodyWithSiv(lineKey, PURPOSE, context(lineKey), frameAct(act));
}

/** Opens a blob of the log of `lineKey`. Throws `SealError` where it does not open, else what `unframeAct` throws. */
export function openAct(lineKey: Uint8Array, blob: Uint8Array): SignedAct | NewerAct {
  if (blob.length > 2 * MAX_ACT_BYTES) throw new EntryError("too-large");
  return unframeAct(openBodyWithSiv(lineKey, PURPOSE, context(lineKey), blob));
}

function frameContent(frame: Uint8Array): Bytes {
  try {
    const length = readU32(frame, 0);
    if (length > MAX_ACT_BYTES) throw new EntryError("too-large");
    const content = take(frame, LENGTH_BYTES, length);
    const end = LENGTH_BYTES + length;
    if (frame.length !== padme(Math.max(end, MIN_FRAME_BYTES))) throw new EntryError("not-padded");
    requireZeros(frame, end);
    return content;
  } catch (error) {
    if (error instanceof BytesError) throw new EntryError(error.code === "not-padded" ? "not-padded" : "not-framed");
    throw error;
  }
}

function context(lineKey: Uint8Array): Bytes {
  return concat(LINE, lineIdBytes(lineKey));
}

function lineIdBytes(lineKey: Uint8Array): Bytes {
  return hkdf(lineKey, NO_SALT, "vouchsafe/1/log-id", LINE_ID_BYTES);
}
