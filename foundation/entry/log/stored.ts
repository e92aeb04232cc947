/**
 * An entry as bytes, before it is sealed (docs/formats/entry.md, "Stored form"):
 * `u32(length of header) | header | signature (64) | salt (32) | u32(length of body) | body | zeros` to the Padmé length.
 */
import { BytesError, concat, padme, padToPadme, readU32, requireZeros, u32, type Bytes } from "#bytes";
import { hashOf } from "#prim";
import { EntryError } from "../errors.ts";
import { MAX_HEADER_BYTES, parseHeader, type EntryHeader } from "./header.ts";

export const SIGNATURE_BYTES = 64;
export const BODY_SALT_BYTES = 32;
export const MAX_BODY_BYTES = 1024 * 1024;
export const MIN_STORED_BYTES = 512;

/** An entry that has the right form and nothing more: its signature and commitment are claims until `verifyEntry`. */
export type SignedEntry = {
  /** `hashOf("entry", header)` */
  readonly id: string;
  readonly header: EntryHeader;
  /** exactly what was signed */
  readonly headerBytes: Bytes;
  readonly signature: Bytes;
  readonly salt: Bytes;
  /** canonical JSON of docs/formats/record.md; to this package it is bytes */
  readonly body: Bytes;
};

export function entryId(headerBytes: Uint8Array): string {
  return hashOf("entry", headerBytes);
}

/** Puts an entry together from its parts, with all checks of form. Throws `EntryError`. */
export function entryOf(headerBytes: Bytes, signature: Bytes, salt: Bytes, body: Bytes): SignedEntry {
  if (body.length > MAX_BODY_BYTES) throw new EntryError("too-large");
  if (signature.length !== SIGNATURE_BYTES || salt.length !== BODY_SALT_BYTES) throw new EntryError("not-framed");
  return { id: entryId(headerBytes), header: parseHeader(headerBytes), headerBytes, signature, salt, body };
}

/** The frame without padding: how an entry stands in a backup (docs/formats/keyfile.md). */
export function encodeFrame(entry: SignedEntry): Bytes {
  const { headerBytes, signature, salt, body } = entry;
  return concat(u32(headerBytes.length), headerBytes, signature, salt, u32(body.length), body);
}

/** The stored form, padded: what is sealed. */
export function encodeStored(entry: SignedEntry): Bytes {
  return padToPadme(encodeFrame(entry), MIN_STORED_BYTES);
}

/** Reads a frame without padding. Throws `EntryError`; `not-framed` where anything is missing or left over. */
export function parseFrame(bytes: Uint8Array): SignedEntry {
  const { entry, end } = readFrame(new Uint8Array(bytes));
  if (end !== bytes.length) throw new EntryError("not-framed");
  return entry;
}

/** Reads the stored form. Throws `EntryError`: `too-large`, `not-framed`, `not-padded`, `bad-header`, `newer-version`. */
export function parseStored(bytes: Uint8Array): SignedEntry {
  return parseOwnStored(new Uint8Array(bytes));
}

/** The same of bytes that are nobody else's and never change: the entry's parts are views of them. */
export function parseOwnStored(bytes: Bytes): SignedEntry {
  const { entry, end } = readFrame(bytes);
  if (bytes.length !== padme(Math.max(end, MIN_STORED_BYTES))) throw new EntryError("not-padded");
  try {
    requireZeros(bytes, end);
  } catch {
    throw new EntryError("not-padded");
  }
  return entry;
}

function readFrame(bytes: Bytes): { entry: SignedEntry; end: number } {
  try {
    const headerLength = readU32(bytes, 0);
    if (headerLength > MAX_HEADER_BYTES) throw new EntryError("too-large");
    let at = 4;
    const part = (lengthBytes: number): Bytes => {
      if (at + lengthBytes > bytes.length) throw new EntryError("not-framed");
      at += lengthBytes;
      return bytes.subarray(at - lengthBytes, at);
    };
    const headerBytes = part(headerLength);
    const signature = part(SIGNATURE_BYTES);
    const salt = part(BODY_SALT_BYTES);
    const bodyLength = readU32(bytes, at);
    if (bodyLength > MAX_BODY_BYTES) throw new EntryError("too-large");
    at += 4;
    const body = part(bodyLength);
    return { entry: entryOf(headerBytes, signature, salt, body), end: at };
  } catch (error) {
    throw error instanceof BytesError ? new EntryError("not-framed") : error;
  }
}
