/** Letters at the desk: whatever one of them holds, and whatever a colleague wrote in its place, none is lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, concat, fromUtf8, Redacted, u32, type Bytes } from "#bytes";
import { inboxOf } from "#casework";
import { randomBytes } from "#prim";
import { newRecipientIdentity, recipientOf, sealAge } from "#seal";
import { dayOf, openEnvelope, parseKeys, PLAINTEXT_BYTES, sealEnvelope, type Keys, type Report } from "#tell";
import { startExchange } from "../server/exchange.ts";
import { contextOf } from "../server/views/context.ts";
import { inboxView, readingView } from "../server/views/reading.ts";
import { endPlay, founder, letIn, settle, stage, type Stage } from "../testing/cast.ts";
import { publishedKeys, pullIntake, tendKeys, unopenedEnvelopes, write, type OpenDesk } from "./index.ts";

const LETTER: Report = { language: "en", page: "1", text: "They came at night", when: null, where: null, urgent: false };

interface Two {
  readonly on: Stage;
  readonly amina: OpenDesk;
  readonly tomas: OpenDesk;
  readonly list: Keys;
}

async function two(): Promise<Two> {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  for (let round = 0; round < 4; round++) {
    for (const desk of [amina, tomas]) await tendKeys(desk);
    await settle(amina, tomas);
  }
  return { on, amina, tomas, list: parseKeys((await publishedKeys(amina))!).keys };
}

async function post(desk: OpenDesk, envelope: Bytes): Promise<Bytes> {
  assert.equal((await desk.relay.report(envelope)).kind, "ok");
  return envelope;
}

/** An envelope with a plaintext that no page of ours writes. */
async function oddEnvelope(list: Keys, body: Uint8Array, change: (plaintext: Uint8Array) => void): Promise<{ readonly envelope: Bytes; readonly plaintext: Bytes }> {
  const plaintext = new Uint8Array(PLAINTEXT_BYTES);
  plaintext.set(concat(Uint8Array.of(1, 0, 0, 0), new Uint8Array(16), randomBytes(16), new Uint8Array(32), u32(body.length), body));
  change(plaintext);
  const others = await Promise.all(Array.from({ length: 8 - list.intake.length }, async () => recipientOf(await newRecipientIdentity())));
  return { envelope: await sealAge([...list.intake, ...others], plaintext), plaintext };
}

function texts(desk: OpenDesk): (string | undefined)[] {
  return desk.records.book(desk.line).current("report").map(({ record }) => record.text);
}

test("two desks that open one letter have one report of it", async () => {
  const { on, amina, tomas, list } = await two();
  await post(amina, await sealEnvelope(list, { ...LETTER, when: "Tuesday", urgent: true }));
  assert.equal(await pullIntake(amina), 1);
  assert.equal(await pullIntake(tomas), 1, "before he has heard that she has it");
  await settle(amina, tomas);
  for (const desk of [amina, tomas]) {
    assert.equal(await pullIntake(desk), 0);
    const [row, ...others] = inboxOf(desk.records.book(desk.line));
    assert.deepEqual([row?.versions.length, row?.marks, row?.urgent, others], [1, [], true, []]);
    assert.equal(unopenedEnvelopes(desk), 0);
  }
  endPlay(on, amina, tomas);
});

test("control characters in a letter (pasted from a PDF) are marked, and lose neither it nor the letters behind it", async () => {
  const { on, amina, tomas, list } = await two();
  for (let i = 0; i < 3; i++) await post(amina, await sealEnvelope(list, { ...LETTER, text: `page 1 of ${i}\fpage 2:\ttook\u0000 him\r\n\u0085`, where: "\u001b" }));
  await post(amina, await sealEnvelope(list, LETTER));
  assert.equal(await pullIntake(amina), 4);
  assert.deepEqual(new Set(texts(amina)), new Set(["They came at night", ...[0, 1, 2].map((i) => `page 1 of ${i}\ufffdpage 2:\ttook\ufffd him\n\ufffd\n\n— \ufffd`)]));
  endPlay(on, amina, tomas);
});

