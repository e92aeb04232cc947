/**
 * A desk with a large archive: what its screens wait for.
 *
 *   npm run bench -- desk [PERSONS]
 *
 * An archive is written through the desk's own path, ten records for each person (100,000 persons are a million records) in acts of 500, a hundredth of them in one large
 * case and the rest in cases of a hundred. Then the rows of its lists are made, and each question of the screens is asked many times through the desk's routes, in this
 * process and without a network. Times are by the clock, at the median and at 95 %, so other work on the machine is in them; the loop of plain arithmetic printed
 * before and after says how much.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDesk, foundGroup, unlockDesk, write, type Surroundings } from "../apps/desk/core/index.ts";
import { deskRoutes } from "../apps/desk/server/routes.ts";
import { createRelay, dayOf, DEFAULT_SETTINGS, memoryStore } from "../apps/relay/index.ts";
import { penOf } from "#casework";
import { randomBytes, randomHex } from "#prim";
import { Redacted } from "#bytes";
import { tokenHash } from "#wire";
import { dice, FAMILY, KINDS, LARGE_SHARE, personRecords, seeded, writeArchive } from "./archive/persons.ts";

const PASSPHRASE = new Redacted("a passphrase of the bench");
const DEFAULT_PERSONS = 100_000;
const TIMES = 60;
const QUIET = { now: () => Promise.resolve(false), soon: () => undefined, stop: () => Promise.resolve() };

/** Runs and prints. */
export async function run([given]: readonly string[]): Promise<void> {
  const many = given === undefined ? DEFAULT_PERSONS : Number(given);
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-bench-"));
  try {
    await measure(many, dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(many: number, dir: string): Promise<void> {
  const account = randomHex(32);
  const store = memoryStore({ today: () => dayOf(Date.now()), random: randomBytes, recordCapBytes: 1e9, intakeCapBytes: 1e9 });
  const relay = createRelay({ store, settings: { ...DEFAULT_SETTINGS, accountHash: tokenHash(account) }, now: Date.now });
  const fetchRelay = ((input: string | URL | Request, init?: RequestInit) => Promise.resolve(relay.app.fetch(new Request(input, init)))) as typeof fetch;
  const surroundings: Surroundings = { workFactor: 4, fetch: fetchRelay };
  const person = { name: "Amina", passphrase: PASSPHRASE, memberKeyPath: join(dir, "member-key.age") };
  let desk = await foundGroup(join(dir, "desk"), "http://relay.invalid", new Redacted(account), person, surroundings);
  arithmetic();
  const written = timed(`write ${many} persons (ten records each)`, () => writeArchive(desk, many));
  const today = new Date().toISOString().slice(0, 10);
  timed("make the rows of all lists", () => {
    while (desk.archive.settle(desk.line, today) > 0);
  });
  memory("after that");
  closeDesk(desk);
  const opening = performance.now();
  desk = await unlockDesk(desk.dir, PASSPHRASE, surroundings);
  console.log(`unlock (without the key file's scrypt)   ${(performance.now() - opening).toFixed(0)} ms`);
  timed("read the rows into memory", () => {
    while (!desk.archive.load());
  });
  memory("unlocked, lists in memory");
  const app = deskRoutes(desk, QUIET);
  const roll = dice(5);
  const get = async (path: string): Promise<void> => {
    const response = await app.fetch(new Request(`http://desk.invalid/api${path}`));
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    await response.text();
  };
  const ask = (path: string, question: object): Promise<void> => get(`/archive/${path}?ask=${encodeURIComponent(JSON.stringify(question))}`);
  const someCase = (): string => written.cases[roll(written.cases.length)]!;
  const somePerson = (): string => written.persons[roll(written.persons.length)]!;
  const region = (): string => `A › Region ${roll(12)}`;
  const questions: { readonly [name: string]: () => Promise<void> } = {
    "list: a window anywhere": () => ask("list", { of: "person", from: roll(many), limit: 60 }),
    "list: another order and filter each time": () => ask("list", { of: "person", filter: { places: [region()], kinds: [KINDS[roll(4)]!] }, sort: { by: (["first", "changed", "label"] as const)[roll(3)] }, limit: 60 }),
    "list: words, each time others": () => ask("list", { of: "person", text: `${FAMILY[roll(FAMILY.length)]!} ${roll(1000)}`, limit: 60 }),
    "facets, each time of another filter": () => ask("list", { of: "person", filter: { places: [region()], first: `19${70 + roll(20)}-0${1 + roll(9)}-01` }, facets: true, limit: 60 }),
    "list of cases": () => ask("list", { of: "case", from: roll(written.cases.length), limit: 60 }),
    "a case": () => get(`/archive/cases/${someCase()}`),
    "the large case": () => get(`/archive/cases/${written.large}`),
    "the large case: people further down": () => get(`/archive/cases/${written.large}/people?from=${roll(Math.ceil(many / LARGE_SHARE))}&limit=50`),
    "a person": () => get(`/archive/people/${somePerson()}`),
    "map: the whole, in clusters": () => ask("map", { of: ["act"], filter: { kinds: [KINDS[roll(4)]!] } }),
    "map: a part": () => ask("map", { of: ["act"], bounds: { south: -39_000_000 + roll(8_000_000), north: -38_700_000 + roll(8_000_000), west: 21_000_000, east: 21_400_000 } }),
    "map: within 50 km": () => ask("map", { of: ["act"], filter: { near: { latMicrodegrees: -39_000_000 + roll(8_000_000), lonMicrodegrees: 25_000_000, radiusM: 50_000 } } }),
    "graph of a case": () => ask("graph", { about: someCase() }),
    "graph of a person": () => ask("graph", { about: somePerson() }),
    "timeline across all": () => ask("timeline", { first: `19${70 + roll(20)}-01-01` }),
    "search by kind": () => get(`/archive/search?q=${encodeURIComponent(`${FAMILY[roll(FAMILY.length)]!} ${roll(100)}`)}`),
    "requests for exports": () => get("/exports"),
    "inbox, sources, people (older screens)": () => get(["/inbox", "/sources", "/people"][roll(3)]!),
  };
  for (const [name, question] of Object.entries(questions)) await measured(name, question);
  const pen = penOf(seeded());
  await measured("a statement kept, until a list has it", async () => {
    const person = somePerson();
    write(desk, "work", "make-statement", [pen("statement", { subject: person, property: "remark", stance: "asserts", value: { text: `seen ${roll(1e6)}` } })]);
    await ask("list", { of: "person", sort: { by: "changed", down: true }, limit: 60 });
  });
  await measured(
    "an act of 500 records is written",
    () => {
      const { records } = personRecords(pen, roll, written.persons[0]!, written.persons[1]!);
      write(desk, "work", "import", [...records, ...Array.from({ length: 490 }, () => pen("subject", { type: "place" }))]);
      return Promise.resolve();
    },
    10,
  );
  arithmetic();
  memory("at the end");
  closeDesk(desk);
}

async function measured(name: string, work: () => Promise<void>, times = TIMES): Promise<void> {
  const all: number[] = [];
  for (let n = 0; n < times + 3; n++) {
    const before = performance.now();
    await work();
    if (n >= 3) all.push(performance.now() - before);
  }
  all.sort((a, b) => a - b);
  const at = (share: number): string => all[Math.min(all.length - 1, Math.floor(share * all.length))]!.toFixed(1).padStart(8);
  console.log(`${name.padEnd(44)}${at(0.5)} ms ${at(0.95)} ms`);
}

function timed<T>(name: string, work: () => T): T {
  const [cpu, clock] = [process.cpuUsage(), performance.now()];
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${name}: ${((user + system) / 1e6).toFixed(1)} CPU-s, ${((performance.now() - clock) / 1000).toFixed(1)} s`);
  return result;
}

function memory(when: string): void {
  globalThis.gc?.();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  console.log(`memory ${when}: ${mib(rss)} MiB, of which heap ${mib(heapTotal)} MiB (in use ${mib(heapUsed)}) and pages of the file at most 128`);
}

/** The same sum each time. */
function arithmetic(): void {
  const before = performance.now();
  let sum = 0;
  for (let n = 0; n < 5e7; n++) sum = (sum + n * 7) % 1_000_003;
  console.log(`plain arithmetic (${sum % 10}): ${(performance.now() - before).toFixed(0)} ms`);
}

await run(process.argv.slice(2));
