import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8 } from "#bytes";
import type { RecordOf } from "#casework";
import { readCsv } from "./csv.ts";
import { parseMapping, type Mapping } from "./mapping.ts";
import { planRows } from "./planner.ts";
import { NOTHING_KNOWN, reconcile, type Known, type Made, type Reconciled } from "./reconcile.ts";
import { Tally } from "./tally.ts";
import { CONTEXT } from "./testing/ids.ts";

const MAPPING = parseMapping({
  format: "vouchsafe-mapping",
  v: 1,
  id: "small",
  title: "Small",
  reads: "csv",
  tables: [
    {
      table: "rows",
      rowId: ["id"],
      subjects: [
        {
          as: "victim",
          type: "person",
          statements: [
            { property: "name", value: { name: { columns: ["name"] } } },
            { property: "age", value: { number: { column: "age" } } },
          ],
        },
        { as: "event", type: "event", key: ["event"], statements: [{ property: "title", value: { text: { columns: ["event"] } } }] },
      ],
    },
  ],
});

/** A record in memory. */
class Kept implements Known {
  readonly all = new Map<string, Made>();

  get hasVersions(): boolean {
    return [...this.all.values()].some(({ supersedes }) => supersedes !== undefined);
  }

  has(ids: readonly string[]): ReadonlySet<string> {
    return new Set(ids.filter((id) => this.all.has(id)));
  }

  statementsAbout(subject: string): RecordOf<"statement">[] {
    return [...this.all.values()].filter((record) => record.kind === "statement").filter((record) => record.subject === subject);
  }

  bring(csv: string, mapping: Mapping = MAPPING): Reconciled[] {
    const set = readCsv(() => [utf8(csv)], { delimiter: ",", encoding: "utf-8" });
    const done = [...planRows(set, mapping, CONTEXT, new Tally())].flatMap((row) => {
      const [one] = reconcile([row], mapping, CONTEXT, this);
      for (const record of one!.write) {
        assert.ok(!this.all.has(record.id), "no id is written twice");
        this.all.set(record.id, record);
      }
      return [one!];
    });
    return done;
  }

  /** What stands of a property, over all persons. */
  standing(property: string): string[] {
    const said = [...this.all.values()].filter((record) => record.kind === "statement");
    const replaced = new Set(said.flatMap(({ supersedes }) => supersedes ?? []));
    return said
      .filter((one) => one.property === property && !replaced.has(one.id))
      .map(({ value }) => JSON.stringify(value!.number ?? value!.name?.full ?? value!.text));
  }
}

const fates = (done: readonly Reconciled[]): string[] => done.map(({ fate }) => fate);

describe("bringing a file in again", () => {
  it("adds nothing where nothing has changed", () => {
    const kept = new Kept();
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,30,e\n2,Bo,,e\n")), ["new", "new"]);
    const size = kept.all.size;
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,30,e\n2,Bo,,e\n")), ["same", "same"]);
    assert.equal(kept.all.size, size);
  });

  it("makes a changed cell a second version that takes the first one's place, also when it goes back", () => {
    const kept = new Kept();
    kept.bring("id,name,age,event\n1,Ada,30,e\n");
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,31,e\n")), ["changed"]);
    assert.deepEqual(kept.standing("age"), ["31"]);
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,30,e\n")), ["changed"]);
    assert.deepEqual(kept.standing("age"), ["30"]);
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,30,e\n")), ["same"]);
    assert.equal([...kept.all.values()].filter((record) => record.kind === "statement" && record.property === "age").length, 3);
  });

  it("adds what is new, and takes nothing back that is no longer there", () => {
    const kept = new Kept();
    kept.bring("id,name,age,event\n1,Ada,30,e\n");
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,,e\n2,Bo,4,f\n")), ["same", "new"]);
    assert.deepEqual(kept.standing("age"), ["30", "4"]);
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,29,e\n")), ["changed"], "it was the newest of its slot");
    assert.deepEqual(kept.standing("age"), ["4", "29"]);
  });

  it("does not touch what somebody changed by hand, and says that both are there", () => {
    const kept = new Kept();
    kept.bring("id,name,age,event\n1,Ada,30,e\n");
    const old = [...kept.all.values()].find((record) => record.kind === "statement" && record.property === "age") as RecordOf<"statement">;
    kept.all.set("ff".repeat(16), { ...old, id: "ff".repeat(16), value: { number: 35 }, supersedes: [old.id] });
    assert.deepEqual(fates(kept.bring("id,name,age,event\n1,Ada,30,e\n")), ["same"]);
    const [again] = kept.bring("id,name,age,event\n1,Ada,32,e\n");
    assert.equal(again!.changedHere, true);
    assert.deepEqual(kept.standing("age").toSorted(), ["32", "35"]);
  });

  it("ends in the same record however often each file is brought in, and says what each row said last", () => {
    const file = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 5 }).map((rows) => {
      const unique = new Map(rows);
      return `id,name,age,event\n${[...unique].map(([id, age]) => `${id},N${id},${age},e`).join("\n")}\n`;
    });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 5 }), (files) => {
        const [one, other] = [new Kept(), new Kept()];
        for (const csv of files) one.bring(csv);
        for (const csv of files) {
          other.bring(csv);
          other.bring(csv);
        }
        assert.deepEqual(other.all, one.all);
        const last = new Map(
          files.flatMap((csv) =>
            csv
              .trim()
              .split("\n")
              .slice(1)
              .map((line) => [line.split(",")[0]!, line.split(",")[2]!] as const),
          ),
        );
        assert.deepEqual(one.standing("age").toSorted(), [...last.values()].toSorted(), "what each row said last");
      }),
      { numRuns: 300 },
    );
  });

  it("asks nothing of a record that has nothing of it", () => {
    const set = readCsv(() => [utf8("id,name,age,event\n1,Ada,30,e\n")], { delimiter: ",", encoding: "utf-8" });
    const [row] = [...planRows(set, MAPPING, CONTEXT, new Tally())];
    assert.deepEqual(
      reconcile([row!], MAPPING, CONTEXT, NOTHING_KNOWN)[0]!.write.map(({ kind }) => kind),
      ["subject", "statement", "statement", "subject", "statement"],
    );
  });
});
