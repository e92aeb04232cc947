/** Random histories: records that supersede, withdraw, deny and decide each other in every way, rings and twice-used ids among them. */
import fc from "fast-check";
import type { Json } from "#bytes";
import { parseRecord } from "../body.ts";
import type { AuthoredRecord } from "../authored.ts";
import { entry, type Member } from "./cast.ts";

export const idOf = (n: number): string => n.toString(16).padStart(32, "0");
/** Subjects 0–1 are acts, 2 a person, 3–4 sources, 5 a report, 6 the case. */
export const SUBJECTS = [0, 1, 2, 3, 4].map(idOf);
export const REPORT = idOf(5);
export const CASE = idOf(6);
const FIRST_FREE = 7;

const settled: readonly Json[] = [
  ...SUBJECTS.map((id, n) => ({ id, kind: "subject", type: n < 2 ? "act" : n === 2 ? "person" : "source", case: CASE })),
  {
    id: REPORT,
    kind: "report",
    channel: "document",
    received: { kind: "exact", first: "2031-01-05", last: "2031-01-05" },
    text: "what somebody wrote",
    case: CASE,
  },
  { id: CASE, kind: "subject", type: "case" },
];

/** Another case, which shares persons, sources and the report with the first, and some records written in none. */
export const OTHER_CASE = idOf(20);
export const otherCase: fc.Arbitrary<readonly AuthoredRecord[]> = fc
  .subarray<Json>([
    { id: OTHER_CASE, kind: "subject", type: "case" },
    { id: idOf(21), kind: "subject", type: "person", case: OTHER_CASE },
    { id: idOf(22), kind: "linkDecision", persons: [SUBJECTS[2]!, idOf(21)], decision: "same" },
    { id: idOf(23), kind: "linkDecision", persons: [idOf(21), SUBJECTS[2]!], decision: "not the same", supersedes: [idOf(22)] },
    { id: idOf(24), kind: "triage", report: idOf(5), mark: "in case", case: OTHER_CASE },
    { id: idOf(25), kind: "assessment", source: idOf(3), reliability: 2 },
    { id: idOf(26), kind: "statement", subject: idOf(21), property: "remark", stance: "asserts", value: { text: "late" }, saidBy: idOf(4), citations: [{ of: idOf(5) }] },
    { id: idOf(27), kind: "statement", subject: idOf(0), property: "victim", stance: "asserts", value: { ref: idOf(21) }, case: OTHER_CASE, saidBy: idOf(3) },
    { id: idOf(28), kind: "withdraw", target: idOf(24) },
    { id: idOf(29), kind: "withdraw", target: idOf(8) },
  ])
  .map((written) => written.flatMap((json, n) => entry(n % 2 === 0 ? "tomas" : "ilya", n, [parseRecord(json)])));

export const beginning: readonly AuthoredRecord[] = entry("amina", 0, settled.map(parseRecord));

const subject = fc.constantFrom(...SUBJECTS);
const value = fc.constantFrom<Json>(
  { code: { list: "act", term: "killing" } },
  { code: { list: "act", term: "detention" } },
  { time: { kind: "exact", first: "2031-01-02", last: "2031-01-02" } },
  { time: { kind: "within", first: "2031-01-01", last: "2031-01-31", asGiven: "in January" } },
  { time: { kind: "within", asGiven: "last winter" } },
  { text: "words" },
  { ref: SUBJECTS[2]! },
);
const TIME: Json = { kind: "within", first: "2031-01-01" };

/** Record number `n` of a history of `size`: what it points at may be earlier, later or itself-to-be. */
function recordAt(n: number, size: number): fc.Arbitrary<Json> {
  const other = fc.nat(size - 2).map((m) => FIRST_FREE + (m < n ? m : m + 1));
  const others = fc.uniqueArray(other.map(idOf), { minLength: 1, maxLength: 2 });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
  const id = fc.oneof({ weight: 12, arbitrary: fc.constant(idOf(FIRST_FREE + n)) }, { weight: 1, arbitrary: other.map(idOf) });
  const statement = fc.record({
    kind: fc.constant("statement"),
    subject,
    property: fc.constantFrom("kind", "time", "remark"),
    stance: fc.constantFrom("asserts", "asserts", "denies", "doubts", "corrects"),
    value,
    saidBy: maybe(fc.constantFrom(SUBJECTS[3]!, SUBJECTS[4]!)),
    supersedes: maybe(others),
    against: maybe(others),
  });
  const rest = fc.oneof(
    fc.record({ kind: fc.constant("withdraw"), target: other.map(idOf) }),
    fc.record({ kind: fc.constant("decision"), on: other.map(idOf), outcome: fc.constantFrom("agrees", "disagrees"), supersedes: maybe(others) }),
    fc.record({
      kind: fc.constant("finding"),
      proposition: fc.constant("it happened"),
      standard: fc.constant(2),
      claims: fc.constant([SUBJECTS[0]!]),
      for: maybe(others),
    }),
    fc.record({
      kind: fc.constant("officialStatement"),
      words: fc.constant("nothing happened"),
      position: fc.constantFrom("denies the fact", "blames the source", "refuses comment"),
      targets: fc.oneof(subject, other.map(idOf)).map((on) => [{ on }]),
      said: fc.constant(TIME),
    }),
    fc.record({
      kind: fc.constant("triage"),
      report: fc.constant(REPORT),
      mark: fc.constantFrom("seen", "taken", "free", "urgent", "calm"),
      supersedes: maybe(others),
    }),
    fc.record({ kind: fc.constant("derivesFrom"), source: fc.constant(SUBJECTS[3]!), from: fc.constant([SUBJECTS[4]!]), supersedes: maybe(others) }),
    fc.record({
      kind: fc.constant("consent"),
      of: fc.constant(SUBJECTS[2]!),
      purpose: fc.constant("publish name"),
      answer: fc.constantFrom("yes", "no"),
      supersedes: maybe(others),
    }),
    fc.record({ kind: fc.constant("comesLater"), says: fc.constant("in another form") }),
  );
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: statement }, { weight: 2, arbitrary: rest }), id)
    .map(([fields, own]) => ({ ...withoutUndefined(fields), id: own, case: CASE }))
    .filter(({ id: own, ...fields }) => !JSON.stringify(fields).includes(own));
}

/** Records as persons wrote them, each an entry of its own, in no order. */
export const history: fc.Arbitrary<readonly AuthoredRecord[]> = fc
  .integer({ min: 2, max: 12 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, n) =>
        fc.tuple(
          recordAt(n, size),
          fc.constantFrom<Member>("amina", "tomas", "ilya"),
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 0, max: 7 }),
        ),
      ),
    ),
  )
  .map((written) => written.flatMap(([json, by, clock, luck]) => entry(by, clock, [parseRecord(json)], { counted: luck > 0 })));

function withoutUndefined(fields: object): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(fields).filter((pair): pair is [string, Json] => pair[1] !== undefined));
}
