import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { canonical, parseCanonical, Redacted, utf8, type Json } from "#bytes";
import { randomBytes } from "#prim";
import { openEnvelope, parseEnvelopeHeader, parseKeys, pinnedOf, TellError, verifyKeys } from "#tell";
import { damagedJson } from "../../scripts/fuzz-json.ts";
import { damaged, fuzz, fuzzLater, INPUTS } from "../../scripts/fuzz.ts";
import { runs } from "../../scripts/long.ts";
import { readPlaintext, writePlaintext } from "./plaintext.ts";
import { readBody, writeBody } from "./report.ts";

const isOurs = (error: unknown): boolean => error instanceof TellError;
const folder = (name: string): string => fileURLToPath(new URL(`../../vectors/${name}/`, import.meta.url));
const filesIn = (name: string, ext: string): Buffer[] => readdirSync(folder(name)).filter((one) => one.endsWith(ext)).map((one) => readFileSync(folder(name) + one));
const good = filesIn("keys-bin/accept", ".bin");
const report = { language: "ru", page: "1", text: "Его увели ночью.", when: "2031-03-09", where: "Selm", urgent: true };
const bodies = [writeBody(report), writeBody({ ...report, when: null, where: null })];
const reports = bodies.map((one) => parseCanonical(one));
const plaintext = writePlaintext(bodies[0]!, randomBytes(16));
const envelope = filesIn("envelope/accept", ".age")[0]!;
const identity = new Redacted(readFileSync(`${folder("envelope")}identity.txt`, "utf8").trim().split("\n").at(-1)!);

test("a list of intake keys", (t) => fuzz(t, { name: "keys.bin", valid: smallestOf(good), from: (bytes) => bytes, isOurs, parse: parseKeys }));

test("a list of intake keys, well-formed, and whether a page seals to it", (t) => {
  const values = smallestOf(good).map((bytes) => parseCanonical(bytes));
  const pinned = pinnedOf(smallestOf(good)[0]!, "2026-11-20");
  fuzz(t, { name: "keys.bin, well-formed", valid: good, from: (_bytes, chance) => spelled(damagedJson(chance, values) as Json), isOurs, parse: (bytes) => verifyKeys(bytes, pinned, "2026-11-25", "served"), inputs: INPUTS.costly * 10 });
});

test("a report's body", (t) => fuzz(t, { name: "report body", valid: bodies, from: (bytes) => bytes, isOurs, parse: readBody }));
test("a report's body, well-formed", (t) =>
  fuzz(t, { name: "report body, well-formed", valid: bodies, from: (_bytes, chance) => spelled(damagedJson(chance, reports) as Json), isOurs, parse: readBody }));

test("the plaintext of an envelope", (t) => {
  const short = plaintext.subarray(0, 300);
  fuzz(t, { name: "plaintext", valid: [short], from: filled, isOurs, parse: readPlaintext });
});

// Every envelope has its 45,326 bytes, and of one that has a good outside all are hashed.
test("the outside of an envelope", (t) =>
  fuzz(t, { name: "envelope's outside", valid: [envelope], from: (_bytes, chance) => sized(damaged(chance, [envelope.subarray(0, 5000)])), isOurs, parse: parseEnvelopeHeader, inputs: runs(1e4, 1e6) }));

test("an envelope", async (t) => {
  await fuzzLater(t, { name: "envelope", valid: [envelope], from: (_bytes, chance) => (chance.below(50) === 0 ? envelope : flipped(chance.below(envelope.length * 8))), isOurs, parse: (bytes) => openEnvelope(identity, bytes) });
});

/** At an envelope's plaintext size. */
function filled(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(plaintext.length);
  out.set(bytes.subarray(0, out.length));
  return out;
}

/** A damaged beginning on the rest of an envelope, at its size. */
function sized(beginning: Uint8Array): Uint8Array {
  const out = Uint8Array.from(envelope);
  out.set(beginning.subarray(0, out.length));
  return out;
}

function flipped(bit: number): Uint8Array {
  const out = Uint8Array.from(envelope);
  out[bit >> 3]! ^= 1 << (bit & 7);
  return out;
}

function smallestOf(files: readonly Buffer[]): Uint8Array[] {
  return files.toSorted((a, b) => a.length - b.length).slice(0, 8).map((one) => Uint8Array.from(one));
}

function spelled(value: Json): Uint8Array {
  try {
    return canonical(value);
  } catch {
    return utf8("null");
  }
}
