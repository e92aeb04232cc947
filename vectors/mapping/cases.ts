/** The vectors of docs/formats/mapping.md. Everything in them is invented. */
import type { VectorFiles } from "../vector-files.ts";

type Fields = { readonly [key: string]: unknown };

const person = { as: "person", type: "person", statements: [{ property: "name", value: { name: { columns: ["name"] } } }] };
const table = { table: "rows", rowId: ["no"], subjects: [person] };
const mapping = (change: Fields = {}): Fields => ({
  format: "vouchsafe-mapping",
  v: 1,
  id: "marl",
  title: "The list of Marl",
  reads: "csv",
  tables: [table],
  ...change,
});
const tabled = (change: Fields): Fields => mapping({ tables: [{ ...table, ...change }] });
const said = (...statements: unknown[]): Fields => tabled({ subjects: [{ ...person, statements }] });
const valued = (value: unknown): Fields => said({ property: "remark", value });

export function mappingVectors(): VectorFiles {
  return {
    "accept/mappings.json": {
      about: "A reader takes each of these.",
      cases: [
        { about: "the least there can be", mapping: mapping() },
        { about: "how a CSV file is written", mapping: mapping({ csv: { delimiter: ";", encoding: "windows-1251" } }) },
        { about: "a note for people", mapping: mapping({ note: "Rows are persons." }) },
        {
          about: "no id of a row: what the format gives, or the row's content",
          mapping: mapping({ tables: [{ table: "rows", subjects: [person] }] }),
        },
        {
          about: "values that say nothing, and values that were not recorded",
          mapping: tabled({ missing: ["NA"], cells: [{ columns: ["beaten"], notRecorded: ["0"] }] }),
        },
        { about: "a column left out, and why", mapping: tabled({ ignore: [{ column: "colour", why: "of the paper" }] }) },
        {
          about: "a source of the whole, a document at a page, and an event of several rows",
          mapping: tabled({
            saidBy: "list",
            cites: { of: "paper", page: "page" },
            subjects: [
              { as: "list", type: "source", key: [], statements: [{ property: "alias", value: { constant: { text: "The list" } } }] },
              { as: "paper", type: "document", key: [], statements: [] },
              { as: "raid", type: "event", key: ["raid"], statements: [] },
              person,
            ],
            compare: [{ as: "day", of: "raid", columns: ["day"] }],
          }),
        },
        {
          about: "a time from one column to another, each with a coarser one beside it",
          mapping: valued({
            time: {
              start: [
                { column: "day", format: "iso" },
                { column: "month", format: "month-first" },
              ],
              end: [{ column: "until", format: "dmy" }],
            },
          }),
        },
        {
          about: "places one after the other, with a point and how far from it",
          mapping: valued({
            chain: [
              { name: ["at_1"] },
              { name: ["at_2"], lat: "lat_2", lon: "lon_2", radiusM: 5000, radiusWhere: [{ column: "exact_2", is: ["1"], radiusM: 100 }] },
            ],
          }),
        },
        {
          about: "the file's words and ours",
          mapping: valued({ code: { list: "act", column: "what", terms: { Killed: "killing" }, scheme: "marl" } }),
        },
        { about: "several values in one cell", mapping: valued({ text: { columns: ["jobs"], split: "|" } }) },
        {
          about: "a reference within the row and one into another table",
          mapping: tabled({
            subjects: [
              person,
              {
                as: "act",
                type: "act",
                statements: [
                  { property: "victim", value: { ref: { to: "person" } } },
                  { property: "event", value: { ref: { space: "raid", columns: ["raid"] } } },
                ],
              },
            ],
          }),
        },
        {
          about: "only where a column has one of these values; only where it has none",
          mapping: said({
            property: "minor",
            value: { constant: { flag: true } },
            when: [
              { column: "minor", is: ["yes"] },
              { column: "age", absent: true },
            ],
          }),
        },
        {
          about: "a text kept whole as a report",
          mapping: tabled({ reports: [{ as: "account", text: { columns: ["told"] }, channel: "partner" }], cites: { of: "account" } }),
        },
        { about: "a table the file may lack", mapping: tabled({ optional: true }) },
        { about: "another format", mapping: mapping({ reads: "martus-xml" }) },
      ],
    },
    "reject/mappings.json": {
      about: "A reader refuses each of these. The codes are ours.",
      cases: [
        { about: "no object", mapping: [], code: "not-a-mapping" },
        { about: "another format", mapping: { format: "something", v: 1 }, code: "not-a-mapping" },
        { about: "a newer version", mapping: mapping({ v: 2 }), code: "newer-mapping" },
        { about: "no version", mapping: mapping({ v: undefined }), code: "bad-mapping" },
        { about: "an id with capitals", mapping: mapping({ id: "Marl" }), code: "bad-mapping" },
        { about: "an unknown field", mapping: mapping({ script: "1" }), code: "bad-mapping" },
        { about: "an unknown reader", mapping: mapping({ reads: "xls" }), code: "bad-mapping" },
        { about: "no table", mapping: mapping({ tables: [] }), code: "bad-mapping" },
        { about: "an unknown type of subject", mapping: tabled({ subjects: [{ ...person, type: "animal" }] }), code: "bad-mapping" },
        { about: "a value of two forms", mapping: valued({ text: { columns: ["a"] }, number: { column: "a" } }), code: "bad-mapping" },
        { about: "a value of no form", mapping: valued({}), code: "bad-mapping" },
        { about: "a point without how far from it", mapping: valued({ place: { lat: "lat", lon: "lon" } }), code: "bad-mapping" },
        { about: "half a point", mapping: valued({ place: { lat: "lat", radiusM: 10 } }), code: "bad-mapping" },
        { about: "a place of nothing", mapping: valued({ place: { radiusWhere: [{ column: "a", is: ["1"], radiusM: 5 }] } }), code: "bad-mapping" },
        {
          about: "a term that is none",
          mapping: valued({ code: { list: "act", column: "what", terms: { Killed: "Killing!" } } }),
          code: "bad-mapping",
        },
        { about: "an unknown format of dates", mapping: valued({ time: { start: [{ column: "day", format: "roman" }] } }), code: "bad-mapping" },
        { about: "a constant the record cannot hold", mapping: valued({ constant: { text: "" } }), code: "bad-mapping" },
        {
          about: "a condition that asks for a value and for none",
          mapping: said({ property: "remark", value: { text: { columns: ["a"] } }, when: [{ column: "a", is: ["1"], absent: true }] }),
          code: "bad-mapping",
        },
        { about: "one name for two subjects", mapping: tabled({ subjects: [person, person] }), code: "bad-mapping" },
        { about: "said by what is no source", mapping: tabled({ saidBy: "person" }), code: "unknown-name" },
        { about: "cites what there is not", mapping: tabled({ cites: { of: "paper" } }), code: "unknown-name" },
        { about: "refers to what the row does not make", mapping: valued({ ref: { to: "act" } }), code: "unknown-name" },
        { about: "compares what there is not", mapping: tabled({ compare: [{ as: "day", of: "raid", columns: ["day"] }] }), code: "unknown-name" },
      ],
    },
  };
}
