import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { utf8, type Json } from "#bytes";
import type { RecordOf } from "#casework";
import { readCsv } from "./csv.ts";
import { parseMapping, type Mapping } from "./mapping.ts";
import { planRows } from "./planner.ts";
import { NOTHING_KNOWN, reconcile, type Known, type Made, type Reconciled, type Written } from "./reconcile.ts";
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

  /** What others wrote, under ids of their choice. */
  readonly others: Made[] = [];
  readonly takenBack = new Set<string>();

  isTakenBack(id: string): boolean {
    return this.takenBack.has(id);
  }

  under(ids: readonly string[]): ReadonlyMap<string, Written[]> {
    const asked = new Set(ids);
    return Map.groupBy(this.#written().filter(({ record }) => asked.has(record.id)), ({ record }) => record.id);
  }

  statementsAbout(subject: string): Written<RecordOf<"statement">>[] {
    return this.#written().flatMap(({ record, isOurs }) => (record.kind === "statement" && record.subject === subject ? [{ record, isOurs }] : []));
  }

  #written(): Written[] {
    return [...[...this.all.values()].map((record) => ({ record, isOurs: true })), ...this.others.map((record) => ({ record, isOurs: false }))];
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

  it("leaves nothing out that somebody wrote otherwise under its ids beforehand, and says of which rows", () => {
    const csv = "id,name,age,event\n1,Ada,30,e\n2,Bo,4,f\n";
    const clean = new Kept();
    clean.bring(csv);
    const [first] = [...clean.all.values()];
    const others = [...clean.all.values()].map((record): Made => {
      if (record.kind === "subject") return { ...record, type: "document" };
      return record.kind === "statement" ? { ...record, value: { text: "nothing happened" } } : record;
    });
    const poisoned = new Kept();
    poisoned.others.push(...others);
    const done = poisoned.bring(csv);
    assert.deepEqual(fates(done), ["new", "new"]);
    assert.deepEqual(done.map(({ idTaken }) => idTaken), [true, true]);
    assert.deepEqual(poisoned.all, clean.all, "all that the file says is written");
    const again = poisoned.bring(csv);
    assert.deepEqual(fates(again), ["same", "same"], "and once");
    assert.deepEqual(again.map(({ idTaken }) => idTaken), [true, true]);
    // So it is with what somebody wrote in entries that say they are the import's.
    const claimed = new Kept();
    for (const record of others) claimed.all.set(`claimed ${record.id}`, record);
    assert.deepEqual(fates(claimed.bring(csv)), ["new", "new"]);
    for (const [id, record] of clean.all) assert.deepEqual(claimed.all.get(id), record);
    // The same words, written by another act: they are written again, so that taking the import back knows of them.
    const copied = new Kept();
    copied.others.push(first!);
    assert.deepEqual(copied.bring(csv).map(({ fate, idTaken }) => [fate, idTaken]), [["new", false], ["new", false]]);
    assert.deepEqual(copied.all, clean.all);
  });

  it("also where the place of something else is taken under the right words and id, and where a value is changed later", () => {
    const [clean, poisoned] = [new Kept(), new Kept()];
    const csv = (age: number): string => `id,name,age,event\n1,Ada,${age},e\n`;
    for (const age of [30, 31, 30]) clean.bring(csv(age));
    poisoned.bring(csv(30));
    for (const record of clean.all.values()) {
      if (record.kind !== "statement" || record.property !== "age") continue;
      poisoned.others.push({ ...record, value: { number: 99 } });
      poisoned.all.set(`claimed ${record.id}`, { ...record, supersedes: ["ab".repeat(16)] });
    }
    for (const age of [31, 30]) assert.deepEqual(poisoned.bring(csv(age)).map(({ fate, idTaken }) => [fate, idTaken]), [["changed", true]]);
    for (const [id, record] of clean.all) assert.deepEqual(poisoned.all.get(id), record);
  });

  it("costs an id for each statement there is, and not one for every other: a chain that somebody made long keeps no import waiting", () => {
    const idsMade = (statements: number): number => {
      const kept = new Kept();
      kept.bring("id,name,age,event\n1,Ada,30,e\n");
      const old = [...kept.all.values()].find((record) => record.kind === "statement" && record.property === "age") as RecordOf<"statement">;
      for (let n = 0; n < statements; n++) {
        const id = n.toString(16).padStart(32, "f");
        kept.all.set(id, { ...old, id, value: { number: n }, supersedes: [n === 0 ? old.id : (n - 1).toString(16).padStart(32, "f")] });
      }
      let made = 0;
      const context = { ...CONTEXT, idOf: (parts: Json): string => (made++, CONTEXT.idOf(parts)) };
      const set = readCsv(() => [utf8("id,name,age,event\n1,Ada,31,e\n")], { delimiter: ",", encoding: "utf-8" });
      reconcile([...planRows(set, MAPPING, context, new Tally())], MAPPING, context, kept);
      return made;
    };
    const [few, many] = [idsMade(200), idsMade(2_000)];
    assert.ok(many - few <= 1_800 * 2, `${few} and ${many} ids`);
  });

  it("says of which rows something was taken back, and leaves it so", () => {
    const kept = new Kept();
    kept.bring("id,name,age,event\n1,Ada,30,e\n");
    kept.takenBack.add([...kept.all.values()].find((record) => record.kind === "statement" && record.property === "age")!.id);
    const done = kept.bring("id,name,age,event\n1,Ada,30,e\n2,Bo,4,f\n");
    assert.deepEqual(done.map(({ fate, takenBack }) => [fate, takenBack]), [["same", true], ["new", false]]);
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
