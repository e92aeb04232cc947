/** Signing an act and reading it back (docs/formats/roster.md, "Form"). */
import { BytesError, canonical, concat, fromBase64, parseCanonical, toBase64, utf8, type Bytes, type Json } from "#bytes";
import { hashOf, verifyStrict, type Signer } from "#prim";
import { EntryError } from "../errors.ts";
import { ACT_VERSION, type ActBody, type ActDraft, type ActSignature, type BodyFrame, type NewerAct, type SignedAct } from "./act.ts";
import { parseBody } from "./form.ts";

/** The canonical JSON of an act with its signatures may be this long. */
export const MAX_ACT_BYTES = 1024 * 1024;
const SIGNED_DOMAIN = utf8("vouchsafe/1/act-signature\0");
/** Acts whose signatures were verified: an object from elsewhere is verified when a line meets it. */
const verified = new WeakSet<object>();

/** The body of a draft that these devices will sign. */
export function bodyOf(draft: ActDraft, devices: readonly string[]): ActBody {
  return { ...draft, by: [...devices].sort(), v: ACT_VERSION };
}

/** `hashOf("act", canonical body)`: the act's id, which covers who signs it. */
export function actId(body: BodyFrame): string {
  return hashOf("act", bodyBytes(body));
}

/** One device's signature of a body: for an act that several desks sign one after another. */
export function signBody(body: ActBody, signer: Signer): ActSignature {
  return { device: signer.publicKey, signature: toBase64(signer.sign(signedBytes(body))) };
}

/** An act of a body and the signatures collected for it, checked as when read. Throws `EntryError`. */
export function assembleAct(body: ActBody, signatures: readonly ActSignature[]): SignedAct {
  const ordered = [...signatures].sort((a, b) => (a.device < b.device ? -1 : 1));
  const act = parseAct(canonical({ body, signatures: ordered } as unknown as Json));
  if (act.newer) throw new EntryError("bad-act");
  return act;
}

/** Signs a draft with these devices; `by` follows from them. Throws `EntryError` where the body has no right form or the act is too large. */
export function composeAct(draft: ActDraft, signers: readonly Signer[]): SignedAct {
  const body = bodyOf(
    draft,
    signers.map((signer) => signer.publicKey),
  );
  return assembleAct(
    body,
    signers.map((signer) => signBody(body, signer)),
  );
}

/** The act as stored, before framing: canonical JSON of `{body, signatures}`. */
export function encodeAct(act: SignedAct | NewerAct): Bytes {
  return canonical({ body: act.body, signatures: act.signatures } as unknown as Json);
}

/**
 * Reads an act: attacker-controlled. Its form and its signatures hold afterwards; its place and its rules are for the line.
 * Throws `EntryError`: `too-large`, `not-canonical`, `bad-act`, `bad-signers`, `bad-signature`.
 */
export function parseAct(bytes: Uint8Array): SignedAct | NewerAct {
  if (bytes.length > MAX_ACT_BYTES) throw new EntryError("too-large");
  const json = canonicalJson(bytes);
  if (!isObjectOf(json, ["body", "signatures"])) throw new EntryError("bad-act");
  const parsed = parseBody(json.body!);
  const signatures = parseSignatures(json.signatures!, parsed.body.by);
  const id = actId(parsed.body);
  const act: SignedAct | NewerAct = parsed.newer
    ? { id, newer: true, body: parsed.body, signatures }
    : { id, newer: false, body: parsed.body, signatures };
  requireSignatures(act);
  return act;
}

/** Throws `EntryError("bad-signature")` unless every signature is by its device over this body. Once for each act object. */
export function requireSignatures(act: SignedAct | NewerAct): void {
  if (verified.has(act)) return;
  const message = signedBytes(act.body);
  for (const { device, signature } of act.signatures) {
    if (!verifyStrict(device, message, fromBase64(signature))) throw new EntryError("bad-signature");
  }
  verified.add(act);
}

function parseSignatures(json: Json, by: readonly string[]): readonly ActSignature[] {
  if (!Array.isArray(json) || json.length !== by.length) throw new EntryError("bad-signers");
  return json.map((item: Json, i) => {
    if (!isObjectOf(item, ["device", "signature"]) || item.device !== by[i]) throw new EntryError("bad-signers");
    if (typeof item.signature !== "string" || !/^[A-Za-z0-9+/]{85}[AQgw]==$/.test(item.signature)) throw new EntryError("bad-signature");
    return { device: by[i]!, signature: item.signature };
  });
}

function canonicalJson(bytes: Uint8Array): Json {
  try {
    return parseCanonical(bytes);
  } catch (error) {
    if (error instanceof BytesError) throw new EntryError("not-canonical");
    throw error;
  }
}

function isObjectOf(json: Json, keys: readonly string[]): json is { readonly [key: string]: Json } {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return false;
  return Object.keys(json).sort().join() === keys.join();
}

function bodyBytes(body: BodyFrame): Bytes {
  return canonical(body as unknown as Json);
}

function signedBytes(body: BodyFrame): Bytes {
  return concat(SIGNED_DOMAIN, bodyBytes(body));
}
