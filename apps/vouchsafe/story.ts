/**
 * The main job, end to end and without screens, each step with its figure: a report is told and sealed, carried by a relay that cannot read it, read at a
 * desk, made into statements, confirmed by a second source, answered by a denial, decided by two, packaged, and verified by an outsider.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { penOf, saidAndFound, stateHash, type CaseRecord, type Citation, type Pen } from "#casework";
import { rootsOfSubject } from "#confirm";
import { activePersons } from "#entry";
import { writeNewDirectory } from "#preserve";
import { randomBytes } from "#prim";
import { exitCodeOf, fingerprintOf } from "#proof";
import { parseKeys, sealEnvelope } from "#tell";
import { backUp, closeDesk, packageFinding, restore, syncDesk, trustOf, write, type OpenDesk } from "../desk/core/index.ts";
import { trustDirectoryFiles, verifyDirectory } from "../verifier/index.ts";
import { openHome } from "./home.ts";
import { comeToRest, found, letIn, memberKeyOf, type Character } from "./people.ts";
import { startRelay } from "./relay-process.ts";

const LINE = 76;
const WORK_FACTOR = 12;

const CAST: readonly Character[] = [
  { name: "Amina", desk: "amina", passphrase: new Redacted("the first of three passphrases") },
  { name: "Tomas", desk: "tomas", passphrase: new Redacted("the second of three passphrases") },
  { name: "Ilya", desk: "ilya", passphrase: new Redacted("the third of three passphrases") },
];

const TOLD = {
  first:
    "They came at night in two grey cars and took Marek Dolin from his flat on Quarry Street. He has not been seen since. The men wore the black uniform of the Interior Guard.",
  second:
    "My neighbour Marek Dolin was led out of our house by men of the Interior Guard. I saw it from the stairs. His sister was told to stop asking.",
  denial:
    "A spokesman of the Interior Ministry of Verania said on Monday: “No such person was ever held by us. These are fairy tales paid for from abroad.”",
};

/** Runs the story. Prints with `print`; resolves to whether every step held. */
export async function runStory(print: (line: string) => void): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-story-"));
  const home = await openHome(join(dir, "group"), true);
  const desks: OpenDesk[] = [];
  let relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
  let failed = 0;
  const step = async (what: string, work: () => Promise<string>): Promise<void> => {
    const began = performance.now();
    try {
      const figure = await work();
      print(`ok    ${`${what} `.padEnd(LINE, ".")} ${figure} (${Math.round(performance.now() - began)} ms)`);
    } catch (error) {
      failed += 1;
      print(`FAIL  ${`${what} `.padEnd(LINE, ".")} ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const surroundings = { workFactor: WORK_FACTOR };

  try {
    await step("three persons found a group, words compared at each invite", async () => {
      const [first, second, third] = CAST as [Character, Character, Character];
      const amina = await found(home, first, surroundings);
      desks.push(amina);
      const tomas = await letIn(home, amina, second, null, surroundings);
      desks.push(tomas.desk);
      const ilya = await letIn(home, amina, third, tomas.desk, surroundings);
      desks.push(ilya.desk);
      await comeToRest(...desks);
      expect(activePersons(amina.line).length, 3);
      return `${activePersons(amina.line).length} persons, ${amina.line.n} acts in the roster's line`;
    });
    const [amina, tomas, ilya] = desks as [OpenDesk, OpenDesk, OpenDesk];

    let told: string[] = [];
    await step("two reports are told: sealed by the page's own code to a list two persons signed", async () => {
      const keys = await amina.relay.keys();
      if (keys.kind !== "ok") throw new Error("no list of intake keys");
      const file = parseKeys(keys.keys);
      const sizes = new Set<number>();
      for (const text of [TOLD.first, TOLD.second]) {
        const envelope = await sealEnvelope(file.keys, { language: "en", page: "story", text, when: null, where: null, urgent: text === TOLD.first });
        sizes.add(envelope.length);
        const answer = await amina.relay.report(envelope);
        expect(answer.kind, "ok");
      }
      return `${file.signatures.length} signatures, ${file.keys.intake.length} recipients, envelopes of ${[...sizes].join(" and ")} bytes`;
    });
    await step("the relay holds them and can read none: no word of them in any of its files", async () => {
      await relay.stop();
      const { files, sizeBytes, hits } = searchFiles(home.relayDir, ["Marek", "Dolin", "Quarry", "Amina", "Interior Guard"]);
      expect(hits, 0);
      relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
      return `0 hits in ${files} files, ${sizeBytes} bytes`;
    });
    await step("both are read at every desk, once", async () => {
      await comeToRest(...desks);
      told = amina.records
        .book(amina.line)
        .current("report")
        .map(({ record }) => record.id);
      expect(told.length, 2);
      expect(ilya.records.book(ilya.line).current("report").length, 2);
      return `${told.length} reports at ${desks.length} desks`;
    });

    let caseId = "";
    let actId = "";
    let claims: string[] = [];
    await step("passages become statements with their quotes; the second source confirms", async () => {
      const kept = recordsOfCase(amina);
      ({ caseId, actId, claims } = kept);
      write(amina, "work", "make-statement", kept.records);
      await comeToRest(...desks);
      const roots = rootsOfSubject(tomas.records.book(tomas.line), actId);
      expect(roots.join(), "2,2");
      return `${kept.records.filter((r) => r.kind === "statement").length} statements, independent roots ${roots.join(" to ")}`;
    });

    let denialId = "";
    await step("an official denial stands against what it denies", async () => {
      const pen = penOf(randomBytes, caseId);
      const document = penOf(randomBytes)("report", {
        channel: "document",
        title: "Ministry briefing",
        text: TOLD.denial,
        lang: "en",
        received: { kind: "within", asGiven: "Monday" },
      });
      const denial = pen("officialStatement", {
        words: quote(TOLD.denial, "No such person was ever held by us."),
        position: "says never held",
        office: "Interior Ministry of Verania",
        citations: [cited(document.id, TOLD.denial, "No such person was ever held by us.")],
        targets: claims.map((on) => ({ on })),
      });
      denialId = denial.id;
      write(tomas, "inbox", "bring-document", [document]);
      write(tomas, "work", "make-statement", [denial]);
      await comeToRest(...desks);
      const row = saidAndFound(ilya.records.book(ilya.line), caseId).rows.find((r) => r.subject === actId);
      expect(row?.officials.length, 1);
      return `${row?.alleged.length} allegations, ${row?.officials.length} denial in one row`;
    });

    let findingId = "";
    await step("a finding is proposed by one and decided by a second person", async () => {
      const finding = penOf(randomBytes, caseId)("finding", {
        proposition: "A man was taken from his home by the Interior Guard and his whereabouts have been concealed since.",
        standard: 2,
        claims: [actId],
        for: claims,
        against: [denialId],
        denialsAnswered: [{ denial: denialId, answer: "Two persons saw him led away by uniformed men." }],
      });
      findingId = finding.id;
      write(amina, "work", "propose-finding", [finding]);
      await comeToRest(...desks);
      await refuses(() => packageFinding(amina, findingId));
      write(ilya, "work", "decide-finding", [penOf(randomBytes, caseId)("decision", { on: findingId, outcome: "agrees" })]);
      await comeToRest(...desks);
      const row = saidAndFound(amina.records.book(amina.line), caseId).rows.find((r) => r.subject === actId);
      expect(row?.found[0]?.decided, true);
      return "1 of 1 decided by two; before that no package could be made";
    });

    await step("it is packaged, and an outsider verifies the package, twice and alike", async () => {
      const made = await packageFinding(amina, findingId, join(dir, "out"));
      const trustDir = join(dir, "trust");
      writeNewDirectory(trustDir, trustDirectoryFiles(trustOf(amina)));
      const ours = exitCodeOf((await verifyDirectory(made.dir, trustDir)).verdict);
      const script = spawnSync("sh", [join(trustDir, "verify.sh"), made.dir, "--trust", trustDir], { encoding: "utf8" });
      const alone = exitCodeOf((await verifyDirectory(made.dir, null)).verdict);
      expect([ours, script.status, alone].join(), "0,0,2");
      const leaked = searchFiles(made.dir, ["Marek", "Dolin", "Quarry", "Amina", "Tomas", "Ilya"]);
      expect(leaked.hits, 0);
      return `${made.files} files, exits 0 and 0, without trust 2; key ${fingerprintOf(made.publicKey).slice(0, 17)}…`;
    });

    await step("two desks edit one value offline; both versions stay, equal state hashes", async () => {
      const book = amina.records.book(amina.line);
      const place = book.current("statement").find(({ record }) => record.subject === actId && record.property === "place")!.record;
      const edit = (text: string): CaseRecord => {
        const { id: _id, kind: _kind, supersedes: _s, ...rest } = place;
        return penOf(randomBytes)("statement", { ...rest, value: { place: { asGiven: text } }, supersedes: [place.id] });
      };
      write(amina, "work", "change", [edit("Quarry Street 4")]);
      write(tomas, "work", "change", [edit("Quarry Street 14")]);
      await comeToRest(...desks);
      const heads = ilya.records.book(ilya.line).heads(place.id);
      expect(heads.length, 2);
      const hashes = new Set(desks.map((desk) => stateHash(desk.records.authored(desk.line))));
      expect(hashes.size, 1);
      return `${heads.length} versions at each of ${desks.length} desks, 1 state hash`;
    });

    await step("a backup is restored on a bare folder, as a new device", async () => {
      const passphrase = new Redacted("a passphrase for the backup file");
      const { path, entries } = await backUp(tomas, passphrase, surroundings);
      const restored = await restore({ path, passphrase }, memberKeyOf(home, CAST[1]!), join(dir, "restored"), CAST[1]!.passphrase, surroundings);
      const same = stateHash(restored.desk.records.authored(restored.desk.line)) === stateHash(tomas.records.authored(tomas.line));
      const isNew = restored.desk.keyring.device.publicKey !== tomas.keyring.device.publicKey;
      closeDesk(restored.desk);
      expect(same && isNew, true);
      return `${entries} entries, equal state hash, another device key`;
    });
    await step("with the relay gone a desk still writes, and sends when it is back", async () => {
      await relay.stop();
      write(ilya, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
      expect((await syncDesk(ilya)).reached, false);
      relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
      await comeToRest(...desks);
      expect(amina.records.book(amina.line).all.length, ilya.records.book(ilya.line).all.length);
      return `${amina.records.book(amina.line).all.length} records at both`;
    });
  } finally {
    for (const desk of desks) closeDesk(desk);
    await relay.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  print(failed === 0 ? "The story holds." : `${failed} steps failed.`);
  return failed === 0;
}

/** Two reports read into one case: a disappearance with a victim, who did it, a place, and two sources of their own. */
function recordsOfCase(desk: OpenDesk): { caseId: string; actId: string; claims: string[]; records: CaseRecord[] } {
  const reports = desk.records
    .book(desk.line)
    .current("report")
    .map(({ record }) => record);
  const subject = penOf(randomBytes)("subject", { type: "case" });
  const pen: Pen = penOf(randomBytes, subject.id);
  const [act, person, unit, part] = [
    pen("subject", { type: "act" }),
    pen("subject", { type: "person" }),
    pen("subject", { type: "unit" }),
    pen("subject", { type: "involvement" }),
  ];
  const records: CaseRecord[] = [subject, act, person, unit, part];
  const claims: string[] = [];
  records.push(pen("statement", { subject: subject.id, property: "title", stance: "asserts", value: { text: "The Quarry Street case" } }));
  for (const report of reports) {
    const text = report.text!;
    const words = text.includes("grey cars") ? "took Marek Dolin from his flat" : "was led out of our house by men of the Interior Guard";
    const source = pen("subject", { type: "source" });
    const said = { stance: "asserts" as const, saidBy: source.id, citations: [cited(report.id, text, words)] };
    const claim = pen("statement", { ...said, subject: act.id, property: "kind", value: { code: { list: "act", term: "disappearance" } } });
    claims.push(claim.id);
    records.push(
      source,
      pen("assessment", { source: source.id, basis: "saw it", reliability: 2 }),
      pen("statement", { subject: source.id, property: "alias", stance: "asserts", value: { text: `Source ${claims.length}` } }),
      claim,
    );
    records.push(pen("statement", { ...said, subject: act.id, property: "victim", value: { ref: person.id } }));
    if (text.includes("grey cars")) {
      records.push(
        pen("statement", {
          ...said,
          subject: person.id,
          property: "name",
          value: { name: { full: "Marek Dolin" } },
          citations: [cited(report.id, text, "Marek Dolin")],
        }),
        pen("statement", {
          ...said,
          subject: act.id,
          property: "place",
          value: { place: { asGiven: "Quarry Street", kind: "home" } },
          citations: [cited(report.id, text, "his flat on Quarry Street")],
        }),
        pen("statement", {
          ...said,
          subject: unit.id,
          property: "name",
          value: { name: { full: "Interior Guard" } },
          citations: [cited(report.id, text, "Interior Guard")],
        }),
        pen("statement", { ...said, subject: part.id, property: "act", value: { ref: act.id } }),
        pen("statement", { ...said, subject: part.id, property: "who", value: { ref: unit.id } }),
        pen("statement", { ...said, subject: part.id, property: "degree", value: { code: { list: "degree", term: "did" } } }),
      );
    }
  }
  return { caseId: subject.id, actId: act.id, claims, records };
}

function cited(of: string, text: string, words: string): Citation {
  const start = Array.from(text.slice(0, text.indexOf(quote(text, words)))).length;
  return { of, quote: words, at: { text: { start, end: start + Array.from(words).length } } };
}

function quote(text: string, words: string): string {
  if (!text.includes(words)) throw new Error("the quote does not stand in the text");
  return words;
}

function searchFiles(dir: string, words: readonly string[]): { files: number; sizeBytes: number; hits: number } {
  const found = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const hits = found.reduce((sum, bytes) => sum + words.filter((word) => bytes.includes(word)).length, 0);
  return { files: found.length, sizeBytes: found.reduce((sum, bytes) => sum + bytes.length, 0), hits };
}

function expect(is: unknown, wanted: unknown): void {
  if (is !== wanted) throw new Error(`expected ${String(wanted)}, found ${String(is)}`);
}

async function refuses(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    return;
  }
  throw new Error("was not refused");
}
