import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { AuthoredRecord } from "./authored.ts";
import { bookOf, type Book, type Shown } from "./book.ts";
import { bookOver, touchesOf } from "./book-over.ts";
import { consentOf } from "./consents.ts";
import { historyOf, historyOfSubject } from "./history.ts";
import { inboxRowOf } from "./inbox.ts";
import { missingFor } from "./missing.ts";
import { groupOf, personGroups, whoDidWhatToWhom } from "./people.ts";
import { saidAndFound } from "./said-found.ts";
import { scopeOf } from "./scope.ts";
import { sensitivityOf } from "./sensitivity.ts";
import { KINDS, WAYS } from "./ties.ts";
import { timelineOf } from "./timeline.ts";
import { valueOf } from "./value-of.ts";
import { beginning, CASE, history, idOf, otherCase, OTHER_CASE, REPORT, SUBJECTS } from "./testing/histories.ts";
import { memorySource } from "./testing/memory-source.ts";

const IDS = Array.from({ length: 24 }, (_, n) => idOf(n));
const TODAY = "2031-06-01";
const RUNS = { numRuns: 300 };

/** Every view of the case and everything in it, as one text. */
function viewsOf(book: Book): string {
  return JSON.stringify([
    [CASE, OTHER_CASE].map((caseId) => [
      scopeOf(book, caseId).records,
      saidAndFound(book, caseId),
      timelineOf(book, caseId),
      whoDidWhatToWhom(book, caseId),
      historyOf(book, caseId),
      missingFor(book, caseId, TODAY),
    ]),
    SUBJECTS.map((id) => [valueOf(book, id, "kind"), valueOf(book, id, "time"), valueOf(book, id, "remark"), historyOfSubject(book, id), groupOf(book, id)]),
    consentOf(book, SUBJECTS[2]!, "publish name", TODAY),
    inboxRowOf(book, REPORT),
  ]);
}

const everything = fc.tuple(history, otherCase).map(([written, other]) => [...beginning, ...other, ...written]);

describe("a book that fetches what it is asked for", () => {
  it("answers every question as the whole book does, whichever is asked first", () => {
    fc.assert(
      fc.property(everything, fc.shuffledSubarray(IDS, { minLength: 5 }), (records, ids) => {
        const whole = bookOf(records);
        const fetched = bookOver(memorySource(records));
        for (const id of ids) {
          const answers = (book: Book): unknown => [
            book.heads(id),
            book.byId(id),
            book.naming(id),
            book.loose(id),
            KINDS.map((kind) => WAYS.map((way) => book.howMany(id, kind, way))),
            book.writtenIn(id),
            ...KINDS.map((kind) => [book.writtenIn(id, kind), book.naming(id, kind), ...WAYS.map((way) => book.naming(id, kind, way))]),
            book.byId(id).map((shown: Shown) => (shown.record.kind === "statement" ? sensitivityOf(book, shown as never) : null)),
          ];
          assert.deepEqual(answers(fetched), answers(whole));
        }
      }),
      RUNS,
    );
  });

  it("gives the same view of every case", () => {
    fc.assert(
      fc.property(everything, (records) => {
        assert.equal(viewsOf(bookOver(memorySource(records))), viewsOf(bookOf(records)));
      }),
      RUNS,
    );
  });

  it("has the groups of persons the whole book has", () => {
    fc.assert(
      fc.property(everything, (records) => {
        const fetched = bookOver(memorySource(records));
        for (const group of personGroups(bookOf(records))) for (const person of group.persons) assert.deepEqual(groupOf(fetched, person), group);
      }),
      RUNS,
    );
  });

  it("knows when what arrives may change an answer it gave", () => {
    fc.assert(
      fc.property(everything, fc.nat(), fc.boolean(), (records, seed, recounted) => {
        const [late, ...known] = [...records.slice(seed % records.length), ...records.slice(0, seed % records.length)] as [AuthoredRecord, ...AuthoredRecord[]];
        const before = recounted ? [{ ...late, counted: !late.counted }, ...known] : known;
        const old = bookOver(memorySource(before));
        const views = viewsOf(old);
        if (old.isTouchedBy(touchesOf(late.record))) return;
        assert.equal(viewsOf(bookOver(memorySource(records))), views);
      }),
      RUNS,
    );
  });

  it("looks at what is asked for and no further", () => {
    const records = [...beginning];
    const fetched = bookOver(memorySource(records));
    fetched.naming(SUBJECTS[0]!, "statement", "subject");
    assert.equal(fetched.isTouchedBy([SUBJECTS[1]!]), false);
    assert.equal(fetched.isTouchedBy([SUBJECTS[0]!]), true);
  });
});
