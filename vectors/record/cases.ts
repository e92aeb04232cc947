/** The vectors of docs/formats/record.md. Everything in them is invented. */
import { canonicalText, type Json } from "#bytes";
import type { VectorFiles } from "../vector-files.ts";

type Fields = { readonly [key: string]: Json };

const id = (n: number): string => n.toString(16).padStart(2, "0").repeat(16);
const hash = (n: number): string => id(n) + id(n);
const CASE = id(0xca);
const day = (first: string): Fields => ({ kind: "exact", first, last: first });
const body = (...records: readonly Json[]): Fields => ({ v: 1, act: "make-statement", records });
const kill: Fields = { code: { list: "act", term: "killing" } };
const statement = (fields: Fields): Fields => ({
  id: id(1),
  kind: "statement",
  subject: id(2),
  property: "kind",
  stance: "asserts",
  value: kill,
  ...fields,
});
const timed = (time: Json): Fields => body(statement({ property: "time", value: { time } }));
const counted = (count: Json): Fields => body(statement({ property: "affected", value: { count } }));
const placed = (place: Json): Fields => body(statement({ property: "place", value: { place } }));
const report: Fields = {
  id: id(3),
  kind: "report",
  channel: "tell",
  received: day("2031-03-09"),
  lang: "ru",
  text: "Его увели ночью.",
  commitment: hash(7),
};

const RECIPIENT = `age1pq1${"q".repeat(1952)}`;
const exportRequest = (fields: Fields): Fields => ({
  id: id(30),
  kind: "exportRequest",
  of: { case: CASE },
  format: "jsonl",
  ceiling: 2,
  why: "The partner counts the disappeared of three provinces.",
  to: "Commission of Inquiry, Selm",
  expires: "2031-05-01",
  seal: "passphrase",
  ...fields,
});

const WAYS: readonly Fields[] = Array.from({ length: 10 }, (_, way) => ({ counts: [{ on: "100", people: 20 + way }, { on: "011", people: 7 }] }));

