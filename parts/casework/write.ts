/** Writing records: an id, the case, and what was said. */
import { toHex } from "#bytes";
import type { Kind, RecordOf } from "./records.ts";

/** Fresh random bytes: `randomBytes` of #prim, or a seeded source in a test. */
export type RandomBytes = (lengthBytes: number) => Uint8Array;

export type Pen = <K extends Kind>(kind: K, fields: Omit<RecordOf<K>, "id" | "kind">) => RecordOf<K>;

/** A fresh record id. */
export function newId(random: RandomBytes): string {
  return toHex(random(16));
}

/** A pen that gives each record an id and, where the record names none, the case. */
export function penOf(random: RandomBytes, caseId?: string): Pen {
  return <K extends Kind>(kind: K, fields: Omit<RecordOf<K>, "id" | "kind">): RecordOf<K> =>
    ({ ...(caseId === undefined ? {} : { case: caseId }), ...fields, id: newId(random), kind }) as unknown as RecordOf<K>;
}
