import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { utf8 } from "#bytes";
import { ExchangeError } from "../errors.ts";
import type { Chunks, SourceTable, TableSet } from "../table-set.ts";
import type { ReaderName } from "../mapping.ts";
import { tablesOf } from "../open.ts";

const readTables = (reads: ReaderName, chunks: Chunks): TableSet => tablesOf({ reads }, chunks);
const file = (name: string): Uint8Array => readFileSync(new URL(`../testing/files/${name}`, import.meta.url));
const whole = (bytes: Uint8Array): Chunks => () => [bytes];
/** The same in pieces that end anywhere. */
const inPieces = (bytes: Uint8Array, size: number): Chunks =>
  function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
const table = (set: TableSet, name: string): SourceTable => {
  const found = set.tables.find((one) => one.name === name);
  assert.ok(found !== undefined, `${name} of ${set.tables.map((one) => one.name).join(", ")}`);
  return found;
};
/** Rows by column, without cells that are absent. */
const rows = (set: TableSet, name: string): Record<string, string>[] => {
  const found = table(set, name);
  return [...found.rows()].map(({ cells }) => Object.fromEntries(found.columns.flatMap((column, n) => (cells[n] === null ? [] : [[column, cells[n]!]]))));
};
const text = (reader: ReaderName, content: string): TableSet => readTables(reader, whole(utf8(content)));
const all = (set: TableSet): unknown => set.tables.map((one) => ({ name: one.name, columns: one.columns, rows: [...one.rows()] }));

