/** What is in the roster's vector files. All but the lockboxes follows from names; age draws its own randomness, so those are kept as first made. */
import { existsSync } from "node:fs";
import { concat, fromBase64, fromHex, padToPadme, toBase64, toHex, u32, utf8 } from "#bytes";
import {
  encodeAct,
  frameAct,
  headCode,
  lineId,
  makeEpoch,
  MAX_ACT_BYTES,
  openLockbox,
  rosterSummary,
  sealAct,
  wordsOf,
  type EpochElement,
} from "#entry";
import { sha256 } from "#prim";
import { newRecipientIdentity, openAge, recipientOf, sealAge, sealBodyWithSiv } from "#seal";
import { seededBytes, vectorCases, type VectorFiles } from "../vector-files.ts";
import { amina, bako, epochFor, epochOf, id, pending, say, Scene } from "./cast.ts";
import { MALFORMED, oversize, textOf } from "./malformed.ts";
import { REFUSALS } from "./refusals.ts";
import { FORK_STORIES } from "./fork-stories.ts";
import { STORIES } from "./stories.ts";

const LINE_KEY = sha256(utf8("vector line key"));
const FORMAT = "roster";
const ALL_STORIES = [...STORIES, ...FORK_STORIES];
const LOCKBOXES = "accept/lockboxes.json";
const BROKEN_LOCKBOXES = "reject/lockboxes.json";

const ABOUT = {
  acts: "An act as stored, before framing. A reader takes each and finds `id` and `kind`; `newer` says that version 1 does not know the kind: kept, the line not judged beyond it.",
  lines:
    "A desk's line from its beginning: `acts` are offered in order, by the relay's line or as a file. Each comes to its `outcome` (for noise the reason is ours), and in the end the line is `summary`.",
  sealed: "`act` framed is `frame`, and sealed for the log of `lineKey` it is `blob`; opening gives the act back. `lineId` is the log's id.",
  badActs:
    "A reader refuses each: no form, not canonical, or a signature that is none. `code` is ours. `oversize` is `before`, then `repeated` `count` times, then `after`.",
  badSealed: "A reader of the log of `lineKey` refuses each blob. `code` is ours.",
  codes: "The twelve words of a line's `head`; the first `count` words of a `hash`.",
  lockboxes:
    "The lockbox of `device` in `element`, opened with `identity`, holds `key` and `writeToken`; `wrapped` is the epoch whose key `wrappedKey` is inside.",
  badLockboxes: "As in accept/lockboxes.json, but the recipient must sign `epoch-bad`: what was promised is not there.",
};

/** Every file. Reads those from the disk that cannot be made twice alike. */
export async function rosterVectors(): Promise<VectorFiles> {
  const lockboxes = existsSync(new URL(LOCKBOXES, import.meta.url))
    ? { good: vectorCases<LockboxCase>(FORMAT, LOCKBOXES), bad: vectorCases<LockboxCase>(FORMAT, BROKEN_LOCKBOXES) }
    : await makeLockboxes();
  return {
    "accept/acts.json": { about: ABOUT.acts, cases: goodActs() },
    "accept/stories.json": {
      about: ABOUT.lines,
      cases: ALL_STORIES.flatMap(({ name, play }) => play().map((scene, i) => lineCase(i === 0 ? name : `${name} (${i + 1})`, scene))),
    },
    "accept/refusals.json": { about: ABOUT.lines, cases: REFUSALS.map(({ rule, name, play }) => lineCase(`${rule}: ${name}`, play())) },
    "accept/sealed.json": { about: ABOUT.sealed, cases: sealedCases() },
    "accept/head-codes.json": { about: ABOUT.codes, cases: codeCases() },
    [LOCKBOXES]: { about: ABOUT.lockboxes, cases: lockboxes.good },
    "reject/acts.json": {
      about: ABOUT.badActs,
      cases: [
        ...MALFORMED.map(({ name, code, text }) => ({ name, code, act: text })),
        { name: "too large by one byte", code: "too-large", oversize: oversize(MAX_ACT_BYTES) },
      ],
    },
    "reject/sealed.json": { about: ABOUT.badSealed, cases: badSealedCases() },
    [BROKEN_LOCKBOXES]: { about: ABOUT.badLockboxes, cases: lockboxes.bad },
  };
}

