/** One hash of all a desk shows: two desks that hold the same entries and the same roster have the same, in whatever order things reached them. */
import { canonical, fromHex } from "#bytes";
import { hashOf } from "#prim";
import { jsonOf } from "./body.ts";
import type { AuthoredRecord } from "./authored.ts";
import { bookOf } from "./book.ts";

const HASH_BYTES = 32;

/** 64 hexadecimal characters (docs/formats/record.md, "State hash"). */
export function stateHash(authored: readonly AuthoredRecord[]): string {
  const rows = bookOf(authored).all.flatMap((shown) =>
    shown.signatures.map(({ entryId, author, person, clock, counted }) =>
      hashOf("casework-row", canonical({ author, clock, counted, entry: entryId, person, record: jsonOf(shown.record), standing: shown.standing })),
    ),
  );
  const distinct = [...new Set(rows)].sort();
  const joined = new Uint8Array(HASH_BYTES * distinct.length);
  distinct.forEach((row, n) => joined.set(fromHex(row), HASH_BYTES * n));
  return hashOf("casework-state", joined);
}
