/** An entry sealed under an epoch's key (docs/formats/sealing.md, purpose `entry`), as a relay stores it: every desk makes the same blob of it. */
import { concat, fromHex, utf8, type Bytes } from "#bytes";
import { openBodyWithSiv, sealBodyWithSiv } from "#seal";
import { EntryError } from "../errors.ts";
import { encodeStored, parseOwnStored, type SignedEntry } from "./stored.ts";

export const MAX_BLOB_BYTES = 2 * 1024 * 1024;
const PURPOSE = "entry";

/** Seals for the epoch `epochId` of the entry's own compartment. `key` is the epoch's key, 32 bytes. */
export function sealEntry(key: Uint8Array, epochId: string, entry: SignedEntry): Bytes {
  return sealBodyWithSiv(key, PURPOSE, context(entry.header.compartment, epochId), encodeStored(entry));
}

/**
 * Opens a blob from the log of (`compartment`, `epochId`). The entry has its form; its signature is still to be checked.
 * Throws `SealError` where it does not open, and `EntryError` where what is inside has no right form or belongs to another compartment.
 */
export function openEntry(key: Uint8Array, compartment: string, epochId: string, blob: Uint8Array): SignedEntry {
  if (blob.length > MAX_BLOB_BYTES) throw new EntryError("too-large");
  const entry = parseOwnStored(openBodyWithSiv(key, PURPOSE, context(compartment, epochId), blob));
  if (entry.header.compartment !== compartment) throw new EntryError("wrong-compartment");
  return entry;
}

/** The newest context: a log has one for all of its blobs. */
let newest: { readonly compartment: string; readonly epochId: string; readonly bytes: Bytes } | null = null;

function context(compartment: string, epochId: string): Bytes {
  if (newest === null || newest.compartment !== compartment || newest.epochId !== epochId)
    newest = { compartment, epochId, bytes: concat(utf8(compartment), fromHex(epochId, 32)) };
  return newest.bytes;
}
