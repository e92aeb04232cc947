/** What is in accept.json and reject.json, made anew each time from names alone. */
import { canonical, concat, fromHex, padToPadme, toBase64, toHex, u32, utf8, type Bytes, type Json } from "#bytes";
import { encodeFrame, encodeStored, LAST_FREE_CLOCK, MAX_SEEN, sealEntry, type SignedEntry } from "#entry";
import { hashOf, sha256, Signer } from "#prim";
import { sealBodyWithSiv } from "#seal";
import { bodyOf, FIRST_ACT, GROUP, Writer } from "./writer.ts";

export type Sealed = { readonly key: string; readonly epoch: string; readonly compartment: string; readonly blob: string };
export type LineAct = { readonly act: string; readonly group: string; readonly devices: readonly string[] };
export type AcceptCase = {
  readonly name: string;
  readonly stored: string;
  readonly id: string;
  readonly after: readonly string[];
  readonly applies: boolean;
  readonly sealed: Sealed | null;
};
export type RejectCase = {
  readonly name: string;
  readonly step: "open" | "form" | "claims" | "place";
  readonly code: string;
  readonly stored: string | null;
  readonly after: readonly string[];
  readonly sealed: Sealed | null;
};
export type VectorFile<Case> = { readonly line: readonly LineAct[]; readonly cases: readonly Case[] };

const named = (name: string): string => hashOf("vector", utf8(name));
const LATER_ACT = named("act 1");
const NEW_GENESIS = named("act 2, a new genesis");
const amina = new Writer("vector device: Amina");
const bako = new Writer("vector device: Bako");
const late = new Writer("vector device: late");
const stranger = new Writer("vector device: stranger");
const aminaSigner = new Signer(sha256(utf8("vector device: Amina")));
const KEY = sha256(utf8("vector epoch key"));
const EPOCH = named("epoch");
const SALT = sha256(utf8("vector salt"));

export const LINE: readonly LineAct[] = [
  { act: FIRST_ACT, group: GROUP, devices: [amina.device, bako.device].sort() },
  { act: LATER_ACT, group: GROUP, devices: [late.device] },
  { act: NEW_GENESIS, group: NEW_GENESIS, devices: [] },
];

const base64Of = (entry: SignedEntry): string => toBase64(encodeStored(entry));

function sealed(entry: SignedEntry): Sealed {
  return { key: toHex(KEY), epoch: EPOCH, compartment: entry.header.compartment, blob: toBase64(sealEntry(KEY, EPOCH, entry)) };
}

// The record the cases stand in: two devices, two compartments.
const first = amina.write(bodyOf([{ text: "Он сказал: никого не было" }, { text: "قالوا لم يكن أحد هنا" }]), "work", 1_000);
const second = amina.write(bodyOf([]), "work", 2_000);
const other = bako.write(bodyOf([]), "work", 1_500);
const inbox = amina.write(bodyOf([{ text: "a report" }]), "inbox", 1_200);
bako.receive([first, second]);
const joined = bako.write(bodyOf([]), "work", 1_400);
amina.receive([other, joined]);
const RECORD = [first, second, other, inbox, joined].map(base64Of);

