/** What an entry of the custody log says: one event in the life of an item, in the words of PREMIS 3.0. */
import { z } from "zod";
import type { Bytes } from "#bytes";
import { hex, text } from "./fields.ts";
import { readJson, writeJson } from "./json.ts";

/** PREMIS event types (id.loc.gov, eventType) that custody is told in. */
export const CUSTODY_EVENTS = [
  "ingestion",
  "message digest calculation",
  "fixity check",
  "transfer",
  "redaction",
  "migration",
  "decryption",
  "disclosure",
  "deletion",
] as const;

const schema = z.strictObject({
  format: z.literal("custody-entry/v1"),
  /** UTC, to the second. */
  at: z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/),
  event: z.enum(CUSTODY_EVENTS),
  /** `null` for what concerns all items, as a fixity check of the whole vault. */
  item: hex(16).nullable(),
  /** A pseudonym for this case: `A-1`. */
  actor: z.string().regex(/^A-[1-9][0-9]{0,3}$/),
  tool: text(100).nullable(),
  toolVersion: text(100).nullable(),
  /** SHA-256 before and after the event. */
  before: hex(32).nullable(),
  after: hex(32).nullable(),
  /** To or from whom, by a label, not a name. */
  counterpart: text(500).nullable(),
  reason: text(1000).nullable(),
  authority: text(500).nullable(),
  /** 16 bytes of chance: a redacted entry cannot be guessed from its hash. */
  salt: hex(16),
});

export type CustodyEntry = z.infer<typeof schema>;

/** The entry's bytes. Throws `ProofError("bad-record")`. */
export function composeCustodyEntry(entry: CustodyEntry): Bytes {
  const bytes = writeJson(entry);
  readCustodyEntry(bytes);
  return bytes;
}

/** Throws `ProofError("bad-record")`. */
export function readCustodyEntry(bytes: Uint8Array): CustodyEntry {
  return readJson(schema, bytes);
}
