/**
 * data/record.json and data/items/<id>/item.json (docs/formats/package.md, "The record"): what the package is about, for people and
 * programs that read it once it is verified. Canonical JSON, strict, versioned. Nobody is named in it: sources and actors have aliases.
 */
import { z } from "zod";
import type { Bytes } from "#bytes";
import { ProofError } from "./errors.ts";
import { findingSchema } from "./finding.ts";
import { day, hex, text } from "./fields.ts";
import { readJson, writeJson } from "./json.ts";

/** What an item is. `undisclosed` is for one that stays closed. */
export const ITEM_KINDS = ["report", "document", "photo", "video", "audio", "web-capture", "official-statement", "other", "undisclosed"] as const;

/** How a working copy was made. */
export const OPERATIONS = ["redaction", "migration", "thumbnail", "transcript", "translation"] as const;

const fileName = z
  .string()
  .regex(/^(?:original\.[a-z0-9]{1,8}|working-[1-9][0-9]{0,2}\.[a-z0-9]{1,8}|capture\.wacz|page\.html|page\.png|tls-chain\.pem)$/);

const redaction = z.strictObject({ file: fileName, what: text(500), why: text(500) });

const recordItem = z.strictObject({
  id: hex(16),
  kind: z.enum(ITEM_KINDS),
  /** whole: the committed file is here. redacted: only working copies are. closed: only its leaf is. */
  opened: z.enum(["whole", "redacted", "closed"]),
  /** Items this one was made from. */
  parents: z.array(hex(16)).max(100),
  redactions: z.array(redaction).max(1000),
});

const recordSchema = z.strictObject({
  format: z.literal("vouchsafe-record/v1"),
  package: z.string().regex(/^ep-[0-9a-f]{32}$/),
  day,
  /** What this package does not prove, in sentences. */
  limits: z.array(text(1000)).min(1).max(50),
  items: z.array(recordItem).max(5000),
  finding: findingSchema.nullable(),
});

const itemFile = z.strictObject({
  name: fileName,
  sizeBytes: z.int().min(0),
  sha256: hex(32),
  sha512: hex(64),
  /** The file this one was made from; its hash is `null` where that file is withheld and not to be recognised. */
  madeFrom: z
    .strictObject({ name: fileName, operation: z.enum(OPERATIONS), tool: text(100), toolVersion: text(100), sha256: hex(32).nullable() })
    .nullable(),
});

const itemSchema = z.strictObject({
  format: z.literal("evidence-item/v1"),
  id: hex(16),
  description: text(2000),
  received: day,
  mediaType: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/)
    .nullable(),
  /** For a capture of the open web: where, when (UTC), and what a person saw when they looked whether it holds what it should. */
  capture: z
    .strictObject({ url: text(2000), at: z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/), contentCheck: text(1000) })
    .nullable(),
  files: z.array(itemFile).max(1100),
});

export type PackageRecord = z.infer<typeof recordSchema>;
export type RecordItem = z.infer<typeof recordItem>;
export type Redaction = z.infer<typeof redaction>;
export type ItemDescription = z.infer<typeof itemSchema>;
export type ItemFile = z.infer<typeof itemFile>;

/** Reads record.json. Throws `ProofError("bad-record")` for another form, or for a reference to something that is not in it. */
export function readRecord(bytes: Uint8Array): PackageRecord {
  const record = readJson(recordSchema, bytes);
  const ids = record.items.map((item) => item.id);
  const known = new Set(ids);
  if (known.size !== ids.length) throw new ProofError("bad-record");
  for (const item of record.items) {
    if (item.parents.some((parent) => parent === item.id || !known.has(parent))) throw new ProofError("bad-record");
    if (item.opened === "closed" && item.redactions.length > 0) throw new ProofError("bad-record");
  }
  if (record.finding && !refersToKnown(record.finding, known)) throw new ProofError("bad-record");
  return record;
}

/** Reads an item.json. Throws `ProofError("bad-record")`. */
export function readItem(bytes: Uint8Array): ItemDescription {
  const item = readJson(itemSchema, bytes);
  const names = item.files.map((file) => file.name);
  if (new Set(names).size !== names.length) throw new ProofError("bad-record");
  return item;
}

/** record.json of this record. Throws `ProofError("bad-record")` for what `readRecord` would refuse. */
export function composeRecord(record: PackageRecord): Bytes {
  const bytes = writeJson(record);
  readRecord(bytes);
  return bytes;
}

/** item.json of this description. Throws `ProofError("bad-record")`. */
export function composeItem(item: ItemDescription): Bytes {
  const bytes = writeJson(item);
  readItem(bytes);
  return bytes;
}

function refersToKnown(finding: NonNullable<PackageRecord["finding"]>, items: ReadonlySet<string>): boolean {
  const aliases = new Set(finding.sources.map((source) => source.alias));
  const statements = [...finding.for, ...finding.against, ...finding.denials.map((denial) => denial.statement)];
  return (
    aliases.size === finding.sources.length &&
    finding.sources.every((source) => source.repeats.every((alias) => alias !== source.alias && aliases.has(alias))) &&
    statements.every((statement) => aliases.has(statement.source) && statement.quotes.every((quote) => quote.item === null || items.has(quote.item)))
  );
}
