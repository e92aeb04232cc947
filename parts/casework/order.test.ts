/** Nothing a desk shows depends on the order in which records reached it, and what was undone is as if it had not been. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import type { AuthoredRecord } from "./authored.ts";
import { bookOf, isKind, type WholeBook } from "./book.ts";
import { findingState } from "./findings.ts";
import { historyOf, historyOfSubject } from "./history.ts";
import { inboxOf } from "./inbox.ts";
import { missingFor } from "./missing.ts";
import { personGroups, whoDidWhatToWhom } from "./people.ts";
import { saidAndFound } from "./said-found.ts";
import { scopeOf } from "./scope.ts";
import { stateHash } from "./state.ts";
import { entry } from "./testing/cast.ts";
import { beginning, CASE, history, idOf, SUBJECTS } from "./testing/histories.ts";
import { timelineOf } from "./timeline.ts";
import { valueOf, whoSaysWhat } from "./value-of.ts";

const TODAY = "2031-02-01";
const RUNS = { numRuns: 150 };

suite("order and undoing", () => {
  test("every view and the state hash are the same for every order of arrival and for things that arrive twice", () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (written, random) => {
        const all = [...beginning, ...written];
        const again = shuffled([...all, ...all.slice(0, 3)], random);
        assert.deepEqual(everyView(bookOf(again)), everyView(bookOf(all)));
        assert.equal(stateHash(again), stateHash(all));
      }),
      RUNS,
    );
  });

  test("withdrawing what an act wrote restores what was shown before, and withdrawing that brings it back", () => {
    fc.assert(
      fc.property(history, history, (before, written) => {
        const was = [...beginning, ...before.map(({ record, ...rest }) => ({ ...rest, record }))];
        const added = entry(
          "tomas",
          9,
          written.map(({ record }, n) => fresh(record, n)),
        );
        const undo = entry(
          "tomas",
          10,
          added.map(({ record }, n) => ({ id: idOf(2000 + n), kind: "withdraw" as const, target: record.id, case: CASE })),
        );
        const redo = entry(
          "tomas",
          11,
          undo.map(({ record }, n) => ({ id: idOf(3000 + n), kind: "withdraw" as const, target: record.id, case: CASE })),
        );
        assert.deepEqual(standingViews(bookOf([...was, ...added, ...undo])), standingViews(bookOf(was)));
        assert.deepEqual(standingViews(bookOf([...was, ...added, ...undo, ...redo])), standingViews(bookOf([...was, ...added])));
      }),
      RUNS,
    );
  });

  test("records that came after a suspension change no view but the lists of what came after", () => {
    fc.assert(
      fc.property(history, history, (before, written) => {
        const was = [...beginning, ...before];
        const late = entry(
          "ilya",
          9,
          written.map(({ record }, n) => fresh(record, n)),
          { counted: false },
        );
        assert.deepEqual(standingViews(bookOf([...was, ...late])), standingViews(bookOf(was)));
        assert.equal(bookOf([...was, ...late]).all.filter(({ standing }) => standing === "came-after").length >= late.length, true);
      }),
      RUNS,
    );
  });

  test("standing agrees with a slow reference", () => {
    fc.assert(
      fc.property(history, (written) => {
        const book = bookOf([...beginning, ...written]);
        const isOnce = book.all.every(({ sameIdAs, signatures }) => sameIdAs === 0 && signatures.length === 1);
        fc.pre(isOnce);
        for (const shown of book.all) assert.equal(shown.standing, slowStanding(book, shown.record.id), JSON.stringify(shown.record));
      }),
      { numRuns: 300 },
    );
  });

  test("the state hash sees a change of any field", () => {
    const base = [...beginning];
    const [first] = base as [AuthoredRecord];
    const hashes = [
      base,
      [{ ...first, clock: 5 }, ...base.slice(1)],
      [{ ...first, person: null }, ...base.slice(1)],
      [{ ...first, counted: false }, ...base.slice(1)],
      [{ ...first, author: "00".repeat(32) }, ...base.slice(1)],
      base.slice(1),
    ].map(stateHash);
    assert.equal(new Set(hashes).size, hashes.length);
  });
});

function everyView(book: WholeBook): unknown {
  return [
    standingViews(book),
    SUBJECTS.map((subject) => [whoSaysWhat(valueOf(book, subject, "kind")), historyOfSubject(book, subject)]),
    saidAndFound(book, CASE),
    historyOf(book, CASE),
    inboxOf(book),
    scopeOf(book, CASE).records,
    book.all,
  ];
}

/** What is shown as standing: everything but the lists of what no longer does, or never did. */
function standingViews(book: WholeBook): unknown {
  const properties = ["kind", "time", "remark"];
  return {
    values: SUBJECTS.flatMap((subject) => properties.map((property) => ({ ...valueOf(book, subject, property), earlier: [], cameAfter: [] }))),
    said: saidAndFound(book, CASE).rows,
    timeline: timelineOf(book, CASE),
    people: [whoDidWhatToWhom(book, CASE), personGroups(book)],
    missing: missingFor(book, CASE, TODAY).filter(({ code }) => code !== "newer-form"),
    inbox: inboxOf(book),
    findings: book.all
      .filter(isKind("finding"))
      .filter(({ standing }) => standing === "current")
      .map((shown) => findingState(book, shown)),
  };
}

