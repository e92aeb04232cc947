/**
 * The age project's own test files (C2SP/CCTV, age/testdata), through our wrapper: what must open opens to the right bytes, what must not
 * gives a SealError. They lie beside the repository and are not part of it.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { Redacted, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import { newRecipientIdentity, openAge, openKeyFile, SealError } from "#seal";

const FOLDER = fileURLToPath(new URL("../../../shared/data/vectors/cctv-age/age/testdata", import.meta.url));

interface Vector {
  readonly expect: string;
  readonly payloadHash: string | undefined;
  readonly identities: readonly string[];
  readonly passphrases: readonly string[];
  readonly armored: boolean;
  readonly file: Uint8Array;
}

function readVector(bytes: Buffer): Vector {
  const end = bytes.indexOf("\n\n");
  const fields = bytes
    .subarray(0, end)
    .toString()
    .split("\n")
    .map((line) => line.split(": ") as [string, string]);
  const all = (name: string) => fields.filter(([key]) => key === name).map(([, value]) => value);
  const file = bytes.subarray(end + 2);
  return {
    expect: all("expect")[0]!,
    payloadHash: all("payload")[0],
    identities: all("identity"),
    passphrases: all("passphrase"),
    armored: all("armored")[0] === "yes",
    file: all("compressed")[0] === "zlib" ? inflateSync(file) : file,
  };
}

/** The bytes by whichever secret opens it, or the code by which the last one did not. */
async function opened(vector: Vector): Promise<Bytes | string> {
  const { identities, passphrases, file } = vector;
  if (identities.length + passphrases.length === 0) return opened({ ...vector, identities: [(await newRecipientIdentity()).reveal()] });
  const ways = [
    ...identities.map((one) => () => openAge(new Redacted(one), file)),
    ...passphrases.map((one) => () => openKeyFile(new Redacted(one), file)),
  ];
  let code = "";
  for (const open of ways) {
    try {
      return await open();
    } catch (error) {
      assert.ok(error instanceof SealError, String(error));
      ({ code } = error);
    }
  }
  return code;
}

const CODES: Readonly<Record<string, readonly string[]>> = {
  "header failure": ["bad-age-file", "work-factor"],
  "HMAC failure": ["bad-age-file"],
  "no match": ["bad-age-file", "wrong-passphrase"],
  "payload failure": ["bad-age-file"],
};

const skip = existsSync(FOLDER) ? false : "the CCTV vectors are not beside the repository";
const names = skip === false ? readdirSync(FOLDER) : [];
const counts = { opened: 0, refused: 0, armored: 0 };

test("CCTV age vectors: there are 143", { skip }, () => assert.equal(names.length, 143));

for (const name of names) {
  const vector = readVector(readFileSync(join(FOLDER, name)));
  test(`CCTV age: ${name}`, { skip: vector.armored ? "armor: we neither write nor read it" : false }, async () => {
    const result = await opened(vector);
    if (vector.expect === "success") {
      assert.ok(typeof result !== "string", `not opened: ${String(result)}`);
      assert.equal(sha256Hex(result), vector.payloadHash);
      counts.opened += 1;
    } else {
      assert.ok(CODES[vector.expect]?.includes(String(result)), `${vector.expect}: ${String(result)}`);
      counts.refused += 1;
    }
  });
  if (vector.armored) counts.armored += 1;
}

test("CCTV age: a file to a hybrid and a classic recipient can be read", { skip }, async () => {
  const result = await opened(readVector(readFileSync(join(FOLDER, "hybrid_and_x25519"))));
  assert.ok(typeof result !== "string");
});

test("CCTV age: too much work is refused before any is done", { skip }, async () => {
  const started = process.cpuUsage();
  assert.equal(await opened(readVector(readFileSync(join(FOLDER, "scrypt_work_factor_23")))), "work-factor");
  assert.equal(await opened(readVector(readFileSync(join(FOLDER, "scrypt_work_factor_overflow")))), "work-factor");
  assert.ok(process.cpuUsage(started).user < 100_000, "2^23 would take many seconds");
});

after(() => {
  if (skip === false)
    console.log(
      `CCTV age: ${counts.opened} opened and ${counts.refused} refused as they must, ${counts.armored} armored skipped, of ${names.length}`,
    );
});
