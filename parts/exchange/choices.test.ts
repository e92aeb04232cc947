import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8 } from "#bytes";
import { COLUMN_USES, mappingOf, warningsOf, type ImportChoices } from "./choices.ts";
import { readCsv } from "./csv.ts";
import { guessColumns, lookAt } from "./guess-columns.ts";
import { planRows } from "./planner.ts";
import { shippedMappings } from "./shipped.ts";
import { Tally } from "./tally.ts";
import { CONTEXT } from "./testing/ids.ts";

const tableOf = (csv: string) => readCsv(() => [utf8(csv)], { delimiter: ",", encoding: "utf-8" });
const CHOICES: ImportChoices = {
  id: "list-1",
  title: "List",
  sourceAlias: "List",
  sourceKind: "document",
  missing: [],
  csv: { delimiter: ",", encoding: "utf-8" },
  radiusM: 5_000,
  columns: [],
};
const guessed = (csv: string): string[] =>
  guessColumns(lookAt(tableOf(csv).tables[0]!).looks).map(({ use, date }) => (date === undefined ? use : `${use} ${date}`));

describe("columns", () => {
  it("are guessed from headings in four languages and from what stands in them", () => {
    assert.deepEqual(guessed("id,first_name,last_name,age,sex,start_date,violence,place,lat,lon\n1,A,B,3,f,2031-02-03,Killed,X,1.5,2.5\n"), [
      "row-id",
      "given-name",
      "family-name",
      "age",
      "sex",
      "start iso",
      "act-kind",
      "place",
      "latitude",
      "longitude",
    ]);
    for (const heading of ["Father's name", "father_name", "Отчество", "Имя отца", "اسم الأب", "Nombre del padre"])
      assert.deepEqual(guessed(`id,name,${heading}\n1,A,B\n`), ["row-id", "name", "father-name"], heading);
    assert.deepEqual(guessed("id,name,Grandfather\n1,A,B\n"), ["row-id", "name", "person-note"]);
    assert.deepEqual(guessed("No,Name,Taken on,By whom\n1,A B,3.2.2031,police\n"), ["row-id", "name", "start dmy", "perpetrator"]);
    assert.deepEqual(guessed("Номер,ФИО,Кем задержан\n1,А Б,полиция\n"), ["row-id", "name", "perpetrator"]);
    assert.deepEqual(guessed("Номер,ФИО,Возраст,Дата,Место\n1,А Б,30,3.2.2031,Х\n"), ["row-id", "name", "age", "start dmy", "place"]);
    assert.deepEqual(guessed("رقم,الاسم,العمر,التاريخ,المكان\n1,أ,30,2031-02-03,ب\n"), ["row-id", "name", "age", "start iso", "place"]);
    assert.deepEqual(guessed("código,nombre completo,edad,fecha,relato\n1,A B,30,3/2/2031,Dijo\n"), [
      "row-id",
      "name",
      "age",
      "start dmy",
      "account",
    ]);
    assert.deepEqual(guessed("id,age,when\n1,young,2031-02-03\n"), ["row-id", "person-note", "start iso"], "what does not look so is a note");
    const untidy = (...dates: string[]): string | undefined => guessed(`id,date\n${dates.map((date, n) => `${n},${date}`).join("\n")}\n`)[1];
    assert.equal(untidy("3.9.2031", "2031-09-12", "sept 2031", "31/02/2031", "12/9/31", "about 20 Sept", "2031-09"), "start mixed-day-first", "few can be read, and the heading says what they are");
    assert.equal(untidy("9/23/2031", "2031-09-12", "9/3/2031"), "start mixed-month-first");
    assert.equal(untidy("23/9/2031", "9/3/2031"), "start dmy");
    assert.equal(untidy("in spring", "later"), "act-note", "no date at all is a note");
    assert.equal(guessed("id,born\n1,in spring\n")[1], "person-note", "what is said of a birth is no word about what was done");
    assert.deepEqual(guessColumns(lookAt(tableOf("id,sex\n1,f\n2,M\n3,?\n").tables[0]!).looks)[1]!.terms, { f: "female", M: "male", "?": "" });
  });

  it("have values that seem to mean nothing", () => {
    const { missing, looks } = lookAt(tableOf("id,a,b\n1,NA,NA\n2,NA,x\n3,-,y\n").tables[0]!);
    assert.deepEqual(missing, ["NA"]);
    assert.deepEqual(
      looks.map(({ filled }) => filled),
      [3, 1, 2],
    );
  });

  it("of whatever use come to a mapping that holds together, and no cell is lost unsaid", () => {
    const csv = `id,${COLUMN_USES.map((_, i) => `c${i}`).join(",")}\n1,${COLUMN_USES.map(() => "1").join(",")}\n`;
    for (const use of COLUMN_USES) {
      const columns = [
        { column: "id", use: "row-id" as const },
        ...COLUMN_USES.map((_, i) => ({ column: `c${i}`, use: i === 0 ? use : ("person-note" as const) })),
      ];
      const tally = new Tally();
      const mapping = mappingOf({ ...CHOICES, columns });
      assert.equal([...planRows(tableOf(csv), mapping, CONTEXT, tally)].length, 1, use);
      const report = tally.report({
        mapping: { id: "", title: "", hash: "" },
        file: { hash: "", sizeBytes: 0 },
        records: { added: 0, same: 0, superseding: 0, withdrawn: 0 },
        leftOut: [],
      });
      const cells = report.tables[0]!.columns.find(({ column }) => column === "c0")!.cells;
      assert.equal(cells.unmapped, 0, use);
      const half = use === "latitude" || use === "longitude";
      // Half a point is kept as a note, and warned of before.
      if (half)
        assert.deepEqual(
          warningsOf({ ...CHOICES, columns }).map(({ code }) => code),
          ["half-a-point", "no-person"],
        );
    }
  });

  it("with dates written in several ways are read in each of them, and in their own words where none fits", () => {
    const columns = [
      { column: "id", use: "row-id" as const },
      { column: "n", use: "name" as const },
      { column: "when", use: "start" as const, date: "mixed-day-first" as const },
      { column: "year", use: "start" as const, date: "year" as const },
    ];
    const dates = ["3.9.2031", "2031-09-12", "2031/9/4", "9/2031", "2031-09", "31/02/2031", "3.9.31", ""];
    const csv = `id,n,when,year\n${dates.map((date, n) => `${n},A,${date},2031`).join("\n")}\n`;
    const tally = new Tally();
    const rows = [...planRows(tableOf(csv), mappingOf({ ...CHOICES, columns }), CONTEXT, tally)];
    const times = rows.map(({ records }) =>
      records.flatMap(({ record }) => (record.kind === "statement" && record.property === "time" && "time" in record.value! ? [record.value.time] : [])),
    );
    assert.deepEqual(times.map(([time]) => [time?.first, time?.last, time?.asGiven]), [
      ["2031-09-03", "2031-09-03", undefined],
      ["2031-09-12", "2031-09-12", undefined],
      ["2031-09-04", "2031-09-04", undefined],
      ["2031-09-01", "2031-09-30", undefined],
      ["2031-09-01", "2031-09-30", undefined],
      [undefined, undefined, "31/02/2031 – 2031"],
      [undefined, undefined, "3.9.31 – 2031"],
      ["2031-01-01", "2031-12-31", undefined],
    ]);
  });

  it("with a father's name come to one name with its parts, and without any other name to a note", () => {
    const said = (csv: string): unknown[] => {
      const table = tableOf(csv);
      const columns = guessColumns(lookAt(table.tables[0]!).looks);
      const rows = [...planRows(table, mappingOf({ ...CHOICES, columns }), CONTEXT, new Tally())];
      return rows.flatMap(({ records }) =>
        records.flatMap(({ record }) => (record.kind === "statement" && (record.property === "name" || record.property === "remark") ? [record.value] : [])),
      );
    };
    const parts = [
      { kind: "given", value: "Дара" },
      { kind: "father", value: "Рамиловна" },
      { kind: "family", value: "Остреви" },
    ];
    assert.deepEqual(said("Номер,Фамилия,Имя,Отчество\n1,Остреви,Дара,Рамиловна\n"), [{ name: { full: "Дара Рамиловна Остреви", parts } }]);
    assert.deepEqual(said("id,Father\n1,Ramil\n"), [{ text: "Father: Ramil" }]);
  });

  it("every one of which says what it is, or is warned of", () => {
    assert.deepEqual(
      warningsOf({ ...CHOICES, columns: [{ column: "a", use: "leave-out" }] }).map(({ code }) => code),
      ["no-row-id", "no-person", "all-left-out"],
    );
    assert.deepEqual(
      warningsOf({
        ...CHOICES,
        columns: [
          { column: "a", use: "row-id" },
          { column: "n", use: "name" },
          { column: "lat_1", use: "latitude" },
          { column: "lon_2", use: "longitude" },
        ],
      }),
      [{ code: "half-a-point", columns: ["lat_1", "lon_2"] }],
    );
  });

  it("mappings that ship hold together, each with an id of its own", () => {
    const ids = shippedMappings().map(({ id }) => id);
    assert.ok(ids.includes("rettig"));
    assert.equal(new Set(ids).size, ids.length);
  });
});
