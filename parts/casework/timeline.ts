/** The timeline of a case: each time somebody gave, drawn as sharp as it was given. Dates that disagree stay beside each other. */
import { inOrder, type Book, type Shown } from "./book.ts";
import type { KnownRecord } from "./records.ts";
import { scopeOf } from "./scope.ts";
import { compareTimes, partsOf, type FuzzyTime } from "./time.ts";
import { valueOf } from "./value-of.ts";

export interface Span {
  readonly shown: Shown<KnownRecord>;
  /** What the time is of; `null` for an official's words, a step, an appeal. */
  readonly subject: string | null;
  readonly property: string | null;
  readonly time: FuzzyTime;
  /** Drawn solid; `null` where nothing is certain. */
  readonly certain: readonly [string, string] | null;
  /** Drawn fading around the certain part; `null` is an open end. */
  readonly possible: readonly [string | null, string | null];
  readonly disputed: boolean;
}

/** Spans by earliest possible moment; what has no beginning comes last. */
export function timelineOf(book: Book, caseId: string): readonly Span[] {
  return scopeOf(book, caseId)
    .current.flatMap((shown) => spansOf(book, shown))
    .sort((a, b) => compareTimes(a.time, b.time) || inOrder(a.shown, b.shown));
}

function spansOf(book: Book, shown: Shown): Span[] {
  const { record } = shown;
  if (record.kind === "newer form") return [];
  const span = (time: FuzzyTime | undefined, subject: string | null = null, property: string | null = null): Span[] => {
    if (time === undefined) return [];
    const disputed = subject !== null && property !== null && valueOf(book, subject, property).disputed;
    return [{ shown: shown as Shown<KnownRecord>, subject, property, time, ...partsOf(time), disputed }];
  };
  switch (record.kind) {
    case "statement":
      return record.stance === "denies"
        ? []
        : [...span(record.value?.time, record.subject, record.property), ...span(record.during, record.subject, record.property)];
    case "officialStatement":
      return span(record.said);
    case "step":
    case "appeal":
      return span(record.when);
    case "sealedStatement":
      return span(record.signed);
    default:
      return [];
  }
}
