import { readFileSync } from "node:fs";
import { test } from "node:test";
import { canonical, fromBase64, fromHex, parseCanonical, Redacted, utf8, type Json } from "#bytes";
import { EntryError, frameAct, emptyLine, encodeFrame, extendLine, openAct, openEntry, openLockbox, parseAct, parseFrame, parseHeader, parseStored, unframeAct, verifyEntry, type EpochElement } from "#entry";
import { SealError } from "#seal";
import { damagedJson } from "../../scripts/fuzz-json.ts";
import { fuzz, fuzzLater, INPUTS } from "../../scripts/fuzz.ts";
import type { AcceptCase, RejectCase, VectorFile } from "../../vectors/entry/cases.ts";
import { vectorCases } from "../../vectors/vector-files.ts";

const isOurs = (error: unknown): boolean => error instanceof EntryError;
const isOursOrSealed = (error: unknown): boolean => isOurs(error) || error instanceof SealError;
const asIs = (bytes: Uint8Array): Uint8Array => bytes;
const frozen = <Case>(name: string): readonly Case[] => (JSON.parse(readFileSync(new URL(`../../vectors/entry/${name}`, import.meta.url), "utf8")) as VectorFile<Case>).cases;

const accepted = frozen<AcceptCase>("accept.json");
const stored = [...accepted.map((one) => fromBase64(one.stored)), ...frozen<RejectCase>("reject.json").flatMap((one) => (one.stored === null ? [] : [fromBase64(one.stored)]))].filter((bytes) => bytes.length < 4000);
const whole = accepted.map((one) => parseStored(fromBase64(one.stored))).filter((entry) => entry.body.length < 3000);
const headers = whole.map((entry) => parseCanonical(entry.headerBytes)).filter((header) => JSON.stringify(header).length < 2000);
const sealed = accepted.map((one) => one.sealed).find((one) => one !== null)!;
const acts = vectorCases<{ readonly act: string }>("roster", "accept/acts.json").map((one) => utf8(one.act));
const actValues = acts.map((bytes) => JSON.parse(Buffer.from(bytes).toString("utf8")) as Json);
const onLine = vectorCases<{ readonly lineKey: string; readonly blob: string; readonly frame: string }>("roster", "accept/sealed.json");
const box = vectorCases<{ readonly device: string; readonly identity: string; readonly element: EpochElement }>("roster", "accept/lockboxes.json")[0]!;

test("an entry's header", (t) => fuzz(t, { name: "entry header", valid: whole.map((entry) => entry.headerBytes), from: asIs, isOurs, parse: parseHeader }));

test("an entry's header, well-formed", (t) =>
  fuzz(t, {
    name: "entry header, well-formed",
    valid: whole.map((entry) => entry.headerBytes),
    from: (_bytes, chance) => safely(() => canonical(damagedJson(chance, headers) as Json)),
    isOurs,
    parse: parseHeader,
  }));

test("an entry as it is stored", (t) => fuzz(t, { name: "stored entry", valid: stored, from: asIs, isOurs, parse: parseStored }));
test("an entry's frame", (t) => fuzz(t, { name: "entry frame", valid: whole.map(encodeFrame), from: asIs, isOurs, parse: parseFrame }));

test("an entry with its signature", (t) =>
  fuzz(t, { name: "signed entry", valid: whole.map(encodeFrame), from: asIs, isOurs, parse: (bytes) => verifyEntry(parseFrame(bytes)), inputs: INPUTS.costly * 10 }));

test("a sealed entry", (t) =>
  fuzz(t, { name: "sealed entry", valid: [fromBase64(sealed.blob)], from: asIs, isOurs: isOursOrSealed, parse: (blob) => openEntry(fromHex(sealed.key), sealed.compartment, sealed.epoch, blob) }));

test("an act", (t) => fuzz(t, { name: "act", valid: acts, from: asIs, isOurs, parse: parseAct }));

test("an act, well-formed", (t) =>
  fuzz(t, { name: "act, well-formed", valid: acts, from: (_bytes, chance) => safely(() => canonical(damagedJson(chance, actValues) as Json)), isOurs, parse: parseAct }));

test("an act that takes its place on a line", (t) =>
  fuzz(t, {
    name: "act on a line",
    valid: acts,
    from: (_bytes, chance) => safely(() => canonical(damagedJson(chance, actValues) as Json)),
    isOurs,
    parse: (bytes) => extendLine(emptyLine(), parseAct(bytes), "line"),
    inputs: INPUTS.costly * 10,
  }));

test("an act's frame", (t) => fuzz(t, { name: "act frame", valid: [...onLine.map((one) => fromHex(one.frame)), ...acts.map((bytes) => frameAct(parseAct(bytes)))], from: asIs, isOurs, parse: unframeAct }));
test("a sealed act", (t) => fuzz(t, { name: "sealed act", valid: onLine.map((one) => fromHex(one.blob)), from: asIs, isOurs: isOursOrSealed, parse: (blob) => openAct(fromHex(onLine[0]!.lineKey), blob) }));

test("a lockbox", async (t) => {
  const { element, device } = box;
  const mine = element.lockboxes.find((one) => one.device === device)!;
  await fuzzLater(t, {
    name: "lockbox",
    valid: [utf8(mine.box)],
    from: (bytes): EpochElement => ({ ...element, lockboxes: [{ device, box: Buffer.from(bytes).toString("latin1") }] }),
    isOurs,
    parse: (changed) => openLockbox(changed, device, new Redacted(box.identity), null),
  });
});

function safely(make: () => Uint8Array): Uint8Array {
  try {
    return make();
  } catch {
    return utf8("null");
  }
}
