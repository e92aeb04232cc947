/**
 * The chain of a log: one hash for a cursor and all blobs up to it. A relay says it for the cursor a desk asks after; where it is not what the desk
 * computed, the desk was told another log than the relay has now.
 */
import { fromHex } from "#bytes";
import { hashOf } from "#prim";
import { HASH_BYTES } from "./limits.ts";

const DOMAIN = "log-chain";

/** The chain before the first blob. */
export const CHAIN_START = "0".repeat(2 * HASH_BYTES);

/** The chain at a cursor. @param before the chain at the cursor before. @param blobHash SHA-256 of the blob */
export function chainAfter(before: string, blobHash: string): string {
  return hashOf(DOMAIN, fromHex(before, HASH_BYTES), fromHex(blobHash, HASH_BYTES));
}

/** `chainAfter` of 32 bytes each: a relay has them so, and computes one for each blob it takes. */
export function chainAfterBytes(before: Uint8Array, blobHash: Uint8Array): string {
  return hashOf(DOMAIN, before, blobHash);
}