/** The record under an id nobody else uses, pointing where it pointed. */
function fresh(record: AuthoredRecord["record"], n: number): AuthoredRecord["record"] {
  const id = idOf(1000 + n);
  return record.kind === "newer form" ? { ...record, id, raw: { ...record.raw, id } } : { ...record, id };
}

function shuffled<T>(list: readonly T[], random: Iterable<number>): T[] {
  const numbers = random[Symbol.iterator]();
  return list
    .map((one) => ({ one, key: numbers.next().value as number }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

/** docs/formats/record.md, "Standing", read word by word, for a book in which every id is used once. */
function slowStanding(book: WholeBook, id: string): string {
  const counted = book.all.filter(({ signatures }) => signatures[0]!.counted);
  const of = (one: string) => counted.find(({ record }) => record.id === one);
  const isOfDecision = (one: string, seen = new Set<string>()): boolean => {
    const record = of(one)?.record;
    return record?.kind === "decision" || (record?.kind === "withdraw" && !seen.has(one) && isOfDecision(record.target, seen.add(one)));
  };
  const withdrawers = (one: string): string[] =>
    counted
      .filter(
        ({ record, person }) =>
          record.kind === "withdraw" && record.target === one && (!isOfDecision(one) || of(one)!.person === person),
      )
      .map(({ record }) => record.id);
  const leadsToItself = (one: string): boolean => {
    const seen = new Set<string>();
    for (let at = of(one)?.record; at?.kind === "withdraw"; at = of(at.target)?.record) {
      if (seen.has(at.id)) return at.id === one || seen.has(one);
      seen.add(at.id);
      if (at.target === one) return withdrawers(one).includes(at.id);
    }
    return false;
  };
  const isWithdrawn = (one: string): boolean => withdrawers(one).some((by) => !leadsToItself(by) && !isWithdrawn(by));
  const anchor = (one: string): string => {
    const shown = of(one)!;
    const { record } = shown;
    if (record.kind === "statement") return `${record.subject} ${record.property}`;
    if (record.kind === "decision") return `decision ${record.on} ${shown.person}`;
    if (record.kind === "triage") return `triage ${{ seen: 1, taken: 2, free: 2, urgent: 3, calm: 3, "in case": 4 }[record.mark]}`;
    return record.kind;
  };
  const before = (one: string): string[] => {
    const { record } = of(one)!;
    const named = record.kind === "newer form" ? [] : (record.supersedes ?? []);
    return named.filter((target) => of(target) !== undefined && anchor(target) === anchor(one));
  };
  const leadsTo = (from: string, to: string, seen = new Set<string>()): boolean =>
    before(from).some((next) => next === to || (!seen.has(next) && leadsTo(next, to, seen.add(next))));
  if (of(id) === undefined) return "came-after";
  if (isWithdrawn(id)) return "withdrawn";
  return counted.some(({ record }) => !isWithdrawn(record.id) && leadsTo(record.id, id) && !leadsTo(id, record.id)) ? "superseded" : "current";
}
