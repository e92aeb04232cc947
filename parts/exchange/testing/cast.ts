/** Records as members' devices would bring them, and random bytes with a seed. */
import { utf8 } from "#bytes";
import type { AuthoredRecord, CaseRecord, RandomBytes } from "#casework";
import { sha256, sha256Hex } from "#prim";

export type Member = "amina" | "tomas" | "ilya";

/** Random bytes that are the same for the same seed. */
export function seeded(seed: string): RandomBytes {
  let n = 0;
  return (lengthBytes) => sha256(utf8(`${seed} ${n++}`)).subarray(0, lengthBytes);
}

/** One entry of a member's device: these records, in one act. */
export function entry(by: Member, clock: number, records: readonly CaseRecord[], { counted = true }: { readonly counted?: boolean } = {}): AuthoredRecord[] {
  const entryId = sha256Hex(utf8(`${by} ${clock} ${records.map(({ id }) => id).join(" ")}`));
  return records.map((record) => ({ record, entryId, author: sha256Hex(utf8(`device ${by}`)), person: sha256Hex(utf8(by)), clock, counted }));
}
