/** The commands as a technician runs them: as programs, with passphrases on the standard input. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Redacted } from "#bytes";
import { penOf, stateHash } from "#casework";
import { randomBytes } from "#prim";
import {
  addDevice,
  backUp,
  closeDesk,
  confirm,
  packageFinding,
  readRequest,
  syncDesk,
  unlockDesk,
  write,
  type OpenDesk,
} from "../desk/core/index.ts";
import { openHome, placeForHome, type Home } from "./home.ts";
import { comeToRest, found, letIn, memberKeyOf, type Character } from "./people.ts";
import { Plain } from "./plain.ts";
import { startRelay } from "./relay-process.ts";
import { claim, refuseWhereRunning } from "./running.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const START = join(import.meta.dirname, "../../scripts/start.ts");
const PASSPHRASE = "a passphrase of these people";
const QUICK = { workFactor: 4 };
const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-commands-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const person = (name: string): Character => ({ name, desk: name.toLowerCase(), passphrase: new Redacted(PASSPHRASE) });
const NODE = ["--disable-warning=ExperimentalWarning"];

/** Runs a program to its end. */
function run(program: string, args: readonly string[], input: readonly string[] = []): { status: number | null; out: string; err: string } {
  const ended = spawnSync(process.execPath, [...NODE, program, ...args], { encoding: "utf8", input: input.map((line) => `${line}\n`).join("") });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

/** Like `run`, while this process goes on. */
function follow(args: readonly string[]): {
  child: ChildProcess;
  said: () => string;
  until(what: RegExp): Promise<void>;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, [...NODE, MAIN, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (text += data.toString("utf8")));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (status) => resolve(status)));
  const until = async (what: RegExp): Promise<void> => {
    for (let tries = 0; tries < 600 && !what.test(text); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    assert.match(text, what);
  };
  return { child, said: () => text, until, ended };
}

async function group(name: string): Promise<{ home: Home; desks: [OpenDesk, OpenDesk, OpenDesk]; end(): Promise<void> }> {
  const home = await openHome(join(scratch, name), false);
  const relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
  const amina = await found(home, person("Amina"), QUICK);
  const tomas = (await letIn(home, amina, person("Tomas"), null, QUICK)).desk;
  const ilya = (await letIn(home, amina, person("Ilya"), tomas, QUICK)).desk;
  await comeToRest(amina, tomas, ilya);
  return { home, desks: [amina, tomas, ilya], end: () => relay.stop() };
}

test("the trust directory a desk writes authenticates its packages, to our verifier and to verify.sh", async () => {
  const { home, desks, end } = await group("outsiders");
  const [amina, tomas, ilya] = desks;
  const out = join(scratch, "trust");
  const asAmina = ["trust", "export", home.deskDir("amina"), out];
  try {
    const inUse = run(MAIN, asAmina, [PASSPHRASE]);
    assert.equal(inUse.status, 1);
    assert.match(inUse.err, /^This desk is open in another program.*\n$/);
    closeDesk(amina);
    const tooEarly = run(MAIN, asAmina, [PASSPHRASE]);
    assert.equal(tooEarly.status, 1);
    assert.match(tooEarly.err, /make a package first/);
    assert.ok(!existsSync(out));

    const subject = penOf(randomBytes)("subject", { type: "case" });
    const pen = penOf(randomBytes, subject.id);
    const claimed = pen("statement", { subject: subject.id, property: "title", stance: "asserts", value: { text: "The Quarry Street case" } });
    const finding = pen("finding", { proposition: "A man was taken from his home.", standard: 2, claims: [subject.id], for: [claimed.id] });
    write(tomas, "work", "propose-finding", [subject, claimed, finding]);
    await comeToRest(tomas, ilya);
    write(ilya, "work", "decide-finding", [pen("decision", { on: finding.id, outcome: "agrees" })]);
    await comeToRest(tomas, ilya);
    const made = await packageFinding(tomas, finding.id, join(scratch, "packages"));
    await comeToRest(tomas, ilya);

    mkdirSync(out);
    const exported = run(MAIN, asAmina, [PASSPHRASE]);
    assert.equal(exported.status, 0, exported.err);
    assert.ok(exported.out.includes(made.fingerprint), exported.out);
    assert.deepEqual(readdirSync(out).toSorted(), ["allowed_signers", "issued", "retired_signers", "revoked", "verify.sh", "verify.sh.sha256"]);
    assert.equal(run(MAIN, ["verify", made.dir, "--trust", out]).status, 0);
    assert.equal(spawnSync("sh", [join(out, "verify.sh"), made.dir, "--trust", out]).status, 0);
    assert.equal(spawnSync("sha256sum", ["-c", "--strict", "verify.sh.sha256"], { cwd: out }).status, 0);

    const again = run(MAIN, asAmina, [PASSPHRASE]);
    assert.equal(again.status, 64);
    assert.match(again.err, /^This folder holds other things/);
    assert.match(run(MAIN, ["trust", "export", home.deskDir("amina"), join(scratch, "other")], ["not the passphrase"]).err, /^A passphrase is wrong/);
    assert.ok(!existsSync(join(scratch, "other")));
  } finally {
    for (const desk of [tomas, ilya]) closeDesk(desk);
    await end();
  }
});

