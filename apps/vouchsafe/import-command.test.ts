/** `vouchsafe import` as a technician runs it: as a program, with the passphrase on the standard input. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Redacted } from "#bytes";
import type { ImportReport } from "#exchange";
import { lettersApart, LIST, listOf, nameOf } from "../desk/testing/import-cast.ts";
import { closeDesk } from "../desk/core/index.ts";
import { openHome } from "./home.ts";
import { found } from "./people.ts";
import { startRelay } from "./relay-process.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const PASSPHRASE = "a passphrase of these people";
const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-import-command-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

function run(...args: readonly string[]): { status: number | null; out: string; err: string } {
  const ended = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, "import", ...args], {
    encoding: "utf8",
    input: `${PASSPHRASE}\n`,
  });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

test("a file is looked at, brought in, brought in again, and taken back from the terminal", async () => {
  const home = await openHome(join(scratch, "group"), false);
  const relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
  after(() => relay.stop());
  const desk = await found(home, { name: "Amina", desk: "amina", passphrase: new Redacted(PASSPHRASE) }, { workFactor: 4 });
  closeDesk(desk);
  const [file, broken, mapping, report] = ["list.csv", "broken.csv", "mapping.json", "report.json"].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
    string,
  ];
  writeFileSync(file, listOf(30));
  writeFileSync(broken, `${listOf(3)}4,"open`);
  writeFileSync(mapping, JSON.stringify(LIST));
  const by = ["--mapping", mapping, "--desk", desk.dir];

  const preview = run(file, ...by, "--preview");
  assert.equal(preview.status, 0, preview.err);
  assert.match(preview.out, /Nothing was written[\s\S]*30 new/);
  const refused = run(broken, ...by);
  assert.equal(refused.status, 1);
  assert.match(refused.err, /quotation mark is opened and not closed \(row 5\)\. Nothing was written/);
  const first = run(file, ...by, "--report", report);
  assert.equal(first.status, 0, first.err);
  assert.match(first.out, /30 new/);
  const written = JSON.parse(readFileSync(report, "utf8")) as ImportReport;
  assert.equal(written.tables[0]!.rowFates.new, 30);
  const apart = join(scratch, "apart.json");
  const long = join(scratch, "long.csv");
  writeFileSync(apart, JSON.stringify(lettersApart("letters-apart", 100)));
  writeFileSync(long, listOf(3, (no) => (no === 2 ? { name: nameOf(30) } : {})));
  for (const more of [["--preview"], []]) {
    const { out, status } = run(long, "--mapping", apart, "--desk", desk.dir, ...more);
    assert.equal(status, 0);
    assert.match(out, /2 new, 0 changed, 0 there already, 1 that make nothing[\s\S]*Cells: 10 stated, 2 names the row[\s\S]*1 rows are left out whole: the mapping makes more than 2000 records of each[\s\S]*Rows left out whole: more than 2,000 records each: 1, row 3/);
  }
  assert.match(run(file, ...by).out, /30 there already[\s\S]*Records: 0 added/);
  assert.match(run(...by, "--undo").out, /Taken back: [0-9]+ records/);
  assert.match(run(...by, "--redo").out, /Brought back: [0-9]+ records/);
  assert.equal(run(file, "--desk", desk.dir).status, 64, "a mapping is needed");

  // A report takes no other file's place, and nothing is read or written where it would.
  const kept = readFileSync(report, "utf8");
  const dangling = join(scratch, "elsewhere.json");
  symlinkSync(join(scratch, "not-there.json"), dangling);
  for (const [path, status, code] of [[report, 73, "file-exists"], [scratch, 73, "no-file"], [dangling, 73, "no-file"], [mapping, 64, "same-file"], [file, 64, "same-file"]] as const) {
    const ended = run(file, ...by, "--report", path);
    assert.equal(ended.status, status, path);
    assert.match(ended.err, new RegExp(`Nothing was written.*\\(${code}\\)`), path);
    assert.equal(ended.out, "");
  }
  assert.equal(readFileSync(report, "utf8"), kept);
  assert.ok(!existsSync(join(scratch, "not-there.json")));
  assert.equal(run(file, ...by, "--preview", "--report", report, "--force").status, 0);
  assert.equal((JSON.parse(readFileSync(report, "utf8")) as ImportReport).tables[0]!.rowFates.same, 30);
});
