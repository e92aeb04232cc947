import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AuthoredRecord } from "./authored.ts";
import { bookOf } from "./book.ts";
import type { CaseRecord } from "./records.ts";
import { sensitivityOf } from "./sensitivity.ts";
import { entry, seeded, type Member } from "./testing/cast.ts";
import { valueOf, whoSaysWhat } from "./value-of.ts";
import type { Value } from "./values.ts";
import { penOf } from "./write.ts";

const pen = penOf(seeded("values"), "ca".repeat(16));
const act = pen("subject", { type: "act" });
const person = pen("subject", { type: "person" });
const [neighbour, mother] = [pen("subject", { type: "source" }), pen("subject", { type: "source" })];
const kind = (term: string): Value => ({ code: { list: "act", term } });
const day = (first: string): Value => ({ time: { kind: "exact", first, last: first } });

const detained = pen("statement", { subject: act.id, property: "kind", stance: "asserts", value: kind("detention"), saidBy: neighbour.id });
const onMonday = pen("statement", { subject: act.id, property: "time", stance: "asserts", value: day("2031-03-10"), saidBy: neighbour.id });

let clock = 0;
const by = (member: Member, ...records: CaseRecord[]): AuthoredRecord[] => entry(member, ++clock, records);
const start = by("amina", act, person, neighbour, mother, detained, onMonday);
const view = (property: string, ...entries: AuthoredRecord[][]) => valueOf(bookOf([...start, ...entries.flat()]), act.id, property);
const ids = (voices: readonly { shown: { record: { id: string } } }[]): string[] => voices.map(({ shown }) => shown.record.id);

suite("the value of a property", () => {
  test("the same said twice is one value with two voices", () => {
    const again = pen("statement", { subject: act.id, property: "kind", stance: "asserts", value: kind("detention"), saidBy: mother.id });
    const { values, conflict, disputed } = view("kind", by("tomas", again));
    assert.deepEqual([values.length, ids(values[0]!.for), conflict, disputed], [1, [detained.id, again.id], false, false]);
  });

  test("two dates that cannot both be are a conflict, and neither is preferred", () => {
    const onFriday = pen("statement", { subject: act.id, property: "time", stance: "asserts", value: day("2031-03-14"), saidBy: mother.id });
    const { values, conflict } = view("time", by("tomas", onFriday));
    assert.deepEqual([values.length, conflict], [2, true]);
  });

  test("a vaguer date that holds the sharper one is no conflict", () => {
    const inMarch = pen("statement", {
      subject: act.id,
      property: "time",
      stance: "asserts",
      value: { time: { kind: "within", first: "2031-03-01", last: "2031-03-31" } },
    });
    assert.equal(view("time", by("tomas", inMarch)).conflict, false);
  });

  test("a denial stands against the value it names, a doubt beside it", () => {
    const denial = pen("statement", { subject: act.id, property: "kind", stance: "denies", value: kind("detention"), saidBy: mother.id });
    const doubt = pen("statement", { subject: act.id, property: "kind", stance: "doubts", saidBy: neighbour.id });
    const { values, conflict } = view("kind", by("tomas", denial, doubt));
    assert.deepEqual([ids(values[0]!.against), ids(values[0]!.doubts), conflict], [[denial.id], [doubt.id], true]);
    assert.deepEqual([view("kind", by("tomas", doubt)).conflict, view("kind", by("tomas", doubt)).disputed], [false, true]);
  });

  test("an official who denies the act stands against its kind, and not against its date", () => {
    const words = pen("officialStatement", { words: "Nobody was arrested.", position: "says never held", targets: [{ on: act.id }] });
    assert.deepEqual(ids(view("kind", by("tomas", words)).values[0]!.against), [words.id]);
    assert.equal(view("time", by("tomas", words)).disputed, false);
    const ofDate = pen("officialStatement", { words: "Not on that day.", position: "denies the fact", targets: [{ on: onMonday.id }] });
    assert.deepEqual(ids(view("time", by("tomas", ofDate)).values[0]!.against), [ofDate.id]);
    assert.equal(view("kind", by("tomas", ofDate)).disputed, false);
  });

  test("a correction is a value of its own and against the one it corrects", () => {
    const correction = pen("statement", {
      subject: act.id,
      property: "time",
      stance: "corrects",
      value: day("2031-03-11"),
      against: [onMonday.id],
      saidBy: neighbour.id,
    });
    const { values } = view("time", by("tomas", correction));
    assert.deepEqual(
      values.map((row) => [ids(row.for), ids(row.against)]),
      [
        [[onMonday.id], [correction.id]],
        [[correction.id], []],
      ],
    );
  });

  test("statuses of different times do not conflict, of meeting times they do", () => {
    const status = (term: string, first: string, last?: string) =>
      pen("statement", {
        subject: person.id,
        property: "status",
        stance: "asserts",
        value: { code: { list: "status", term } },
        during: { kind: "throughout", first, ...(last === undefined ? {} : { last }) },
      });
    const held = status("held", "2031-03-10", "2031-03-20");
    const conflictOf = (other: CaseRecord) => valueOf(bookOf([...start, ...by("tomas", held, other)]), person.id, "status").conflict;
    assert.equal(conflictOf(status("released", "2031-03-21")), false);
    assert.equal(conflictOf(status("missing", "2031-03-15")), true);
  });

  test("several names are no conflict", () => {
    const named = (full: string) => pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full } } });
    assert.equal(valueOf(bookOf([...start, ...by("tomas", named("Радан Остреви"), named("Radan Ostrevi"))]), person.id, "name").conflict, false);
  });
});

