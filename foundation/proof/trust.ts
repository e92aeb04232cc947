/**
 * The trust directory (docs/formats/trust.md): which keys seal this group's packages. It comes from the group by another way than the package.
 * Its files are a strict subset of what ssh-keygen reads, so that nothing in them means more to ssh-keygen than to us.
 */
import { utf8, type Bytes } from "#bytes";
import { isStrictKey } from "#prim";
import { ProofError } from "./errors.ts";
import { asciiLines } from "./lines.ts";
import { PACKAGE_NAMESPACE, parseSshKeyText, sshKeyText } from "./sshsig.ts";

export const TRUST_FILES = ["allowed_signers", "retired_signers", "issued", "revoked"] as const;
export type TrustFile = (typeof TRUST_FILES)[number];

/** A key and the name it goes by; the name tells nothing about who holds it. */
export type NamedKey = { readonly name: string; readonly publicKey: string };
/** A key no longer used, with the tag manifests it sealed while it was good (SHA-256, hexadecimal). */
export type RetiredKey = NamedKey & { readonly issued: readonly string[] };

export type Trust = {
  readonly allowed: readonly NamedKey[];
  readonly retired: readonly RetiredKey[];
  /** Keys all of whose packages are disowned. */
  readonly revoked: readonly string[];
};

/** What a trust directory says of the key that sealed a package. */
export type Standing = "allowed" | "issued" | "not-issued" | "unknown-key" | "revoked";

const KEY_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const SIGNER_LINE = new RegExp(`^([a-z][a-z0-9-]{0,63}) namespaces="${PACKAGE_NAMESPACE}" (ssh-ed25519 [A-Za-z0-9+/]{68})$`);
const ISSUED_LINE = /^([a-z][a-z0-9-]{0,63}) ([0-9a-f]{64})$/;

/** Reads the four files. Throws `ProofError`: `missing-file`, `bad-text`, `bad-trust-line`, `duplicate-trust`. */
export function parseTrust(files: ReadonlyMap<TrustFile, Uint8Array>): Trust {
  for (const name of TRUST_FILES) if (!files.has(name)) throw new ProofError("missing-file", name);
  const lines = (name: TrustFile): string[] => (files.get(name)!.length === 0 ? [] : asciiLines(files.get(name)!, name));
  const allowed = lines("allowed_signers").map((line) => parseSigner(line, "allowed_signers"));
  const retired = lines("retired_signers").map((line) => parseSigner(line, "retired_signers"));
  const revoked = lines("revoked").map((line) => parseSshKeyText(line, "revoked"));
  const issued = lines("issued").map((line) => parseIssued(line, retired));
  requireDistinct([...allowed, ...retired].map((key) => key.name));
  requireDistinct([...allowed.map((key) => key.publicKey), ...retired.map((key) => key.publicKey), ...revoked]);
  requireDistinct(lines("issued"));
  const issuedBy = (name: string): string[] => issued.filter((statement) => statement.name === name).map((statement) => statement.hash);
  return { allowed, retired: retired.map((key) => ({ ...key, issued: issuedBy(key.name) })), revoked };
}

/** The four files. Throws `ProofError` for what `parseTrust` would refuse, and `unsound-key` for a key no seal could be checked with. */
export function composeTrust(trust: Trust): Map<TrustFile, Bytes> {
  if (![...trust.allowed, ...trust.retired].every((key) => isStrictKey(key.publicKey))) throw new ProofError("unsound-key");
  const signers = (keys: readonly NamedKey[]): string[] =>
    keys.map((key) => `${key.name} namespaces="${PACKAGE_NAMESPACE}" ${sshKeyText(key.publicKey)}`);
  const text = (lines: readonly string[]): Bytes => utf8(lines.map((line) => `${line}\n`).join(""));
  const files = new Map<TrustFile, Bytes>([
    ["allowed_signers", text(signers(trust.allowed))],
    ["retired_signers", text(signers(trust.retired))],
    ["issued", text(trust.retired.flatMap((key) => key.issued.map((hash) => `${key.name} ${hash}`)))],
    ["revoked", text(trust.revoked.map(sshKeyText))],
  ]);
  parseTrust(files);
  return files;
}

/** Where the key that sealed this tag manifest stands, and the name it goes by. */
export function standingOf(trust: Trust, publicKey: string, tagManifestHash: string): { standing: Standing; keyName: string | null } {
  if (trust.revoked.includes(publicKey)) return { standing: "revoked", keyName: null };
  const allowed = trust.allowed.find((key) => key.publicKey === publicKey);
  if (allowed) return { standing: "allowed", keyName: allowed.name };
  const retired = trust.retired.find((key) => key.publicKey === publicKey);
  if (!retired) return { standing: "unknown-key", keyName: null };
  return { standing: retired.issued.includes(tagManifestHash) ? "issued" : "not-issued", keyName: retired.name };
}

/** Whether `name` can be a key's name. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name);
}

function parseSigner(line: string, where: TrustFile): NamedKey {
  const match = SIGNER_LINE.exec(line);
  if (!match) throw new ProofError("bad-trust-line", where);
  return { name: match[1]!, publicKey: parseSshKeyText(match[2]!, where) };
}

function parseIssued(line: string, retired: readonly NamedKey[]): { name: string; hash: string } {
  const match = ISSUED_LINE.exec(line);
  if (!match || !retired.some((key) => key.name === match[1])) throw new ProofError("bad-trust-line", "issued");
  return { name: match[1]!, hash: match[2]! };
}

function requireDistinct(values: readonly string[]): void {
  if (new Set(values).size !== values.length) throw new ProofError("duplicate-trust");
}
