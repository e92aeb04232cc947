/** The cases of docs/formats/sealing.md, and of the passphrase files of docs/formats/keyfile.md. */
import { Encrypter } from "age-encryption";
import { concat, padToPadme, toHex, utf8, type Bytes } from "#bytes";
import { aesGcmSeal, hkdf, hmac, sha256 } from "#prim";
import { seededBytes, type VectorFile, type VectorFiles } from "../vector-files.ts";

interface Sealed {
  readonly key: Bytes;
  readonly purpose: string;
  readonly aad: Bytes;
}

const KEY = seededBytes("K", 32);
const EPOCH = seededBytes("epoch id", 32);
const LINE = seededBytes("line id", 16);
const ENTRY: Sealed = { key: KEY, purpose: "entry", aad: concat(utf8("work"), EPOCH) };
const ACT: Sealed = { key: KEY, purpose: "act", aad: concat(utf8("roster"), LINE) };
const WRAP: Sealed = { key: seededBytes("new K", 32), purpose: "wrap", aad: concat(utf8("work"), EPOCH) };
const BARE: Sealed = { key: KEY, purpose: "mailbox", aad: new Uint8Array(0) };
const TEXT = padToPadme(utf8('{"clock":1795460400000}'), 512);

/** The page, step by step, for any salt. */
function blobOf({ key, purpose, aad }: Sealed, salt: Uint8Array, plaintext: Uint8Array): Bytes {
  const okm = hkdf(key, salt, concat(utf8("vouchsafe/1/seal/"), utf8(purpose), Uint8Array.of(0), sha256(aad)), 64);
  return concat(Uint8Array.of(1), salt, okm.subarray(32), aesGcmSeal(okm.subarray(0, 32), new Uint8Array(12), aad, plaintext));
}

const saltFor = ({ key, aad }: Sealed, plaintext: Uint8Array): Bytes =>
  hmac(hkdf(key, new Uint8Array(0), "vouchsafe/1/siv", 32), concat(sha256(aad), plaintext));

const shown = ({ key, purpose, aad }: Sealed) => ({ key: toHex(key), purpose, aad: toHex(aad) });

function accepted(saltOf: (sealed: Sealed, plaintext: Uint8Array) => Uint8Array): VectorFile["cases"] {
  const cases: [string, Sealed, Uint8Array][] = [
    ["an entry", ENTRY, TEXT],
    ["an act", ACT, TEXT],
    ["a wrapped key", WRAP, KEY],
    ["no context", BARE, TEXT],
    ["no text", ENTRY, new Uint8Array(0)],
    ["one byte", ENTRY, Uint8Array.of(255)],
    ["1,088 bytes", ENTRY, seededBytes("text", 1088)],
  ];
  return cases.map(([name, sealed, plaintext]) => ({
    name,
    ...shown(sealed),
    plaintext: toHex(plaintext),
    blob: toHex(blobOf(sealed, saltOf(sealed, plaintext), plaintext)),
  }));
}

function rejected(saltOf: (sealed: Sealed, plaintext: Uint8Array) => Uint8Array): VectorFile["cases"] {
  const blob = blobOf(ENTRY, saltOf(ENTRY, TEXT), TEXT);
  const other = blobOf({ ...ENTRY, key: seededBytes("other K", 32) }, saltOf(ENTRY, TEXT), TEXT);
  const bent = (at: number, bit = 1) => {
    const copy = Uint8Array.from(blob);
    copy[at]! ^= bit;
    return copy;
  };
  const cases: [string, string, Sealed, Uint8Array][] = [
    ["nothing", "bad-blob", ENTRY, new Uint8Array(0)],
    ["80 bytes, one too few for any text", "bad-blob", ENTRY, blob.subarray(0, 80)],
    ["version 0", "bad-blob", ENTRY, bent(0)],
    ["version 2", "bad-blob", ENTRY, bent(0, 3)],
    ["a bit of the salt", "wrong-key", ENTRY, bent(1)],
    ["the last bit of the salt", "wrong-key", ENTRY, bent(32, 0x80)],
    ["a bit of the commitment", "wrong-key", ENTRY, bent(33)],
    ["the last bit of the commitment", "wrong-key", ENTRY, bent(64, 0x80)],
    ["a bit of the text", "changed", ENTRY, bent(65)],
    ["a bit of the padding", "changed", ENTRY, bent(blob.length - 17)],
    ["a bit of the tag", "changed", ENTRY, bent(blob.length - 1)],
    ["cut by one byte", "changed", ENTRY, blob.subarray(0, -1)],
    ["one byte too many", "changed", ENTRY, concat(blob, Uint8Array.of(0))],
    ["no commitment: version, salt, ciphertext", "wrong-key", ENTRY, concat(blob.subarray(0, 33), blob.subarray(65))],
    ["another key", "wrong-key", { ...ENTRY, key: seededBytes("other K", 32) }, blob],
    ["another purpose", "wrong-key", { ...ENTRY, purpose: "act" }, blob],
    ["another compartment", "wrong-key", { ...ENTRY, aad: concat(utf8("inbox"), EPOCH) }, blob],
    ["another epoch", "wrong-key", { ...ENTRY, aad: concat(utf8("work"), seededBytes("other epoch", 32)) }, blob],
    ["ciphertext of another key behind this key's commitment", "changed", ENTRY, concat(blob.subarray(0, 65), other.subarray(65))],
  ];
  return cases.map(([name, code, sealed, bytes]) => ({ name, code, ...shown(sealed), blob: toHex(bytes) }));
}

const randomSalt = (_: Sealed, plaintext: Uint8Array) => seededBytes(`salt ${plaintext.length}`, 32);