export function acceptCases(): VectorFile<AcceptCase> {
  const cases: AcceptCase[] = [];
  const accept = (name: string, entry: SignedEntry, after: readonly string[] = [], applies = true): void => {
    cases.push({ name, stored: base64Of(entry), id: entry.id, after, applies, sealed: cases.length % 4 === 0 ? sealed(entry) : null });
  };
  accept("first entry of a device, body in two scripts", first);
  accept("second entry of a chain", second, [base64Of(first)]);
  accept("joins two heads, its clock one more than the newest of them because its own was behind", joined, RECORD.slice(0, 3));
  accept("its device's last entry is in the past of the head it names", amina.sign(amina.draft("work", 9_000)), RECORD);
  accept("a chain of its own in another compartment", inbox, [base64Of(first)]);
  accept("compartment signing", bako.sign(bako.draft("signing", 1)));
  accept("a compartment that has no name yet", bako.sign(bako.draft("case-0a1b-2", 1)));
  accept("clock zero", bako.sign({ ...bako.draft("signing", 1), clock: 0 }));
  accept("waits for an entry and an act that are not here", amina.sign({ ...amina.draft("work", 9_000), rosterSeen: named("no act") }), [], false);
  accept(
    "the same place in a chain as another: both are kept",
    amina.sign({ ...amina.draft("work", 9_000), seq: 2, prev: first.id, seen: [first.id] }),
    RECORD,
  );
  accept("a device the line names later, once it does", late.sign({ ...late.draft("work", 9_000), rosterSeen: LATER_ACT }));
  accept("the group of a new genesis", bako.sign({ ...bako.draft("work", 9_000), rosterSeen: NEW_GENESIS, group: NEW_GENESIS }), RECORD);
  const last = amina.sign({ ...amina.draft("inbox", 9_000), clock: LAST_FREE_CLOCK });
  accept("the last free clock", last, RECORD);
  const over = { ...amina.draft("inbox", 0), clock: LAST_FREE_CLOCK + 1, prev: last.id, seen: [last.id], seq: 3 };
  accept("one more than the last free clock, after an entry that has it", amina.sign(over), [...RECORD, base64Of(last)]);
  accept(
    "a body of a newer version: no records to this reader, and the entry stands",
    amina.sign(amina.draft("work", 9_000), { more: 1, v: 2 }),
    RECORD,
  );
  const sixtyFour = Array.from({ length: MAX_SEEN }, (_, n) => named(`head ${n}`)).sort();
  accept("names 64 heads, none of them here", bako.sign({ ...bako.draft("work", 9_000), seen: sixtyFour }), [], false);
  accept("fills its Padmé length without a zero", fullLength());
  accept("prev not among seen and seen empty", amina.sign({ ...amina.draft("work", 9_000), seen: [] }), RECORD);
  return { line: LINE, cases };
}

/** An entry whose frame is exactly 1,024 bytes. */
function fullLength(): SignedEntry {
  const draft = bako.draft("signing", 5);
  const rest = 1024 - encodeFrame(bako.sign(draft, bodyOf([{ text: "" }]))).length;
  const entry = bako.sign(draft, bodyOf([{ text: "x".repeat(rest) }]));
  if (encodeFrame(entry).length !== 1024 || encodeStored(entry).length !== 1024) throw new Error("this case says nothing");
  return entry;
}

/** Stored bytes of any header text, rightly signed: what a hostile member can make. */
function signedText(header: string, body: Bytes = utf8("{}")): Bytes {
  return storedOf(utf8(header), aminaSigner.sign(concat(utf8("vouchsafe/1/entry-signature\0"), utf8(header))), SALT, body);
}

function storedOf(header: Bytes, signature: Bytes, salt: Bytes, body: Bytes): Bytes {
  return padToPadme(concat(u32(header.length), header, signature, salt, u32(body.length), body), 512);
}

function headerWith(change: { readonly [field: string]: Json | undefined }): string {
  const header: { [field: string]: Json } = { ...second.header };
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) delete header[field];
    else header[field] = value;
  }
  return new TextDecoder().decode(canonical(header));
}

export function rejectCases(): VectorFile<RejectCase> {
  return { line: LINE, cases: [...rejectedOpening(), ...rejectedForms(), ...rejectedClaims(), ...rejectedPlaces()] };
}