function lineCase(name: string, { line, story }: Scene): Record<string, unknown> {
  return { name, acts: story.map(({ act, road, outcome }) => ({ road, act: textOf(encodeAct(act)), outcome })), summary: rosterSummary(line) };
}

/** One act of each kind, by whoever may sign it. */
function goodActs(): Record<string, unknown>[] {
  const acts = new Map<string, Record<string, unknown>>();
  for (const { act } of ALL_STORIES.flatMap(({ play }) => play()).flatMap((scene) => scene.story)) {
    const kind = act.body.act.kind;
    if (!acts.has(kind)) acts.set(kind, { kind, id: act.id, newer: act.newer, by: act.body.by, act: textOf(encodeAct(act)) });
  }
  for (const act of moreKinds())
    acts.set(act.body.act.kind, { kind: act.body.act.kind, id: act.id, newer: false, by: act.body.by, act: textOf(encodeAct(act)) });
  return [...acts.values()].sort((a, b) => (String(a.kind) < String(b.kind) ? -1 : 1));
}

function moreKinds() {
  const scene = Scene.of(amina, bako);
  return [scene.drafted(say.moveRelay("https://relay.example"), amina), scene.drafted(say.epochBad(epochOf(id("an act"))), bako)];
}

function sealedCases(): Record<string, unknown>[] {
  const scene = Scene.of(amina, bako);
  const epoch = scene.drafted(say.epoch(epochFor([amina.laptop, bako.laptop])), amina);
  scene.does(pending, say.policy(), amina);
  return [...scene.story.map(({ act }) => act), epoch].map((act) => ({
    lineKey: toHex(LINE_KEY),
    lineId: lineId(LINE_KEY),
    act: textOf(encodeAct(act)),
    frame: toHex(frameAct(act)),
    blob: toHex(sealAct(LINE_KEY, act)),
  }));
}

function badSealedCases(): Record<string, unknown>[] {
  const { act } = Scene.of(amina).story[0]!;
  const context = concat(utf8("roster"), fromHex(lineId(LINE_KEY)));
  const frame = frameAct(act);
  const blob = sealAct(LINE_KEY, act);
  const sealed = (changed: Uint8Array, aad = context, purpose = "act"): string => toHex(sealBodyWithSiv(LINE_KEY, purpose, aad, changed));
  const with1 = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const length = encodeAct(act).length;
  const longer = concat(frame, new Uint8Array(512));
  return [
    { name: "another version of sealing", code: "bad-blob", blob: toHex(with1(blob, 0)) },
    { name: "changed commitment", code: "wrong-key", blob: toHex(with1(blob, 40)) },
    { name: "changed ciphertext", code: "changed", blob: toHex(with1(blob, 200)) },
    { name: "sealed as an entry", code: "wrong-key", blob: sealed(frame, context, "entry") },
    { name: "sealed for another line", code: "wrong-key", blob: sealed(frame, concat(utf8("roster"), new Uint8Array(16))) },
    { name: "padding that says something", code: "not-padded", blob: sealed(with1(frame, frame.length - 1)) },
    { name: "more padding than Padmé's", code: "not-padded", blob: sealed(padToPadme(longer)) },
    { name: "no padding", code: "not-padded", blob: sealed(frame.slice(0, 4 + length)) },
    { name: "a length past the end", code: "not-framed", blob: sealed(concat(u32(frame.length), frame.slice(4))) },
    { name: "a length beyond the limit", code: "too-large", blob: sealed(concat(u32(MAX_ACT_BYTES + 1), frame.slice(4))) },
    { name: "three bytes", code: "not-framed", blob: sealed(frame.slice(0, 3)) },
    { name: "an act with a space", code: "not-canonical", blob: sealed(padToPadme(concat(u32(length + 1), encodeAct(act), utf8(" ")), 512)) },
  ].map((bad) => ({ lineKey: toHex(LINE_KEY), ...bad }));
}

