import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { canonicalText } from "#bytes";
import { jsonOf, penOf, type CaseRecord } from "#casework";
import { ExchangeError, parseMapping, planRows, tablesOf, Tally } from "#exchange";
import { randomBytes } from "#prim";
import { endPlay, founder, letIn, settle, stage } from "../../testing/cast.ts";
import { LIST, listOf, wishFor } from "../../testing/import-cast.ts";
import { actName, entriesOf, recordsIn } from "./acts.ts";
import { importPlace } from "./context.ts";
import { compareImport, runImport } from "./run.ts";
import { redoImport, undoImport, undoState } from "./undo.ts";
import type { OpenDesk } from "../open-desk.ts";
import { write } from "../records.ts";

/** Different records of the import that stand, by what they are. */
function standing(desk: OpenDesk, property: string): string[] {
  const all = desk.records.book(desk.line).current("statement");
  return [...new Map(all.filter(({ record }) => record.property === property).map((shown) => [shown.record.id, shown])).values()].map(({ record }) =>
    JSON.stringify(record.value?.number ?? record.value),
  );
}
const importIdOf = (desk: OpenDesk): string => importPlace(desk, wishFor("").mapping, null).importId;

describe("an import", () => {
  const on = stage();
  let desk: OpenDesk;
  let colleague: OpenDesk;
  before(async () => {
    desk = await founder(on, "Amina");
    colleague = await letIn(on, desk, "Tomas", null);
  });
  after(() => endPlay(on, desk, colleague));

  it("is entries of at most 500 records, and its report adds up", async () => {
    const report = await runImport(desk, wishFor(listOf(200)));
    const [table] = report.tables;
    assert.equal(table!.rows, 200);
    assert.deepEqual(table!.rowFates, { new: 200, same: 0, changed: 0, nothing: 0 });
    for (const { column, cells } of table!.columns)
      assert.equal(
        Object.values(cells).reduce((sum, n) => sum + n, 0),
        200,
        column,
      );
    const entries = entriesOf(desk, "made", importIdOf(desk));
    const sizes = entries.map((id) => recordsIn(desk, id).length);
    assert.ok(Math.max(...sizes) <= 500 && Math.min(...sizes.slice(0, -1)) > 450, `entries of ${sizes.join(", ")}`);
    assert.equal(
      sizes.reduce((sum, n) => sum + n, 0),
      report.records.added + 2,
      "two more are the case and its title",
    );
    assert.equal(standing(desk, "age").length, 200);
  });

  it("brought in a second time adds nothing, here and on a colleague's desk that has not heard of it", async () => {
    const entries = entriesOf(desk, "made", importIdOf(desk)).length;
    const again = await runImport(desk, wishFor(listOf(200)));
    assert.deepEqual(again.tables[0]!.rowFates, { new: 0, same: 200, changed: 0, nothing: 0 });
    assert.equal(again.records.added, 0);
    assert.equal(entriesOf(desk, "made", importIdOf(desk)).length, entries);
    // The colleague brings the same file in before the desks exchange.
    const theirs = await runImport(colleague, wishFor(listOf(200)));
    assert.equal(theirs.tables[0]!.rowFates.new, 200);
    await settle(desk, colleague);
    for (const one of [desk, colleague]) {
      assert.equal(standing(one, "age").length, 200, "one record of each thing");
      assert.equal(
        new Set(
          one.records
            .book(one.line)
            .current("subject")
            .map(({ record }) => record.id),
        ).size,
        200 + 200 + 50 + 3,
      );
    }
  });

  it("makes a changed cell a second version, after a preview that says so", async () => {
    const changed = wishFor(listOf(200, (no) => (no === 7 ? { age: "99" } : no === 8 ? { name: "Person 8 the younger" } : {})));
    const { report: foreseen, missing } = await compareImport(desk, changed);
    assert.deepEqual([foreseen.records.added, foreseen.records.superseding, missing.length], [0, 2, 0]);
    const report = await runImport(desk, changed);
    assert.deepEqual(report.records, foreseen.records);
    assert.deepEqual(report.tables[0]!.rowFates, { new: 0, same: 198, changed: 2, nothing: 0 });
    assert.equal(standing(desk, "age").filter((age) => age === "99").length, 1);
    assert.equal(standing(desk, "age").length, 200);
    await settle(desk, colleague);
    assert.equal((await runImport(colleague, changed)).tables[0]!.rowFates.same, 200);
    assert.equal((await runImport(desk, wishFor(listOf(200)))).records.superseding, 2, "and back");
  });

  it("with another mapping tells first what would be added and what it no longer says, and takes that back only when told to", async () => {
    const other = JSON.parse(JSON.stringify(LIST)) as { tables: { subjects: { statements: unknown[] }[]; ignore?: unknown }[] };
    other.tables[0]!.subjects[2]!.statements[1] = { property: "remark", value: { text: { columns: ["age"], before: "Age: " } } };
    const wish = wishFor(listOf(200), { mapping: parseMapping(other) });
    const { report, missing } = await compareImport(desk, wish);
    assert.equal(report.records.added, 200);
    assert.equal(missing.length, 202, "the ages, and two older versions of one");
    await runImport(desk, wish);
    assert.equal(standing(desk, "age").length, 200);
    const withdrawn = await runImport(desk, { ...wish, withdrawMissing: true });
    assert.equal(withdrawn.records.withdrawn, 202);
    assert.equal(standing(desk, "age").length, 0);
    assert.equal(standing(desk, "remark").length, 200);
  });

  it("is taken back as a whole, and brought back but for what somebody withdrew by hand", async () => {
    const importId = importIdOf(desk);
    const one = desk.records
      .book(desk.line)
      .current("statement")
      .find(({ record }) => record.property === "remark")!;
    write(desk, "work", "undo", [{ id: "fe".repeat(16), kind: "withdraw", target: one.record.id }]);
    await undoImport(desk, importId);
    assert.equal(undoState(desk, importId), "undone");
    assert.equal(desk.records.book(desk.line).current("statement").length, 0);
    assert.equal(desk.records.book(desk.line).current("subject").length, 0);
    for (const id of entriesOf(desk, "undone", importId)) assert.ok(recordsIn(desk, id).length <= 500);
    assert.equal(await undoImport(desk, importId), 0, "there is no more to take back");
    await redoImport(desk, importId);
    assert.equal(undoState(desk, importId), "standing");
    assert.equal(standing(desk, "remark").length, 199);
    assert.equal(standing(desk, "name").length, 200);
    await undoImport(desk, importId);
    await runImport(desk, wishFor(listOf(200)));
    assert.equal(standing(desk, "name").length, 200, "a run after an undoing brings it back first");
  });

  it("takes back nothing of others that somebody wrote again under its name, and brings back nothing they took back", async () => {
    const mapping = parseMapping({ ...(LIST as object), id: "list-of-marl-9" });
    const wish = wishFor(listOf(3), { mapping });
    await runImport(desk, wish);
    const { importId } = importPlace(desk, mapping, null);
    const pen = penOf(randomBytes);
    const [theirs, dangerous] = [pen("subject", { type: "person" }), pen("subject", { type: "person" })];
    const takenBack = pen("withdraw", { target: dangerous.id, why: "her village is in it" });
    write(desk, "work", "add-person", [theirs, dangerous]);
    write(desk, "work", "undo", [takenBack]);
    // A colleague writes them again, word for word, in entries that say they are the import's.
    write(colleague, "work", actName("made", importId), [theirs]);
    write(colleague, "work", actName("undone", importId), [takenBack]);
    await settle(desk, colleague);
    const stands = ({ id }: { readonly id: string }): string | undefined => desk.records.book(desk.line).byId(id)[0]?.standing;
    assert.equal(undoState(desk, importId), "standing");
    await runImport(desk, { ...wish, withdrawMissing: true });
    assert.deepEqual([stands(theirs), stands(dangerous)], ["current", "withdrawn"]);
    await undoImport(desk, importId);
    assert.deepEqual([undoState(desk, importId), stands(theirs), stands(dangerous)], ["undone", "current", "withdrawn"]);
    await redoImport(desk, importId);
    assert.deepEqual([undoState(desk, importId), stands(theirs), stands(dangerous)], ["standing", "current", "withdrawn"]);
  });

  it("leaves nothing out that a colleague wrote otherwise under its ids beforehand, in whatever act", async () => {
    const mapping = parseMapping({ ...(LIST as object), id: "list-of-marl-10" });
    const wish = wishFor(listOf(3), { mapping });
    const { context, importId } = importPlace(colleague, mapping, null);
    // The colleague knows the file and the group's secret, and so every id it will have.
    const planned = [...planRows(tablesOf(mapping, wish.file.chunks), mapping, context, new Tally())].flatMap(({ records }) => records);
    const otherwise = planned.map(({ record }): CaseRecord => {
      if (record.kind === "subject") return { ...record, type: "place" };
      return record.kind === "statement" ? { ...record, value: { text: "nothing happened" } } : record;
    });
    const half = Math.ceil(otherwise.length / 2);
    write(colleague, "work", actName("made", importId), otherwise.slice(0, half));
    write(colleague, "work", "add-person", otherwise.slice(half));
    const [first] = planned;
    write(colleague, "work", "undo", [penOf(randomBytes)("withdraw", { target: first!.record.id })]);
    await settle(desk, colleague);
    const foreseen = (await compareImport(desk, wish)).report;
    const report = await runImport(desk, wish);
    assert.deepEqual(report, foreseen);
    assert.equal(report.records.added, planned.length);
    assert.deepEqual(report.tables[0]!.rowFates, { new: 3, same: 0, changed: 0, nothing: 0 });
    const noted = (code: string): number | undefined => report.notes.find((note) => note.code === code)?.count;
    assert.deepEqual([noted("id-taken"), noted("taken-back")], [3, 1]);
    for (const { record } of planned) {
      const found = desk.records.book(desk.line).byId(record.id);
      assert.equal(found.length, 2, "both stand");
      assert.ok(found.some((shown) => canonicalText(jsonOf(shown.record)) === canonicalText(jsonOf(record))));
    }
    assert.equal((await runImport(desk, wish)).records.added, 0);
  });

  it("stops between entries when told to, and goes on where it was", async () => {
    const mapping = parseMapping({ ...(LIST as object), id: "list-of-marl-2" });
    const wish = wishFor(listOf(300), { mapping });
    const stop = new AbortController();
    let told = 0;
    const stopping = runImport(desk, wish, { signal: stop.signal, onProgress: () => void (++told === 2 && stop.abort()) });
    await assert.rejects(stopping, { name: "Stopped" });
    const { importId } = importPlace(desk, mapping, null);
    const before = entriesOf(desk, "made", importId).length;
    assert.ok(before >= 1 && before < 5, `${before} entries`);
    const rest = await runImport(desk, wish);
    assert.ok(rest.tables[0]!.rowFates.same > 0 && rest.tables[0]!.rowFates.new > 0);
    assert.equal(rest.tables[0]!.rowFates.same + rest.tables[0]!.rowFates.new, 300);
    assert.equal((await compareImport(desk, wish)).report.records.added, 0);
  });

  it("writes nothing of a file that breaks off, or that does not fit", async () => {
    const mapping = parseMapping({ ...(LIST as object), id: "list-of-marl-3" });
    const { importId } = importPlace(desk, mapping, null);
    await assert.rejects(runImport(desk, wishFor(`${listOf(300)}301,"Person`, { mapping })), { code: "open-quote", row: 302 });
    // Which columns are lacking is told beside the message, not in it.
    await assert.rejects(runImport(desk, wishFor("no,name\n1,A\n", { mapping })), (error) => {
      assert.ok(error instanceof ExchangeError);
      assert.deepEqual([error.message, error.lacking.toSorted()], ["unknown-column, tables.0", ["age", "day", "page", "raid"]]);
      return true;
    });
    assert.deepEqual(entriesOf(desk, "made", importId), []);
    assert.equal(actName("made", importId).length, 39);
  });
});