function rejectedOpening(): RejectCase[] {
  const good = sealed(second);
  const blob = sealEntry(KEY, EPOCH, second);
  const flipped = (at: number): string => toBase64(blob.map((byte, n) => (n === at ? byte ^ 1 : byte)));
  const aad = (compartment: string): Bytes => concat(utf8(compartment), fromHex(EPOCH));
  const sealedAs = (compartment: string, plaintext: Bytes): string => toBase64(sealBodyWithSiv(KEY, "entry", aad(compartment), plaintext));
  const open = (name: string, code: string, change: Partial<Sealed>): RejectCase => ({
    name,
    step: "open",
    code,
    stored: null,
    after: [],
    sealed: { ...good, ...change },
  });
  return [
    open("another key", "wrong-key", { key: named("another key") }),
    open("another epoch", "wrong-key", { epoch: named("another epoch") }),
    open("another compartment", "wrong-key", { compartment: "inbox" }),
    open("sealed for another purpose", "wrong-key", { blob: toBase64(sealBodyWithSiv(KEY, "act", aad("work"), encodeStored(second))) }),
    open("version 2", "bad-blob", { blob: toBase64(blob.map((byte, n) => (n === 0 ? 2 : byte))) }),
    open("shorter than any blob", "bad-blob", { blob: toBase64(blob.slice(0, 80)) }),
    open("a bit of the salt", "wrong-key", { blob: flipped(5) }),
    open("a bit of the commitment", "wrong-key", { blob: flipped(40) }),
    open("a bit of the ciphertext", "changed", { blob: flipped(100) }),
    open("a bit of the tag", "changed", { blob: flipped(blob.length - 1) }),
    open("cut at the end", "changed", { blob: toBase64(blob.slice(0, -32)) }),
    open("an entry of work in the log of inbox", "wrong-compartment", { compartment: "inbox", blob: sealedAs("inbox", encodeStored(second)) }),
    open("sealed without padding", "not-padded", { blob: sealedAs("work", encodeFrame(second)) }),
  ];
}

function rejectedForms(): RejectCase[] {
  const form = (name: string, code: string, stored: Bytes): RejectCase => ({
    name,
    step: "form",
    code,
    stored: toBase64(stored),
    after: [],
    sealed: null,
  });
  const bad = (name: string, header: string): RejectCase => form(name, "bad-header", signedText(header));
  const stored = encodeStored(second);
  const frame = encodeFrame(second);
  const bodyLengthAt = frame.length - second.body.length - 4;
  const withBodyLength = (length: number): Bytes => padToPadme(concat(frame.slice(0, bodyLengthAt), u32(length), second.body), 512);
  const good = headerWith({});
  const hash = second.header.commitment;
  return [
    form("nothing", "not-framed", new Uint8Array(0)),
    form("header longer than the bytes", "not-framed", concat(u32(4_000), stored.slice(4))),
    form("header over its limit", "too-large", concat(u32(16_385), stored.slice(4))),
    form("body over its limit", "too-large", withBodyLength(1_048_577)),
    form("body longer than the bytes", "not-framed", withBodyLength(4_000)),
    form("no padding", "not-padded", frame),
    form("a unit of padding too many", "not-padded", concat(stored, new Uint8Array(32))),
    form(
      "padding that is not zeros",
      "not-padded",
      stored.map((byte, n) => (n === stored.length - 1 ? 1 : byte)),
    ),
    form("body length one short: the last byte stands in the padding", "not-padded", withBodyLength(second.body.length - 1)),
    form("version 2", "newer-version", signedText(headerWith({ v: 2, whatever: [] }))),
    bad("white space", good.replace("{", "{ ")),
    bad("keys out of order", `{"v":1,${good.slice(1).replace(',"v":1', "")}`),
    bad("a key twice", good.replace('"seq":2', '"seq":2,"seq":2')),
    bad("a number with a fraction", good.replace('"seq":2', '"seq":2.0')),
    bad("a number with an exponent", good.replace('"clock":2000', '"clock":2e3')),
    bad("minus zero", good.replace('"clock":2000', '"clock":-0')),
    bad("an escape that is not needed", good.replace('"work"', '"w\\u006frk"')),
    bad("a byte order mark", `\uFEFF${good}`),
    bad("an unknown field", headerWith({ epoch: EPOCH })),
    bad("no group", headerWith({ group: undefined })),
    bad("a negative clock", headerWith({ clock: -1 })),
    bad("a clock beyond 2^53 - 1", good.replace('"clock":2000', '"clock":9007199254740992')),
    bad("a hash in upper case", headerWith({ commitment: hash.toUpperCase() })),
    bad("a hash of 31 bytes", headerWith({ commitment: hash.slice(2) })),
    bad("compartment roster", headerWith({ compartment: "roster" })),
    bad("compartment in upper case", headerWith({ compartment: "Work" })),
    bad("seq zero", headerWith({ seq: 0, prev: null })),
    bad("seq 1 with prev", headerWith({ seq: 1 })),
    bad("seq 2 without prev", headerWith({ prev: null })),
    bad("seen out of order", headerWith({ seen: [first.id, other.id].sort().toReversed() })),
    bad("seen names one head twice", headerWith({ seen: [first.id, first.id] })),
    bad("seen names 65 heads", headerWith({ seen: Array.from({ length: 65 }, (_, n) => named(`head ${n}`)).sort() })),
    bad("version as text", headerWith({ v: "1" })),
    bad("a list", `[${good}]`),
  ];
}

