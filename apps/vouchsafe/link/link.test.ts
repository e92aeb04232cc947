/** The command as a statistician runs it: files in, files out, the same bytes each time, plain words for every slip. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeCorpus } from "../../../bench/linkage/corpus.ts";
import { csvLine, readCsv } from "./csv.ts";

const MAIN = join(import.meta.dirname, "../main.ts");
const folder = mkdtempSync(join(tmpdir(), "vouchsafe-link-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const ended = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, "link", ...args], { encoding: "utf8" });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

const corpus = makeCorpus("command", 120);
const COLUMNS = ["name", "birth", "sex", "place", "date", "phone"];
const sources = [...new Set(corpus.mentions.map(({ source }) => source))].sort();
for (const source of sources)
  writeFileSync(
    at(`${source}.csv`),
    csvLine(["id", ...COLUMNS, "person"]) +
      corpus.mentions
        .filter((mention) => mention.source === source)
        .map(({ id, values, person }) => csvLine([id, ...COLUMNS.map((name) => values[name] ?? ""), String(person)]))
        .join(""),
  );
const files = sources.map((source) => at(`${source}.csv`));

test("links, people, a sample and a report come out, the same bytes with two workers and with files in another order", () => {
  const first = run(
    "--records",
    ...files,
    "--out",
    at("links.csv"),
    "--clusters",
    at("people.csv"),
    "--sample",
    at("sample.csv"),
    "--report",
    at("report.html"),
    "--truth",
    "person",
    "--ways",
    at("ways"),
  );
  assert.equal(first.status, 0, first.err);
  assert.match(first.out, /records: \d+ pairs linked by themselves/);
  const again = run(
    "--records",
    ...files.toReversed(),
    "--out",
    at("links-2.csv"),
    "--clusters",
    at("people-2.csv"),
    "--sample",
    at("sample-2.csv"),
    "--workers",
    "2",
    "--ways",
    at("ways-2"),
  );
  assert.equal(again.status, 0, again.err);
  assert.deepEqual(readdirSync(at("ways")), ["lists.csv", ...Array.from({ length: 20 }, (_, i) => `way-${String(i + 1).padStart(2, "0")}.csv`)]);
  for (const name of readdirSync(at("ways"))) {
    const text = readFileSync(at(`ways/${name}`), "utf8");
    assert.equal(readFileSync(at(`ways-2/${name}`), "utf8"), text, name);
    // Each way is a table an estimate can read: every person once, and no more of them than records.
    const [head, ...lines] = text
      .trim()
      .split(/\r?\n/u)
      .map((line) => line.split(","));
    assert.deepEqual(head, [...sources, "count"]);
    const people = lines.reduce((sum, cells) => sum + Number(cells.at(-1)), 0);
    assert.ok(people <= corpus.mentions.length && people >= new Set(corpus.mentions.map(({ person }) => person)).size * 0.9, `${name}: ${people}`);
  }
  for (const name of ["links", "people", "sample"])
    assert.equal(readFileSync(at(`${name}-2.csv`), "utf8"), readFileSync(at(`${name}.csv`), "utf8"), name);

  const { rows } = readCsv(readFileSync(at("links.csv"), "utf8"), "links.csv");
  const personOf = new Map(corpus.mentions.map(({ source, id, person }) => [`${source} ${id}`, person]));
  const automatic = rows.filter(([, , , , , , band]) => band === "automatic");
  assert.ok(automatic.length > 20);
  for (const [sourceA, idA, sourceB, idB] of automatic) assert.equal(personOf.get(`${sourceA!} ${idA!}`), personOf.get(`${sourceB!} ${idB!}`));
  assert.equal(readCsv(readFileSync(at("people.csv"), "utf8"), "people.csv").rows.length, corpus.mentions.length);

  const report = readFileSync(at("report.html"), "utf8");
  for (const wanted of [
    "SHA-256",
    "Seed",
    "vouchsafe linkage 2",
    "of the true pairs, and no more",
    "Calibration",
    "Best F1",
    "Nobody has read a sample yet",
  ])
    assert.ok(report.includes(wanted), wanted);
  assert.ok(!/<script|https?:/u.test(report), "the report needs nothing from elsewhere");
  // The report is for showing around: no record's values are in it.
  for (const { values } of corpus.mentions) assert.ok(!report.includes(values["name"]!), values["name"]);
});

test("a sample that was read comes back as shares with Wilson's interval, and its verdicts hold in the clusters", () => {
  const { names, rows } = readCsv(readFileSync(at("sample.csv"), "utf8"), "sample.csv");
  const personOf = new Map(corpus.mentions.map(({ source, id, person }) => [`${source} ${id}`, person]));
  const read = rows.map(([sourceA, idA, sourceB, idB]) => [
    sourceA!,
    idA!,
    sourceB!,
    idB!,
    personOf.get(`${sourceA!} ${idA!}`) === personOf.get(`${sourceB!} ${idB!}`) ? "same" : "not the same",
  ]);
  writeFileSync(at("labels.csv"), csvLine(names) + read.map(csvLine).join(""));
  const ran = run(
    "--records",
    ...files,
    "--out",
    at("links-3.csv"),
    "--clusters",
    at("people-3.csv"),
    "--labels",
    at("labels.csv"),
    "--report",
    at("report-3.html"),
  );
  assert.equal(ran.status, 0, ran.err);
  assert.match(readFileSync(at("report-3.html"), "utf8"), /95 % \(Wilson\).*automatic.*100\.0 %/s);
  const people = new Map(
    readCsv(readFileSync(at("people-3.csv"), "utf8"), "people-3.csv").rows.map(([source, id, person]) => [`${source!} ${id!}`, person!]),
  );
  let same = 0;
  for (const [sourceA, idA, sourceB, idB, verdict] of read) {
    const isTogether = people.get(`${sourceA!} ${idA!}`) === people.get(`${sourceB!} ${idB!}`);
    if (verdict === "same") same++;
    assert.equal(isTogether, verdict === "same", `${sourceA} ${idA} ${sourceB} ${idB}`);
  }
  assert.ok(same > 30);
});

test("a pair is explained bit by bit", () => {
  const [sourceA, idA, sourceB, idB] = readCsv(readFileSync(at("links.csv"), "utf8"), "links.csv").rows[0]!;
  const ran = run("--records", ...files, "--explain", `${sourceA!}:${idA!}`, `${sourceB!}:${idB!}`);
  assert.equal(ran.status, 0, ran.err);
  for (const field of ["before", "given", "father", "family", "birth", "band:"]) assert.ok(ran.out.includes(field), field);
});

test("what it writes is its owner's alone, and stands in no other file's place unless that was asked for; what it reads is never replaced", () => {
  const args = ["--records", files[0]!, files[1]!];
  const made = ["--out", at("own.csv"), "--clusters", at("own-people.csv"), "--sample", at("own-sample.csv"), "--report", at("own.html")];
  assert.equal(run(...args, ...made).status, 0);
  for (const name of ["own.csv", "own-people.csv", "own-sample.csv", "own.html"]) assert.equal(statSync(at(name)).mode & 0o777, 0o600, name);
  writeFileSync(at("own-sample.csv"), "read by two people for a week");
  for (const name of ["own.csv", "own-people.csv", "own.html"]) rmSync(at(name));
  const again = run(...args, ...made);
  assert.equal(again.status, 73, again.err);
  assert.match(again.err, /file-exists/);
  assert.equal(readFileSync(at("own-sample.csv"), "utf8"), "read by two people for a week");
  assert.ok(!existsSync(at("own.csv")), "nothing else was written either");
  assert.equal(run(...args, ...made, "--force").status, 0);
  assert.notEqual(readFileSync(at("own-sample.csv"), "utf8"), "read by two people for a week");
  const input = readFileSync(files[0]!);
  const onInput = run(...args, "--force", "--out", files[0]!);
  assert.equal(onInput.status, 64, onInput.err);
  assert.match(onInput.err, /same-file/);
  assert.deepEqual(readFileSync(files[0]!), input);
});

test("slips end in one plain line and nothing is written", () => {
  writeFileSync(at("uneven.csv"), "id,name\n1,A B\n2\n");
  writeFileSync(at("nameless.csv"), "id,colour\n1,red\n2,blue\n");
  writeFileSync(at("settings.json"), `{"version":1,"fields":[],"blocking":[],"deterministic":{}}`);
  const slips: [string[], RegExp][] = [
    [["--records", at("uneven.csv"), "--out", at("none.csv")], /uneven\.csv, row 3: 1 cells under 2 names/],
    [["--records", at("nameless.csv"), "--out", at("none.csv")], /need a column `name`/],
    [["--records", files[0]!, "--settings", at("settings.json"), "--out", at("none.csv")], /bad-settings: fields/],
    [["--records", files[0]!, files[1]!, "--explain", "nobody:1", "nobody:2"], /There is no such record/],
    [["--out", at("none.csv")], /usage:/],
  ];
  for (const [args, words] of slips) {
    const ran = run(...args);
    assert.equal(ran.status, 64, ran.err);
    assert.match(ran.err, words);
  }
  assert.throws(() => readFileSync(at("none.csv")));
});

test("CSV is read as it is written, quotes and line ends within cells too", () => {
  const cells = ["plain", 'with "quotes"', "with, comma", "two\nlines", "", "end"];
  const { names, rows } = readCsv(`\uFEFF${csvLine(["a", "b", "c", "d", "e", "f"])}${csvLine(cells)}`, "x.csv");
  assert.deepEqual(names, ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(rows, [cells]);
  assert.equal(csvLine(["=1+1"]), "'=1+1\n");
  for (const wrong of ['a,b\n"x', 'a,b\n"x"y,1', "a,a\n1,2", "a,b\n", ""]) assert.throws(() => readCsv(wrong, "x.csv"));
});
