/**
 * Made the vectors of docs/formats/keys-bin.md once; they are frozen now. The recipients are random, so a second run makes other bytes:
 * it refuses to overwrite anything.
 */
import { writeFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { canonical, concat, fromHex, toBase64, toHex, utf8, type Bytes, type Json } from "#bytes";
import { hashOf, sha256, Signer } from "#prim";
import { newRecipientIdentity, recipientOf } from "#seal";

type Fields = { [name: string]: Json };
type Signed = { device: string; signature: string };
const here = new URL(".", import.meta.url);
const write = (name: string, data: Uint8Array | string): void => writeFileSync(new URL(name, here), data, { flag: "wx" });

const device = (name: string): Signer => new Signer(sha256(utf8(`vouchsafe test device ${name}`)));
const [ana, anaPhone, bo, chi, stranger] = [device("ana"), device("ana, phone"), device("bo"), device("chi"), device("stranger")];
const byFirst = (a: readonly string[], b: readonly string[]): number => (a[0]! < b[0]! ? -1 : 1);
const byDevice = (a: Signed, b: Signed): number => (a.device < b.device ? -1 : 1);
const persons = [[ana, anaPhone], [bo], [chi]].map((devices) => devices.map((each) => each.publicKey).toSorted()).toSorted(byFirst);
const recipients = (await Promise.all(Array.from({ length: 9 }, async () => recipientOf(await newRecipientIdentity())))).toSorted();
const GROUP = hashOf("test", utf8("The Orlava Register"));

const message = (keys: Json, domain = "keys-bin-signature"): Bytes => concat(utf8(`vouchsafe/1/${domain}\0`), canonical(keys));
const hash = (keys: Json): string => hashOf("keys-bin", canonical(keys));
const sign = (keys: Json, ...signers: readonly Signer[]): Signed[] =>
  signers.map((each) => ({ device: each.publicKey, signature: toBase64(each.sign(message(keys))) })).toSorted(byDevice);
const file = (keys: Json, ...signers: readonly Signer[]): Bytes => canonical({ keys, signatures: sign(keys, ...signers) });

const first: Fields = {
  v: 1,
  group: GROUP,
  version: 1,
  previous: null,
  made: "2026-11-01",
  expires: "2026-12-01",
  intake: recipients.slice(0, 2),
  trustee: null,
  signers: persons,
};
const second: Fields = { ...first, version: 2, previous: hash(first), made: "2026-11-08", expires: "2026-12-08" };
const pinned = { group: GROUP, version: 1, hash: hash(first), signers: persons, built: "2026-11-02" };
const secondPinned = { ...pinned, version: 2, hash: hash(second), built: "2026-11-09" };

interface Around {
  pinned?: Json;
  today?: string;
  mode?: "served" | "offline";
}
const TODAY = "2026-11-22";

function accept(name: string, bytes: Bytes, expected: Json, around: Around = {}): void {
  write(`accept/${name}.bin`, bytes);
  write(`accept/${name}.json`, `${JSON.stringify({ pinned, today: TODAY, mode: "served", ...around, expected }, null, 1)}\n`);
}

function reject(name: string, bytes: Bytes, code: string, around: Around = {}): void {
  write(`reject/${name}.bin`, bytes);
  write(`reject/${name}.json`, `${JSON.stringify({ pinned, today: TODAY, mode: "served", ...around, code }, null, 1)}\n`);
}

/** The second list with something changed before it was signed, rightly, by Ana and Bo. */
const changed = (change: Fields): Bytes => {
  const keys = { ...second, ...change };
  return file(keys, ana, bo);
};
const text = (bytes: Bytes): string => new TextDecoder().decode(bytes);
const good = file(second, ana, bo);

accept("the-built-in-list", file(first, ana, bo), { outcome: "ok" });
accept("next", good, { outcome: "ok" });
accept("next-after-two", good, { outcome: "ok" }, { pinned: secondPinned });
accept("signed-by-all-and-a-stranger", file(second, ana, anaPhone, bo, chi, stranger), { outcome: "ok" });
accept("many-versions-later", changed({ version: 40, previous: "ab".repeat(32) }), { outcome: "ok" });
accept("seven-and-a-trustee", changed({ intake: recipients.slice(0, 7), trustee: recipients[7]! }), { outcome: "ok" });
accept("last-day", good, { outcome: "ok" }, { today: "2026-12-08" });
accept("clock-behind", good, { outcome: "warn", codes: ["clock-behind"] }, { today: "2019-01-01" });
accept("made-after-today", good, { outcome: "warn", codes: ["clock-behind"] }, { today: "2026-11-07" });
accept("offline-expired-lately", good, { outcome: "warn", codes: ["expired-lately"] }, { today: "2027-02-06", mode: "offline" });
accept(
  "offline-clock-behind-and-expired",
  good,
  { outcome: "warn", codes: ["clock-behind", "expired-lately"] },
  {
    pinned: { ...pinned, built: "2026-12-20" },
    today: "2024-02-29",
    mode: "offline",
  },
);

reject("not-json", utf8("keys"), "bad-keys");
reject("white-space", utf8(text(good).replace('{"keys"', '{ "keys"')), "bad-keys");
reject("byte-order-mark", concat(fromHex("efbbbf"), good), "bad-keys");
reject("cut-short", good.slice(0, good.length - 40), "bad-keys");
reject("field-twice", utf8(text(good).replace('"version":2', '"version":2,"version":2')), "bad-keys");
reject("unknown-field", changed({ note: "x" }), "bad-keys");
reject("unknown-outer-field", canonical({ keys: second, note: "x", signatures: sign(second, ana, bo) }), "bad-keys");
const withoutTrustee = Object.fromEntries(Object.entries(second).filter(([key]) => key !== "trustee"));
reject("field-missing", file(withoutTrustee, ana, bo), "bad-keys");
reject("newer-form", changed({ v: 2, purpose: "more" }), "newer-keys");
reject("version-zero", changed({ version: 0 }), "bad-keys");
reject("version-as-text", changed({ version: "2" }), "bad-keys");
reject("group-upper-case", changed({ group: GROUP.toUpperCase() }), "bad-keys");
reject("first-with-previous", changed({ version: 1 }), "bad-keys");
reject("second-without-previous", changed({ previous: null }), "bad-keys");
reject("lives-31-days", changed({ expires: "2026-12-09" }), "bad-keys");
reject("expires-as-made", changed({ expires: "2026-11-08" }), "bad-keys");
reject("no-such-day", changed({ made: "2026-02-30", expires: "2026-03-20" }), "bad-keys");
reject("one-desk", changed({ intake: recipients.slice(0, 1) }), "bad-keys");
reject("eight-desks", changed({ intake: recipients.slice(0, 8) }), "bad-keys");
reject("desks-not-sorted", changed({ intake: recipients.slice(0, 2).toReversed() }), "bad-keys");
reject("desk-twice", changed({ intake: [recipients[0]!, recipients[0]!] }), "bad-keys");
reject("trustee-is-a-desk", changed({ trustee: recipients[0]! }), "bad-keys");
reject("classic-recipient", changed({ trustee: "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqsgafcfr" }), "bad-keys");
const swapped = recipients[3]!.endsWith("q") ? "p" : "q";
reject("recipient-checksum", changed({ trustee: recipients[3]!.slice(0, -1) + swapped }), "bad-keys");
reject("recipient-not-reduced", changed({ trustee: notReduced(recipients[3]!) }), "bad-keys");
reject("one-signing-person", changed({ signers: [persons[0]!] }), "bad-keys");
reject("device-of-two-persons", changed({ signers: [persons[0]!, [persons[0]![0]!, "ff".repeat(32)]] }), "bad-keys");
reject("devices-not-sorted", changed({ signers: persons.map((devices) => devices.toReversed()) }), "bad-keys");
reject("persons-not-sorted", changed({ signers: persons.toReversed() }), "bad-keys");
reject("one-signature", file(second, ana), "bad-keys");
reject("signatures-not-sorted", canonical({ keys: second, signatures: sign(second, ana, bo).toReversed() }), "bad-keys");
reject("signature-twice", file(second, ana, ana, bo), "bad-keys");
reject(
  "signature-base64-spelling",
  utf8(text(good).replace(/([AQgw])==(?="})/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==`)),
  "bad-keys",
);
reject(
  "signature-too-short",
  canonical({ keys: second, signatures: sign(second, ana, bo).map((each) => ({ ...each, signature: toBase64(new Uint8Array(63)) })) }),
  "bad-keys",
);

reject("other-group", changed({ group: hashOf("test", utf8("somebody else")) }), "other-group");
reject("older", file(first, ana, bo), "older", { pinned: secondPinned });
reject("same-version-other-list", changed({ expires: "2026-12-07" }), "forked", { pinned: secondPinned });
reject("next-of-another-list", changed({ previous: "cd".repeat(32) }), "forked");
const flipped = sign(second, ana, bo).map((each, i) => (i === 0 ? { ...each, signature: flipFirst(each.signature) } : each));
reject("signature-flipped", canonical({ keys: second, signatures: flipped }), "bad-signature");
reject(
  "recipient-changed-after-signing",
  canonical({ keys: { ...second, intake: recipients.slice(1, 3) }, signatures: sign(second, ana, bo) }),
  "bad-signature",
);
reject("expiry-changed-after-signing", canonical({ keys: { ...second, expires: "2026-12-07" }, signatures: sign(second, ana, bo) }), "bad-signature");
const otherDomain = [ana, bo]
  .map((each) => ({ device: each.publicKey, signature: toBase64(each.sign(message(second, "act-signature"))) }))
  .toSorted(byDevice);
reject("signed-in-another-domain", canonical({ keys: second, signatures: otherDomain }), "bad-signature");
const third = sign(second, ana, bo, chi).map((each) => (each.device === chi.publicKey ? { ...each, signature: toBase64(new Uint8Array(64)) } : each));
reject("two-good-and-one-bad", canonical({ keys: second, signatures: third }), "bad-signature");
const malleated = sign(second, ana, bo).map((each, i) => (i === 0 ? { ...each, signature: plusOrder(each.signature) } : each));
reject("signature-s-plus-order", canonical({ keys: second, signatures: malleated }), "bad-signature");
const smallOrder = "01".padEnd(64, "0");
const forged = [...sign(second, ana), { device: smallOrder, signature: toBase64(concat(fromHex(smallOrder), new Uint8Array(32))) }].toSorted(
  byDevice,
);
reject("small-order-device", canonical({ keys: second, signatures: forged }), "bad-signature", {
  pinned: { ...pinned, signers: [[smallOrder], ...persons] },
});
reject("one-person-two-devices", file(second, ana, anaPhone), "too-few-persons");
reject("one-person-and-a-stranger", file(second, ana, stranger), "too-few-persons");
reject(
  "only-the-new-signers",
  file(
    { ...second, signers: [[device("new one").publicKey], [device("new two").publicKey]].toSorted(byFirst) },
    device("new one"),
    device("new two"),
  ),
  "too-few-persons",
);
reject("day-after-the-last", good, "expired", { today: "2026-12-09" });
reject("offline-after-sixty-days", good, "expired", { today: "2027-02-07", mode: "offline" });
reject("expired-when-built-though-clock-behind", good, "expired", { pinned: { ...pinned, built: "2026-12-20" }, today: "2026-11-30" });

function flipFirst(base64: string): string {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  bytes[0]! ^= 1;
  return toBase64(bytes);
}

function plusOrder(base64: string): string {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  const s = BigInt(`0x${toHex(bytes.slice(32).reverse())}`) + ed25519.Point.Fn.ORDER;
  return toBase64(concat(bytes.subarray(0, 32), fromHex(s.toString(16).padStart(64, "0")).reverse()));
}

/** The recipient with its first ML-KEM coefficient at 3,839 or more and the checksum made right again (BIP 173). */
function notReduced(recipient: string): string {
  const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const words = Array.from(recipient.slice("age1pq1".length, -6), (letter) => letters.indexOf(letter));
  words.fill(31, 0, 3); // the first 15 bits: byte 0 and all but the last bit of byte 1, whose low half is the coefficient's top
  const hrp = "age1pq";
  const expanded = [...utf8(hrp).map((c) => c >> 5), 0, ...utf8(hrp).map((c) => c & 31)];
  const check = polymod([...expanded, ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = Array.from({ length: 6 }, (_, i) => (check >> (5 * (5 - i))) & 31);
  return `${hrp}1${[...words, ...tail].map((word) => letters[word]).join("")}`;
}

function polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = (((check & 0x1ffffff) << 5) ^ value) >>> 0;
    for (let i = 0; i < 5; i++) if ((top >> i) & 1) check = (check ^ generator[i]!) >>> 0;
  }
  return check;
}
