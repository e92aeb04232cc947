/** What the tests of this folder share: random bytes with a seed, and records as three persons' devices would bring them. */
import { sha256Hex, sha256 } from "#prim";
import { utf8 } from "#bytes";
import type { AuthoredRecord } from "../authored.ts";
import type { CaseRecord } from "../records.ts";
import type { RandomBytes } from "../write.ts";

/** Random bytes that are the same for the same seed. */
export function seeded(seed: string): RandomBytes {
  let n = 0;
  return (lengthBytes) => sha256(utf8(`${seed} ${n++}`)).subarray(0, lengthBytes);
}

export type Member = "amina" | "tomas" | "ilya";

/** One entry of a member's device: these records, in one act. */
export function entry(by: Member, clock: number, records: readonly CaseRecord[], more: { counted?: boolean; act?: string } = {}): AuthoredRecord[] {
  const entryId = sha256Hex(utf8(`${by} ${clock} ${records.map(({ id }) => id).join(" ")}`));
  return records.map((record) => ({
    record,
    entryId,
    author: sha256Hex(utf8(`device ${by}`)),
    person: personOf(by),
    clock,
    counted: more.counted ?? true,
    ...(more.act === undefined ? {} : { act: more.act }),
  }));
}

export function personOf(member: Member): string {
  return sha256Hex(utf8(`person ${member}`));
}
