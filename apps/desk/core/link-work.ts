/**
 * Looking through all persons of the record for those who may be one. It runs beside the desk's own thread, says how far it is, can be stopped, and keeps
 * nothing: what it finds is a proposal, and goes with the lock. Only what people then sign is kept.
 */
import { Worker } from "node:worker_threads";
import { typeOf, type Book } from "#casework";
import { COLUMNS, linkStanding, profileOf } from "#confirm";
import type { FieldBits, Phase } from "#stats";
import type { Store, StoredRecord } from "#store";
import type { OpenDesk } from "./open-desk.ts";

/** What the worker is given. */
export interface LinkingTask {
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly decided: readonly { readonly a: string; readonly b: string; readonly verdict: "same" | "not the same" }[];
}

/** What the worker says. */
export type LinkingSays = { readonly phase: Phase; readonly done: number; readonly of: number } | LinkingDone;

export interface LinkingDone {
  readonly pairs: readonly ProposedPair[];
  readonly automatic: number;
  readonly review: number;
  readonly compared: number;
  readonly recallAtMost: number;
  readonly missedAtLeast: number;
}

/** Two persons that may be one, and why. */
export interface ProposedPair {
  readonly a: string;
  readonly b: string;
  readonly band: "automatic" | "review";
  readonly probability: number;
  /** Whom they were most likely to be mistaken for: `stranger`, or a rival of the settings. */
  readonly against: string;
  readonly priorBits: number;
  /** log2 of the odds that they are one. */
  readonly bits: number;
  readonly fields: readonly FieldBits[];
  readonly barredBy: readonly string[];
}

export type LinkWorkState = "never" | "running" | "done" | "stopped" | "failed";

/** Persons read between two breaths, so that the desk goes on answering. */
const AT_ONCE = 50;
const PAGE = 1000;
/** Subjects of a record that is looked through unasked. */
const SMALL = 3_000;

export class LinkWork {
  readonly #desk: OpenDesk;
  #worker: Worker | null = null;
  #run = 0;
  state: LinkWorkState = "never";
  phase: Phase = "reading";
  done = 0;
  of = 0;
  persons = 0;
  result: LinkingDone | null = null;
  /** The version of the record it looked at. */
  version = -1;
  readonly #byPair = new Map<string, ProposedPair>();

  constructor(desk: OpenDesk) {
    this.#desk = desk;
  }

  /** Whether something came since it looked. */
  get isStale(): boolean {
    return this.state === "done" && this.version !== this.#desk.records.version(this.#desk.line);
  }

  /** Begins, unless it is running. */
  start(): void {
    if (this.state === "running") return;
    const run = ++this.#run;
    this.state = "running";
    this.phase = "reading";
    this.done = 0;
    void this.#go(run).catch(() => this.#end(run, "failed"));
  }

  /** Looks by itself where that takes no longer than a moment: in a small record that has changed since. */
  startIfSmall(): void {
    if (this.state === "running" || (this.state !== "never" && !this.isStale)) return;
    const [subjects] = this.#desk.store.query<{ n: number }>("SELECT count(*) AS n FROM (SELECT 1 FROM records WHERE kind = 'subject' LIMIT ?)", [SMALL + 1]);
    if (subjects!.n <= SMALL) this.start();
  }

  /** Ends it; what was found before stays. */
  stop(): void {
    if (this.state !== "running") return;
    this.#end(this.#run, "stopped");
  }

  /** What was found of two persons. */
  pair(a: string, b: string): ProposedPair | null {
    return this.#byPair.get(pairKey(a, b)) ?? null;
  }

  async #go(run: number): Promise<void> {
    const { records, line } = this.#desk;
    const version = records.version(line);
    const book = records.open(line);
    const persons = personsIn(this.#desk, book);
    this.of = persons.length;
    // Every column is there, also one in which nobody says anything.
    const columns: Readonly<Record<string, string[]>> = Object.fromEntries(COLUMNS.map((name) => [name, Array.from({ length: persons.length }, () => "")]));
    for (const [row, person] of persons.entries()) {
      for (const [name, value] of Object.entries(profileOf(book, person).values)) columns[name]![row] = value;
      this.done = row + 1;
      if (row % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
      if (run !== this.#run || this.state !== "running") return;
    }
    this.persons = persons.length;
    if (persons.length < 2) return this.#finish(run, version, { pairs: [], automatic: 0, review: 0, compared: 0, recallAtMost: 1, missedAtLeast: 0 });
    const task: LinkingTask = { ids: persons, columns, decided: decidedIn(this.#desk, book) };
    const worker = new Worker(new URL("link-worker.ts", import.meta.url), { workerData: task });
    this.#worker = worker;
    worker.on("message", (said: LinkingSays) => {
      if (run !== this.#run || this.state !== "running") return;
      if ("phase" in said) [this.phase, this.done, this.of] = [said.phase, said.done, said.of];
      else this.#finish(run, version, said);
    });
    worker.on("error", () => this.#end(run, "failed"));
    worker.on("exit", (code) => code !== 0 && this.#end(run, "failed"));
  }

  #finish(run: number, version: number, result: LinkingDone): void {
    this.result = result;
    this.version = version;
    this.#byPair.clear();
    for (const pair of result.pairs) this.#byPair.set(pairKey(pair.a, pair.b), pair);
    this.#end(run, "done");
  }

  #end(run: number, state: LinkWorkState): void {
    if (run !== this.#run || this.state !== "running") return;
    this.state = state;
    void this.#worker?.terminate();
    this.#worker = null;
  }
}

/** Every person of the record, sorted. */
function personsIn({ store }: OpenDesk, book: Book): string[] {
  const persons = new Set<string>();
  for (const { id, record } of everyRecord(store, "subject")) if ((record as { type?: unknown }).type === "person" && typeOf(book, id) === "person") persons.add(id);
  return [...persons].sort();
}

/** Every two persons of whom somebody signed something, each once. */
export function decidedPairs({ store }: OpenDesk): readonly (readonly [string, string])[] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const { record } of everyRecord(store, "linkDecision")) {
    const { persons } = record as { persons?: unknown };
    if (!Array.isArray(persons)) continue;
    const [a, b] = persons as readonly unknown[];
    if (typeof a === "string" && typeof b === "string") pairs.set(pairKey(a, b), [a, b]);
  }
  return [...pairs.values()];
}

/** What people have decided holds, whatever the numbers say. Two who differ hold nothing together and nothing apart. */
function decidedIn(desk: OpenDesk, book: Book): LinkingTask["decided"] {
  return decidedPairs(desk).flatMap(([a, b]) => {
    const { verdict } = linkStanding(book, a, b);
    return verdict === null ? [] : [{ a, b, verdict }];
  });
}

function* everyRecord(store: Store, kind: string): Generator<StoredRecord> {
  for (let after: string | undefined; ; ) {
    const page = store.records({ kind, limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.order;
  }
}

export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
