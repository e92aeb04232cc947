/**
 * Looking through all persons of the record for those who may be one. It runs beside the desk's own thread, says how far it is, can be stopped, and keeps
 * nothing: what it finds is a proposal, and goes with the lock. Only what people then sign is kept.
 *
 * It begins by itself, gently, when somebody first sees a place where proposals are shown. After that only those persons are compared who came or of whom
 * something else is said, with all others, by the numbers learned at the beginning; when they have become many, all is learned anew. Whoever stopped it
 * begins it again by hand, and until then is told how many have not been compared.
 */
import { availableParallelism } from "node:os";
import { parseRecord, touchesOf, typeOf, type Book } from "#casework";
import { COLUMNS, PEOPLE, profileOf, RECORD } from "#confirm";
import type { Phase, Profile } from "#stats";
import type { Store, StoredRecord } from "#store";
import { startProposing, type ProposedPair, type Proposals, type ProposingJob } from "../linking/index.ts";
import { RECORDS_OF_AN_ENTRY } from "./archive-tables.ts";
import type { OpenDesk } from "./open-desk.ts";

export type { ProposedPair };

export type LinkWorkState = "never" | "running" | "done" | "stopped" | "failed";

/** Pairs handed to the desk at most: the surest and then those whose answer tells most. */
const MOST_PAIRS = 20_000;
const PAGE = 1000;
/** Reading goes on for so long, then the desk answers who asks; unasked it rests longer than it reads. */
const READS_MS = 8;
const RESTS_MS = 12;
/** Where more has arrived than this, all profiles are read again. */
const MOST_NEWS = 2_000;
/** When one in so many has come since the numbers were learned, they are learned anew. */
const LEARNED_AGAIN = 5;
/** From a record to the persons of whom it says something: it withdraws what says who is the victim of an act. */
const MOST_STEPS = 5;

export class LinkWork {
  readonly #desk: OpenDesk;
  #job: ProposingJob | null = null;
  #run = 0;
  state: LinkWorkState = "never";
  phase: Phase = "reading";
  done = 0;
  of = 0;
  /** Persons compared with each other. */
  persons = 0;
  compared = 0;
  recallAtMost: number | null = null;
  /** The profile of everyone compared, as text. */
  readonly #profiles = new Map<string, string>();
  /** Persons of whom something has come since; all, where too much has come to say. */
  readonly #touched = new Set<string>();
  #allTouched = true;
  /** How far the record was looked at. */
  #seen = { record: -1, recounted: -1, persons: "" };
  #learnedFrom = 0;
  #counted = { version: -1, persons: 0 };
  readonly #byPair = new Map<string, ProposedPair>();

  constructor(desk: OpenDesk) {
    this.#desk = desk;
  }

  /** What is proposed. */
  get pairs(): Iterable<ProposedPair> {
    return this.#byPair.values();
  }

  /** What was found of two persons. */
  pair(a: string, b: string): ProposedPair | null {
    return this.#byPair.get(pairKey(a, b)) ?? null;
  }

  /** How many persons have not been compared as they now are; those it is at while it runs left out. */
  uncompared(): number {
    this.#catchUp();
    if (!this.#allTouched) return this.#touched.size;
    const version = this.#desk.records.version(this.#desk.line);
    if (this.#counted.version !== version) this.#counted = { version, persons: [...personsIn(this.#desk)].length };
    // Some may be as they were; who is new is not.
    return Math.max(this.#counted.persons - this.#profiles.size, Math.min(this.#counted.persons, 1));
  }

  /** Looks at everything anew, by hand, unless it is running. */
  start(): void {
    if (this.state === "running") return;
    this.#letGo();
    this.#allTouched = true;
    this.#begin(0);
  }

  /** Begins by itself where something has not been compared, unless somebody stopped it. */
  keepUp(): void {
    if (this.state === "running" || this.state === "stopped" || this.state === "failed") return;
    this.#catchUp();
    if (this.#allTouched || this.#touched.size > 0) this.#begin(RESTS_MS);
  }

  /** Ends it; what was found before stays. */
  stop(): void {
    if (this.state !== "running") return;
    this.#end("stopped");
    this.#letGo();
  }

  #begin(restsMs: number): void {
    if (this.state === "running") return;
    const run = ++this.#run;
    [this.state, this.phase, this.done, this.of] = ["running", "reading", 0, 0];
    this.#go(run, restsMs).catch(() => {
      if (run !== this.#run) return;
      this.#end("failed");
      this.#letGo();
    });
  }

  #end(state: LinkWorkState): void {
    this.#run++;
    this.state = state;
  }

  /** Without the thread the next look is at everything. */
  #letGo(): void {
    void this.#job?.end();
    this.#job = null;
  }

