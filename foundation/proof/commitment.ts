/**
 * A commitment (docs/formats/package.md, "Commitments") fixes an item when it arrives: its hashes, its size, and 32 bytes of
 * chance without which nobody can tell from the leaf which item it is. Deleting the salt is erasing the item from the log.
 */
import { utf8, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import { ProofError } from "./errors.ts";
import { asciiLines } from "./lines.ts";

/** The state of a log before the item was entered in it. */
export type LogPosition = { readonly origin: string; readonly size: number; readonly root: string };

export type Commitment = {
  /** 32 hexadecimal characters. */
  readonly item: string;
  /** 64 hexadecimal characters. */
  readonly salt: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sha512: string;
  /** `null` is written `after none`: there was no log. */
  readonly after: LogPosition | null;
};

const FORM = new RegExp(
  [
    "^evidence-commitment/v1",
    "item ([0-9a-f]{32})",
    "salt ([0-9a-f]{64})",
    "size (0|[1-9][0-9]{0,14})",
    "sha256 ([0-9a-f]{64})",
    "sha512 ([0-9a-f]{128})",
    "after (?:none|([a-z0-9][a-z0-9./-]{0,99}) (0|[1-9][0-9]{0,14}) ([0-9a-f]{64}))$",
  ].join("\n"),
);

/** The commitment's text. Throws `ProofError("bad-commitment")` for values that have no spelling. */
export function composeCommitment(commitment: Commitment): Bytes {
  const { item, salt, sizeBytes, sha256, sha512, after } = commitment;
  const position = after === null ? "none" : `${after.origin} ${after.size} ${after.root}`;
  const bytes = utf8(
    `evidence-commitment/v1\nitem ${item}\nsalt ${salt}\nsize ${sizeBytes}\nsha256 ${sha256}\nsha512 ${sha512}\nafter ${position}\n`,
  );
  parseCommitment(bytes, null);
  return bytes;
}

/** Throws `ProofError`: `bad-text`, `bad-commitment`. */
export function parseCommitment(bytes: Uint8Array, where: string | null): Commitment {
  const match = FORM.exec(asciiLines(bytes, where ?? "").join("\n"));
  if (!match) throw new ProofError("bad-commitment", where);
  const [, item, salt, size, sha256, sha512, origin, logSize, root] = match;
  const after = origin === undefined ? null : { origin, size: Number(logSize), root: root! };
  return { item: item!, salt: salt!, sizeBytes: Number(size), sha256: sha256!, sha512: sha512!, after };
}

/** What a log holds of a commitment: SHA-256 of its text, in hexadecimal. */
export function leafOf(commitmentText: Uint8Array): string {
  return sha256Hex(commitmentText);
}

/** A leaf file: the leaf and a line end. */
export function composeLeaf(leaf: string): Bytes {
  const bytes = utf8(`${leaf}\n`);
  parseLeaf(bytes, null);
  return bytes;
}

/** Throws `ProofError`: `bad-text`, `bad-leaf`. */
export function parseLeaf(bytes: Uint8Array, where: string | null): string {
  const lines = asciiLines(bytes, where ?? "");
  if (lines.length !== 1 || !/^[0-9a-f]{64}$/.test(lines[0]!)) throw new ProofError("bad-leaf", where);
  return lines[0]!;
}
