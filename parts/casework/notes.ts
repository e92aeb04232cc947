/**
 * A note: a text on a person, case, event or act that members write together, as the property `note`. Whoever changes it supersedes what they had before them; two
 * who did so apart from each other have made two versions, and only a person puts them together (docs/formats/record.md, "Notes").
 */
import { inOrder, type Book, type Shown } from "./book.ts";
import type { Statement } from "./records.ts";
import { mergedWords, type MergedPart } from "./merge-words.ts";

export const NOTE = "note";

export interface NoteState {
  /** What stands, oldest first: one, unless it was written apart. */
  readonly versions: readonly Shown<Statement>[];
  /** What was replaced or taken back, newest first. */
  readonly earlier: readonly Shown<Statement>[];
  /** The newest text that all versions began from; `null` where there is none. */
  readonly base: Shown<Statement> | null;
  /** With two versions a proposal of both together. Nobody has read it yet. */
  readonly suggestion: readonly MergedPart[] | null;
}

export function noteOf(book: Book, subject: string): NoteState {
  const all = book.naming(subject, "statement", "subject").filter(({ record }) => record.property === NOTE && record.value?.text !== undefined);
  const versions = all.filter(({ standing, record }) => standing === "current" && record.stance !== "denies" && record.stance !== "doubts");
  const earlier = all.filter((shown) => !versions.includes(shown)).toReversed();
  const base = versions.length > 1 ? baseOf(book, versions) : null;
  const [one, other, more] = versions.map(({ record }) => record.value!.text!);
  const isPair = one !== undefined && other !== undefined && more === undefined;
  return { versions, earlier, base, suggestion: isPair ? mergedWords(base?.record.value?.text ?? "", one, other) : null };
}

/** What every version leads back to through `supersedes`; of several the one written last. */
function baseOf(book: Book, versions: readonly Shown<Statement>[]): Shown<Statement> | null {
  const before = versions.map((version) => {
    const ids = new Set(version.record.supersedes ?? []);
    for (const id of ids) for (const { record } of book.byId(id)) if (record.kind === "statement") for (const older of record.supersedes ?? []) ids.add(older);
    return ids;
  });
  const [first, ...others] = before;
  const common = [...first!].filter((id) => others.every((ids) => ids.has(id)));
  const found = common.flatMap((id) => book.byId(id)).filter((shown): shown is Shown<Statement> => shown.record.kind === "statement" && shown.record.value?.text !== undefined);
  return found.toSorted(inOrder).at(-1) ?? null;
}