suite("files of other systems, as they write them", () => {
  test("Uwazi: ranges, places and links are two columns each; what a cell else holds stays as it is", () => {
    const set = readTables("uwazi-csv", whole(file("uwazi.csv")));
    assert.deepEqual(table(set, "entities").columns, [
      "Title",
      "Date added",
      "Template",
      "Names in other scripts",
      "Date of birth",
      "Gender",
      "Detained~from",
      "Detained~to",
      "Detained by",
      "Testimony",
      "Source link|label",
      "Source link|url",
      "Geolocation|lat",
      "Geolocation|lon",
      "Documents",
      "Attachments",
      "Published",
    ]);
    const [first] = rows(set, "entities");
    assert.equal(first!["Detained~from"], "2031-04-17");
    assert.equal(first!["Detained~to"], "2031-04-20");
    assert.equal(first!["Geolocation|lon"], "-65.1");
    assert.equal(first!["Detained by"], "Security forces::Second Guard|Security forces::Third Guard");
    assert.equal(first!["Testimony"], 'He taught at the school on Quarry Street. "Ten minutes", they said.');
  });

  test("SIVeL: a row for each part, with its case; repeated observations each have a column", () => {
    const set = readTables("sivel-xml", whole(file("sivel.xml")));
    assert.deepEqual(set.tables.map(({ name }) => name), ["relato", "persona", "grupo", "victima", "ubicacion_secundaria", "acto", "fuente"]);
    const [relato] = rows(set, "relato");
    assert.equal(relato!["hechos"], "Seis hombres de uniforme se llevaron a Marek Dolin & a su vecino. No han vuelto.");
    assert.deepEqual([relato!["observaciones:contexto"], relato!["observaciones:contexto 2"]], ["Toque de queda", "Elecciones"]);
    assert.deepEqual([...table(set, "persona").rows()].map(({ id }) => id), ["4017/9001", "4017/9002"]);
    assert.deepEqual(rows(set, "acto")[2], { id_relato: "4017", agresion: "AMENAZA", id_grupo_victima: "71", id_presunto_grupo_responsable: "14" });
    assert.equal(set.leftOut, undefined);
  });

  test("Martus: private fields apart, dates from and to, grids and attachments as tables, history told", () => {
    const set = readTables("martus-xml", whole(file("martus.xml")));
    assert.deepEqual(set.tables.map(({ name }) => name), ["bulletins", "grid/VictimInformation", "attachments"]);
    const [bulletin] = rows(set, "bulletins");
    assert.equal(bulletin!["eventdate/from"], "2031-04-17");
    assert.equal(bulletin!["eventdate/to"], "2031-04-20");
    assert.equal(bulletin!["entrydate/from"], "2031-04-28");
    assert.equal(bulletin!["private/privateinfo"], "She saw it from the third window. Do not write that down.");
    assert.equal(bulletin!["privateinfo"], undefined);
    assert.deepEqual(rows(set, "grid/VictimInformation"), [
      { bulletin: "B-7f3a-2210-invented", "Name of Victim": "Marek Dolin", "Age of Victim": "43", "Date Of Event/from": "2031-04-17", "Date Of Event/to": "2031-04-17" },
      { bulletin: "B-7f3a-2210-invented", "Name of Victim": "Nadir Velm", "Age of Victim": "" },
    ]);
    assert.deepEqual(rows(set, "attachments"), [{ bulletin: "B-7f3a-2210-invented", section: "TopAttachmentList", "file name": "courtyard.jpg" }]);
    assert.deepEqual(set.leftOut, [{ what: "History", count: 1 }]);
  });

  test("Martus: a bulletin that is private whole is so in every field", () => {
    const marked = new TextDecoder().decode(file("martus.xml")).replace("<BulletinStatus>", "<AllPrivate></AllPrivate>\n<BulletinStatus>");
    const { columns } = table(text("martus-xml", marked), "bulletins");
    assert.deepEqual(columns.filter((name) => !name.startsWith("private/") && !name.startsWith("meta/")), []);
  });

  test("Bayanat: lists are tables with their parent, numbers keep their digits, and a comma its export leaves out is not missed", () => {
    const set = readTables("bayanat-json", whole(file("bayanat.json")));
    assert.deepEqual(
      set.tables.map(({ name }) => name),
      ["incidents", "incidents.labels", "incidents.locations", "incidents.potential_violations", "incidents.events", "incidents.actor_relations", "incidents.actor_relations.related_as"],
    );
    assert.deepEqual([...table(set, "incidents").rows()].map(({ id }) => id), ["12", "13"]);
    const [event] = rows(set, "incidents.events");
    assert.equal(event!["parent"], "12");
    assert.equal(event!["location.lng"], "-65.10", "as it is written");
    assert.equal(event!["estimated"], "true");
    assert.deepEqual(rows(set, "incidents.actor_relations.related_as").map(({ value }) => value), ["1", "4"]);
    assert.equal(rows(readTables("bayanat-json", whole(file("bayanat-actors.json"))), "actors.id_number")[0]!["number"], "00123");
    assert.equal(rows(readTables("bayanat-json", whole(file("bayanat-bulletins.json"))), "bulletins.sources")[0]!["title"], "Orlava Courier");
  });

  test("OpenEvSys: rows of the dump with the words of its vocabulary beside their numbers; what is no row is counted, and nothing is run", () => {
    const set = readTables("openevsys-sql", whole(file("openevsys.sql")));
    assert.deepEqual(set.tables.map(({ name }) => name), ["event", "person", "act", "involvement", "information", "mlt_act_method_of_violence"]);
    const [event] = rows(set, "event");
    assert.equal(event!["event_description"], 'Six men came before it was light.\r\nThey said: "ten minutes".');
    assert.equal(event!["remarks"], "It's not known where they are; -- not a comment");
    assert.equal(event!["event_location_longitude"], "-65.1");
    assert.equal(event!["impact_of_event"], undefined, "NULL is no text");
    const people = rows(set, "person");
    assert.deepEqual([people[0]!["sex"], people[0]!["sex/term"]], ["01000000000039", "Male"]);
    assert.deepEqual(people[2], { person_record_number: "Orlava-4", person_name: "Window", confidentiality: "y" });
    assert.equal(rows(set, "act")[0]!["type_of_act/term"], "Disappearances");
    assert.equal(rows(set, "mlt_act_method_of_violence")[0]!["vocab_number/term"], "Shooting as a method for killing");
    const told = Object.fromEntries(set.leftOut!.map(({ what, count }) => [what, count]));
    assert.equal(told["rows of mt_vocab"], 6);
    assert.equal(told["rows of gacl_acl"], 1);
    assert.equal(told["CREATE TABLE"], 8);
    assert.equal(told["DELIMITER"], 2);
  });

  test("however the bytes come", () => {
    for (const [reader, name] of [
      ["uwazi-csv", "uwazi.csv"],
      ["sivel-xml", "sivel.xml"],
      ["martus-xml", "martus.xml"],
      ["bayanat-json", "bayanat.json"],
      ["openevsys-sql", "openevsys.sql"],
    ] as const)
      for (const size of [1, 7, 4096]) assert.deepEqual(all(readTables(reader, inPieces(file(name), size))), all(readTables(reader, whole(file(name)))), `${name} ${size}`);
  });
});

