/** A file of each system brought into a desk by the mapping that ships, a second time, taken back; and what was brought in goes out in an export as it is. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { canonicalText, type Json } from "#bytes";
import { isKind, ruleOf, sensitivityOf, typeOf } from "#casework";
import { parseMapping, readJsonLines } from "#exchange";
import { sha256Hex } from "#prim";
import { endPlay, founder, letIn, stage } from "../../testing/cast.ts";
import { askForExport, fileOfExport } from "../exports.ts";
import { importPlace } from "./context.ts";
import { compareImport, runImport, type ImportWish } from "./run.ts";
import { undoImport, undoState } from "./undo.ts";
import type { OpenDesk } from "../open-desk.ts";

const EXCHANGE = fileURLToPath(new URL("../../../../parts/exchange/", import.meta.url));
const FILES = [
  ["uwazi", "uwazi.csv"],
  ["sivel", "sivel.xml"],
  ["martus", "martus.xml"],
  ["bayanat", "bayanat-actors.json"],
  ["openevsys", "openevsys.sql"],
] as const;

function wish(mapping: string, file: string): ImportWish {
  const bytes = readFileSync(`${EXCHANGE}testing/files/${file}`);
  return {
    file: { chunks: () => [bytes], hash: sha256Hex(bytes), sizeBytes: bytes.length },
    mapping: parseMapping(JSON.parse(readFileSync(`${EXCHANGE}mappings/${mapping}.json`, "utf8"))),
    caseId: null,
    saidBy: null,
    withdrawMissing: false,
  };
}

suite("files of other systems in a desk", () => {
  const on = stage();
  let desk: OpenDesk, colleague: OpenDesk;
  before(async () => {
    desk = await founder(on, "Amina");
    colleague = await letIn(on, desk, "Tomas", null);
  });
  after(() => endPlay(on, desk, colleague));

  for (const [mapping, file] of FILES)
    test(`${file}: previewed, brought in, again without adding, exported as it is, taken back`, async () => {
      const asked = wish(mapping, file);
      const foreseen = (await compareImport(desk, asked)).report;
      const report = await runImport(desk, asked);
      assert.deepEqual(report.tables, foreseen.tables);
      assert.ok(report.records.added > 10);
      for (const { table, mapped, rowFates } of report.tables) assert.equal(mapped ? rowFates.nothing : 0, 0, table);
      assert.equal((await runImport(desk, asked)).records.added, 0);

      const place = importPlace(desk, asked.mapping, null);
      const { id } = askForExport(desk, { of: { case: place.context.caseId }, format: "jsonl", ceiling: 2, why: "w", to: "t", seal: "plain", days: 1 });
      const book = desk.records.book(desk.line);
      const statements = book.writtenIn(place.context.caseId).filter(isKind("statement")).filter(({ standing }) => standing === "current");
      // What is said of a source under a name we have no rule for may be who they are.
      const isOdd = (subject: string, property: string): boolean => typeOf(book, subject) === "source" && ruleOf("source", property) === null;
      const open = statements.filter((shown) => sensitivityOf(book, shown) <= 2 && !isOdd(shown.record.subject, shown.record.property));
      const said = readJsonLines(fileOfExport(desk, id).text).records.filter(({ record }) => record["kind"] === "statement");
      // A text that was brought in is closed; a passage of it, repeated in a value, stays inside with it.
      const kept = said.filter(({ withheld }) => !withheld.includes("closed-words") && !withheld.includes("source-name"));
      const words = (value: Json | undefined, property: Json | undefined): string => canonicalText([property ?? "", value === undefined || (value as { ref?: Json }).ref !== undefined ? "" : value]);
      const inRecord = open.map(({ record }) => words(record.value as Json | undefined, record.property)).toSorted();
      assert.equal(said.length, open.length, "one for each");
      assert.ok(open.length < statements.length || mapping === "uwazi", "what is guarded stays inside");
      const left = new Map<string, number>();
      for (const one of inRecord) left.set(one, (left.get(one) ?? 0) + 1);
      for (const { record } of kept) {
        const one = words(record["value"], record["property"]);
        assert.ok((left.get(one) ?? 0) > 0, one);
        left.set(one, left.get(one)! - 1);
      }
      assert.ok(kept.length >= said.length - 4, `${said.length - kept.length} withheld`);

      await undoImport(desk, place.importId);
      assert.equal(undoState(desk, place.importId), "undone");
    });
});
