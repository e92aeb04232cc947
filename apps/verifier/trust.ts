/**
 * The trust directory: what `vouchsafe trust export` writes, and a look at one. Whoever exports writes these files to a new directory and
 * hands it over by another way than any package.
 */
import { readFileSync, statSync } from "node:fs";
import { utf8, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import { composeTrust, fingerprintOf, parseTrust, ProofError, type Trust } from "#proof";
import { EXIT_USAGE } from "./check.ts";
import { readTrustFiles } from "./directory-tree.ts";

/** Every file of a trust directory: the four lists, verify.sh, and its hash as `sha256sum -c` reads it. Throws `ProofError`. */
export function trustDirectoryFiles(trust: Trust): Map<string, Bytes> {
  const verifySh = verifyShBytes();
  return new Map<string, Bytes>([...composeTrust(trust), ["verify.sh", verifySh], ["verify.sh.sha256", utf8(`${sha256Hex(verifySh)}  verify.sh\n`)]]);
}

/** The published verify.sh. */
export function verifyShBytes(): Bytes {
  return Uint8Array.from(readFileSync(new URL("./verify.sh", import.meta.url)));
}

/** `trust DIRECTORY`: the keys in it with their fingerprints, to be compared with what was told in person. */
export async function runTrust(args: readonly string[], print: (line: string) => void): Promise<0 | 1 | typeof EXIT_USAGE> {
  const [directory] = args;
  if (args.length !== 1 || !directory || !statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    print("usage: trust DIRECTORY");
    return EXIT_USAGE;
  }
  try {
    const trust = parseTrust(await readTrustFiles(directory));
    for (const key of trust.allowed) print(`in use   ${fingerprintOf(key.publicKey)}  ${key.name}`);
    for (const key of trust.retired) print(`retired  ${fingerprintOf(key.publicKey)}  ${key.name}, ${key.issued.length} packages`);
    for (const key of trust.revoked) print(`revoked  ${fingerprintOf(key)}`);
    print(`verify.sh of this program: SHA-256 ${sha256Hex(verifyShBytes())}`);
    return 0;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    print(`This trust directory is not in order (${error.code}).`);
    return 1;
  }
}

if (import.meta.main) process.exitCode = await runTrust(process.argv.slice(2), (line) => console.log(line));
