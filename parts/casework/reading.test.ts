/** The press report the project began with, read as a monitor would: all 18 passages become records that cite it by position. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { composeBody, parseBody } from "./body.ts";
import { bookOf, isKind } from "./book.ts";
import { checkQuote, passageOf } from "./citations.ts";
import { CaseworkError } from "./errors.ts";
import { charactersOf, LIMITS } from "./fields.ts";
import { guessFromWords } from "./guess.ts";
import { missingFor } from "./missing.ts";
import { whoDidWhatToWhom } from "./people.ts";
import { readDocument, recordsFromReading, type Reading } from "./reading.ts";
import { saidAndFound } from "./said-found.ts";
import { entry, seeded } from "./testing/cast.ts";
import { valueOf } from "./value-of.ts";

const FOLDER = new URL("../../../shared/data/article/", import.meta.url);
const isThere = existsSync(new URL("reading.json", FOLDER));

suite("the reading of the press report", { skip: isThere ? false : "../shared/data/article is not here" }, () => {
  if (!isThere) return;
  const text = readFileSync(new URL("press-report.txt", FOLDER), "utf8");
  const given = JSON.parse(readFileSync(new URL("reading.json", FOLDER), "utf8")) as Reading;
  const read = recordsFromReading(given, text, seeded("reading"));
  const book = bookOf(entry("amina", 1, read.records));
  const made = (passage: string): string => read.madeOf.get(passage)![0]!;
  const act = (passage: string): string => read.actsOf.get(passage)![0]!;
  const denialsOf = (passage: string): string[] =>
    given.statements.filter((one) => one.kind === "denial" && one.denies?.includes(passage)).map(({ id }) => made(id));

  test("every passage is a record that quotes it where it stands", () => {
    const { passages } = readDocument(given, text);
    assert.equal(passages.length, 18);
    assert.deepEqual([...read.madeOf.keys()].sort(), passages.map(({ id }) => id).sort());
    for (const passage of passages) {
      for (const id of read.madeOf.get(passage.id)!) {
        const [shown] = book.byId(id);
        assert.ok(shown !== undefined && "citations" in shown.record);
        const [citation] = shown.record.citations!;
        assert.equal(citation!.quote, Array.from(text).slice(passage.start, passage.end).join(""));
        assert.equal(checkQuote(book, citation!), "stands");
      }
    }
  });

  test("its records fit into entries and come back from their bytes as they were", () => {
    for (let at = 0; at < read.records.length; at += LIMITS.records) {
      const part = read.records.slice(at, at + LIMITS.records);
      assert.deepEqual(parseBody(composeBody("import-reading", part)).records, part);
    }
  });

  test("one passage states two acts, and each is a claim of its own", () => {
    assert.equal(read.actsOf.get("torture")!.length, 2);
    const kinds = whoDidWhatToWhom(book, read.caseId)
      .filter((row) => read.actsOf.get("torture")!.includes(row.act))
      .flatMap((row) => row.kinds);
    assert.deepEqual(kinds.sort(), ["detention", "torture"]);
  });

  test("a greatest number stays without a least one, and the words propose it", () => {
    const { quote } = readDocument(given, text).passages.find(({ id }) => id === "killings")!;
    const [guess] = guessFromWords(quote, "en").counts;
    assert.equal(guess!.max, 26);
    assert.equal(guess!.min, undefined);
    const [row] = whoDidWhatToWhom(book, read.caseId).filter((one) => one.act === act("killings"));
    assert.equal(row!.affected[0]!.max, 26);
    assert.equal(row!.affected[0]!.min, undefined);
    assert.ok(quote.includes(row!.affected[0]!.asGiven!));
  });

  test("four denials stand beside what they deny, two in the row of the case", () => {
    const { rows } = saidAndFound(book, read.caseId);
    const claims = rows.filter((row) => row.level === "claim");
    for (const passage of ["killings", "torture", "taken"]) {
      for (const subject of read.actsOf.get(passage)!) {
        const row = claims.find((one) => one.subject === subject)!;
        assert.deepEqual(row.officials.map(({ record }) => record.id).sort(), denialsOf(passage).sort(), passage);
        assert.ok(row.conflict, "an allegation and a denial of the fact");
      }
    }
    assert.equal(new Set(claims.flatMap((row) => row.officials)).size, 4);
    const [ofTheCase] = rows.filter((row) => row.level === "case");
    assert.deepEqual(ofTheCase!.officials.map(({ record }) => record.position).sort(), ["blames the source", "refuses comment"]);
    assert.equal(rows.at(-1), ofTheCase);
  });

  test("what nobody denied has no official beside it", () => {
    const row = saidAndFound(book, read.caseId).rows.find((one) => one.subject === act("threats"))!;
    assert.deepEqual([row.officials.length, row.alleged.length, row.conflict], [0, 1, false]);
  });

  test("planted evidence contradicts the pretext of the arrest, and not the arrest", () => {
    const view = valueOf(book, act("detained"), "pretext");
    assert.ok(view.conflict);
    assert.equal(view.values.length, 1);
    assert.deepEqual([view.values[0]!.for.length, view.values[0]!.against.length], [1, 1]);
    assert.equal(view.values[0]!.against[0]!.saidBy, read.sourceOf.get("detained monitor"));
    assert.equal(valueOf(book, act("detained"), "kind").disputed, false);
  });

  test("the letter, the steps and the appeal are there", () => {
    assert.equal(book.current("sealedStatement").length, 1);
    assert.equal(book.current("step").length, 2);
    assert.equal(book.current("appeal").length, 1);
    assert.equal(book.byId(made("letter"))[0]!.record.kind, "sealedStatement");
  });

  test("what is missing is listed: dates, and the sources nobody has looked into", () => {
    const list = missingFor(book, read.caseId, "2031-02-01");
    const about = (code: string): (string | null)[] => list.filter((one) => one.code === code).map(({ subject }) => subject);
    assert.ok(about("no-date").includes(act("taken")));
    const unknown = Object.entries(given.roots)
      .filter(([, root]) => root.assessed === false)
      .map(([name]) => read.sourceOf.get(name)!);
    for (const source of unknown) assert.ok(about("source-not-assessed").includes(source));
    assert.ok(!about("source-not-assessed").includes(read.sourceOf.get("newspaper")!));
    assert.equal(about("conflict").includes(act("detained")), true);
    assert.deepEqual(about("quote-differs"), []);
  });

  test("a passage that is not in the text is refused, and a quote that moved is noticed", () => {
    const length = charactersOf(text);
    const [first] = given.statements;
    for (const [start, end] of [
      [5, 5],
      [9, 3],
      [0, length + 1],
    ]) {
      assert.throws(() => readDocument({ ...given, statements: [{ ...first, start, end }] }, text), new CaseworkError("bad-citation"));
    }
    const moved = bookOf(
      entry(
        "amina",
        1,
        recordsFromReading(given, text, seeded("reading")).records.map((record) =>
          record.kind === "report" ? { ...record, text: `x${record.text}` } : record,
        ),
      ),
    );
    const statement = moved
      .current("statement")
      .filter(isKind("statement"))
      .find(({ record }) => record.citations !== undefined)!;
    assert.equal(checkQuote(moved, statement.record.citations![0]!), "differs");
    assert.equal(passageOf("a🜂b", 1, 2), "🜂");
  });
});
