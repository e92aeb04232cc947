import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { concat, fromUtf8, Redacted, utf8, type Bytes } from "#bytes";
import { Decrypter, Encrypter, Stanza } from "age-encryption";
import { openKeyFile, sealAge, newRecipientIdentity, recipientOf, sealKeyFile } from "#seal";
import { runs } from "../../scripts/long.ts";
import { without } from "../../scripts/system-packages.ts";
import { ScryptIdentity } from "./scrypt-stanza.ts";

const code = (expected: string) => ({ name: "SealError", code: expected, message: expected });
const plaintext = utf8('{"databaseKey":"00","v":1}');
const passphrase = new Redacted("seven lanterns over Orlava");
const QUICK = 10;
const file = await sealKeyFile(passphrase, plaintext, QUICK);
/** With the work factor that ships: two seconds of work, so it is made once. */
const asShipped = sealKeyFile(passphrase, plaintext);

/** The file with its header's text replaced. */
function withHeader(change: (header: string) => string): Bytes {
  const end = Buffer.from(file).indexOf("\n---");
  return concat(Buffer.from(change(Buffer.from(file.subarray(0, end)).toString("latin1")), "latin1"), file.subarray(end));
}

test("the passphrase opens it, in any script, and another does not", async () => {
  assert.deepEqual(await openKeyFile(passphrase, file), plaintext);
  await assert.rejects(openKeyFile(new Redacted("seven lanterns over orlava"), file), code("wrong-passphrase"));
  await assert.rejects(openKeyFile(new Redacted(""), file), code("wrong-passphrase"));
  const other = new Redacted("семь фонарей · سبعة فوانيس · 🏮");
  assert.deepEqual(await openKeyFile(other, await sealKeyFile(other, plaintext, QUICK)), plaintext);
});

test("work factor 18 unless said otherwise, in the header", async () => {
  assert.match(fromUtf8((await asShipped).subarray(0, 60)), /^age-encryption\.org\/v1\n-> scrypt \S{22} 18\n/);
});

test("more than 20 is refused before any work; 20 itself is not", async () => {
  const started = process.cpuUsage();
  for (const factor of ["21", "22", "30", "64", "99", "100", "18446744073709551615"])
    await assert.rejects(
      openKeyFile(
        passphrase,
        withHeader((header) => header.replace(" 10\n", ` ${factor}\n`)),
      ),
      code("work-factor"),
      factor,
    );
  assert.ok(process.cpuUsage(started).user < 200_000, "the least of these would take seconds");
});

test("what is not one scrypt stanza is no key file", async () => {
  const stanza = /-> scrypt[^]*$/.exec(Buffer.from(file).toString("latin1").split("\n---")[0]!)![0];
  const forms: Record<string, Bytes> = {
    "no bytes": new Uint8Array(0),
    "no age file": utf8("keys"),
    "another version": withHeader((header) => header.replace("/v1", "/v2")),
    "two stanzas": withHeader((header) => `${header}\n${stanza}`),
    "another stanza before": withHeader((header) => header.replace("-> scrypt", "-> X25519 abc\nabc\n-> scrypt")),
    "no work factor": withHeader((header) => header.replace(" 10\n", "\n")),
    "a work factor of 0": withHeader((header) => header.replace(" 10\n", " 0\n")),
    "a leading zero": withHeader((header) => header.replace(" 10\n", " 010\n")),
    "a plus": withHeader((header) => header.replace(" 10\n", " +10\n")),
    hexadecimal: withHeader((header) => header.replace(" 10\n", " 0xa\n")),
    "a short salt": withHeader((header) => header.replace(/scrypt ../, "scrypt ")),
    "line ends of another system": withHeader((header) => header.replaceAll("\n", "\r\n")),
    "an age file to a recipient": await sealAge([await recipientOf(await newRecipientIdentity())], plaintext),
  };
  for (const [what, bytes] of Object.entries(forms)) await assert.rejects(openKeyFile(passphrase, bytes), code("bad-age-file"), what);
});

test("changed anywhere it does not open", async () => {
  for (let at = 0; at < file.length; at += runs(7, 1)) {
    const changed = Uint8Array.from(file);
    changed[at]! ^= 1;
    await assert.rejects(openKeyFile(passphrase, changed), { name: "SealError" }, `byte ${at}`);
  }
});

test("the classic age program opens it", { skip: without("age") }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-age-"));
  try {
    const [sealed, opened] = [join(folder, "keys.age"), join(folder, "keys.json")];
    writeFileSync(sealed, await asShipped);
    // age asks for the passphrase on a terminal: `script` gives it one.
    const ran = spawnSync("script", ["-qec", `age -d -o ${opened} ${sealed}`, "/dev/null"], {
      input: `${passphrase.reveal()}\n`,
      encoding: "utf8",
      timeout: 60_000,
    });
    assert.equal(ran.status, 0, ran.stdout);
    assert.deepEqual(new Uint8Array(readFileSync(opened)), plaintext);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the library's own passphrase reads ours, and ours reads the library's", async () => {
  const [encrypter, decrypter] = [new Encrypter(), new Decrypter()];
  decrypter.addPassphrase(passphrase.reveal());
  assert.deepEqual(Uint8Array.from(await decrypter.decrypt(file)), plaintext);
  encrypter.setPassphrase(passphrase.reveal());
  encrypter.setScryptWorkFactor(QUICK);
  assert.deepEqual(await openKeyFile(passphrase, Uint8Array.from(await encrypter.encrypt(plaintext))), plaintext);
});

test("a stanza that is not in order is refused before any work, and beside others there is none", async () => {
  const salt = "A".repeat(22);
  const body = new Uint8Array(32);
  const unwrap = (...stanzas: Stanza[]): Promise<Uint8Array | null> => new ScryptIdentity(passphrase).unwrapFileKey(stanzas);
  assert.equal(await unwrap(new Stanza(["scrypt", salt, "1"], body)), null);
  for (const args of [
    ["scrypt", salt],
    ["scrypt", salt, "1", "x"],
    ["scrypt", salt.slice(1), "1"],
    ["scrypt", `${salt.slice(1)}B`, "1"],
    ["scrypt", salt, "01"],
    ["scrypt", salt, "0"],
    ["scrypt", salt, "21"],
    ["scrypt", salt, "1e1"],
    ["X25519", salt],
  ])
    await assert.rejects(unwrap(new Stanza(args, body)), Error, args.join(" "));
  await assert.rejects(unwrap(new Stanza(["scrypt", salt, "1"], new Uint8Array(31))));
  await assert.rejects(unwrap(new Stanza(["scrypt", salt, "1"], body), new Stanza(["scrypt", salt, "1"], body)));
  await assert.rejects(unwrap());
});
