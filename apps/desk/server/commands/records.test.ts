import assert from "node:assert/strict";
import { test } from "node:test";
import { findingState, isKind, valueOf, type Statement } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../../core/index.ts";
import { endPlay, founder, letIn, settle, stage } from "../../testing/cast.ts";
import { writeDemoRecord } from "../../testing/demo-record.ts";
import { change, decide, decline } from "./records.ts";

const bookOf = (desk: OpenDesk) => desk.records.book(desk.line);

/** The statement on a property whose value has these words. */
function said(desk: OpenDesk, property: string, words: string): Statement {
  const found = bookOf(desk)
    .current("statement")
    .filter(isKind("statement"))
    .find(({ record }) => record.property === property && JSON.stringify(record.value).includes(words));
  assert.ok(found !== undefined, words);
  return found.record;
}

test("a change leaves what it was not given: other words keep the days, other days keep the words, a place keeps its kind", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  writeDemoRecord(amina);
  const valueAfter = (wanted: Parameters<typeof change>[1]): unknown => {
    const written = change(bookOf(amina), wanted, randomBytes)!;
    write(amina, "work", written.act, written.records);
    const { subject, property } = said(amina, written.records[0]!.kind === "statement" ? written.records[0]!.property : "", "");
    const rows = valueOf(bookOf(amina), subject, property).values;
    return rows.map(({ value }) => value).find((value) => JSON.stringify(value) === JSON.stringify((written.records[0] as Statement).value));
  };
  const time = said(amina, "time", "в ночь на 9 сентября");
  assert.deepEqual(valueAfter({ statement: time.id, value: "ночью", reason: "shorter" }), {
    time: { asGiven: "ночью", first: "2026-09-09", kind: "within", last: "2026-09-10" },
  });
  const again = said(amina, "time", "ночью");
  assert.deepEqual(valueAfter({ statement: again.id, time: { kind: "within", first: "2026-09-09", last: "2026-09-09", asGiven: "ночью" }, reason: "one night" }), {
    time: { asGiven: "ночью", first: "2026-09-09", kind: "within", last: "2026-09-09" },
  });
  const place = said(amina, "place", "Quarry Street 4");
  assert.deepEqual(valueAfter({ statement: place.id, value: "number 4", reason: "as she says" }), { place: { asGiven: "number 4", kind: "home" } });
  const count = said(amina, "affected", "Up to six men");
  assert.deepEqual(valueAfter({ statement: count.id, count: { max: 7, asGiven: "Up to six men" }, reason: "recounted" }), { count: { asGiven: "Up to six men", max: 7 } });
  endPlay(on, amina);
});

test("a no with its reason keeps a finding undecided, for everybody, until it is taken back", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  const { findingId, caseId } = writeDemoRecord(amina);
  await settle(amina, tomas, ilya);
  const state = (desk: OpenDesk) => findingState(bookOf(desk), bookOf(desk).byId(findingId).find(isKind("finding"))!);

  const no = decline(bookOf(tomas), { finding: findingId, reason: "Miller repeats Heron." }, randomBytes)!;
  assert.equal(no.records[0]!.kind === "newer form" ? null : no.records[0]!.case, caseId, "it stands in the history of the case");
  write(tomas, "work", no.act, no.records);
  const yes = decide(findingId, randomBytes);
  write(ilya, "work", yes.act, yes.records);
  await settle(amina, tomas, ilya);
  assert.deepEqual([state(amina).decided, state(amina).agreedBy, state(amina).disagreedBy], [false, [ilya.keyring.person], [tomas.keyring.person]]);
  assert.equal(decline(bookOf(tomas), { finding: "0".repeat(32), reason: "no" }, randomBytes), null);
  endPlay(on, amina, tomas, ilya);
});