  async #go(run: number, restsMs: number): Promise<void> {
    const goesOn = (): boolean => run === this.#run;
    this.#catchUp();
    // What comes while it reads is for the next time.
    const [reads, isAll] = [[...this.#touched], this.#allTouched];
    this.#touched.clear();
    this.#allTouched = false;
    const again = (): void => {
      for (const id of reads) this.#touched.add(id);
      this.#allTouched ||= isAll;
    };
    let isDone = false;
    try {
      const changed = new Map<string, Profile>();
      const gone = new Set<string>();
      const ids = new Set(isAll ? [...(await this.#everyone(restsMs, goesOn)), ...this.#profiles.keys()] : reads);
      this.of = ids.size;
      let until = Date.now() + READS_MS;
      for (const id of ids) {
        if (!goesOn()) return;
        const book = this.#book();
        if (typeOf(book, id) !== "person") gone.add(id);
        else {
          const profile = profileOf(book, id);
          if (JSON.stringify(profile.values) !== this.#profiles.get(id)) changed.set(id, profile);
        }
        this.done++;
        if (Date.now() < until) continue;
        await new Promise((resolve) => setTimeout(resolve, restsMs));
        until = Date.now() + READS_MS;
      }
      if (!goesOn()) return;
      const proposals = await this.#propose(changed, gone);
      if (!goesOn() || proposals === null) return;
      this.#keep(proposals, changed, gone);
      isDone = true;
      this.#end("done");
    } finally {
      if (!isDone) again();
    }
  }

  /** Compares what changed with all, or all with all where there is nobody to ask or too much is new. */
  async #propose(changed: ReadonlyMap<string, Profile>, gone: ReadonlySet<string>): Promise<Proposals | null> {
    if (this.#job !== null && changed.size * LEARNED_AGAIN <= this.#learnedFrom) {
      if (changed.size === 0 && ![...gone].some((id) => this.#profiles.has(id))) return NOTHING;
      return this.#job.compare([...changed.values()], [...gone]);
    }
    this.#letGo();
    const texts = new Map([...this.#profiles].filter(([id]) => !gone.has(id)));
    for (const [id, { values }] of changed) texts.set(id, JSON.stringify(values));
    const ids = [...texts.keys()].sort();
    // What was found before stays until there is something new.
    const takeOver = (proposals: Proposals): Proposals => {
      this.#profiles.clear();
      this.#byPair.clear();
      for (const [id, text] of texts) this.#profiles.set(id, text);
      [this.#learnedFrom, this.compared, this.recallAtMost] = [ids.length, 0, proposals.recallAtMost];
      return proposals;
    };
    if (ids.length < 2) return takeOver(NOTHING);
    // Every column is there, also one in which nobody says anything.
    const rows = ids.map((id) => JSON.parse(texts.get(id)!) as Readonly<Record<string, string>>);
    const columns = new Map(COLUMNS.map((name) => [name as string, rows.map((values) => values[name] ?? "")]));
    const run = this.#run;
    this.#job = startProposing({ count: ids.length, ids, sources: ids.map(() => RECORD), columns }, PEOPLE, {
      most: MOST_PAIRS,
      // One is left for whoever works at the desk.
      workers: Math.max(1, Math.min(4, availableParallelism() - 1)),
      onStep: (phase, done, of) => {
        if (this.state === "running") [this.phase, this.done, this.of] = [phase, done, of];
      },
    });
    const proposals = await this.#job.result;
    return run === this.#run && proposals !== null ? takeOver(proposals) : null;
  }

  #keep({ pairs, compared }: Proposals, changed: ReadonlyMap<string, Profile>, gone: ReadonlySet<string>): void {
    for (const [key, { a, b }] of this.#byPair) if ([a, b].some((id) => changed.has(id) || gone.has(id))) this.#byPair.delete(key);
    for (const pair of pairs) this.#byPair.set(pairKey(pair.a, pair.b), pair);
    for (const id of gone) this.#profiles.delete(id);
    for (const [id, { values }] of changed) this.#profiles.set(id, JSON.stringify(values));
    this.persons = this.#profiles.size;
    this.compared += compared;
  }

  #book(): Book {
    return this.#desk.records.open(this.#desk.line);
  }

  async #everyone(restsMs: number, goesOn: () => boolean): Promise<string[]> {
    const found: string[] = [];
    let until = Date.now() + READS_MS;
    for (const id of personsIn(this.#desk)) {
      found.push(id);
      if (Date.now() < until) continue;
      await new Promise((resolve) => setTimeout(resolve, restsMs));
      until = Date.now() + READS_MS;
      if (!goesOn()) return found;
    }
    return found;
  }

  /** Finds the persons of whom what has come since says something. */
  #catchUp(): void {
    const { store, records, line } = this.#desk;
    records.source(line);
    const newest = store.query<{ record: number | null; recounted: number | null }>("SELECT (SELECT max(key) FROM records) AS record, (SELECT max(n) FROM p_recounted) AS recounted")[0]!;
    const persons = [...line.state.devices].map(([device, { person }]) => `${device} ${person}`).toSorted().join();
    const before = this.#seen;
    this.#seen = { record: newest.record ?? -1, recounted: newest.recounted ?? -1, persons };
    // Whose device an entry is of may change what counts.
    if (persons !== before.persons) this.#allTouched = true;
    if (this.#allTouched || (this.#seen.record === before.record && this.#seen.recounted === before.recounted)) return;
    const sql = `SELECT key FROM records WHERE key > ? UNION ALL SELECT r.key FROM p_recounted c JOIN records r
      ON r.key >= c.entry * ${RECORDS_OF_AN_ENTRY} AND r.key < (c.entry + 1) * ${RECORDS_OF_AN_ENTRY} WHERE c.n > ? LIMIT ${MOST_NEWS + 1}`;
    const keys = store.query<{ key: number }>(sql, [before.record, before.recounted]).map(({ key }) => key);
    if (keys.length > MOST_NEWS) {
      this.#allTouched = true;
      return;
    }
    const book = this.#book();
    const ids = new Set(store.recordsByKey(keys).flatMap(({ record }) => [...touchesOf(parseRecord(record))]));
    for (const id of personsTouched(book, ids)) this.#touched.add(id);
  }
}

const NOTHING: Proposals = { pairs: [], compared: 0, recallAtMost: 1 };

/** The persons whose profile may be another when something is said of, or with, these ids. */
function personsTouched(book: Book, ids: Iterable<string>): Set<string> {
  const persons = new Set<string>();
  const known = new Set<string>(ids);
  let now = [...known];
  for (let step = 0; step < MOST_STEPS && now.length > 0; step++) {
    const next = now.flatMap((id) => book.byId(id).flatMap(({ record }): readonly string[] => {
      if (record.kind === "statement") return [record.subject, ...(record.value?.ref === undefined ? [] : [record.value.ref])];
      if (record.kind === "withdraw") return [record.target];
      if (record.kind !== "subject") return [];
      if (record.type === "person") persons.add(id);
      return record.type === "act" ? book.naming(id, "statement", "subject").flatMap(({ record: said }) => (said.property === "victim" && said.value?.ref !== undefined ? [said.value.ref] : [])) : [];
    }));
    now = [...new Set(next)].filter((id) => !known.has(id));
    for (const id of now) known.add(id);
  }
  return persons;
}

/** Every person of the record. */
function* personsIn({ store }: OpenDesk): Generator<string> {
  for (const { id, record } of everyRecord(store, "subject")) if ((record as { type?: unknown }).type === "person") yield id;
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
