import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";
import { Redacted } from "#bytes";
import { newId, penOf } from "#casework";
import { plainCell, readJsonLines, readRelatos } from "#exchange";
import { randomBytes, sha256Hex } from "#prim";
import { newRecipientIdentity, openAge, openKeyFile, recipientOf } from "#seal";
import { endPlay, founder, letIn, settle, stage, type Stage } from "../testing/cast.ts";
import { undo } from "../server/commands/records.ts";
import { approveExport, askForExport, declineExport, exportsOf, fileOfAsk, fileOfExport, makeExport, type ExportAsk, type ExportRefusal } from "./exports.ts";
import { DeskError, suspend, write, type OpenDesk } from "./index.ts";

const DAY_MS = 86_400_000;
const PASSPHRASE = new Redacted("given to the courier by word of mouth");
const FAST = 4;

suite("an export", () => {
  let now = Date.parse("2031-05-01T12:00:00Z");
  let on: Stage, amina: OpenDesk, tomas: OpenDesk, ilya: OpenDesk;
  let caseId: string;
  const pen = penOf(randomBytes);
  before(async () => {
    on = stage(() => now);
    amina = await founder(on, "Amina");
    tomas = await letIn(on, amina, "Tomas", null);
    ilya = await letIn(on, amina, "Ilya", tomas);
  });
  after(() => endPlay(on, amina, tomas, ilya));
  beforeEach(async () => {
    now += DAY_MS;
    const subject = pen("subject", { type: "case" });
    caseId = subject.id;
    write(amina, "work", "begin-case", [subject, penOf(randomBytes, caseId)("statement", { subject: caseId, property: "title", stance: "asserts", value: { text: "=The case" } })]);
    await settle(amina, tomas, ilya);
  });

  const ask = (more: Partial<ExportAsk> = {}): ExportAsk => ({ of: { case: caseId }, format: "jsonl", ceiling: 2, why: "The commission counts.", to: "The commission", seal: "passphrase", days: 14, ...more });
  const asked = async (more: Partial<ExportAsk> = {}): Promise<string> => {
    const { id } = askForExport(amina, ask(more));
    await settle(amina, tomas, ilya);
    return id;
  };
  const approved = async (more: Partial<ExportAsk> = {}): Promise<string> => {
    const id = await asked(more);
    approveExport(tomas, id, fileOfExport(tomas, id).hash);
    await settle(amina, tomas, ilya);
    return id;
  };
  const make = (id: string, desk = amina, passphrase: Redacted<string> | null = PASSPHRASE) => makeExport(desk, id, passphrase, FAST);
  const refuses = (work: () => unknown, rule: ExportRefusal) =>
    assert.rejects(
      async () => work(),
      (error) => error instanceof DeskError && error.rule === rule,
    );
  const standing = (desk: OpenDesk, id: string): string | undefined => exportsOf(desk).find(({ shown }) => shown.record.id === id)?.standing;

  test("of a record that memory would not hold is refused before any of it is read", async (t) => {
    const id = await asked();
    const query = amina.store.query.bind(amina.store);
    t.mock.method(amina.store, "query", (sql: string, values?: readonly number[]) => (sql.includes("OFFSET ?") && values?.[0] === 250_000 ? [{ 1: 1 }] : query(sql, values)));
    const whole = t.mock.method(amina.records, "book");
    await refuses(() => fileOfExport(amina, id), "export-archive-too-large");
    await refuses(() => fileOfAsk(amina, ask()), "export-archive-too-large");
    assert.equal(whole.mock.callCount(), 0);
    t.mock.restoreAll();
    assert.ok(fileOfExport(amina, id).bytes.length > 0);
  });

  test("is listed, and said no to, without reading the whole record", async () => {
    const id = await asked();
    const read = tomas.records.book.bind(tomas.records);
    tomas.records.book = () => assert.fail("the whole record was read");
    try {
      assert.equal(standing(tomas, id), "waits");
      const entry = declineExport(tomas, id, "Not to them.");
      assert.equal(standing(tomas, id), "declined");
      write(tomas, "work", "undo", undo(tomas.records.open(tomas.line), tomas.records.ofEntry(tomas.line, entry), randomBytes)!.written.records);
      assert.equal(standing(tomas, id), "waits");
    } finally {
      tomas.records.book = read;
    }
  });

  test("is asked for by one, agreed to by a second on their own desk, made by the first: an age file of the very bytes agreed to, and a line in the log", async () => {
    const id = await asked();
    assert.equal(standing(tomas, id), "waits");
    const seen = fileOfExport(tomas, id);
    assert.equal(seen.hash, fileOfExport(amina, id).hash, "both desks make the same file");
    approveExport(tomas, id, seen.hash);
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "approved");
    const made = await make(id);
    const onDisk = readFileSync(made.path);
    assert.equal(sha256Hex(onDisk), made.written);
    const opened = await openKeyFile(PASSPHRASE, onDisk);
    assert.equal(sha256Hex(opened), seen.hash);
    assert.match(new TextDecoder().decode(opened), /=The case/);
    assert.match(made.path, /\/exports\/export-[0-9a-f]{32}\.jsonl\.age$/);
    await settle(amina, tomas, ilya);
    const [state] = exportsOf(ilya).filter(({ shown }) => shown.record.id === id);
    assert.deepEqual(state!.made.map(({ record }) => [record.file, record.sealed, record.records]), [[seen.hash, made.written, 2]]);
    assert.ok(!JSON.stringify(state!.made).includes("The case"));
  });

  test("is not made without a second person: not by whoever asked, not by nobody, not on the word of another hash", async () => {
    const id = await asked();
    await refuses(() => make(id), "export-not-approved");
    await refuses(() => approveExport(amina, id, fileOfExport(amina, id).hash), "export-own");
    // As the record would be of somebody who goes round their own desk's rule.
    write(amina, "work", "approve-export", [pen("exportApproval", { on: id, outcome: "agrees", file: fileOfExport(amina, id).hash })]);
    await refuses(() => make(id), "export-not-approved");
    await refuses(() => approveExport(tomas, id, "ab".repeat(32)), "export-changed");
    write(tomas, "work", "approve-export", [pen("exportApproval", { on: id, outcome: "agrees", file: "ab".repeat(32) })]);
    await settle(amina, tomas, ilya);
    await refuses(() => make(id), "export-changed");
  });

  test("is not made once anything in it has changed, until it was looked at anew", async () => {
    const id = await approved();
    write(ilya, "work", "make-statement", [penOf(randomBytes, caseId)("statement", { subject: caseId, property: "summary", stance: "asserts", value: { text: "Written later." } })]);
    await settle(amina, tomas, ilya);
    await refuses(() => make(id), "export-changed");
    approveExport(tomas, id, fileOfExport(tomas, id).hash);
    await settle(amina, tomas, ilya);
    const opened = await openKeyFile(PASSPHRASE, readFileSync((await make(id)).path));
    assert.match(new TextDecoder().decode(opened), /Written later/);
  });

  test("expires: then nobody agrees to it and nobody makes it; a day set far ahead does not help", async () => {
    const id = await approved({ days: 2 });
    const far = pen("exportRequest", { of: { case: caseId }, format: "csv", ceiling: 2, why: "w", to: "t", seal: "plain", expires: "2099-01-01" });
    write(amina, "work", "ask-export", [far]);
    await settle(amina, tomas, ilya);
    now += 3 * DAY_MS;
    assert.equal(standing(amina, id), "expired");
    await refuses(() => make(id), "export-expired");
    await refuses(() => approveExport(tomas, id, fileOfExport(tomas, id).hash), "export-expired");
    assert.equal(standing(amina, far.id), "waits");
    now += 90 * DAY_MS;
    assert.equal(standing(amina, far.id), "expired");
  });

  test("is stopped by one no, which only its writer takes back", async () => {
    const id = await approved();
    const no = declineExport(ilya, id, "Her village is in it.");
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "declined");
    await refuses(() => make(id), "export-not-approved");
    const against = exportsOf(amina).find(({ shown }) => shown.record.id === id)!.objections[0]!;
    write(amina, "work", "undo", [pen("withdraw", { target: against.record.id })]);
    assert.equal(standing(amina, id), "declined");
    write(ilya, "work", "undo", undo(ilya.records.open(ilya.line), ilya.records.ofEntry(ilya.line, no), randomBytes)!.written.records);
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "approved");
  });

  test("an agreement that was taken back stays so, whatever whoever asked writes over it", async () => {
    const id = askForExport(amina, ask()).id;
    await settle(amina, tomas, ilya);
    const yes = approveExport(tomas, id, fileOfExport(tomas, id).hash);
    const takenBack = undo(tomas.records.open(tomas.line), tomas.records.ofEntry(tomas.line, yes), randomBytes)!.written.records;
    write(tomas, "work", "undo", takenBack);
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "waits");
    // The withdrawal of his withdrawal; and a ring of withdrawals, one of them under the id of his, which would withdraw nothing.
    const over = pen("withdraw", { target: takenBack[0]!.id });
    write(amina, "work", "undo", [over]);
    assert.equal(standing(amina, id), "waits");
    write(amina, "work", "undo", [{ ...over, id: takenBack[0]!.id, target: over.id }]);
    assert.equal(standing(amina, id), "waits");
    await refuses(() => make(id), "export-not-approved");
  });

  test("an agreement under an id that two records go by is none: its writer could not take it back", async () => {
    const id = await asked();
    const mine = pen("exportApproval", { on: id, outcome: "agrees", file: fileOfExport(tomas, id).hash });
    write(tomas, "work", "approve-export", [mine]);
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "approved");
    write(amina, "work", "approve-export", [{ ...mine, file: "ab".repeat(32) }]);
    write(tomas, "work", "undo", [pen("withdraw", { target: mine.id })]);
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "waits");
    await refuses(() => make(id), "export-not-approved");
  });

  test("is made only by whoever asked, and only under a passphrase or to the key that was named", async () => {
    const id = await approved();
    await refuses(() => make(id, tomas), "export-not-yours");
    await refuses(() => make(id, amina, null), "export-no-passphrase");
    await refuses(() => askForExport(amina, ask({ seal: "recipient", recipient: `age1pq1${"q".repeat(1952)}` })), "export-bad-recipient");
    const identity = await newRecipientIdentity();
    const sealedId = await approved({ seal: "recipient", recipient: await recipientOf(identity), format: "xml" });
    const opened = await openAge(identity, readFileSync((await make(sealedId, amina, null)).path));
    assert.equal(readRelatos([new TextDecoder().decode(opened)]).records.length, 2);
  });

  test("is open only where that was asked for and agreed to, beside the desk's folder; that folder holds no word of it", async () => {
    const id = await approved({ seal: "plain", format: "csv", bom: true });
    const made = await make(id, amina, null);
    assert.ok(made.path.startsWith(`${amina.dir}.exports-not-encrypted`));
    const text = readFileSync(made.path, "utf8");
    assert.ok(text.startsWith("\ufeff") && text.includes('"\'=The case"'));
    assert.equal(plainCell("'=The case"), "=The case");
    const files = readdirSync(amina.dir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    for (const file of files) assert.ok(!readFileSync(join(file.parentPath, file.name)).includes("=The case"), file.name);
  });

  test("two requests under one id are none; what was taken back is none", async () => {
    const id = await approved();
    const [state] = exportsOf(amina).filter(({ shown }) => shown.record.id === id);
    write(ilya, "work", "ask-export", [{ ...state!.shown.record, ceiling: 3, of: { all: true } }]);
    await settle(amina, tomas, ilya);
    assert.equal(standing(amina, id), "two-versions");
    await refuses(() => make(id), "export-gone");
    const other = await approved();
    write(amina, "work", "undo", [pen("withdraw", { target: other })]);
    await refuses(() => make(other), "export-gone");
    await refuses(() => make(newId(randomBytes)), "export-gone");
  });

  test("an approval of somebody who was suspended since is none", async () => {
    const id = await approved();
    await suspend(ilya, tomas.keyring.person);
    await settle(ilya, amina);
    assert.equal(standing(amina, id), "waits");
    await refuses(() => make(id), "export-not-approved");
    assert.equal(readJsonLines(fileOfExport(amina, id).text).records.length, 2);
  });
});