function codeCases(): Record<string, unknown>[] {
  const heads = [id("head"), "0".repeat(64), "f".repeat(64)];
  return [
    ...heads.map((head) => ({ head, words: headCode(head) })),
    ...[`${"0".repeat(63)}1`, `8${"0".repeat(63)}`, "f".repeat(64), id("hash")].map((hash) => ({ hash, count: 6, words: wordsOf(hash, 6) })),
  ];
}

export type LockboxCase = {
  readonly name: string;
  readonly code?: string;
  readonly device: string;
  readonly identity: string;
  readonly element: EpochElement;
  readonly wrapped: { readonly id: string; readonly keyCommitment: string } | null;
  readonly key?: string;
  readonly writeToken?: string;
  readonly wrappedKey?: string | null;
};

async function makeLockboxes(): Promise<{ good: LockboxCase[]; bad: LockboxCase[] }> {
  const identity = await newRecipientIdentity();
  const recipient = await recipientOf(identity);
  const device = amina.laptop.key;
  let drawn = 0;
  const random = (lengthBytes: number) => seededBytes(`lockbox ${drawn++}`, lengthBytes);
  const first = await makeEpoch({ compartment: "work", recipients: [{ device, recipient }], parent: null, wraps: null, random });
  const firstId = epochOf(id("the first epoch's act"));
  const wrapped = { id: firstId, keyCommitment: first.element.keyCommitment };
  const wraps = { id: firstId, key: first.key };
  const second = await makeEpoch({ compartment: "work", recipients: [{ device, recipient }], parent: firstId, wraps, random });
  const boxOf = async (plaintext: Uint8Array) => [{ device, box: toBase64(await sealAge([recipient], plaintext)) }];
  const inside = await openAge(identity, fromBase64(second.element.lockboxes[0]!.box));
  const shared = { device, identity: identity.reveal(), wrapped };
  const good: LockboxCase[] = [];
  for (const [name, { element }, of] of [
    ["a first epoch", first, null],
    ["an epoch that wraps the one before", second, wrapped],
  ] as const) {
    const { key, writeToken, wrappedKey } = await openLockbox(element, device, identity, of);
    good.push({
      name,
      ...shared,
      element,
      wrapped: of,
      key: toHex(key.reveal()),
      writeToken: toHex(writeToken.reveal()),
      wrappedKey: wrappedKey === null ? null : toHex(wrappedKey.reveal()),
    });
  }
  const { element } = second;
  const other = await makeEpoch({ compartment: "inbox", recipients: [{ device, recipient }], parent: firstId, wraps, random });
  const stranger = await recipientOf(await newRecipientIdentity());
  const bad = [
    {
      name: "a box for somebody else",
      code: "lockbox-closed",
      element: { ...element, lockboxes: [{ device, box: toBase64(await sealAge([stranger], inside)) }] },
    },
    { name: "a box with one byte more", code: "lockbox-closed", element: { ...element, lockboxes: await boxOf(concat(inside, new Uint8Array(1))) } },
    { name: "another key", code: "key-differs", element: { ...element, lockboxes: await boxOf(concat(new Uint8Array(32), inside.slice(32))) } },
    {
      name: "a token that the relay is not given",
      code: "token-unlisted",
      element: { ...element, lockboxes: await boxOf(concat(inside.slice(0, 32), new Uint8Array(32))) },
    },
    { name: "no parent's key where there is one", code: "wrap-broken", element: { ...element, wrapped: null } },
    { name: "a wrap of another compartment", code: "wrap-broken", element: { ...other.element, compartment: "work" } },
    {
      name: "a wrap of another key",
      code: "wrap-broken",
      element: (
        await makeEpoch({
          compartment: "work",
          recipients: [{ device, recipient }],
          parent: firstId,
          wraps: { id: firstId, key: second.key },
          random,
        })
      ).element,
    },
  ].map((one) => ({ ...shared, ...one }));
  return { good, bad };
}