/** `null` takes a field away. */
const estimated = (fields: Fields): Fields => {
  const whole: Fields = {
    id: id(40),
    kind: "estimate",
    title: "Taken in the north, 2031",
    day: "2031-05-02",
    lists: ["Letters", "Lawyers", "Relatives"].map((name, j) => ({ name, sources: [id(4 + j)] })),
    counts: [
      { on: "100", people: 24 },
      { on: "010", people: 31 },
      { on: "001", people: 18 },
      { on: "110", people: 9 },
      { on: "101", people: 6 },
      { on: "011", people: 7 },
    ],
    input: hash(8),
    reckoning: 1,
    seed: "1",
    resamples: 1000,
    chains: 8,
    burnIn: 10_000,
    draws: 4000,
    verdict: "range",
    lower: 120,
    upper: 310,
    result: hash(9),
    ...fields,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
};

/** What a reader finds: the act, and of each record its id and kind, `newer form` for one it must keep and need not understand. */
interface Accepted {
  readonly about: string;
  readonly body: Fields;
  readonly kinds: readonly string[];
  readonly newer?: boolean;
}

const ACCEPT: readonly Accepted[] = [
  { about: "a subject", body: body({ id: id(2), kind: "subject", type: "act", case: CASE }), kinds: ["subject"] },
  {
    about: "a statement with everything",
    body: body(
      statement({
        v: 1,
        case: CASE,
        saidBy: id(4),
        citations: [{ of: id(3), quote: "увели", at: { text: { start: 4, end: 9, prefix: "Его ", suffix: " ночью" } } }],
        during: { kind: "throughout", first: "2031-03-01" },
        credibility: 2,
        reasoning: "two neighbours were there",
        sensitivity: 3,
        supersedes: [id(5)],
      }),
    ),
    kinds: ["statement"],
  },
  {
    about: "a denial needs no value",
    body: body({ id: id(1), kind: "statement", subject: id(2), property: "pretext", stance: "denies", against: [id(6)] }),
    kinds: ["statement"],
  },
  { about: "a day", body: timed({ ...day("2028-02-29"), calendar: "islamic-umalqura", tz: "+05:00" }), kinds: ["statement"] },
  {
    about: "an instant",
    body: timed({ kind: "within", first: "2031-03-09T20:00:00Z", last: "2031-03-10", asGiven: "after dark", tz: "Asia/Tashkent" }),
    kinds: ["statement"],
  },
  { about: "a time that is words only", body: timed({ kind: "within", asGiven: "when the snow had gone" }), kinds: ["statement"] },
  { about: "a greatest number without a least", body: counted({ max: 26, asGiven: "up to 26 men" }), kinds: ["statement"] },
  {
    about: "a circle on the ground, in millionths of a degree",
    body: placed({ latMicrodegrees: -41_250_000, lonMicrodegrees: 65_100_000, radiusM: 2000, publishLevel: "region" }),
    kinds: ["statement"],
  },
  {
    about: "a place that is words only",
    body: placed({ asGiven: "the old brickworks", kind: "unofficial prison", adminPath: ["Verania", "Selm"] }),
    kinds: ["statement"],
  },
  {
    about: "a name in its script and its parts",
    body: body(
      statement({
        property: "name",
        value: { name: { full: "Радан Остреви", parts: [{ kind: "given", value: "Радан" }], script: "Cyrl", lang: "ru", use: "known as" } },
      }),
    ),
    kinds: ["statement"],
  },
  { about: "a report that came through Tell", body: { ...body(report), act: "import" }, kinds: ["report"] },
  {
    about: "characters outside the basic plane count once",
    body: body({ ...report, text: "🜂".repeat(10) }, statement({ citations: [{ of: id(3), quote: "🜂🜂", at: { text: { start: 8, end: 10 } } }] })),
    kinds: ["report", "statement"],
  },
  {
    about: "an official's words at the level of the case",
    body: body({
      id: id(1),
      kind: "officialStatement",
      words: "We know nothing of this.",
      position: "refuses comment",
      office: "Ministry of Order",
      level: "case",
      said: day("2031-04-02"),
    }),
    kinds: ["officialStatement"],
  },
  {
    about: "a finding and a decision on it",
    body: body(
      {
        id: id(8),
        kind: "finding",
        proposition: "He was held at the brickworks.",
        standard: 2,
        claims: [id(2)],
        for: [id(1)],
        denialsAnswered: [{ denial: id(9), answer: "The register says otherwise." }],
        documents: [hash(1)],
        review: "2031-12-01",
      },
      { id: id(10), kind: "decision", on: id(8), outcome: "agrees" },
    ),
    kinds: ["finding", "decision"],
  },
  {
    about: "triage, assessment, who repeats whom, consent, link",
    body: body(
      { id: id(11), kind: "triage", report: id(3), mark: "in case", case: CASE },
      { id: id(12), kind: "assessment", source: id(4), reliability: 6 },
      { id: id(13), kind: "derivesFrom", source: id(4), from: [id(14)] },
      { id: id(15), kind: "consent", of: id(4), purpose: "publish name", answer: "no", expires: "2032-01-01" },
      { id: id(16), kind: "linkDecision", persons: [id(17), id(18)], decision: "not the same", scoreMillibits: -3200 },
    ),
    kinds: ["triage", "assessment", "derivesFrom", "consent", "linkDecision"],
  },
  {
    about: "step, appeal, sealed statement, custody, translation",
    body: body(
      { id: id(19), kind: "step", what: "Asked the police in writing", outcome: "no answer" },
      { id: id(20), kind: "appeal", text: "Who has seen him?" },
      { id: id(21), kind: "sealedStatement", text: "Whatever I sign while I am held is not my will.", witnesses: ["T.", "A."] },
      { id: id(22), kind: "custody", person: hash(3), state: "in custody", since: { kind: "within", first: "2031-03-09" } },
      { id: id(23), kind: "translation", report: id(3), text: "They took him away at night.", lang: "en" },
    ),
    kinds: ["step", "appeal", "sealedStatement", "custody", "translation"],
  },
  {
    about: "withdrawing, and taking in what came after a suspension",
    body: body(
      { id: id(24), kind: "withdraw", target: id(1), why: "typed into the wrong case" },
      { id: id(25), kind: "adopt", chains: [{ device: hash(4), upTo: hash(5) }] },
    ),
    kinds: ["withdraw", "adopt"],
  },
  {
    about: "an export: asked for, agreed to, made",
    body: body(
      exportRequest({}),
      { id: id(31), kind: "exportApproval", on: id(30), outcome: "agrees", file: hash(6) },
      { id: id(32), kind: "exportMade", on: id(30), file: hash(6), sealed: hash(7), records: 412 },
    ),
    kinds: ["exportRequest", "exportApproval", "exportMade"],
  },
  {
    about: "an export of some subjects to a key, with what no longer stands, and a no without a file",
    body: body(
      exportRequest({
        of: { subjects: [id(1), id(2)] },
        format: "csv",
        bom: true,
        ceiling: 3,
        earlier: true,
        seal: "recipient",
        recipient: RECIPIENT,
      }),
      { id: id(31), kind: "exportApproval", on: id(30), outcome: "disagrees", reasoning: "Her village is in it." },
    ),
    kinds: ["exportRequest", "exportApproval"],
  },
  {
    about: "an export of everything, to be written open",
    body: body(exportRequest({ of: { all: true }, format: "xml", seal: "plain" })),
    kinds: ["exportRequest"],
  },
  { about: "an export with a field that came later", body: body(exportRequest({ watermark: "blue" })), kinds: ["newer form"] },
  {
    about: "an estimate that gives a range, and one that is refused",
    body: body(
      estimated({}),
      estimated({ id: id(41), lower: null, upper: null, verdict: "refused", supersedes: [id(40)], warnings: ["little-overlap"] }),
    ),
    kinds: ["estimate", "estimate"],
  },
  {
    about: "an estimate with its links, its groups and the ways its records might be linked",
    body: body(
      estimated({
        links: { agreed: 3, alone: 1, contested: 0, listed: 94, lower: 118, upper: 302 },
        groups: {
          by: "area 2",
          groups: [
            { name: "North", counts: [{ on: "110", people: 9 }], verdict: "refused" },
            { counts: [{ on: "100", people: 24 }, { on: "011", people: 7 }], verdict: "range", lower: 40, upper: 90 },
          ],
          result: hash(10),
        },
        ways: { model: "linkage 1", tables: WAYS, lower: 110, upper: 330, result: hash(11) },
      }),
    ),
    kinds: ["estimate"],
  },
  { about: "an estimate with a field that came later in its groups", body: body(estimated({ ways: { model: "linkage 1", tables: WAYS, result: hash(11), mood: "sure" } })), kinds: ["newer form"] },
  { about: "an estimate with a field that came later", body: body(estimated({ mood: "sure" })), kinds: ["newer form"] },
  { about: "a kind that came later", body: body({ id: id(1), kind: "smokeSignal", colour: "white" }), kinds: ["newer form"] },
  { about: "a version that came later", body: body({ id: id(1), kind: "statement", v: 2, says: ["anything"] }), kinds: ["newer form"] },
  { about: "a field that came later", body: body(statement({ mood: "certain" })), kinds: ["newer form"] },
  { about: "a field that came later inside a value", body: timed({ ...day("2031-03-09"), moon: "full" }), kinds: ["newer form"] },
  { about: "a form of value that came later", body: body(statement({ value: { melody: "a lament" } })), kinds: ["newer form"] },
  { about: "a body of a later version: nothing in it is read", body: { v: 2, anything: [1] }, kinds: [], newer: true },
  {
    about: "a body with a field that came later",
    body: { ...body({ id: id(2), kind: "subject", type: "case" }), urgency: 1 },
    kinds: ["subject"],
    newer: true,
  },
];

interface Rejected {
  readonly about: string;
  readonly code: string;
  /** A value to be written as canonical JSON, or a text that is none. */
  readonly body: Json;
}

const long = (length: number): string => "a".repeat(length);
const subjectOf = (fields: Fields): Fields => body({ id: id(2), kind: "subject", type: "act", ...fields });

const REJECT: readonly Rejected[] = [
  { about: "no JSON", code: "not-canonical", body: "{" },
  { about: "white space", code: "not-canonical", body: `{"act":"a","records":[{"id":"${id(2)}","kind":"subject","type":"act"}], "v":1}` },
  { about: "keys out of order", code: "not-canonical", body: `{"v":1,"act":"a","records":[{"id":"${id(2)}","kind":"subject","type":"act"}]}` },
  {
    about: "a fraction",
    code: "not-canonical",
    body: `{"act":"a","records":[{"id":"${id(2)}","kind":"subject","latitude":41.5,"type":"act"}],"v":1}`,
  },
  { about: "a key twice", code: "not-canonical", body: `{"act":"a","act":"b","records":[],"v":1}` },
  { about: "a list for a body", code: "not-a-body", body: [1] },
  { about: "no version", code: "not-a-body", body: { act: "a", records: [{ id: id(2), kind: "subject", type: "act" }] } },
  { about: "version nought", code: "not-a-body", body: { ...subjectOf({}), v: 0 } },
  { about: "records that are no list", code: "not-a-body", body: { v: 1, act: "a", records: {} } },
  { about: "an act's name with a space", code: "bad-act", body: { ...subjectOf({}), act: "make it so" } },
  { about: "no records", code: "record-count", body: body() },
  {
    about: "501 records",
    code: "record-count",
    body: body(...Array.from({ length: 501 }, (_, n) => ({ id: n.toString(16).padStart(32, "0"), kind: "subject", type: "act" }))),
  },
  { about: "a record that is a text", code: "bad-header", body: body("subject") },
  { about: "a short id", code: "bad-header", body: subjectOf({ id: "ab12" }) },
  { about: "an id in capitals", code: "bad-header", body: subjectOf({ id: id(0xab).toUpperCase() }) },
  { about: "a kind with a space", code: "bad-header", body: subjectOf({ kind: "newer form" }) },
  { about: "a record's version as text", code: "bad-header", body: subjectOf({ v: "1" }) },
  {
    about: "one id twice in a body",
    code: "same-id",
    body: body({ id: id(2), kind: "subject", type: "act" }, { id: id(2), kind: "subject", type: "person" }),
  },
  { about: "a type of subject there is not", code: "bad-field", body: subjectOf({ type: "thing" }) },
  { about: "a stance there is not", code: "bad-field", body: body(statement({ stance: "insinuates" })) },
  { about: "a value of two forms", code: "bad-field", body: body(statement({ value: { text: "a", number: 1 } })) },
  { about: "an empty list", code: "bad-field", body: body(statement({ citations: [] })) },
  { about: "the same id twice in a list", code: "bad-field", body: body(statement({ supersedes: [id(5), id(5)] })) },
  { about: "a standard above five", code: "bad-field", body: body({ id: id(8), kind: "finding", proposition: "p", standard: 6 }) },
  { about: "a link of three", code: "too-long", body: body({ id: id(8), kind: "linkDecision", persons: [id(1), id(2), id(3)], decision: "same" }) },
  { about: "lowering what is guarded without saying from what", code: "bad-field", body: body(statement({ loweredWhy: "she asked us to" })) },
  { about: "a report of nothing", code: "bad-field", body: body({ id: id(3), kind: "report", channel: "phone", received: day("2031-03-09") }) },
  { about: "reasoning of 4,001 characters", code: "too-long", body: body(statement({ reasoning: long(4001) })) },
  { about: "a name of 201 characters", code: "too-long", body: body(statement({ property: "name", value: { name: { full: long(201) } } })) },
  { about: "21 citations", code: "too-long", body: body(statement({ citations: Array.from({ length: 21 }, () => ({ of: id(3) })) })) },
  { about: "an empty text", code: "bad-text", body: body(statement({ reasoning: "" })) },
  { about: "a control character in a text", code: "bad-text", body: body(statement({ reasoning: "a\u0000b" })) },
  { about: "a line break in a name", code: "bad-text", body: body(statement({ property: "name", value: { name: { full: "a\nb" } } })) },
  {
    about: "a name that turns the line around",
    code: "bad-text",
    body: body(statement({ property: "name", value: { name: { full: "a\u202eb" } } })),
  },
  { about: "the thirtieth of February", code: "bad-time", body: timed(day("2031-02-30")) },
  { about: "a month as a time", code: "bad-time", body: timed({ kind: "within", first: "2031-03" }) },
  { about: "an instant without seconds", code: "bad-time", body: timed({ kind: "within", first: "2031-03-09T20:00Z" }) },
  { about: "an instant on another clock", code: "bad-time", body: timed({ kind: "within", first: "2031-03-09T20:00:00+05:00" }) },
  { about: "an end before the beginning", code: "bad-time", body: timed({ kind: "within", first: "2031-03-10", last: "2031-03-09" }) },
  { about: "exact, with an open end", code: "bad-time", body: timed({ kind: "exact", first: "2031-03-10" }) },
  { about: "a time that says nothing", code: "bad-time", body: timed({ kind: "within" }) },
  { about: "more at least than at most", code: "bad-count", body: counted({ min: 5, max: 4 }) },
  { about: "a count of nothing", code: "bad-count", body: counted({}) },
  { about: "fewer than none", code: "bad-field", body: counted({ min: -1 }) },
  { about: "a point without a radius", code: "bad-place", body: placed({ asGiven: "here", latMicrodegrees: 1, lonMicrodegrees: 1 }) },
  { about: "north of the pole", code: "bad-field", body: placed({ latMicrodegrees: 90_000_001, lonMicrodegrees: 0, radiusM: 1 }) },
  { about: "a place that says nothing", code: "bad-place", body: placed({ kind: "home" }) },
  {
    about: "a quote of other length than its place",
    code: "bad-citation",
    body: body(statement({ citations: [{ of: id(3), quote: "abc", at: { text: { start: 0, end: 2 } } }] })),
  },
  {
    about: "a passage that ends where it begins",
    code: "bad-citation",
    body: body(statement({ citations: [{ of: id(3), at: { text: { start: 4, end: 4 } } }] })),
  },
  { about: "asserting nothing", code: "no-value", body: body({ id: id(1), kind: "statement", subject: id(2), property: "kind", stance: "asserts" }) },
  { about: "superseding itself", code: "self-reference", body: body(statement({ supersedes: [id(1)] })) },
  { about: "withdrawing itself", code: "self-reference", body: body({ id: id(1), kind: "withdraw", target: id(1) }) },
  { about: "a source that repeats itself", code: "self-reference", body: body({ id: id(1), kind: "derivesFrom", source: id(4), from: [id(4)] }) },
  { about: "an export of two scopes", code: "bad-field", body: body(exportRequest({ of: { all: true, case: CASE } })) },
  { about: "an export of no scope", code: "bad-field", body: body(exportRequest({ of: {} })) },
  { about: "an export of what identifies sources", code: "bad-field", body: body(exportRequest({ ceiling: 4 })) },
  { about: "an export in a format there is not", code: "bad-field", body: body(exportRequest({ format: "xlsx" })) },
  { about: "an export that does not expire", code: "bad-time", body: body(exportRequest({ expires: "never" })) },
  { about: "an export to a key that is not named", code: "bad-field", body: body(exportRequest({ seal: "recipient" })) },
  { about: "an export under a passphrase that names a key", code: "bad-field", body: body(exportRequest({ recipient: RECIPIENT })) },
  {
    about: "an export to a classic key",
    code: "bad-field",
    body: body(exportRequest({ seal: "recipient", recipient: `age1${"q".repeat(58)}` })),
  },
  { about: "a byte order mark before what is no table", code: "bad-field", body: body(exportRequest({ bom: true })) },
  {
    about: "agreeing to a file without naming it",
    code: "bad-field",
    body: body({ id: id(31), kind: "exportApproval", on: id(30), outcome: "agrees" }),
  },
  { about: "an approval of itself", code: "self-reference", body: body({ id: id(31), kind: "exportApproval", on: id(31), outcome: "disagrees" }) },
  { about: "an estimate of one list", code: "bad-field", body: body(estimated({ lists: [{ name: "Letters", sources: [id(4)] }] })) },
  { about: "an estimate of people on no list", code: "bad-field", body: body(estimated({ counts: [{ on: "000", people: 3 }] })) },
  { about: "an estimate with a pattern of another length", code: "bad-field", body: body(estimated({ counts: [{ on: "10", people: 3 }] })) },
  {
    about: "an estimate with a pattern twice",
    code: "bad-field",
    body: body(
      estimated({
        counts: [
          { on: "100", people: 3 },
          { on: "100", people: 4 },
        ],
      }),
    ),
  },
  {
    about: "an estimate whose group has a pattern of another length",
    code: "bad-field",
    body: body(estimated({ groups: { by: "year", groups: [{ name: "2031", counts: [{ on: "1", people: 3 }], verdict: "refused" }], result: hash(10) } })),
  },
  { about: "an estimate with nine ways of linking", code: "bad-field", body: body(estimated({ ways: { model: "linkage 1", tables: WAYS.slice(1), result: hash(11) } })) },
  {
    about: "an estimate whose links give one limit of two",
    code: "bad-field",
    body: body(estimated({ links: { agreed: 0, alone: 0, contested: 0, listed: 9, lower: 10 } })),
  },
  { about: "an estimate of nobody", code: "bad-field", body: body(estimated({ counts: [{ on: "100", people: 0 }] })) },
  { about: "a range without its limits", code: "bad-field", body: body(estimated({ lower: null, upper: null })) },
  { about: "limits where there is no range", code: "bad-field", body: body(estimated({ verdict: "not-estimable" })) },
  { about: "a range that ends before it begins", code: "bad-field", body: body(estimated({ lower: 90, upper: 80 })) },
  { about: "an estimate without what it was counted from", code: "bad-field", body: body(estimated({ input: null })) },
  { about: "a broken field beside one that came later", code: "bad-field", body: body(statement({ mood: "certain", credibility: 9 })) },
];

const ABOUT = "`body` is the text of an entry's body (UTF-8).";

/** All vector files of this folder. */
export function recordVectors(): VectorFiles {
  return {
    "accept/bodies.json": {
      about: `${ABOUT} A reader accepts it and finds records of these kinds in this order; "newer form" is a record it keeps whole and need not understand. \`newer\`: the body itself has something of a later form.`,
      cases: ACCEPT.map(({ about, body: accepted, kinds, newer = false }) => ({ about, body: canonicalText(accepted), kinds, newer })),
    },
    "reject/bodies.json": {
      about: `${ABOUT} A reader refuses it. \`code\` is ours; another reader may have other words for it.`,
      cases: REJECT.map(({ about, code, body: refused }) => ({ about, body: typeof refused === "string" ? refused : canonicalText(refused), code })),
    },
  };
}
