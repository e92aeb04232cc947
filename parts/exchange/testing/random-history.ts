/** Random histories in which records supersede, withdraw and deny each other, cite texts told and texts published, and use an id twice. */
import fc from "fast-check";
import type { Json } from "#bytes";
import { parseRecord, type AuthoredRecord } from "#casework";
import { entry, type Member } from "./cast.ts";

const idOf = (n: number): string => n.toString(16).padStart(32, "0");
export const CASE = idOf(9);
const ACT = idOf(1);
const PERSON = idOf(2);
const SOURCE = idOf(3);
const LETTER = idOf(4);
const ARTICLE = idOf(5);
const OTHER_CASE = idOf(6);
const FIRST = 16;
const SIZE = 14;

const DAY = { kind: "exact", first: "2031-01-05", last: "2031-01-05" };
const settled: readonly Json[] = [
  { id: CASE, kind: "subject", type: "case" },
  { id: OTHER_CASE, kind: "subject", type: "case" },
  { id: ACT, kind: "subject", type: "act", case: CASE },
  { id: PERSON, kind: "subject", type: "person", case: CASE },
  { id: SOURCE, kind: "subject", type: "source" },
  { id: LETTER, kind: "report", channel: "tell", received: DAY, text: "words that somebody dared to write to us at night", case: CASE },
  { id: ARTICLE, kind: "report", channel: "web", received: DAY, text: "what a newspaper printed of it" },
];
export const beginning: readonly AuthoredRecord[] = entry("amina", 0, settled.map(parseRecord));

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const someId = fc.nat(SIZE - 1).map((n) => idOf(FIRST + n));
const someIds = fc.uniqueArray(someId, { minLength: 1, maxLength: 2 });
const words = fc.constantFrom("words", "words that somebody dared to write", "=1+1", "a\nb;-c", "слово ‮ ]]> & <", "𝔘 🜂");
const value = fc.constantFrom<Json>(
  { code: { list: "act", term: "killing" } },
  { code: { list: "act", term: "detention", mapsTo: [{ scheme: "huridocs", code: "02 01" }] } },
  { time: DAY },
  { time: { kind: "within", asGiven: "words that somebody dared to write" } },
  { place: { asGiven: "Orlava", latMicrodegrees: -1, lonMicrodegrees: 2, radiusM: 3 } },
  { count: { max: 26 } },
  { ref: PERSON },
  { flag: false },
  { number: -7 },
  { name: { full: "Радан Остреви", parts: [{ kind: "given", value: "Радан" }] } },
);
const citation = fc.constantFrom<Json>({ of: LETTER, quote: "dared", at: { text: { start: 20, end: 25 } } }, { of: ARTICLE, quote: "printed", at: { text: { start: 17, end: 24, prefix: "newspaper " } } }, { of: "ab".repeat(32), at: { page: 3 } });

const statement = fc.record({
  kind: fc.constant("statement"),
  subject: fc.constantFrom(ACT, ACT, PERSON, SOURCE),
  property: fc.constantFrom("kind", "time", "remark", "person", "name", "invented"),
  stance: fc.constantFrom("asserts", "asserts", "denies", "doubts", "corrects"),
  value: fc.oneof(value, words.map((text): Json => ({ text }))),
  saidBy: maybe(fc.constant(SOURCE)),
  supersedes: maybe(someIds),
  against: maybe(someIds),
  citations: maybe(fc.uniqueArray(citation, { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) })),
  sensitivity: maybe(fc.constantFrom(0, 2, 3, 4)),
  reasoning: maybe(words),
});
const rest = fc.oneof(
  fc.record({ kind: fc.constant("withdraw"), target: someId }),
  fc.record({ kind: fc.constant("officialStatement"), words, position: fc.constant("denies the fact"), targets: someId.map((on) => [{ on }]), citations: maybe(fc.constant([{ of: LETTER }])) }),
  fc.record({ kind: fc.constant("finding"), proposition: words, standard: fc.constant(2), claims: fc.constant([ACT]), for: maybe(someIds), alternatives: maybe(words.map((text) => [{ text }])) }),
  fc.record({ kind: fc.constant("decision"), on: someId, outcome: fc.constant("agrees") }),
  fc.record({ kind: fc.constant("assessment"), source: fc.constant(SOURCE), reliability: fc.constant(2) }),
  fc.record({ kind: fc.constant("consent"), of: fc.constant(PERSON), purpose: fc.constant("share"), answer: fc.constant("no") }),
  fc.record({ kind: fc.constant("step"), what: words, by: maybe(words.filter((text) => !text.includes("\n") && !text.includes("‮"))) }),
  fc.record({ kind: fc.constant("comesLater"), says: words }),
);

const record = (n: number): fc.Arbitrary<Json> =>
  fc
    .tuple(fc.oneof({ weight: 3, arbitrary: statement }, { weight: 2, arbitrary: rest }), fc.oneof({ weight: 9, arbitrary: fc.constant(idOf(FIRST + n)) }, { weight: 1, arbitrary: someId }), fc.constantFrom(CASE, CASE, OTHER_CASE, null))
    .map(([fields, id, caseId]) => ({ ...(Object.fromEntries(Object.entries(fields).filter(([, content]) => content !== undefined)) as { [field: string]: Json }), id, ...(caseId === null ? {} : { case: caseId }) }))
    .filter(({ id, ...fields }) => !JSON.stringify(fields).includes(id));

/** Records as persons wrote them, each an entry of its own. */
export const history: fc.Arbitrary<readonly AuthoredRecord[]> = fc
  .tuple(...Array.from({ length: SIZE }, (_, n) => fc.tuple(record(n), fc.constantFrom<Member>("amina", "tomas", "ilya"), fc.integer({ min: 1, max: 4 }), fc.nat(7))))
  .map((written) => written.flatMap(([json, by, clock, luck]) => entry(by, clock, [parseRecord(json)], { counted: luck > 0 })));
