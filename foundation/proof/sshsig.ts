/**
 * SSH signatures (OpenSSH, PROTOCOL.sshsig) by Ed25519 over SHA-512, in the one spelling `ssh-keygen -Y sign` writes.
 * `ssh-keygen -Y verify` checks them. Another spelling of a good signature is refused: a seal's bytes are part of the package.
 */
import { concat, fromBase64, fromHex, readU32, sameBytes, take, toBase64, toHex, u32, utf8, BytesError, type Bytes } from "#bytes";
import { isStrictKey, sha256, sha512, verifyStrict, type Signer } from "#prim";
import { ProofError } from "./errors.ts";
import { byteText } from "./lines.ts";

/** The namespace of package seals: a signature made for anything else is none. */
export const PACKAGE_NAMESPACE = "vouchsafe-package@v1";

const MAGIC = utf8("SSHSIG");
const KEY_TYPE = utf8("ssh-ed25519");
const HASH_NAME = utf8("sha512");
const VERSION = 1;
const BEGIN = "-----BEGIN SSH SIGNATURE-----\n";
const END = "-----END SSH SIGNATURE-----\n";
const ARMOR_COLUMNS = 70;

/** What a seal holds: who signed (public key, hexadecimal) and the 64 bytes. */
export type Seal = { readonly publicKey: string; readonly signature: Bytes };

/** The armoured signature of `message`, as a file. */
export function composeSshsig(signer: Signer, namespace: string, message: Uint8Array): Bytes {
  return armour({ publicKey: signer.publicKey, signature: signer.sign(signedBytes(namespace, message)) }, namespace);
}

/** Reads an armoured signature. Throws `ProofError`: `bad-seal`, `wrong-namespace`. */
export function parseSshsig(file: Uint8Array, namespace: string, where: string | null = null): Seal {
  const text = byteText(file);
  if (!text.startsWith(BEGIN) || !text.endsWith(END)) throw new ProofError("bad-seal", where);
  try {
    const blob = new Reader(fromBase64(text.slice(BEGIN.length, -END.length).replaceAll("\n", "")));
    blob.expect(MAGIC);
    blob.expect(u32(VERSION));
    const publicKey = keyOfBlob(blob.string());
    if (!sameBytes(blob.string(), utf8(namespace))) throw new ProofError("wrong-namespace", where);
    blob.expect(u32(0));
    blob.expect(sshString(HASH_NAME));
    const inner = new Reader(blob.string());
    blob.end();
    inner.expect(sshString(KEY_TYPE));
    const seal = { publicKey, signature: inner.string() };
    inner.end();
    if (seal.signature.length !== 64 || !sameBytes(armour(seal, namespace), file)) throw new ProofError("bad-seal", where);
    return seal;
  } catch (error) {
    if (error instanceof BytesError) throw new ProofError("bad-seal", where);
    throw error;
  }
}

/** Throws `ProofError`: `unsound-key` (outside the prime-order subgroup, or not canonical), `bad-signature`. */
export function requireGoodSeal(seal: Seal, namespace: string, message: Uint8Array, where: string | null = null): void {
  if (!isStrictKey(seal.publicKey)) throw new ProofError("unsound-key", where);
  if (!verifyStrict(seal.publicKey, signedBytes(namespace, message), seal.signature)) throw new ProofError("bad-signature", where);
}

/** The key as OpenSSH writes it: `ssh-ed25519 AAAA…`. */
export function sshKeyText(publicKey: string): string {
  return `ssh-ed25519 ${toBase64(keyBlob(publicKey))}`;
}

/** The key (hexadecimal) of `ssh-ed25519 AAAA…`. Throws `ProofError("bad-trust-line")`. */
export function parseSshKeyText(text: string, where: string | null = null): string {
  const [type, base64, ...rest] = text.split(" ");
  if (type !== "ssh-ed25519" || base64 === undefined || rest.length > 0) throw new ProofError("bad-trust-line", where);
  try {
    return keyOfBlob(fromBase64(base64));
  } catch {
    throw new ProofError("bad-trust-line", where);
  }
}

/** The fingerprint people compare, as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(publicKey: string): string {
  return `SHA256:${toBase64(sha256(keyBlob(publicKey))).replaceAll("=", "")}`;
}

function signedBytes(namespace: string, message: Uint8Array): Bytes {
  return concat(MAGIC, sshString(utf8(namespace)), u32(0), sshString(HASH_NAME), sshString(sha512(message)));
}

function armour(seal: Seal, namespace: string): Bytes {
  const blob = concat(
    MAGIC,
    u32(VERSION),
    sshString(keyBlob(seal.publicKey)),
    sshString(utf8(namespace)),
    u32(0),
    sshString(HASH_NAME),
    sshString(concat(sshString(KEY_TYPE), sshString(seal.signature))),
  );
  const base64 = toBase64(blob);
  let body = "";
  for (let at = 0; at < base64.length; at += ARMOR_COLUMNS) body += `${base64.slice(at, at + ARMOR_COLUMNS)}\n`;
  return utf8(BEGIN + body + END);
}

function keyBlob(publicKey: string): Bytes {
  return concat(sshString(KEY_TYPE), sshString(fromHex(publicKey, 32)));
}

function keyOfBlob(blob: Uint8Array): string {
  const reader = new Reader(blob);
  reader.expect(sshString(KEY_TYPE));
  const key = reader.string();
  reader.end();
  if (key.length !== 32) throw new BytesError("truncated");
  return toHex(key);
}

function sshString(bytes: Uint8Array): Bytes {
  return concat(u32(bytes.length), bytes);
}

/** Reads SSH's length-prefixed strings. Throws `BytesError("truncated")` for anything that is not as expected. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  string(): Bytes {
    const length = readU32(this.#bytes, this.#at);
    const value = take(this.#bytes, this.#at + 4, length);
    this.#at += 4 + length;
    return value;
  }

  expect(wanted: Uint8Array): void {
    if (!sameBytes(take(this.#bytes, this.#at, wanted.length), wanted)) throw new BytesError("truncated");
    this.#at += wanted.length;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new BytesError("truncated");
  }
}