const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function rejectedClaims(): RejectCase[] {
  const { headerBytes, signature, salt, body } = second;
  const claim = (name: string, code: string, stored: Bytes): RejectCase => ({
    name,
    step: "claims",
    code,
    stored: toBase64(stored),
    after: [],
    sealed: null,
  });
  const s = signature.slice(32).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + GROUP_ORDER;
  const sPlusOrder = Uint8Array.from({ length: 32 }, (_, n) => Number((s >> BigInt(8 * n)) & 255n));
  const identity = fromHex(`01${"00".repeat(31)}`);
  const ofIdentity = utf8(headerWith({ device: toHex(identity) }));
  const noKey = utf8(headerWith({ device: `02${"00".repeat(31)}` }));
  return [
    claim("signed by another device", "bad-signature", storedOf(headerBytes, bako.sign(bako.draft("work", 1)).signature, salt, body)),
    claim("signature of the header before it", "bad-signature", storedOf(headerBytes, first.signature, salt, body)),
    claim("signature over the header without its domain", "bad-signature", storedOf(headerBytes, aminaSigner.sign(headerBytes), salt, body)),
    claim("S plus the group order", "bad-signature", storedOf(headerBytes, concat(signature.slice(0, 32), sPlusOrder), salt, body)),
    claim("signature all zeros", "bad-signature", storedOf(headerBytes, new Uint8Array(64), salt, body)),
    claim(
      "a key of small order, with the signature that fits every message",
      "bad-signature",
      storedOf(ofIdentity, concat(identity, new Uint8Array(32)), salt, body),
    ),
    claim("a key that is no point of the curve", "bad-signature", storedOf(noKey, signature, salt, body)),
    claim("another body", "bad-commitment", storedOf(headerBytes, signature, salt, utf8("{}"))),
    claim("another salt", "bad-commitment", storedOf(headerBytes, signature, SALT, body)),
    claim("a header changed after it was signed", "bad-signature", storedOf(utf8(headerWith({ clock: 2_001 })), signature, salt, body)),
  ];
}

function rejectedPlaces(): RejectCase[] {
  const draft = amina.draft("work", 9_000);
  const newest = joined.header.clock;
  const place = (name: string, code: string, entry: SignedEntry): RejectCase => ({
    name,
    step: "place",
    code,
    stored: base64Of(entry),
    after: RECORD,
    sealed: null,
  });
  return [
    place("a device the line never names", "unknown-device", stranger.sign(stranger.draft("work", 9_000))),
    place("a device the line names after the act it has seen", "unknown-device", late.sign(late.draft("work", 9_000))),
    place("another group", "wrong-group", amina.sign({ ...draft, group: named("another group") })),
    place("the group before a new genesis", "wrong-group", amina.sign({ ...draft, rosterSeen: NEW_GENESIS })),
    place("prev is of another device", "prev-differs", amina.sign({ ...draft, prev: joined.id })),
    place("prev is of another compartment", "prev-differs", amina.sign({ ...draft, prev: inbox.id, seq: 2 })),
    place("seq leaves one out", "prev-differs", amina.sign({ ...draft, seq: 4 })),
    place("seq stands still", "prev-differs", amina.sign({ ...draft, seq: 2 })),
    place("seen names a head of another compartment", "seen-elsewhere", amina.sign({ ...draft, seen: [inbox.id, joined.id].sort() })),
    place("a clock equal to that of a head", "clock-not-after", amina.sign({ ...draft, clock: newest })),
    place("a clock before that of prev", "clock-not-after", amina.sign({ ...draft, clock: 1, seen: [] })),
    place("a clock beyond the last free one, out of nowhere", "clock-out-of-range", amina.sign({ ...draft, clock: LAST_FREE_CLOCK + 1 })),
  ];
}