test("a backup is restored by the commands alone, let in by two, and writes with the others", async () => {
  const { home, desks, end } = await group("restoring");
  const [amina, tomas, ilya] = desks;
  const open = [amina, ilya];
  try {
    const secret = "a passphrase of the backup";
    const { path } = await backUp(tomas, new Redacted(secret), QUICK);
    closeDesk(tomas);
    const dir = join(scratch, "bare");
    const member = memberKeyOf(home, person("Tomas"));
    const memberSecret = member.passphrase.reveal();
    const command = ["restore", path, "--member-key", member.path, dir];
    const mine = "a new passphrase for it";
    for (const [input, status] of [
      [[secret, "not this one", mine], 1],
      [["not this one", memberSecret, mine], 1],
      [[secret, memberSecret, "too short"], 1],
      [[secret], 64],
    ] as const) {
      const refused = run(MAIN, command, input);
      assert.equal(refused.status, status, refused.err);
      assert.equal(refused.err.trim().split("\n").length, 1);
      assert.ok(!existsSync(dir));
    }
    const restored = run(MAIN, command, [secret, memberSecret, mine]);
    assert.equal(restored.status, 0, restored.err);
    const asked = run(MAIN, ["request", dir], [mine]);
    assert.equal(asked.status, 0, asked.err);
    assert.ok(restored.out.endsWith(asked.out));

    const request = readRequest(asked.out.slice(asked.out.indexOf("vouchsafe-device:")));
    assert.ok(request !== null);
    const answerFile = join(scratch, "answer.txt");
    writeFileSync(answerFile, await addDevice(amina, request));
    const early = run(MAIN, ["answer", dir, answerFile], [mine]);
    assert.equal(early.status, 0, early.err);
    assert.match(early.out, /A second colleague has still to confirm/);
    await syncDesk(ilya);
    for (const id of ilya.line.state.pending.keys()) await confirm(ilya, id);
    await comeToRest(amina, ilya);
    const late = run(MAIN, ["answer", dir, answerFile], [mine]);
    assert.match(late.out, /^This desk is in\./);
    assert.match(run(MAIN, ["answer", dir, path], [mine]).err, /^This is not an answer/);

    const back = await unlockDesk(dir, new Redacted(mine));
    open.push(back);
    write(back, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
    await comeToRest(...open);
    assert.equal(new Set(open.map((desk) => stateHash(desk.records.authored(desk.line)))).size, 1);
    assert.equal(amina.records.book(amina.line).current("subject").length, 1);
  } finally {
    for (const desk of open) closeDesk(desk);
    await end();
  }
});

test("a desk is run once: a second start says where it is and touches nothing; Enter gives a fresh address", async () => {
  const dir = join(scratch, "empty desk");
  const first = follow(["desk", dir]);
  await first.until(/#launch=[0-9a-f]{64}/);
  await first.until(/Ctrl-C stops/);
  const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(first.said())![0];
  const second = run(MAIN, ["desk", dir]);
  assert.equal(second.status, 1);
  assert.equal(
    second.err,
    `It is already running at ${address} (process ${first.child.pid}). Nothing was changed. Press Enter in its terminal for a fresh address.\n`,
  );
  first.child.stdin!.write("\n");
  await first.until(/#launch=[^]*#launch=[0-9a-f]{64}/);
  const tokens = [...first.said().matchAll(/#launch=([0-9a-f]{64})/g)].map((match) => match[1]);
  assert.equal(new Set(tokens).size, 2);
  for (const launch of tokens) {
    const answer = await fetch(`${address}api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: address.slice(0, -1) },
      body: JSON.stringify({ launch }),
    });
    assert.equal(answer.status, 200);
  }
  first.child.kill("SIGINT");
  assert.equal(await first.ended, 0);
  assert.ok(!existsSync(`${dir}.running`));
});

test("who finds the note of a program that was killed goes on; two at a time never", async () => {
  const note = join(scratch, "running.json");
  const one = await claim(note);
  one.reachedAt(["http://127.0.0.1:1/"]);
  await assert.rejects(
    claim(note),
    (error: unknown) => error instanceof Plain && error.message.includes(`at http://127.0.0.1:1/ (process ${process.pid})`),
  );
  const left = readFileSync(note);
  one.end();
  assert.ok(!existsSync(note));
  for (const old of [left, Buffer.from("{"), Buffer.alloc(0)]) {
    writeFileSync(note, old);
    await refuseWhereRunning(note);
    (await claim(note)).end();
  }
  const both = await Promise.allSettled([claim(note), claim(note)]);
  assert.equal(both.filter(({ status }) => status === "fulfilled").length, 1);
  for (const one of both) if (one.status === "fulfilled") one.value.end();
});

test("a group of one's own goes into no folder with other things in it", async () => {
  const foreign = join(scratch, "foreign");
  mkdirSync(foreign);
  writeFileSync(join(foreign, "letter.txt"), "of somebody else");
  assert.throws(() => placeForHome(foreign), Plain);
  assert.throws(() => placeForHome(join(foreign, "letter.txt")), Plain);
  const refused = run(START, ["--mine", foreign]);
  assert.equal(refused.status, 64);
  assert.match(refused.err, /^This folder holds other things\. [^\n]*\n$/);
  assert.deepEqual(readdirSync(foreign), ["letter.txt"]);
  const own = join(scratch, "own");
  placeForHome(own);
  await openHome(own, false);
  placeForHome(own);
});

test("a slip is answered by the usage or one plain line, never by a stack", () => {
  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ...[["--help"], ["--frob"], ["--mine"], ["demo"], ["--name", "We"]].map((args) => [START, args] as const),
    ...[[], ["--help"], ["desk"], ["desk", "--frob", "x"], ["trust", "export", "x"], ["restore", "x"], ["relay", "--help"]].map(
      (args) => [MAIN, args] as const,
    ),
  ];
  for (const [program, args] of wrong) {
    const { status, out, err } = run(program, args);
    assert.equal(status, 64, args.join(" "));
    assert.match(out + err, /^usage:/);
    assert.doesNotMatch(out + err, /\n\s+at |node:|Error/);
  }
  for (const [args, said] of [
    [["import", "list.csv"], /^usage:\n  vouchsafe import [^\n]*\nFILE, --mapping and --desk are needed[^\n]*\n$/],
    [["link", "--records", "list.csv"], /^usage:\n  vouchsafe link [^\n]*\n--out is needed[^\n]*\n$/],
    [["estimate", "--frob"], /^usage:\n  vouchsafe estimate [^\n]*\nUnknown option '--frob'\.?\n$/],
    [["estimate", "--help"], /^usage:\n  vouchsafe estimate [^\n]*\n$/],
    [["frob"], /vouchsafe story [^]*\nThere is no command "frob"\.\n$/],
  ] as const)
    assert.match(run(MAIN, args).err, said);
  for (const args of [
    ["desk", MAIN],
    ["desk", "x", "--relay", "relay"],
    ["desk", "x", "--relay", "http://:word@relay.example"],
    ["trust", "export", scratch, join(scratch, "t")],
    ["restore", join(scratch, "none"), "--member-key", "y", "z"],
    ["request", join(scratch, "none")],
  ]) {
    const { status, out, err } = run(MAIN, args);
    assert.equal(status, 64, err);
    assert.equal(out, "");
    assert.match(err, /^[^\n]+\n$/);
  }
});
