/**
 * Nonsense at every reader of files and mappings. The files are small, so that there can be many; whole ones of each format are wounded too, fewer times. That it
 * does not matter in what pieces a file comes is asked in readers/fuzz.test.ts.
 */
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { utf8, type Json } from "#bytes";
import {
  csvRows,
  DATE_FORMATS,
  decoded,
  DELIMITERS,
  ENCODINGS,
  ExchangeError,
  guessColumns,
  guessDelimiter,
  guessEncoding,
  lookAt,
  mappingOf,
  parseMapping,
  planRows,
  readCsv,
  readDate,
  shippedMappings,
  tablesOf,
  Tally,
  type ImportChoices,
  type ReaderName,
  type TableSet,
} from "#exchange";
import { damagedJson } from "../../scripts/fuzz-json.ts";
import { fuzz } from "../../scripts/fuzz.ts";
import { runs } from "../../scripts/long.ts";
import { vectorCases } from "../../vectors/vector-files.ts";
import { CONTEXT } from "./testing/ids.ts";

const isOurs = (error: unknown): boolean => error instanceof ExchangeError;
const asIs = (bytes: Uint8Array): Uint8Array => bytes;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const whole = (name: string): Uint8Array => Uint8Array.from(readFileSync(new URL(`./testing/files/${name}`, import.meta.url)));

const CSV = 'id,name,day,place\n1,"Dolin, ""M""",2031-04-17,Orlava\n2,Ана,17.4.2031,\n';
const FILES: readonly (readonly [ReaderName, string, string])[] = [
  ["uwazi-csv", "uwazi.csv", 'Title,Date added,Template,Detained,Geolocation,Documents\n"M, Dolin",2031-05-02,Victim,2031-04-17~2031-04-20,41.25|-65.1,/f/1.pdf|/f/2.pdf\n'],
  [
    "sivel-xml",
    "sivel.xml",
    '<?xml version="1.0"?>\n<relatos><relato><id_relato>4017</id_relato><hechos>A &amp; B</hechos><persona><id_persona>9</id_persona></persona><fecha>2031-04-17</fecha><acto><agresion>X</agresion><id_victima_individual>9</id_victima_individual></acto><observaciones tipo="a">b</observaciones></relato></relatos>\n',
  ],
  [
    "martus-xml",
    "martus.xml",
    "<MartusBulletins>\n<MartusBulletinExportFormatVersion>3</MartusBulletinExportFormatVersion>\n<MartusBulletin><BulletinMetaData><BulletinLocalId>B-7</BulletinLocalId></BulletinMetaData><MainFieldSpecs><Field type='DATERANGE'><Tag>eventdate</Tag><Label></Label></Field></MainFieldSpecs><FieldValues><Field tag='eventdate'><Value>Range:2031-04-17,2031-04-20</Value></Field></FieldValues></MartusBulletin></MartusBulletins>\n",
  ],
  ["bayanat-json", "bayanat.json", '{ "incidents": [ {"class": "incident", "id": 12, "title": "Street", "locations": [{"id": 55, "lat": 41.250001}], "events": [{"id": 801, "from_date": "2031-04-17T04:30", "estimated": true}], "comments": null} ] }'],
  ["openevsys-sql", "openevsys.sql", "-- dump\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `event` (\n  `event_record_number` varchar(45) NOT NULL,\n  `event_title` text,\n  PRIMARY KEY (`event_record_number`)\n) ENGINE=InnoDB;\nINSERT INTO `event` VALUES ('E1','It''s \\'so\\''),('E2',NULL);\n"],
];

test("a CSV file", (t) => fuzz(t, { name: "CSV file", valid: [utf8(CSV), utf8(CSV.replaceAll("\n", "\r\n"))], from: asIs, isOurs, parse: (bytes) => cellsOf(readCsv(() => [bytes], { delimiter: ",", encoding: "utf-8" })) }));

