/** For tests: a fresh folder, a projector for invented records, and a group whose devices all count. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redacted, type Bytes, type Json } from "#bytes";
import { sha256 } from "#prim";
import { FIRST_ACT, openRoster } from "../../../vectors/entry/writer.ts";
import { openStore, type Store } from "../store.ts";
import type { Projector } from "../projection.ts";

export const KEY = new Redacted<Bytes>(sha256(Uint8Array.of(1)));
export const OTHER_KEY = new Redacted<Bytes>(sha256(Uint8Array.of(2)));
export const roster = openRoster([FIRST_ACT]);

/** A test's record: `about` are its subjects. */
export type TestRecord = {
  readonly about?: readonly string[];
  readonly id: string;
  readonly inCase?: string;
  readonly kind: string;
  readonly note?: string;
  readonly text?: string;
};

export const projector: Projector = {
  version: 1,
  index(record) {
    const { id, kind, inCase, about, text } = record as { [key: string]: Json };
    if (typeof id !== "string" || typeof kind !== "string") return null;
    return {
      id,
      kind,
      caseId: typeof inCase === "string" ? inCase : null,
      subjectIds: Array.isArray(about) ? (about as string[]) : [],
      searchTexts: typeof text === "string" ? [text] : [],
    };
  },
};

export type Place = { readonly folder: string; readonly path: string; open(change?: Partial<Projector>): Store };

/** A folder of its own, gone when the test has ended. */
export function placeFor(test: { after(work: () => void): void }, parent = tmpdir()): Place {
  const folder = mkdtempSync(join(parent, "vouchsafe-store-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "desk.db");
  return { folder, path, open: (change = {}) => openStore({ path, key: KEY, projector: { ...projector, ...change } }) };
}

export function bodyWith(...records: readonly TestRecord[]): Json {
  return { act: "write", records, v: 1 };
}
