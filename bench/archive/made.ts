/**
 * A made archive: a group's record of any size, the same in every run, in words of three scripts. Ten devices that see each other's newest now and then
 * sign entries of some records each; they are sealed as a relay holds them. It is kept between runs in the folder for temporary files, since making
 * it costs more than most of what is measured with it; `--fresh` makes it anew.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonical, concat, readU32, Redacted, u32, utf8, type Json } from "#bytes";
import { composeEntry, sealEntry, type RosterView, type VerifiedEntry } from "#entry";
import { hashOf, sha256, Signer } from "#prim";
import type { Projector } from "#store";
import { MAX_ANSWER_BLOBS, MAX_ANSWER_BYTES } from "#wire";

const DEVICES = 10;
const GROUP = hashOf("bench", utf8("group"));
const ACT = hashOf("bench", utf8("act"));
export const EPOCH = hashOf("bench", utf8("epoch"));
export const EPOCH_KEY = sha256(utf8("bench epoch key"));
export const STORE_KEY = new Redacted(sha256(utf8("bench store key")));
export const EVERYBODY: RosterView = { knowsAct: (id) => id === ACT, deviceKnownAt: () => true, groupAt: () => GROUP };

export type MadeRecord = { id: string; kind: string; inCase: string; subject: string; property: string; text: string; quote: string };

export const PROJECTOR: Projector = {
  version: 1,
  index(record) {
    const { id, kind, inCase, subject, text, quote } = record as unknown as MadeRecord;
    return { id, kind, caseId: inCase, subjectIds: [subject], searchTexts: [text, quote] };
  },
};

/** A small generator with a seed. */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => (state = (state * 48271) % 2147483647) % sides;
}

/** Consonants and vowels of three scripts: enough syllables that a word has pieces of its own. */
const LETTERS = [
  ["b d f g h k l m n p r s sh t v z", "a e i o u ai"],
  ["б в г д ж з к л м н п р с т ч ш", "а е и о у ы я"],
  ["ب ت ج ح د ر س ش ع ف ق ك ل م ن ه", "ا و ي"],
].map((script) => script.map((letters) => letters.split(" "))) as [string[], string[]][];
export const WORDS = 6000;

/** Six thousand words of one to four syllables; the first ones are much the commonest. */
export function vocabulary(roll: (sides: number) => number): string[] {
  return Array.from({ length: WORDS }, () => {
    const [consonants, vowels] = LETTERS[roll(3)]!;
    const syllable = (): string => consonants[roll(consonants.length)]! + vowels[roll(vowels.length)]!;
    return Array.from({ length: 1 + roll(4) }, syllable).join("");
  });
}

export type Archive = { readonly folder: string; readonly blobs: string; readonly desk: string };

/** The archive of so many entries, made in a folder in `beside` where it is not there yet. `desk` is where a store of it stands, if one was made. */
export function archiveOf(entries: number, recordsEach: number, fresh = false, beside = tmpdir()): Archive {
  const folder = join(beside, `vouchsafe-bench-${entries}x${recordsEach}`);
  const [blobs, desk] = [join(folder, "blobs"), join(folder, "desk.db")];
  if (fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (!existsSync(blobs)) {
    make(`${blobs}.new`, entries, recordsEach);
    renameSync(`${blobs}.new`, blobs);
  }
  return { folder, blobs, desk };
}

/** Writes entries as sealed blobs, `u32(length) | blob`. */
function make(path: string, entries: number, recordsEach: number): void {
  const roll = dice(7);
  const words = vocabulary(roll);
  const sentence = (length: number): string => Array.from({ length }, () => words[Math.floor((roll(WORDS) * roll(WORDS)) / WORDS)]!).join(" ");
  const id = (name: string): string => hashOf("bench", utf8(name)).slice(0, 32);
  const devices = Array.from({ length: DEVICES }, (_, n) => ({
    signer: new Signer(sha256(utf8(`device ${n}`))),
    prev: null as VerifiedEntry | null,
    heads: new Map<string, number>(),
  }));
  const out = openSync(path, "w");
  for (let n = 0; n < entries; n++) {
    const device = devices[roll(DEVICES)]!;
    if (roll(2) === 0) for (const [head, clock] of devices[roll(DEVICES)]!.heads) if (clock > n - 60) device.heads.set(head, clock);
    if (device.prev !== null) device.heads.set(device.prev.id, device.prev.header.clock);
    const heads = [...device.heads].sort((a, b) => b[1] - a[1]).slice(0, 3);
    const records: MadeRecord[] = Array.from({ length: recordsEach }, (_, place) => ({
      id: id(`record ${n} ${place}`),
      kind: ["statement", "person", "event", "act"][roll(4)]!,
      inCase: id(`case ${roll(Math.ceil(entries / 50))}`),
      subject: id(`subject ${roll(entries)}`),
      property: "whereHeld",
      text: sentence(14),
      quote: sentence(10),
    }));
    const draft = {
      clock: n + 1,
      compartment: "work",
      group: GROUP,
      prev: device.prev?.id ?? null,
      rosterSeen: ACT,
      seen: [...new Set([...heads.map(([head]) => head), ...(device.prev === null ? [] : [device.prev.id])])].sort(),
      seq: (device.prev?.header.seq ?? 0) + 1,
    };
    const body = canonical({ act: "import", records, v: 1 } as unknown as Json);
    const entry = composeEntry(draft, body, sha256(utf8(`salt ${n}`)), device.signer);
    device.prev = entry;
    device.heads = new Map([[entry.id, entry.header.clock]]);
    const blob = sealEntry(EPOCH_KEY, EPOCH, entry);
    writeSync(out, concat(u32(blob.length), blob));
  }
  closeSync(out);
}

/** The blobs of an archive, so many at a time. */
export function* batches(path: string, size: number): Generator<Uint8Array[]> {
  yield* blobsIn(path, size, Number.POSITIVE_INFINITY);
}

/** The same, as many at a time as one answer of a relay holds (foundation/wire/limits.ts, framing.ts). */
export function* answers(path: string): Generator<Uint8Array[]> {
  yield* blobsIn(path, MAX_ANSWER_BLOBS, MAX_ANSWER_BYTES);
}

/** What stands before each blob in an answer: its cursor and its length (framing.ts). */
const FRAME_BYTES = 12;

function* blobsIn(path: string, mostBlobs: number, mostBytes: number): Generator<Uint8Array[]> {
  const file = openSync(path, "r");
  const length = new Uint8Array(4);
  let blobs: Uint8Array[] = [];
  let bytes = 0;
  while (readSync(file, length) === 4) {
    const blob = new Uint8Array(readU32(length, 0));
    readSync(file, blob);
    if (blobs.length === mostBlobs || (blobs.length > 0 && bytes + FRAME_BYTES + blob.length > mostBytes)) {
      yield blobs;
      [blobs, bytes] = [[], 0];
    }
    blobs.push(blob);
    bytes += FRAME_BYTES + blob.length;
  }
  if (blobs.length > 0) yield blobs;
  closeSync(file);
}
