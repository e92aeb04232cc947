import { isKind, type Book, type Shown } from "#casework";
import type { SearchHit } from "#store";
import type { OpenDesk } from "../../core/index.ts";
import { caseOf, subjectRef } from "./context.ts";
import { firstWords } from "./case.ts";
import type { SearchView } from "../../api.ts";

type Result = SearchView["results"][number];
const LIMIT = 50;
const AROUND = 40;
/** Record kinds people look for; marks, links and secrets of the group are not among them. */
export const SEARCHED_KINDS = ["report", "translation", "statement", "officialStatement", "finding", "step", "appeal", "sealedStatement"];

/** Everything in which the words are found, with the words around them and the way there. */
export function searchView(desk: OpenDesk, book: Book, words: string): SearchView {
  const results = new Map<string, Result>();
  for (const hit of desk.store.search(words, { kinds: SEARCHED_KINDS, limit: LIMIT * 2 })) {
    const shown = book.byId(hit.id)[0];
    if (shown === undefined || (shown.standing !== "current" && shown.standing !== "came-after")) continue;
    const found = wordsAround(hit);
    const result = resultOf(book, shown, found);
    if (results.size < LIMIT) results.set(`${result.kind}${result.id}`, result);
  }
  return { results: [...results.values()] };
}

type Around = Pick<Result, "before" | "match" | "after">;

/** The words of a hit that matched, with those around them. */
export function wordsAround({ matches, texts }: SearchHit): Around {
  const [first] = matches;
  if (first === undefined) return { before: "", match: "", after: "" };
  const text = texts[first.text] ?? "";
  return { before: text.slice(Math.max(0, first.start - AROUND), first.start), match: text.slice(first.start, first.end), after: text.slice(first.end, first.end + AROUND) };
}

/** What a list of results says of a record, and the way to it. */
export function resultOf(book: Book, shown: Shown, found: Around): Result {
  const { record } = shown;
  const inCase = caseOf(book, shown);
  const toCase = inCase === null ? "#/cases" : `#/case/${inCase.id}`;
  if (isKind("report")(shown)) return { id: record.id, kind: "report", title: shown.record.title ?? firstWords(shown.record.text ?? ""), ...found, goto: `#/report/${record.id}` };
  if (isKind("statement")(shown)) {
    const { subject, citations } = shown.record;
    const report = citations?.[0]?.of;
    const ref = subjectRef(book, subject);
    const kind = ref.kind === "case" ? "case" : "statement";
    return { id: kind === "case" ? ref.id : record.id, kind, title: ref.label, ...found, goto: kind === "case" ? `#/case/${ref.id}` : report === undefined ? toCase : `#/report/${report}` };
  }
  if (isKind("officialStatement")(shown)) return { id: record.id, kind: "official", title: shown.record.speaker ?? shown.record.office ?? "", ...found, goto: toCase };
  if (isKind("finding")(shown)) return { id: record.id, kind: "finding", title: firstWords(shown.record.proposition), ...found, goto: toCase };
  return { id: record.id, kind: "other", title: "", ...found, goto: toCase };
}