/** What only a reader that makes the salt again can find. */
function otherSalts(): VectorFile["cases"] {
  const cases: [string, Uint8Array][] = [
    ["a random salt", seededBytes("salt", 32)],
    ["a salt of zeros", new Uint8Array(32)],
    ["the salt of another text", saltFor(ENTRY, utf8("another"))],
    ["the salt of another context", saltFor(ACT, TEXT)],
    ["the salt of another key", saltFor({ ...ENTRY, key: seededBytes("other K", 32) }, TEXT)],
  ];
  return cases.map(([name, salt]) => ({ name, code: "changed", ...shown(ENTRY), blob: toHex(blobOf(ENTRY, salt, TEXT)) }));
}

/** All files of the format. Key files take a moment each: scrypt is slow on purpose. */
export async function sealing(): Promise<VectorFiles> {
  const keyFiles = await keyFileCases();
  return {
    "accept/body.json": { about: "sealBody: opens to plaintext. All bytes in hex; the salt is any.", cases: accepted(randomSalt) },
    "reject/body.json": { about: "does not open as a body, with the code of our reader", cases: rejected(randomSalt) },
    "accept/siv-body.json": { about: "sealBodyWithSiv: sealing plaintext again gives this very blob, and it opens", cases: accepted(saltFor) },
    "reject/siv-body.json": {
      about: "does not open where the salt must be the one made from key, context and text. The last five open as plain bodies.",
      cases: [...rejected(saltFor), ...otherSalts()],
    },
    ...keyFiles,
  };
}

async function keyFileCases(): Promise<VectorFiles> {
  const passphrase = "seven lanterns over Orlava";
  const text = utf8('{"memberSeed":"00","v":1}');
  const file = await ageFile("key file", passphrase, text, 10);
  const replaced = (from: string | RegExp, to: string | ((all: string) => string)) => latin1Bytes(latin1(file).replace(from, to as string));
  const bent = (at: number) => {
    const copy = Uint8Array.from(file);
    copy[at]! ^= 1;
    return copy;
  };
  const stanza = /-> scrypt[^]*?(?=\n---)/.exec(latin1(file))![0];
  const shownCase = (name: string, secret: string, bytes: Uint8Array) => ({ name, passphrase: secret, file: toHex(bytes) });
  const opening: [string, string, Bytes, Bytes][] = [
    ["work factor 10", passphrase, text, file],
    [
      "work factor 12, a passphrase in three scripts",
      "семь фонарей · سبعة فوانيس",
      text,
      await ageFile("scripts", "семь фонарей · سبعة فوانيس", text, 12),
    ],
    ["nothing inside", passphrase, new Uint8Array(0), await ageFile("empty", passphrase, new Uint8Array(0), 10)],
  ];
  const refused: [string, string, string, Uint8Array][] = [
    ["another passphrase", "wrong-passphrase", "seven lanterns over orlava", file],
    ["work factor 21", "work-factor", passphrase, replaced(" 10\n", " 21\n")],
    ["work factor 64", "work-factor", passphrase, replaced(" 10\n", " 64\n")],
    ["work factor beyond 64 bits", "work-factor", passphrase, replaced(" 10\n", " 18446744073709551616\n")],
    ["work factor 0", "bad-age-file", passphrase, replaced(" 10\n", " 0\n")],
    ["work factor 010", "bad-age-file", passphrase, replaced(" 10\n", " 010\n")],
    ["no work factor", "bad-age-file", passphrase, replaced(" 10\n", "\n")],
    ["two stanzas", "bad-age-file", passphrase, replaced("\n---", `\n${stanza}\n---`)],
    ["another version", "bad-age-file", passphrase, replaced("/v1", "/v2")],
    ["a stanza of another kind", "bad-age-file", passphrase, replaced("-> scrypt", "-> X25519")],
    ["a changed salt", "wrong-passphrase", passphrase, replaced(/scrypt (.)/, (all) => `scrypt ${all.endsWith("A") ? "B" : "A"}`)],
    ["a changed last byte", "wrong-passphrase", passphrase, bent(file.length - 1)],
    ["cut by one byte", "wrong-passphrase", passphrase, file.subarray(0, -1)],
    ["nothing", "bad-age-file", passphrase, new Uint8Array(0)],
  ];
  return {
    "accept/key-file.json": {
      about: "age files under a passphrase: passphrase as text, file and plaintext in hex",
      cases: opening.map(([name, secret, plaintext, bytes]) => ({ ...shownCase(name, secret, bytes), plaintext: toHex(plaintext) })),
    },
    "reject/key-file.json": {
      about: "key files that do not open, with the code of our reader; a work factor over 20 is refused before any work",
      cases: refused.map(([name, code, secret, bytes]) => ({ code, ...shownCase(name, secret, bytes) })),
    },
  };
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const latin1Bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/**
 * An age file with fixed salt, file key and nonce: the platform's generator is stood in for while it is made. The library makes it, and not our own scrypt
 * stanza, so that the frozen files stay what they are and judge ours.
 */
async function ageFile(label: string, passphrase: string, plaintext: Uint8Array, workFactor: number): Promise<Bytes> {
  const real = Object.getOwnPropertyDescriptor(globalThis.crypto, "getRandomValues");
  let drawn = 0;
  const seeded = (into: Uint8Array): Uint8Array => {
    into.set(seededBytes(`${label} ${(drawn += 1)}`, into.length));
    return into;
  };
  Object.defineProperty(globalThis.crypto, "getRandomValues", { value: seeded, configurable: true, writable: true });
  try {
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(workFactor);
    encrypter.setPassphrase(passphrase);
    return Uint8Array.from(await encrypter.encrypt(plaintext));
  } finally {
    if (real === undefined) Reflect.deleteProperty(globalThis.crypto, "getRandomValues");
    else Object.defineProperty(globalThis.crypto, "getRandomValues", real);
  }
}
