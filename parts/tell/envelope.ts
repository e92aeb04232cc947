/**
 * Envelopes (docs/formats/envelope.md): an age file of exactly 45,326 bytes with eight post-quantum hybrid stanzas. Who looks at one sees
 * neither how many can read it, nor how long the report is, nor whether it is the first. Runs in a browser and on a desk alike.
 */
import { toHex, type Bytes, type Json, type Redacted } from "#bytes";
import { hashOfWeb, randomBytesWeb, sha256Web } from "#prim/web";
import { openAge, sealAge, SealError } from "#seal/web";
import { TellError } from "./errors.ts";
import type { Keys } from "./keys.ts";
import { KIND_ONE_WAY, readPlaintext, writePlaintext, type ReadPlaintext } from "./plaintext.ts";
import { eightRecipients, STANZAS } from "./recipients.ts";
import { readBody, wholeReport, writeBody, type PartOfReport, type ReadBody, type Report } from "./report.ts";

export const ENVELOPE_BYTES = 45_326;
const HEADER_BYTES = 12_526;
const REPORT_ID_BYTES = 16;
const NOTHING_READ = { known: { language: null, page: null, text: null, when: null, where: null, urgent: null }, unknown: {} };

// Unpadded base64 of 1,120 and of 32 bytes, its unused bits zero (age-encryption.org/v1, "Header").
const STANZA = "-> mlkem768x25519 [A-Za-z0-9+/]{1493}[AQgw]\\n[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]\\n";
const HEADER = new RegExp(`^age-encryption\\.org/v1\\n(?:${STANZA}){${STANZAS}}--- [A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]\\n$`);

/** The outside of an envelope: what anyone sees who holds it. */
export interface EnvelopeHeader {
  /** The first 16 bytes of SHA-256 of the envelope, in hexadecimal: names the report inside the inbox and nowhere else. */
  readonly reportId: string;
  /** The eight stanzas as they stand, each two lines. */
  readonly stanzas: readonly string[];
}

/** What an envelope says. */
export type Content =
  | { readonly form: "report"; readonly report: Report }
  | ({ readonly form: "newer"; readonly known: PartOfReport; readonly unknown: { readonly [key: string]: Json } } & Omit<ReadPlaintext, "body">);

export interface OpenedEnvelope {
  readonly reportId: string;
  /** All 32,768 bytes: what a Report entry commits to. */
  readonly plaintext: Bytes;
  /** `hashOf("report-plaintext", plaintext)`: two desks that opened one envelope compare it. */
  readonly plaintextHash: string;
  readonly content: Content;
}

/** Seals a one-way report to everyone on the list. Throws `TellError`: `bad-report`, `too-long`, `bad-recipients`. */
export async function sealEnvelope(to: Pick<Keys, "intake" | "trustee">, report: Report): Promise<Bytes> {
  const plaintext = writePlaintext(writeBody(report), randomBytesWeb(16));
  const envelope = await sealed(await eightRecipients(to), plaintext);
  parseEnvelopeHeader(envelope);
  return envelope;
}

/** Reads the outside. Throws `TellError`: `wrong-size`, `bad-header` (not exactly eight hybrid stanzas in canonical spelling). */
export function parseEnvelopeHeader(envelope: Uint8Array): EnvelopeHeader {
  if (envelope.length !== ENVELOPE_BYTES) throw new TellError("wrong-size");
  const header = new TextDecoder("latin1").decode(envelope.subarray(0, HEADER_BYTES));
  if (!HEADER.test(header)) throw new TellError("bad-header");
  const lines = header.split("\n");
  const stanzas = Array.from({ length: STANZAS }, (_, i) => `${lines[1 + 2 * i]!}\n${lines[2 + 2 * i]!}\n`);
  return { reportId: toHex(sha256Web(envelope).subarray(0, REPORT_ID_BYTES)), stanzas };
}

/**
 * Opens an envelope with one intake identity (`AGE-SECRET-KEY-PQ-1…`). Throws `TellError`: `wrong-size`, `bad-header`, `does-not-open`
 * (not for this identity, or changed), `bad-plaintext`, `bad-body`. The desk keeps an envelope that throws, and says that it has one.
 */
export async function openEnvelope(identity: Redacted<string>, envelope: Uint8Array): Promise<OpenedEnvelope> {
  const { reportId } = parseEnvelopeHeader(envelope);
  const plaintext = await opened(identity, envelope);
  return { reportId, plaintext, plaintextHash: hashOfWeb("report-plaintext", plaintext), content: contentOf(readPlaintext(plaintext)) };
}

function contentOf({ body, ...outer }: ReadPlaintext): Content {
  if (outer.version === 1 && outer.kind === KIND_ONE_WAY && outer.flags === 0 && body !== null) {
    const { newer, known, unknown } = readBody(body);
    const report = wholeReport(known);
    return newer || report === null ? { form: "newer", ...outer, known, unknown } : { form: "report", report };
  }
  return { form: "newer", ...outer, ...readable(body) };
}

/** Of a kind we do not know: what can be read of it, and no complaint about the rest. */
function readable(body: Bytes | null): Pick<ReadBody, "known" | "unknown"> {
  if (body === null) return NOTHING_READ;
  try {
    const { known, unknown } = readBody(body);
    return { known, unknown };
  } catch (error) {
    if (error instanceof TellError) return NOTHING_READ;
    throw error;
  }
}

async function sealed(recipients: readonly string[], plaintext: Bytes): Promise<Bytes> {
  try {
    return await sealAge(recipients, plaintext);
  } catch (error) {
    if (error instanceof SealError) throw new TellError("bad-recipients");
    throw error;
  }
}

async function opened(identity: Redacted<string>, envelope: Uint8Array): Promise<Bytes> {
  try {
    return await openAge(identity, envelope);
  } catch (error) {
    if (error instanceof SealError) throw new TellError("does-not-open");
    throw error;
  }
}