test("CSV in any encoding and with any delimiter, or as both are guessed", (t) =>
  fuzz(t, {
    name: "CSV, any form",
    valid: [utf8(CSV), utf8(CSV.replaceAll(",", ";")), utf8(CSV.replaceAll(",", "\t")), Uint8Array.from(Buffer.from(`\ufeff${CSV}`, "utf16le"))],
    from: (bytes, chance) => ({ bytes, encoding: chance.below(3) === 0 ? guessEncoding(bytes).encoding : chance.of(ENCODINGS), delimiter: chance.below(3) === 0 ? guessDelimiter(asText(bytes)) : chance.of(DELIMITERS) }),
    isOurs,
    parse: ({ bytes, encoding, delimiter }) => [...csvRows(decoded(() => [bytes.subarray(0, 5), bytes.subarray(5)], encoding), delimiter)],
  }));

for (const [reads, name, small] of FILES) {
  const parse = (bytes: Uint8Array): number => cellsOf(tablesOf({ reads }, () => [bytes]));
  test(name, (t) => fuzz(t, { name, valid: [utf8(small)], from: asIs, isOurs, parse }));
  test(`${name}, whole`, (t) => fuzz(t, { name: `${name}, whole`, valid: [whole(name)], from: asIs, isOurs, parse, inputs: runs(2000, 1e5) }));
}

test("what a person is shown of a file: what its columns seem to be", (t) =>
  fuzz(t, {
    name: "guessed columns",
    valid: [utf8(CSV)],
    from: asIs,
    isOurs,
    parse: (bytes) => {
      const [table] = readCsv(() => [bytes], { delimiter: ",", encoding: "utf-8" }).tables;
      return table === undefined ? null : guessColumns(lookAt(table).looks);
    },
  }));

test("a date in a cell", (t) =>
  fuzz(t, {
    name: "date",
    valid: ["2031-04-17", "2031-04-17T04:30:00Z", "17.4.2031", "4/17/2031", "04.2031", "2031", "1935100800000", "١٧/٤/٢٠٣١"].map(utf8),
    from: (bytes, chance) => ({ text: asText(bytes), format: chance.of(DATE_FORMATS) }),
    isOurs,
    parse: ({ text, format }) => readDate(text, format),
  }));

const mappings = vectorCases<{ readonly mapping: Json }>("mapping", "accept/mappings.json").map(({ mapping }) => mapping);

test("a mapping", (t) => fuzz(t, { name: "mapping", valid: mappings.map((one) => utf8(JSON.stringify(one))), from: asText, isOurs, parse: (text) => parseMapping(jsonIn(text)) }));

test("a mapping, well-formed", (t) => fuzz(t, { name: "mapping, well-formed", valid: [utf8("x")], from: (_bytes, chance) => damagedJson(chance, mappings), isOurs, parse: parseMapping }));

const choices: ImportChoices = {
  id: "list-1",
  title: "List",
  sourceAlias: "List",
  sourceKind: "document",
  missing: ["-"],
  csv: { delimiter: ",", encoding: "utf-8" },
  radiusM: 5_000,
  columns: [],
};

const uwazi = shippedMappings().find(({ reads }) => reads === "uwazi-csv")!;
const byChoices = mappingOf({ ...choices, columns: [["id", "row-id"], ["name", "name"], ["day", "start"], ["place", "place"]].map(([column, use]) => ({ column: column!, use: use as "name", ...(use === "start" ? { date: "iso" as const } : {}) })) });

test("rows by a mapping", (t) =>
  fuzz(t, {
    name: "rows by a mapping",
    valid: [utf8(CSV.slice(0, 54)), utf8(FILES[0]![2])],
    from: asIs,
    isOurs,
    parse: (bytes) => {
      const mapping = bytes[0] === 0x54 ? uwazi : byChoices;
      return [...planRows(tablesOf(mapping, () => [bytes]), mapping, CONTEXT, new Tally())];
    },
  }));

function cellsOf(set: TableSet): number {
  let cells = 0;
  for (const table of set.tables)
    for (const row of table.rows()) {
      if (row.cells.length !== table.columns.length) throw new Error("cells without a column");
      cells += row.cells.length;
    }
  return cells;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
