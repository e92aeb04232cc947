/** Searching the whole archive as one types: results by kind, each with the words that matched (api-archive.ts). */
import { typeOf, type Book, type Shown } from "#casework";
import type { SoundsLike } from "#confirm";
import { fold } from "#store";
import type { OpenDesk } from "../../../core/index.ts";
import { subjectRef } from "../context.ts";
import { SEARCHED_KINDS, resultOf, wordsAround } from "../search.ts";
import type { ArchiveSearch, FoundRow } from "../../../api-archive.ts";

type GroupKind = ArchiveSearch["groups"][number]["kind"];
const OF_A_KIND = 8;
const MORE_OF_A_KIND = 200;
const LOOKED_AT = 150;
/** Words of a question that are looked for by their sound, and how many in each other script. */
const MOST_WORDS = 6;
const ALIKE_IN_A_SCRIPT = 5;
const MOST_SPELLINGS = 8;
const ORDER: readonly GroupKind[] = ["case", "person", "act", "event", "source", "report", "statement", "official", "finding", "other"];
const RECORD_KINDS: { readonly [kind: string]: readonly string[] } = { report: ["report", "translation"], official: ["officialStatement"], finding: ["finding"], other: ["step", "appeal", "sealedStatement"] };

/** @param words what was typed @param more the one kind of which all is wanted */
export function archiveSearch(desk: OpenDesk, book: Book, words: string, more: string | null): ArchiveSearch {
  const kinds = more === null ? SEARCHED_KINDS : (RECORD_KINDS[more] ?? ["statement"]);
  const most = more === null ? OF_A_KIND : MORE_OF_A_KIND;
  const alike = alikeWords(desk.archive.names, words);
  const answer = desk.store.find(words, { kinds, limit: more === null ? LOOKED_AT : 2 * MORE_OF_A_KIND, alike });
  const groups = new Map<GroupKind, { readonly rows: Map<string, FoundRow>; soundsLike: number; isMore: boolean }>();
  for (const [hit, soundsLike] of [...answer.hits.map((one) => [one, false] as const), ...answer.alike.map((one) => [one, true] as const)]) {
    const shown = book.byId(hit.id).find(({ standing }) => standing === "current" || standing === "came-after");
    if (shown === undefined) continue;
    const kind = kindOf(book, shown);
    if (more !== null && kind !== more) continue;
    const result = resultOf(book, shown, wordsAround(hit));
    const group = groups.get(kind) ?? { rows: new Map<string, FoundRow>(), soundsLike: 0, isMore: false };
    groups.set(kind, group);
    const subject = isOfASubject(kind) && shown.record.kind === "statement" ? shown.record.subject : result.id;
    if (group.rows.has(subject)) continue;
    // What sounds like it has places of its own, so that much that is spelled as it was typed does not hide it.
    const isFull = soundsLike ? group.soundsLike >= most / 2 : group.rows.size >= most;
    if (isFull) group.isMore = true;
    else {
      group.rows.set(subject, { ...withoutKind(result), id: subject, soundsLike, goto: kind === "person" ? `#/people/${subject}` : result.goto });
      if (soundsLike) group.soundsLike++;
    }
  }
  return {
    groups: ORDER.flatMap((kind) => {
      const { rows, isMore } = groups.get(kind) ?? { rows: new Map<string, FoundRow>(), isMore: false };
      return rows.size === 0 ? [] : [{ kind, results: [...rows.values()], more: isMore }];
    }),
    alsoSpelled: spellingsIn([...alike.values()].flat(), [...groups.values()].flatMap(({ rows }) => [...rows.values()])),
    isCutShort: answer.isCutShort,
    searched: { entries: answer.indexedEntries, of: answer.allEntries },
  };
}

/** By each word that was typed: words of names in other scripts that sound like it. What stands in quotes is meant as it stands. */
function alikeWords(names: SoundsLike, words: string): ReadonlyMap<string, readonly string[]> {
  const typed = words
    .replace(/"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]/gu, " ")
    .split(/\s+/u)
    .filter((word) => word !== "");
  return new Map([...new Set(typed)].slice(0, MOST_WORDS).map((word) => [word, names.of(word, ALIKE_IN_A_SCRIPT)]));
}

/** Those of the words that are among what is marked. */
function spellingsIn(words: readonly string[], rows: readonly FoundRow[]): readonly string[] {
  const marked = rows.filter(({ soundsLike }) => soundsLike).map(({ before, match, after }) => fold(before + match + after));
  return [...new Set(words)].filter((word) => marked.some((text) => text.includes(fold(word)))).slice(0, MOST_SPELLINGS);
}

function withoutKind({ kind: _, ...row }: ReturnType<typeof resultOf>): Omit<FoundRow, "soundsLike"> {
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
