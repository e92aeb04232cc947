/** Searching the whole archive as one types: results by kind, each with the words that matched (api-archive.ts). */
import { typeOf, type Book, type Shown } from "#casework";
import type { OpenDesk } from "../../../core/index.ts";
import { subjectRef } from "../context.ts";
import { SEARCHED_KINDS, resultOf, wordsAround } from "../search.ts";
import type { ArchiveSearch, FoundRow } from "../../../api-archive.ts";

type GroupKind = ArchiveSearch["groups"][number]["kind"];
const OF_A_KIND = 8;
const MORE_OF_A_KIND = 200;
const LOOKED_AT = 150;
const ORDER: readonly GroupKind[] = ["case", "person", "act", "event", "source", "report", "statement", "official", "finding", "other"];
const RECORD_KINDS: { readonly [kind: string]: readonly string[] } = { report: ["report", "translation"], official: ["officialStatement"], finding: ["finding"], other: ["step", "appeal", "sealedStatement"] };

/** Other spellings of the words, in other scripts; a desk whose models are not there has none. */
export type AlsoSpelled = (words: string) => readonly string[];

export function archiveSearch(desk: OpenDesk, book: Book, words: string, more: string | null, alsoSpelled: AlsoSpelled | null): ArchiveSearch {
  const spelled = alsoSpelled?.(words) ?? [];
  const kinds = more === null ? SEARCHED_KINDS : (RECORD_KINDS[more] ?? ["statement"]);
  const most = more === null ? OF_A_KIND : MORE_OF_A_KIND;
  const groups = new Map<GroupKind, Map<string, FoundRow>>();
  for (const asked of [words, ...spelled]) {
    for (const hit of desk.store.search(asked, { kinds, limit: more === null ? LOOKED_AT : 2 * MORE_OF_A_KIND })) {
      const shown = book.byId(hit.id).find(({ standing }) => standing === "current" || standing === "came-after");
      if (shown === undefined) continue;
      const kind = kindOf(book, shown);
      if (more !== null && kind !== more) continue;
      const result = resultOf(book, shown, wordsAround(hit));
      const group = groups.get(kind) ?? new Map<string, FoundRow>();
      groups.set(kind, group);
      const subject = isOfASubject(kind) && shown.record.kind === "statement" ? shown.record.subject : result.id;
      if (group.size <= most && !group.has(subject)) group.set(subject, { ...withoutKind(result), id: subject, goto: kind === "person" ? `#/person/${subject}` : result.goto });
    }
  }
  return {
    groups: ORDER.flatMap((kind) => {
      const found = [...(groups.get(kind)?.values() ?? [])];
      return found.length === 0 ? [] : [{ kind, results: found.slice(0, most), more: found.length > most }];
    }),
    alsoSpelled: spelled,
  };
}

function withoutKind({ kind: _, ...row }: ReturnType<typeof resultOf>): FoundRow {
  return row;
}

function isOfASubject(kind: GroupKind): boolean {
  return ["case", "person", "act", "event", "source"].includes(kind);
}

/** What names a subject is a result of the subject; anything else said of it is a statement. */
function kindOf(book: Book, { record }: Shown): GroupKind {
  if (record.kind === "report" || record.kind === "translation") return "report";
  if (record.kind === "officialStatement") return "official";
  if (record.kind === "finding") return "finding";
  if (record.kind !== "statement") return "other";
  const { kind } = subjectRef(book, record.subject);
  const type = typeOf(book, record.subject);
  const names = ["name", "alias", "title"].includes(record.property);
  return type !== null && names && (kind === "case" || kind === "person" || kind === "act" || kind === "event" || kind === "source") ? kind : "statement";
}
