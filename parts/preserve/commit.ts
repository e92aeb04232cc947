/** The first thing done to an original, before anything parses it: its hashes, under a commitment nobody can guess from. */
import { toHex, type Bytes } from "#bytes";
import { sha256Hex, sha512 } from "#prim";
import { composeCommitment, leafOf, type Commitment, type LogPosition } from "#proof";

/** A source of chance: so many random bytes. */
export type Random = (lengthBytes: number) => Bytes;

/** An item fixed on arrival. The salt is kept only inside the encrypted item; deleting it erases the item from any log. */
export type CommittedOriginal = { readonly commitment: Commitment; readonly text: Bytes; readonly leaf: string };

/** Commits to an original under a fresh item id and salt. `after` is where the log stood, `null` where there is none. */
export function commitOriginal(original: Uint8Array, random: Random, after: LogPosition | null = null): CommittedOriginal {
  return commitmentFor(toHex(random(16)), toHex(random(32)), original, after);
}

/** The commitment to these bytes with this id and salt: the same text each time it is made. */
export function commitmentFor(item: string, salt: string, original: Uint8Array, after: LogPosition | null): CommittedOriginal {
  const commitment: Commitment = {
    item,
    salt,
    sizeBytes: original.length,
    sha256: sha256Hex(original),
    sha512: toHex(sha512(original)),
    after,
  };
  const text = composeCommitment(commitment);
  return { commitment, text, leaf: leafOf(text) };
}
