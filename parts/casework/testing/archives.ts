/** Random histories of people, acts and events that take from each other what lists show. */
import fc from "fast-check";
import type { Json } from "#bytes";
import type { AuthoredRecord } from "../authored.ts";
import { parseRecord } from "../body.ts";
import { entry, type Member } from "./cast.ts";
import { idOf } from "./histories.ts";

/** 0–1 acts, 2–3 persons, 4 an event, 5 an involvement, 6 a source, 7 a unit, 8 a case; 9 a report, 10 a translation. */
export const ARCHIVE_IDS = Array.from({ length: 11 }, (_, n) => idOf(n));
const TYPES = ["act", "act", "person", "person", "event", "involvement", "source", "unit", "case"] as const;
const FIRST_FREE = 11;
const TODAY_AND_LATER = ["2031-05-01", "2031-08-01"];

const place = (n: number): Json => ({ asGiven: `place ${n}`, adminPath: ["A", `B${n}`], latMicrodegrees: n, lonMicrodegrees: n, radiusM: 5 });
const said: readonly (readonly [number, string, Json])[] = [
  [0, "kind", { code: { list: "act", term: "killing" } }],
  [0, "kind", { code: { list: "act", term: "detention" } }],
  [0, "victim", { ref: idOf(2) }],
  [0, "victim", { ref: idOf(3) }],
  [1, "victim", { ref: idOf(3) }],
  [0, "event", { ref: idOf(4) }],
  [1, "event", { ref: idOf(4) }],
  [0, "time", { time: { kind: "within", first: "1973-09-11" } }],
  [1, "time", { time: { kind: "exact", first: "1974-01-01", last: "1974-01-02" } }],
  [4, "time", { time: { kind: "exact", first: "1972-01-01", last: "1972-01-02" } }],
  [0, "place", { place: place(1) }],
  [4, "place", { place: place(2) }],
  [2, "name", { name: { full: "Radka" } }],
  [3, "name", { name: { full: "Miro" } }],
  [3, "lastSeenAlive", { time: { kind: "within", last: "1973-01-01" } }],
  [2, "status", { code: { list: "status", term: "missing" } }],
  [5, "act", { ref: idOf(0) }],
  [5, "who", { ref: idOf(7) }],
  [5, "who", { ref: idOf(2) }],
  [7, "name", { name: { full: "the second company" } }],
  [6, "alias", { text: "A" }],
  [6, "kind", { code: { list: "sourceKind", term: "relative" } }],
  [8, "title", { text: "a case" }],
];

function recordAt(n: number, size: number): fc.Arbitrary<Json> {
  const other = fc.nat(size - 2).map((m) => idOf(FIRST_FREE + (m < n ? m : m + 1)));
  const any = fc.oneof({ weight: 3, arbitrary: other }, { weight: 1, arbitrary: fc.constantFrom(...ARCHIVE_IDS) });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 1 });
  const others = fc.uniqueArray(other, { minLength: 1, maxLength: 2 });
  const persons = fc.constantFrom([idOf(2), idOf(3)], [idOf(3), idOf(2)]);
  const quote = fc.constantFrom({ of: idOf(9), quote: "words", at: { text: { start: 0, end: 5 } } }, { of: idOf(10), quote: "slova", at: { text: { start: 0, end: 5 } } });
  const id = fc.oneof({ weight: 14, arbitrary: fc.constant(idOf(FIRST_FREE + n)) }, { weight: 1, arbitrary: other });
  const statement = fc
    .tuple(fc.constantFrom(...said), fc.constantFrom("asserts", "asserts", "asserts", "denies", "doubts"), maybe(fc.constant(idOf(6))), maybe(others), maybe(others), maybe(quote))
    .map(([[subject, property, value], stance, saidBy, supersedes, against, cited]) => ({
      kind: "statement",
      subject: idOf(subject),
      property,
      stance,
      value,
      saidBy,
      supersedes,
      against,
      citations: cited === undefined ? undefined : [cited],
    }));
  const subject = fc.nat(TYPES.length - 1).map((at) => ({ kind: "subject", type: TYPES[at]!, id: idOf(at) }));
  const report = fc.constantFrom("en", "ru").map((lang) => ({
    kind: "report",
    channel: "web",
    received: { kind: "exact", first: "2031-01-05", last: "2031-01-05" },
    text: lang === "en" ? "words of it" : "other words",
    lang,
    id: idOf(9),
  }));
  const rest = fc.oneof(
    subject,
    report,
    fc.constant({ kind: "translation", report: idOf(9), text: "slova", lang: "ru", id: idOf(10) }),
    any.map((target) => ({ kind: "withdraw", target })),
    any.map((target) => ({ kind: "withdraw", target })),
    fc.tuple(persons, fc.constantFrom("same", "same", "not the same", "possibly"), maybe(others)).map(([pair, decision, supersedes]) => ({ kind: "linkDecision", persons: pair, decision, supersedes })),
    fc.tuple(fc.constantFrom(idOf(2), idOf(3)), fc.constantFrom("yes", "no"), maybe(fc.constantFrom(...TODAY_AND_LATER)), maybe(others)).map(([of, answer, expires, supersedes]) => ({
      kind: "consent",
      purpose: "publish name",
      of,
      answer,
      expires,
      supersedes,
    })),
    fc.tuple(any, fc.constantFrom("denies the fact", "acknowledges")).map(([on, position]) => ({ kind: "officialStatement", words: "no", position, targets: [{ on }] })),
    fc.tuple(maybe(others)).map(([supersedes]) => ({ kind: "finding", proposition: "it happened", standard: 2, claims: [idOf(0)], supersedes })),
    any.map((on) => ({ kind: "decision", on, outcome: "agrees" })),
    fc.constantFrom("seen", "taken", "urgent").map((mark) => ({ kind: "triage", report: idOf(9), mark })),
    fc.constant({ kind: "triage", report: idOf(9), mark: "in case", case: idOf(8) }),
    fc.constant({ kind: "assessment", source: idOf(6), reliability: 2 }),
    fc.constant({ kind: "derivesFrom", source: idOf(6), from: [idOf(7)] }),
  );
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: statement }, { weight: 2, arbitrary: rest }), id, fc.boolean())
    .map(([fields, own, inCase]): { [key: string]: Json } => {
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [key: string]: Json };
      return { id: own, ...(inCase ? { case: idOf(8) } : {}), ...given };
    })
    .filter(({ id: own, ...fields }) => fields.kind === "subject" || !JSON.stringify(fields).includes(own as string));
}

const settled: readonly Json[] = TYPES.map((type, n) => ({ id: idOf(n), kind: "subject", type, ...(type === "case" ? {} : { case: idOf(8) }) }));

/** Records of a small archive, each an entry of its own; what subjects there are is mostly said at the beginning. */
export const archiveHistory: fc.Arbitrary<readonly AuthoredRecord[]> = fc
  .tuple(fc.integer({ min: 2, max: 14 }), fc.subarray([...settled], { minLength: 6 }))
  .chain(([size, begun]) =>
    fc.tuple(
      fc.constant(begun),
      fc.tuple(...Array.from({ length: size }, (_, n) => fc.tuple(recordAt(n, size), fc.constantFrom<Member>("amina", "tomas", "ilya"), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 9 })))),
    ),
  )
  .map(([begun, written]) => [
    ...begun.flatMap((json) => entry("amina", 0, [parseRecord(json)])),
    ...written.flatMap(([json, by, clock, luck]) => entry(by, clock, [parseRecord(json)], { counted: luck > 0 })),
  ]);
