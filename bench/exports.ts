/**
 * What an export costs: `npm run bench -- exports [PERSONS]` (10,000 unless said). An invented record of eight records for each person, some of them cited from letters that do
 * not leave; CPU time of this process for what may leave and for each form, and as a ratio to JSON.stringify of the same records in the same run.
 */
import { bookOf, jsonOf, type AuthoredRecord, type CaseRecord, type WholeBook } from "#casework";
import { csvOf, jsonLinesOf, leavingOf, readJsonLines, readRelatos, relatosOf } from "#exchange";
import { sha256Hex } from "#prim";
import { utf8 } from "#bytes";

const PERSONS = Number(process.argv[2] ?? "10000");
const PER_LETTER = 20;
const REQUEST = "5a".repeat(16);

const idOf = (kind: number, n: number): string => (kind * 2 ** 40 + n).toString(16).padStart(32, "0");
const day = (n: number): string => `2031-0${1 + (n % 9)}-1${n % 10}`;

function recordsOf(n: number): CaseRecord[] {
  const [person, act] = [idOf(1, n), idOf(2, n)];
  const letter = idOf(3, Math.floor(n / PER_LETTER));
  const say = (k: number, subject: string, property: string, value: object): CaseRecord => ({ id: idOf(10 + k, n), kind: "statement", case: idOf(9, 0), subject, property, stance: "asserts", value, citations: [{ of: letter, quote: "led away" }] }) as unknown as CaseRecord;
  return [
    { id: person, kind: "subject", type: "person", case: idOf(9, 0) },
    say(1, person, "name", { name: { full: `Person ${n} of Orlava` } }),
    say(2, person, "residence", { place: { asGiven: `${n} Quarry Street` } }),
    { id: act, kind: "subject", type: "act", case: idOf(9, 0) },
    say(3, act, "kind", { code: { list: "act", term: n % 2 === 0 ? "detention" : "disappearance" } }),
    say(4, act, "victim", { ref: person }),
    say(5, act, "time", { time: { kind: "exact", first: day(n), last: day(n) } }),
    say(6, act, "remark", { text: `Two men led number ${n} away before it was light; nobody wrote down the plates.` }),
  ] as CaseRecord[];
}

function authored(record: CaseRecord, n: number): AuthoredRecord {
  return { record, entryId: sha256Hex(utf8(String(Math.floor(n / 500)))), author: "aa".repeat(32), person: "bb".repeat(32), clock: Math.floor(n / 500), counted: true };
}

function cpu<T>(name: string, work: () => T, baseline?: number): { readonly value: T; readonly seconds: number } {
  globalThis.gc?.();
  const begun = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(begun);
  const seconds = (user + system) / 1e6;
  console.log(`${seconds.toFixed(2).padStart(8)} CPU-s${baseline === undefined ? "" : ` ${(seconds / baseline).toFixed(1).padStart(6)} ×`}  ${name}`);
  return { value, seconds };
}

const letters = Array.from({ length: Math.ceil(PERSONS / PER_LETTER) }, (_, n) => ({ id: idOf(3, n), kind: "report", channel: "tell", received: { kind: "exact", first: day(n), last: day(n) }, text: "I saw them led away. ".repeat(50) }) as unknown as CaseRecord);
const records = [{ id: idOf(9, 0), kind: "subject", type: "case" } as CaseRecord, ...letters, ...Array.from({ length: PERSONS }, (_, n) => recordsOf(n)).flat()];
console.log(`${PERSONS} persons, ${records.length} records`);
const { seconds: base } = cpu("JSON.stringify of the records", () => records.map((record) => JSON.stringify(jsonOf(record))).join("\n").length);
const { value: book } = cpu<WholeBook>("the book", () => bookOf(records.map(authored)), base);
const { value: leaving } = cpu("what may leave", () => leavingOf(book, { id: REQUEST, of: { all: true }, ceiling: 2, earlier: false }), base);
console.log(`         ${leaving.records.length} leave; left out ${leaving.leftOut.map(({ code, count }) => `${code} ${count}`).join(", ")}`);
const { value: lines } = cpu("as JSON Lines", () => jsonLinesOf(leaving), base);
const { value: relatos } = cpu("as relatos", () => relatosOf(leaving), base);
const { value: table } = cpu("as CSV", () => csvOf(leaving), base);
console.log(`         ${[lines, relatos, table].map((text) => `${(utf8(text).length / 1024 / 1024).toFixed(1)} MiB`).join(" · ")}`);
cpu("reading JSON Lines back", () => readJsonLines(lines).records.length, base);
cpu("reading relatos back", () => readRelatos([relatos]).records.length, base);
console.log(`         ${(process.memoryUsage.rss() / 1024 / 1024).toFixed(0)} MiB of memory now`);
