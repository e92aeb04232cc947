/**
 * The canary: 200 strings that exist nowhere else go through every field of the record, from a report told to the package; then every stored byte is searched for
 * them in UTF-8, UTF-16, base64 and hex: the relay's files and its memory, logs, temporary files, the folders of locked desks. An export finds all of them.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Redacted } from "#bytes";
import { penOf, type CaseRecord } from "#casework";
import { randomBytes } from "#prim";
import { parseKeys, sealEnvelope } from "#tell";
import { backUp, closeDesk, restore, write, type OpenDesk } from "../apps/desk/core/index.ts";
import { openHome } from "../apps/vouchsafe/home.ts";
import { comeToRest, found, letIn, memberKeyOf, type Character } from "../apps/vouchsafe/people.ts";
import { startRelay } from "../apps/vouchsafe/relay-process.ts";
import { canaries, MARK, searchFolder, searchMemory } from "./canary.ts";

const COUNT = 200;
const surroundings = { workFactor: 8 };

test(`${COUNT} canaries through every field: 0 hits outside the unlocked desk, all of them in an export`, { skip: process.platform === "linux" ? false : "reads /proc" }, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-canary-"));
  const said: string[] = [];
  const home = await openHome(join(dir, "group"), true);
  const relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash, say: (line) => said.push(line) });
  const desks: OpenDesk[] = [];
  try {
    const words = canaries(COUNT);
    const used = { count: 0 };
    const take = (): string => words[used.count++ % COUNT]!;
    const cast = [take(), take()].map((name, n): Character => ({ name, desk: `desk${n}`, passphrase: new Redacted(`${take()} ${take()}`) }));
    const amina = await found(home, cast[0]!, surroundings);
    desks.push(amina);
    desks.push((await letIn(home, amina, cast[1]!, null, surroundings)).desk);
    await comeToRest(...desks);

    const keys = await amina.relay.keys();
    assert.equal(keys.kind, "ok");
    const report = { language: "en", page: "canary", text: `${take()} ${take()}`, when: take(), where: take(), urgent: true };
    await amina.relay.report(await sealEnvelope(parseKeys(keys.keys).keys, report));
    await comeToRest(...desks);
    const told = amina.records.book(amina.line).current("report")[0]!.record;
    assert.ok(told.text?.includes(MARK));
    while (used.count < COUNT) write(amina, "work", "import", everyField(take, told.id));
    write(amina, "inbox", "import", everyField(take, told.id));
    await comeToRest(...desks);

    const memory = searchMemory(relay.pid);
    assert.deepEqual(memory.hits, [], "the relay's memory");
    const backup = await backUp(amina, new Redacted("the passphrase of the backup"), surroundings);
    const written = new Set(words.filter((word) => JSON.stringify(amina.records.authored(amina.line)).includes(word)));
    for (const desk of desks.splice(0)) closeDesk(desk);
    await relay.stop();

    const files = searchFolder(join(dir, "group"));
    assert.deepEqual(files.hits, [], "the relay's files, locked desks, key files, a backup");
    assert.deepEqual(searchFolder(dir).hits, [], "anything else that was written");
    assert.ok(!said.join("\n").includes(MARK), "the relay's log");

    // The same search must be able to find: a restored backup, exported, holds every string that was written.
    const restored = await restore({ path: backup.path, passphrase: new Redacted("the passphrase of the backup") }, memberKeyOf(home, cast[0]!), join(dir, "restored"), cast[0]!.passphrase, surroundings);
    const exported = JSON.stringify(restored.desk.records.authored(restored.desk.line)) + JSON.stringify([...restored.desk.line.state.persons.values()]);
    closeDesk(restored.desk);
    const missing = words.filter((word) => !exported.includes(word) && !cast.some(({ passphrase }) => passphrase.reveal().includes(word)));
    assert.deepEqual(missing, [], "strings that the export lost");
    t.diagnostic(`${written.size} in the record; 0 hits in ${files.files} files of ${files.sizeBytes} bytes and ${memory.sizeBytes} bytes of the relay's memory; the export holds them all`);
  } finally {
    for (const desk of desks) closeDesk(desk);
    await relay.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});

/** One act with a record of every kind, each free field taken by the next strings. */
function everyField(take: () => string, report: string): CaseRecord[] {
  const pen = penOf(randomBytes);
  const subject = (type: "person" | "source" | "case" | "act" | "unit" | "document") => pen("subject", { type });
  const [person, source, act, unit] = [subject("person"), subject("source"), subject("act"), subject("unit")];
  const cited = { of: report, quote: take() };
  const said = { stance: "asserts" as const, saidBy: source.id, citations: [cited] };
  return [
    person,
    source,
    act,
    unit,
    pen("statement", { ...said, subject: person.id, property: "name", value: { name: { full: take(), parts: [{ kind: "family", value: take() }] } }, reasoning: take() }),
    pen("statement", { ...said, subject: source.id, property: "alias", value: { text: take() } }),
    pen("statement", { ...said, subject: act.id, property: "time", value: { time: { kind: "within", asGiven: take() } } }),
    pen("statement", { ...said, subject: act.id, property: "place", value: { place: { asGiven: take(), adminPath: [take()] } } }),
    pen("statement", { ...said, subject: act.id, property: "affected", value: { count: { max: 26, asGiven: take() } } }),
    pen("report", { channel: "document", title: take(), text: take(), lang: "en", received: { kind: "within", asGiven: take() }, safetyNotes: take() }),
    pen("translation", { report, text: take(), lang: "ru", by: take() }),
    pen("assessment", { source: source.id, reasoning: take() }),
    pen("derivesFrom", { source: source.id, from: [unit.id], reasoning: take() }),
    pen("officialStatement", { words: take(), position: "blames the source", speaker: take(), office: take(), outlet: take(), translation: take(), targetWords: take() }),
    pen("consent", { of: person.id, purpose: "share", answer: "yes", to: take(), by: take() }),
    pen("finding", { proposition: take(), standard: 1, alternatives: [{ text: take(), answer: take() }] }),
    pen("step", { what: take(), by: take(), toWhom: take(), outcome: take() }),
    pen("appeal", { text: take() }),
    pen("sealedStatement", { text: take(), witnesses: [take()] }),
    pen("custody", { person: randomKey(), state: "held", note: take() }),
    pen("withdraw", { target: unit.id, why: take() }),
  ];
}

function randomKey(): string {
  return Buffer.from(randomBytes(32)).toString("hex");
}
