/** What can be said of an entry alone: that its device signed it, and that the body is the one it committed to. */
import { concat, utf8, type Bytes } from "#bytes";
import { hashOf, verifyStrict } from "#prim";
import { EntryError } from "../errors.ts";
import { MAX_HEADER_BYTES } from "./header.ts";
import type { SignedEntry } from "./stored.ts";

declare const verified: unique symbol;

/** An entry whose signature and commitment hold. Only `verifyEntry` and `composeEntry` make one, and a store that gives back what it took. */
export type VerifiedEntry = SignedEntry & { readonly [verified]: true };

const SIGNATURE_DOMAIN = utf8("vouchsafe/1/entry-signature\0");

/** The bytes a device signs for this header. */
export function signedBytes(headerBytes: Uint8Array): Bytes {
  return concat(SIGNATURE_DOMAIN, headerBytes);
}

/** The bytes to be signed, of the header at hand; good until the next one. A fresh array for each costs as much as hashing it. */
const signing = new Uint8Array(SIGNATURE_DOMAIN.length + MAX_HEADER_BYTES);
signing.set(SIGNATURE_DOMAIN);

function signedBytesAtHand(headerBytes: Uint8Array): Uint8Array {
  if (headerBytes.length > MAX_HEADER_BYTES) return signedBytes(headerBytes);
  signing.set(headerBytes, SIGNATURE_DOMAIN.length);
  return signing.subarray(0, SIGNATURE_DOMAIN.length + headerBytes.length);
}

/** What the header says of the body: `hashOf("body", salt, body)`. */
export function commitmentOf(salt: Uint8Array, body: Uint8Array): string {
  return hashOf("body", salt, body);
}

/** The same entry, now vouched for. Throws `EntryError`: `bad-signature`, `bad-commitment`. */
export function verifyEntry(entry: SignedEntry): VerifiedEntry {
  if (!verifyStrict(entry.header.device, signedBytesAtHand(entry.headerBytes), entry.signature)) throw new EntryError("bad-signature");
  if (entry.header.commitment !== commitmentOf(entry.salt, entry.body)) throw new EntryError("bad-commitment");
  return entry as VerifiedEntry;
}
