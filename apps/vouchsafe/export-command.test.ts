import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Redacted } from "#bytes";
import { penOf } from "#casework";
import { randomBytes, sha256Hex } from "#prim";
import { openKeyFile } from "#seal";
import { approveExport, askForExport, fileOfExport } from "../desk/core/exports.ts";
import { closeDesk, write } from "../desk/core/index.ts";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage } from "../desk/testing/cast.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const FOR_THE_FILE = "told on the telephone";

function run(args: readonly string[], input: string): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [MAIN, "export", ...args], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(input);
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => void (out += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
}

test("an export that was agreed to is made from the terminal; one that was not is none", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const subject = penOf(randomBytes)("subject", { type: "case" });
  write(amina, "work", "begin-case", [subject, penOf(randomBytes, subject.id)("statement", { subject: subject.id, property: "title", stance: "asserts", value: { text: "The case" } })]);
  const ask = { of: { case: subject.id }, format: "csv", ceiling: 2, why: "They count.", to: "The commission", seal: "passphrase", days: 14 } as const;
  const [agreed, waiting] = [askForExport(amina, ask).id, askForExport(amina, ask).id];
  await settle(amina, tomas);
  const { hash } = fileOfExport(tomas, agreed);
  approveExport(tomas, agreed, hash);
  await settle(amina, tomas);
  closeDesk(amina);
  const secret = PASSPHRASE.reveal();

  const listed = await run([amina.dir], `${secret}\n`);
  assert.equal(listed.code, 0, listed.out);
  assert.match(listed.out, new RegExp(`${agreed}  approved .*csv`));
  assert.match(listed.out, new RegExp(`${waiting}  waits `));

  const made = await run([amina.dir, agreed], `${secret}\n${FOR_THE_FILE}\n`);
  assert.equal(made.code, 0, made.out);
  const path = /records in (.+)$/m.exec(made.out)![1]!;
  const opened = await openKeyFile(new Redacted(FOR_THE_FILE), readFileSync(path));
  assert.equal(sha256Hex(opened), hash);
  assert.ok(!made.out.includes("The case"), "nothing of the record on the terminal");

  const refused = await run([amina.dir, waiting], `${secret}\n${FOR_THE_FILE}\n`);
  assert.notEqual(refused.code, 0);
  assert.match(refused.out, /Nothing was made/);
  assert.equal((await run([amina.dir, "00".repeat(16)], `${secret}\n`)).code, 1);
  assert.equal((await run([], "")).code, 64);
  assert.ok(existsSync(path));
  endPlay(on, tomas);
});