suite("changing and undoing", () => {
  const better = pen("statement", { ...withoutHead(onMonday), value: day("2031-03-11"), supersedes: [onMonday.id] });
  const other = pen("statement", { ...withoutHead(onMonday), value: day("2031-03-12"), supersedes: [onMonday.id] });
  const undo = pen("withdraw", { target: better.id });

  test("a change takes the old value's place, and the old one is kept", () => {
    const { values, earlier, conflict } = view("time", by("tomas", better));
    assert.deepEqual([values.map((row) => ids(row.for)), earlier.map(({ record }) => record.id), conflict], [[[better.id]], [onMonday.id], false]);
  });

  test("two changes made apart from each other are two versions", () => {
    const { values, versions, conflict } = view("time", by("tomas", better), by("ilya", other));
    assert.deepEqual([values.length, versions.map((group) => [...group].sort()), conflict], [2, [[better.id, other.id].sort()], true]);
    const settled = pen("statement", { ...withoutHead(onMonday), value: day("2031-03-12"), supersedes: [better.id, other.id] });
    const after = view("time", by("tomas", better), by("ilya", other), by("amina", settled));
    assert.deepEqual([after.values.map((row) => ids(row.for)), after.versions, after.conflict], [[[settled.id]], [], false]);
  });

  test("one act that puts two in the place of one makes no versions", () => {
    assert.deepEqual(view("time", by("tomas", better, other)).versions, []);
  });

  test("undoing a change brings the old value back, also after the change was changed", () => {
    assert.deepEqual(
      view("time", by("tomas", better), by("tomas", undo)).values.map((row) => ids(row.for)),
      [[onMonday.id]],
    );
    const third = pen("statement", { ...withoutHead(onMonday), value: day("2031-03-13"), supersedes: [better.id] });
    assert.deepEqual(
      view("time", by("tomas", better), by("tomas", third), by("tomas", undo)).values.map((row) => ids(row.for)),
      [[third.id]],
    );
  });

  test("a denial goes with the statement it denies when that is changed", () => {
    const denial = pen("statement", { subject: act.id, property: "time", stance: "denies", against: [onMonday.id], saidBy: mother.id });
    const { values } = view("time", by("amina", denial), by("tomas", better));
    assert.deepEqual([ids(values[0]!.for), ids(values[0]!.against)], [[better.id], [denial.id]]);
  });

  test("a denial of what was withdrawn is still shown", () => {
    const denial = pen("statement", { subject: act.id, property: "time", stance: "denies", against: [onMonday.id] });
    const { values, unplaced, disputed } = view("time", by("amina", denial), by("tomas", pen("withdraw", { target: onMonday.id })));
    assert.deepEqual([values.length, ids(unplaced), disputed], [0, [denial.id], true]);
  });

  test("nothing is hidden by a statement about something else, nor by one that is unlike it", () => {
    const elsewhere = pen("statement", { subject: act.id, property: "kind", stance: "asserts", value: kind("killing"), supersedes: [onMonday.id] });
    const unlike = pen("step", { what: "asked the police", supersedes: [onMonday.id, detained.id] });
    assert.deepEqual(
      view("time", by("ilya", elsewhere, unlike)).values.map((row) => ids(row.for)),
      [[onMonday.id]],
    );
  });

  test("records that supersede each other in a ring hide nothing", () => {
    const one = pen("statement", { ...withoutHead(onMonday), value: day("2031-03-20") });
    const two = pen("statement", { ...withoutHead(onMonday), value: day("2031-03-21"), supersedes: [one.id] });
    const ring = by("ilya", { ...one, supersedes: [two.id, onMonday.id] }, two);
    assert.deepEqual(
      view("time", ring)
        .values.flatMap((row) => ids(row.for))
        .sort(),
      [one.id, two.id].sort(),
    );
  });

  test("what came after a suspension is listed and changes nothing", () => {
    const late = entry("ilya", ++clock, [better, pen("withdraw", { target: onMonday.id })], { counted: false });
    const { values, cameAfter, disputed } = view("time", late);
    assert.deepEqual([values.map((row) => ids(row.for)), cameAfter.map(({ record }) => record.id), disputed], [[[onMonday.id]], [better.id], false]);
  });

  test("two records under one id are both shown", () => {
    const twin = { ...onMonday, value: day("2031-04-01") };
    const { values, conflict } = view("time", by("ilya", twin));
    assert.deepEqual([values.length, conflict, values[0]!.for[0]!.shown.sameIdAs], [2, true, 1]);
  });

  test("who says what is newest first, with what no longer stands among it", () => {
    const book = bookOf([
      ...start,
      ...by("tomas", better),
      ...by("ilya", pen("statement", { subject: act.id, property: "time", stance: "doubts", saidBy: mother.id })),
    ]);
    const sayings = whoSaysWhat(valueOf(book, act.id, "time"));
    assert.deepEqual(
      sayings.map(({ side, saidBy }) => [side, saidBy]),
      [
        ["doubts", mother.id],
        ["for", neighbour.id],
        [null, neighbour.id],
      ],
    );
  });
});

