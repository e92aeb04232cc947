/** What a forger can do to a package: change it, put its manifests right again, and seal it with whatever key they hold. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromUtf8, toBase64, u32, utf8, type Bytes } from "#bytes";
import { sha256, sha512, type Signer } from "#prim";
import { composeManifest, composeSshsig, LISTED_TAG_FILES, PACKAGE_NAMESPACE, SEAL_PATH, TAG_MANIFEST } from "#proof";

export type Files = Map<string, Bytes>;

/** A copy with one file's text changed. The change must change something. */
export function edit(files: ReadonlyMap<string, Bytes>, path: string, change: (text: string) => string): Files {
  const before = fromUtf8(files.get(path)!);
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in ${path}`);
  return put(files, path, utf8(after));
}

/** A copy with this file in it. */
export function put(files: ReadonlyMap<string, Bytes>, path: string, bytes: Bytes): Files {
  return new Map(files).set(path, bytes);
}

/** A copy without this file. */
export function drop(files: ReadonlyMap<string, Bytes>, path: string): Files {
  const out = new Map(files);
  if (!out.delete(path)) throw new Error(`there is no ${path}`);
  return out;
}

/** A copy with the lowest bit of one byte turned over; from the end where `at` is negative. */
export function flip(files: ReadonlyMap<string, Bytes>, path: string, at: number): Files {
  const bytes = Uint8Array.from(files.get(path)!);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place]! ^= 1;
  return put(files, path, bytes);
}

/** Manifests and sum put right again, and the tag manifest after them. The seal is what it was. */
export function rebag(files: ReadonlyMap<string, Bytes>): Files {
  const payload = new Map([...files].filter(([path]) => path.startsWith("data/")));
  const sizeBytes = [...payload.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const info = fromUtf8(files.get("bag-info.txt")!).replace(/Payload-Oxum: .*/, `Payload-Oxum: ${sizeBytes}.${payload.size}`);
  const out = put(files, "bag-info.txt", utf8(info));
  out.set("manifest-sha256.txt", composeManifest("sha256", payload));
  out.set("manifest-sha512.txt", composeManifest("sha512", payload));
  return retag(out);
}

/** The tag manifest put right again. */
export function retag(files: ReadonlyMap<string, Bytes>): Files {
  const listed = LISTED_TAG_FILES.filter((path) => files.has(path));
  return put(files, TAG_MANIFEST, composeManifest("sha256", new Map(listed.map((path) => [path, files.get(path)!]))));
}

/** Sealed with this key, over the tag manifest as it stands. */
export function reseal(files: ReadonlyMap<string, Bytes>, signer: Signer, namespace: string = PACKAGE_NAMESPACE): Files {
  return put(files, SEAL_PATH, composeSshsig(signer, namespace, files.get(TAG_MANIFEST)!));
}

const sshString = (bytes: Uint8Array): Bytes => concat(u32(bytes.length), bytes);
const TYPE = sshString(utf8("ssh-ed25519"));

/** What a package's seal signs. */
export function signedBytes(message: Uint8Array, hash: "sha512" | "sha256" = "sha512"): Bytes {
  const digest = hash === "sha512" ? sha512(message) : sha256(message);
  return concat(utf8("SSHSIG"), sshString(utf8(PACKAGE_NAMESPACE)), u32(0), sshString(utf8(hash)), sshString(digest));
}

/** An armoured seal of any key, signature and hash name, in lines of `columns`. */
export function sealOf(key: Uint8Array, signature: Uint8Array, { hash = "sha512", columns = 70 }: { hash?: string; columns?: number } = {}): Bytes {
  const inner = concat(TYPE, sshString(signature));
  const blob = concat(
    utf8("SSHSIG"),
    u32(1),
    sshString(concat(TYPE, sshString(key))),
    sshString(utf8(PACKAGE_NAMESPACE)),
    u32(0),
    sshString(utf8(hash)),
    sshString(inner),
  );
  const body = toBase64(blob).match(new RegExp(`.{1,${columns}}`, "g"))!;
  return utf8(`-----BEGIN SSH SIGNATURE-----\n${body.join("\n")}\n-----END SSH SIGNATURE-----\n`);
}

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
/** A point of order 8. */
const TORSION = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");

/** The same signature with S raised by the group's order: some verifiers take it. */
export function malleate(signature: Uint8Array): Bytes {
  return concat(signature.slice(0, 32), littleEndian(fromLittleEndian(signature.slice(32)) + ORDER));
}

/**
 * A key outside the prime-order subgroup and a signature by it that `[S]B − [k]A = R` holds for: `scalar` 0 is a key of order 8 that
 * anybody can sign with, another is a mixed one.
 */
export function unsoundSeal(message: Uint8Array, scalar: bigint): { key: Bytes; signature: Bytes } {
  const A = scalar === 0n ? TORSION : Point.BASE.multiply(scalar).add(TORSION);
  const key = Uint8Array.from(A.toBytes());
  const signed = signedBytes(message);
  for (let r = 1n; ; r++) {
    const R = Uint8Array.from(Point.BASE.multiply(r).toBytes());
    const k = fromLittleEndian(sha512(concat(R, key, signed))) % ORDER;
    if (k % 8n !== 0n) continue;
    return { key, signature: concat(R, littleEndian((r + k * scalar) % ORDER)) };
  }
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function littleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
}