for (const [what, body, change, shown] of [
  ["a newer version", canonical({ told: "in a form of next year" }), (plaintext: Uint8Array) => void (plaintext[0] = 2), "…"],
  ["a newer kind", canonical({ language: "en", page: "9", text: "They came at night", urgent: true, v: 1, when: "May" }), (plaintext: Uint8Array) => void (plaintext[1] = 1), "They came at night\n\n— May"],
  ["a field we do not know", canonical({ language: "en", page: "9", text: "They took her", urgent: false, v: 1, witnesses: "her brother Sami" }), () => {}, 'They took her\n\n— {"witnesses":"her brother Sami"}'],
] as const) {
  test(`${what}: what can be read is shown as a newer form, and all bytes are kept`, async () => {
    const { on, amina, tomas, list } = await two();
    const { envelope, plaintext } = await oddEnvelope(list, body, change);
    await post(amina, envelope);
    assert.equal(await pullIntake(amina), 1);
    const [row] = inboxOf(amina.records.book(amina.line));
    assert.equal(row?.versions[0]?.record.text, shown);
    assert.deepEqual(inboxView(contextOf(amina)).reports[0]?.marks, ["newer-form"]);
    assert.deepEqual(amina.store.newer(), [{ source: "letter", bytes: plaintext }]);
    assert.equal(await pullIntake(amina), 0);
    endPlay(on, amina, tomas);
  });
}

for (const [what, body, change] of [
  ["a body out of form", canonical({ language: "en", page: "9", text: 5, urgent: false, v: 1 }), () => {}],
  ["bytes after the body", canonical({}), (plaintext: Uint8Array) => void (plaintext[32_767] = 1)],
] as const) {
  test(`${what}: the envelope is kept, counted as one that came and cannot be read, and stops no other`, async () => {
    const { on, amina, tomas, list } = await two();
    const { envelope } = await oddEnvelope(list, body, change);
    await post(amina, envelope);
    await post(amina, await sealEnvelope(list, LETTER));
    assert.equal(await pullIntake(amina), 1);
    assert.equal(await pullIntake(amina), 0);
    assert.deepEqual(texts(amina), ["They came at night"]);
    assert.deepEqual(amina.store.newer(), [{ source: "envelope", bytes: envelope }]);
    assert.equal(unopenedEnvelopes(amina), 1);
    endPlay(on, amina, tomas);
  });
}

/** A member who opens a letter before the others, and writes what they want in its place. */
async function writeInItsPlace(desk: OpenDesk, envelope: Uint8Array, text: string): Promise<string> {
  const { reportId, plaintextHash } = await openEnvelope(new Redacted(fromUtf8(desk.store.get("intake/identity")!)), envelope);
  const day = dayOf(desk.now());
  write(desk, "inbox", "receive", [{ id: reportId, kind: "report", channel: "tell", received: { kind: "exact", first: day, last: day }, text, commitment: plaintextHash, lang: "en" }]);
  return reportId;
}

test("other words written in a letter's place stand beside what this desk read, and the difference is marked", async () => {
  const { on, amina, tomas, list } = await two();
  const [told, forged] = ["The officer was Karim Vahl", "It was nothing, I was wrong"];
  const envelope = await post(amina, await sealEnvelope(list, { ...LETTER, text: told, urgent: true }));
  await writeInItsPlace(tomas, envelope, forged);
  await settle(tomas, amina);
  assert.equal(await pullIntake(amina), 1);
  await settle(amina, tomas);
  for (const [desk, own, other] of [[amina, told, forged], [tomas, forged, told]] as const) {
    const [row] = inboxOf(desk.records.book(desk.line));
    assert.deepEqual([row?.marks, row?.urgent], [["text-disagrees"], true]);
    const read = readingView(contextOf(desk), row!.report);
    assert.deepEqual([read?.text, read?.otherTexts], [own, [other]]);
  }
  endPlay(on, amina, tomas);
});

test("a colleague who writes a letter's own words and leaves out that it is urgent hides nothing", async () => {
  const { on, amina, tomas, list } = await two();
  const envelope = await post(amina, await sealEnvelope(list, { ...LETTER, urgent: true }));
  await writeInItsPlace(tomas, envelope, LETTER.text);
  await settle(tomas, amina);
  await pullIntake(amina);
  const [row] = inboxOf(amina.records.book(amina.line));
  assert.deepEqual([row?.versions.length, row?.urgent], [1, true]);
  endPlay(on, amina, tomas);
});

test("what this desk can do nothing with in one part of an exchange ends no other part", async () => {
  const { on, amina, tomas, list } = await two();
  await post(amina, await sealEnvelope(list, LETTER));
  amina.store.set("intake/published", new Uint8Array(3)); // no list: whatever looks at it throws
  const said: string[] = [];
  const exchange = startExchange(amina, (code) => said.push(code));
  assert.equal(await exchange.now(), true);
  await exchange.stop();
  assert.deepEqual(texts(amina), ["They came at night"]);
  assert.ok(said.includes("exchange: bad-keys"));
  endPlay(on, amina, tomas);
});