suite("files that are not so", () => {
  const refuses = (reader: ReaderName, content: string, code: ExchangeError["code"]) =>
    assert.throws(
      () => all(text(reader, content)),
      (error) => error instanceof ExchangeError && error.code === code,
      content.slice(0, 80),
    );

  test("XML: entities, other documents, depth, encodings nobody named", () => {
    refuses("sivel-xml", '<!DOCTYPE relatos [<!ENTITY x "boom">]><relatos>&x;</relatos>', "not-this-format");
    refuses("sivel-xml", '<!DOCTYPE relatos SYSTEM "file:///etc/passwd"><relatos>&undeclared;</relatos>', "not-this-format");
    refuses("sivel-xml", "<html></html>", "not-this-format");
    refuses("sivel-xml", "<relatos><relato><hechos>x</hechos></relato></relatos>", "not-this-format");
    refuses("sivel-xml", "<relatos><relato>", "not-this-format");
    refuses("sivel-xml", `<relatos>${"<a>".repeat(100)}${"</a>".repeat(100)}</relatos>`, "too-deep");
    refuses("sivel-xml", `<relatos><relato><id_relato>1</id_relato><hechos>${"x".repeat(1_000_001)}</hechos></relato></relatos>`, "cell-too-long");
    refuses("sivel-xml", '<?xml version="1.0" encoding="KOI8-R"?><relatos/>', "unknown-encoding");
    for (const name of ["constructor", "__proto__"]) refuses("sivel-xml", `<?xml version="1.0" encoding="${name}"?><relatos/>`, "unknown-encoding");
    refuses("martus-xml", "<MartusBulletins><MartusBulletinExportFormatVersion>9</MartusBulletinExportFormatVersion></MartusBulletins>", "not-this-format");
    refuses("martus-xml", "<MartusBulletins><MartusBulletin></MartusBulletin></MartusBulletins>", "not-this-format");
  });

  test("XML in the older encoding SIVeL wrote", () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><relatos><relato><id_relato>1</id_relato><titulo>Ejecución</titulo></relato></relatos>', "latin1");
    assert.equal(rows(readTables("sivel-xml", whole(latin)), "relato")[0]!["titulo"], "Ejecución");
  });

  test("JSON: another key, a second comma, an end too early, words after the end", () => {
    refuses("bayanat-json", '{"users": [{"id": 1}]}', "not-this-format");
    refuses("bayanat-json", '{"actors": [{"id": 1},,{"id": 2}]}', "not-this-format");
    refuses("bayanat-json", '{"actors": [{"id": 1},]}', "not-this-format");
    refuses("bayanat-json", '{"actors": [{"id": 1}', "not-this-format");
    refuses("bayanat-json", '{"actors": []} more', "not-this-format");
    refuses("bayanat-json", `{"actors": [{"a": ${"[".repeat(100)}${"]".repeat(100)}}]}`, "too-deep");
    refuses("bayanat-json", '{"actors": [{"id": 01}]}', "not-this-format");
  });

  test("SQL: what would have to be worked out, columns nobody named, a row of another length, a string without an end", () => {
    refuses("openevsys-sql", "INSERT INTO `event` VALUES ('a');", "unknown-column");
    refuses("openevsys-sql", "INSERT INTO `event` (`a`,`b`) VALUES ('a');", "cell-count");
    refuses("openevsys-sql", "INSERT INTO event (a) VALUES (SLEEP(5));", "not-this-format");
    refuses("openevsys-sql", "INSERT INTO event (a) VALUES ((SELECT 1));", "not-this-format");
    refuses("openevsys-sql", "INSERT INTO event (a) VALUES ('open", "open-quote");
    refuses("openevsys-sql", "INSERT INTO event (a,a) VALUES (1,2);", "same-column");
    const set = text("openevsys-sql", "DROP DATABASE x; INSERT INTO event (a) SELECT b FROM c; INSERT INTO event (a) VALUES (0x41),(_binary 'x\\'y'),(-1.5e3),(NULL) ON DUPLICATE KEY UPDATE a = 'z'; LOAD DATA INFILE '/etc/passwd' INTO TABLE x;");
    assert.deepEqual([...table(set, "event").rows()].map(({ cells }) => cells[0]), ["41", "x'y", "-1.5e3", null]);
    assert.deepEqual(set.leftOut!.map(({ what }) => what), ["DROP DATABASE", "INSERT … SELECT", "INSERT … ON", "LOAD DATA"]);
  });
});
