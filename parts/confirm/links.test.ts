import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { bookOf, penOf, personGroups, type AuthoredRecord, type CaseRecord, type FuzzyTime, type WholeBook } from "#casework";
import { randomBytes } from "#prim";
import { linkCounts, linkStanding } from "./link-standing.ts";
import { profileOf } from "./profile.ts";

const pen = penOf(randomBytes);
const [murad, brother, namesake] = [pen("subject", { type: "person" }), pen("subject", { type: "person" }), pen("subject", { type: "person" })];
const act = pen("subject", { type: "act" });
let clock = 0;
const by = (person: string, ...records: readonly CaseRecord[]): AuthoredRecord[] =>
  records.map((record) => ({ record, entryId: `entry ${++clock}`, author: `device of ${person}`, person, clock, counted: true }));
const same = (a: CaseRecord, b: CaseRecord) => pen("linkDecision", { persons: [a.id, b.id], decision: "same" });
const apart = (a: CaseRecord, b: CaseRecord) => pen("linkDecision", { persons: [a.id, b.id], decision: "not the same" });
const victim = pen("statement", { subject: act.id, property: "victim", stance: "asserts", value: { ref: murad.id } });
const finding = pen("finding", { proposition: "he was taken", standard: 1, claims: [act.id], for: [victim.id] });
const base = by("amina", murad, brother, namesake, act, victim);
const decided = [...by("amina", finding), ...by("tomas", pen("decision", { on: finding.id, outcome: "agrees" }))];
const stand = (records: readonly AuthoredRecord[], a = murad, b = namesake) => linkStanding(bookOf([...base, ...records]), a.id, b.id);

suite("where a link stands", () => {
  test("one person's word decides where no published number rests on it, and counts", () => {
    const standing = stand(by("amina", same(murad, namesake)));
    assert.equal(standing.state, "decided");
    assert.equal(linkCounts(standing), true);
    assert.equal(stand([]).state, "open");
  });

  test("where a decided finding rests on one of them, it takes two persons", () => {
    const one = by("amina", same(murad, namesake));
    assert.equal(stand([...decided, ...one]).state, "second");
    assert.equal(linkCounts(stand([...decided, ...one])), false);
    assert.equal(stand([...decided, ...one, ...by("amina", same(murad, namesake))]).state, "second", "the same person twice is one person");
    const two = stand([...decided, ...one, ...by("tomas", same(murad, namesake))]);
    assert.equal(two.state, "decided");
    assert.deepEqual(two.by, ["amina", "tomas"]);
    assert.equal(stand([...by("amina", finding), ...one]).state, "decided", "a finding nobody agreed to moves nothing");
  });

  test("people who differ leave it open to both", () => {
    const standing = stand([...by("amina", same(murad, namesake)), ...by("tomas", apart(murad, namesake))]);
    assert.equal(standing.state, "contested");
    assert.equal(standing.verdict, null);
  });

  test("not knowing, and asking, decide nothing", () => {
    const unsure = (reasoning?: string) => pen("linkDecision", { persons: [murad.id, namesake.id], decision: "possibly", ...(reasoning === undefined ? {} : { reasoning }) });
    assert.equal(stand(by("amina", unsure())).state, "cannot tell");
    assert.equal(stand(by("amina", unsure("Has the sister a photograph?"))).state, "asked");
  });

  test("a link taken back leaves exactly what was there before, whatever was linked besides", () => {
    const people = [murad, brother, namesake];
    const pair = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })).filter(([a, b]) => a !== b);
    const steps = fc.array(fc.tuple(pair, fc.boolean(), fc.constantFrom("amina", "tomas")), { maxLength: 6 });
    const seen = (book: WholeBook): string =>
      JSON.stringify([personGroups(book), people.flatMap((a) => people.map((b) => (a === b ? null : { ...linkStanding(book, a.id, b.id), decisions: linkStanding(book, a.id, b.id).decisions.map(({ record }) => record.id) })))]);
    fc.assert(
      fc.property(steps, pair, ([...before], [a, b]) => {
        const records = [...base, ...before.flatMap(([[x, y], is, who]) => by(who, is ? same(people[x]!, people[y]!) : apart(people[x]!, people[y]!)))];
        const link = same(people[a]!, people[b]!);
        const linked = [...records, ...by("amina", link)];
        const back = [...linked, ...by("amina", pen("withdraw", { target: link.id }))];
        assert.equal(seen(bookOf(back)), seen(bookOf(records)));
      }),
      { numRuns: 60 },
    );
  });
});

suite("a profile", () => {
  const name = (full: string) => pen("statement", { subject: murad.id, property: "name", stance: "asserts", value: { name: { full } } });
  const profile = (...records: readonly CaseRecord[]) => profileOf(bookOf([...base, ...by("amina", ...records)]), murad.id).values;
  const when = (time: FuzzyTime) => pen("statement", { subject: act.id, property: "time", stance: "asserts", value: { time } });

  test("keeps every script a name was written in, and says nothing nobody said", () => {
    const values = profile(name("Murad Aslanov"), name("Мурад Асланов"));
    assert.match(`${values["given"]} ${values["family"]}`, /murad/);
    assert.match(`${values["given"]} ${values["family"]}`, /мурад/);
    assert.deepEqual(profile(), {});
  });

  test("imprecise time stays imprecise: a month is a month, and a span over years is nothing to compare by", () => {
    assert.equal(profile(when({ kind: "within", first: "2031-03-01", last: "2031-03-31" }))["date"], "2031-03");
    assert.equal(profile(when({ kind: "within", first: "2031-03-01", last: "2031-05-02" }))["date"], "2031");
    assert.equal(profile(when({ kind: "within", first: "2030-03-01", last: "2031-05-02" }))["date"], undefined);
    assert.equal(profile(when({ kind: "within", last: "2031-05-02" }))["date"], undefined);
  });

  test("ages that contradict each other are not chosen between; one counts from the day it happened", () => {
    const age = (number: number) => pen("statement", { subject: murad.id, property: "age", stance: "asserts", value: { number } });
    const day = when({ kind: "exact", first: "2031-03-14", last: "2031-03-14" });
    assert.equal(profile(age(25), age(31))["birth"], undefined);
    const values = profile(age(25), day);
    assert.deepEqual([values["birth"], values["date"]], ["age 25", "2031-03-14"]);
  });

  test("a place is told from the smallest area to the widest, with its point", () => {
    const place = pen("statement", { subject: act.id, property: "place", stance: "asserts", value: { place: { adminPath: ["Ordania", "Sarmat"], asGiven: "Bridge Street", latMicrodegrees: 41_500_000, lonMicrodegrees: 45_250_000, radiusM: 100 } } });
    const values = profile(place);
    assert.deepEqual([values["place"], values["latitude"], values["longitude"]], ["Bridge Street, Sarmat, Ordania", "41.5", "45.25"]);
  });
});