suite("how guarded a statement is", () => {
  const guard = (more: object, ...before: CaseRecord[]) => {
    const statement = pen("statement", { subject: act.id, property: "motive", stance: "asserts", value: { text: "for what he wrote" }, ...more });
    const book = bookOf([...start, ...by("amina", ...before), ...by("tomas", statement)]);
    return sensitivityOf(
      book,
      book.current("statement").find(({ record }) => record.id === statement.id)!,
    );
  };
  const secret = pen("statement", {
    subject: act.id,
    property: "motive",
    stance: "asserts",
    value: { text: "because of her brother" },
    sensitivity: 4,
  });

  test("a property has its least, which nobody goes under in silence", () => {
    assert.equal(guard({}), 3);
    assert.equal(guard({ sensitivity: 1 }), 3);
    assert.equal(guard({ sensitivity: 4 }), 4);
  });

  test("a change keeps what the old statement had, unless it says why not", () => {
    assert.equal(guard({ supersedes: [secret.id] }, secret), 4);
    assert.equal(guard({ supersedes: [secret.id], sensitivity: 1, loweredWhy: "she told it to a newspaper herself" }, secret), 1);
  });
});

function withoutHead<T extends { id: string; kind: string }>({ id: _id, kind: _kind, ...fields }: T): Omit<T, "id" | "kind"> {
  return fields;
}
