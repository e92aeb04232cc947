/**
 * A process under the shim that lets each call of a scenario fail, and looks what is left each time. `driver.ts all FOLDER STRIDE FAULT…` answers with one
 * line of JSON for each scenario and fault, of every STRIDE-th call; `driver.ts opening FOLDER COUNT FAULT…` for the first calls of a desk that opens and writes. For `kill` it starts a process of its own each time, which is this file too: `driver.ts once
 * FOLDER SCENARIO AT` prepares nothing, runs once and says each acknowledgement as it comes.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SCENARIOS, isCoded, type Scenario } from "./scenarios.ts";
import { Control, FAULTS, type Fault } from "./shim.ts";

/** What came of one scenario under one fault. `struck`: calls that failed, by what they were. `found`: what must not be, in words. */
export interface Tally {
  readonly scenario: string;
  readonly fault: Fault;
  runs: number;
  readonly struck: { [call: string]: number };
  /** Runs in which the error came out, and in which the scenario went on without it. */
  refused: number;
  unharmed: number;
  readonly found: string[];
}

/** No scenario makes so many calls. */
const ENDLESS = 3000;
const [mode = "", root = "", ...rest] = process.argv.slice(2);
const control = new Control();
const stride = mode === "opening" ? 1 : Number(rest[0]);
const most = mode === "opening" ? Number(rest[0]) : ENDLESS;
const work = join(root, "work");

if (mode === "once") {
  const scenario = SCENARIOS[Number(rest[0])]!;
  control.arm("kill", Number(rest[1]));
  await scenario.run(work, (what) => void writeSync(1, `${what}\n`));
  control.disarm();
} else {
  for (const [index, scenario] of (mode === "opening" ? SCENARIOS.slice(0, 1) : SCENARIOS).entries()) {
    const template = join(root, `template-${index}`);
    mkdirSync(template, { recursive: true });
    await scenario.prepare(template);
    for (const fault of rest.slice(1) as Fault[]) {
      if (fault === "pictures") say(await inPictures(scenario, template));
      else if (fault === "kill") say(await killed(scenario, index, template));
      else say(await atEveryCall(scenario, fault, template));
    }
  }
}

function say(tally: Tally): void {
  writeSync(1, `${JSON.stringify(tally)}\n`);
}

async function atEveryCall(scenario: Scenario, fault: Fault, template: string): Promise<Tally> {
  const tally: Tally = { scenario: scenario.name, fault, runs: 0, struck: {}, refused: 0, unharmed: 0, found: [] };
  for (let at = FAULTS.indexOf(fault) % stride; at < most; at += stride) {
    begin(template);
    const acknowledged: string[] = [];
    let error: unknown = null;
    control.arm(fault, at);
    try {
      await scenario.run(work, (what) => void acknowledged.push(what));
    } catch (thrown) {
      error = thrown;
    }
    const { struck } = control.disarm();
    if (struck === null) {
      if (error !== null) tally.found.push(`${at}: fails though nothing failed: ${wordsOf(error)}`);
      return tally;
    }
    tally.runs += 1;
    tally.struck[struck] = (tally.struck[struck] ?? 0) + 1;
    if (error === null) tally.unharmed += 1;
    else tally.refused += 1;
    if (error !== null && !isCoded(error)) tally.found.push(`${at} ${struck}: not our error: ${wordsOf(error)}`);
    await look(scenario, acknowledged, tally, `${at} ${struck}`);
  }
  if (most === ENDLESS) tally.found.push("it never ends");
  return tally;
}

/** kill -9 at every call: what is in the folder just then, with what had been acknowledged just then. */
async function inPictures(scenario: Scenario, template: string): Promise<Tally> {
  const tally: Tally = { scenario: scenario.name, fault: "pictures", runs: 0, struck: {}, refused: 0, unharmed: 0, found: [] };
  const pictures = process.env["VOUCHSAFE_FAULT_PICTURES"]!;
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures);
  begin(template);
  const acknowledged: string[] = [];
  control.arm("pictures", 0);
  await scenario.run(work, (what) => control.acknowledged(acknowledged.push(what)));
  control.disarm();
  for (const name of readdirSync(pictures).filter((_, n) => n % stride === 0)) {
    const [, which = "", count = ""] = name.split("-");
    begin(join(pictures, name));
    tally.runs += 1;
    tally.struck[which] = (tally.struck[which] ?? 0) + 1;
    await look(scenario, acknowledged.slice(0, Number(count)), tally, name);
  }
  return tally;
}

/** kill -9 of a real process at every call, a write half done. */
async function killed(scenario: Scenario, index: number, template: string): Promise<Tally> {
  const tally: Tally = { scenario: scenario.name, fault: "kill", runs: 0, struck: {}, refused: 0, unharmed: 0, found: [] };
  for (let at = index % stride; at < ENDLESS; at += stride) {
    begin(template);
    const ran = spawnSync(process.execPath, [...process.execArgv, process.argv[1]!, "once", root, String(index), String(at)], { encoding: "utf8" });
    const { struck } = control.disarm();
    if (ran.signal !== "SIGKILL") {
      if (ran.status !== 0) tally.found.push(`${at}: ended with ${ran.status}: ${ran.stderr.slice(0, 300)}`);
      return tally;
    }
    tally.runs += 1;
    tally.struck[struck!] = (tally.struck[struck!] ?? 0) + 1;
    await look(scenario, ran.stdout.split("\n").slice(0, -1), tally, `killed at ${at}`);
  }
  return tally;
}

function begin(from: string): void {
  rmSync(work, { recursive: true, force: true });
  cpSync(from, work, { recursive: true });
}

async function look(scenario: Scenario, acknowledged: readonly string[], tally: Tally, where: string): Promise<void> {
  try {
    await scenario.check(work, acknowledged);
  } catch (error) {
    tally.found.push(`${where}: afterwards: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return `${error.name} ${code} ${error.message.slice(0, 200)}${process.env["VOUCHSAFE_STACKS"] === undefined ? "" : (error.stack ?? "")}`;
}
