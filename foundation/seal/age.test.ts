import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { Redacted, utf8 } from "#bytes";
import { newRecipientIdentity, openAge, recipientOf, sealAge, SealError } from "#seal";
import { runs } from "../../scripts/long.ts";

const code = (expected: string) => ({ name: "SealError", code: expected, message: expected });
const plaintext = utf8("K and a write token");
const ana = await newRecipientIdentity();
const bo = await newRecipientIdentity();
const [toAna, toBo] = [await recipientOf(ana), await recipientOf(bo)];
const classic = await generateX25519Identity();
const toClassic = await identityToRecipient(classic);

test("identities are hybrid, differ, and do not print", () => {
  assert.match(ana.reveal(), /^AGE-SECRET-KEY-PQ-1[0-9A-Z]+$/);
  assert.match(toAna, /^age1pq1[0-9a-z]+$/);
  assert.notEqual(ana.reveal(), bo.reveal());
  assert.equal(inspect(ana), "<redacted>");
});

test("each recipient opens the file, a stranger does not", async () => {
  const file = await sealAge([toAna, toBo], plaintext);
  for (const identity of [ana, bo]) assert.deepEqual(await openAge(identity, file), plaintext);
  await assert.rejects(openAge(await newRecipientIdentity(), file), code("bad-age-file"));
});

test("every stanza is hybrid", async () => {
  const header = Buffer.from(await sealAge([toAna, toBo], plaintext))
    .toString("latin1")
    .split("\n---")[0]!;
  assert.deepEqual(header.match(/^-> \S+/gm), ["-> mlkem768x25519", "-> mlkem768x25519"]);
});

test("with a classic recipient among them, or alone, nothing is sealed", async () => {
  for (const recipients of [[toAna, toClassic], [toClassic, toAna], [toClassic]])
    await assert.rejects(sealAge(recipients, plaintext), code("mixed-recipients"));
});

test("to nobody, or to what is no recipient, nothing is sealed", async () => {
  const oneLetterOff = toAna.slice(0, -1) + (toAna.endsWith("q") ? "p" : "q");
  for (const recipients of [
    [],
    [""],
    ["Ana"],
    [toAna.toUpperCase()],
    [` ${toAna}`],
    [oneLetterOff],
    [toAna, oneLetterOff],
    [toAna.slice(0, 100)],
    [ana.reveal()],
  ])
    await assert.rejects(sealAge(recipients, plaintext), code("bad-recipient"));
});

test("a mix made elsewhere can be read, by both", async () => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(toAna);
  encrypter.addRecipient(toClassic);
  const file = await encrypter.encrypt(plaintext);
  assert.deepEqual(await openAge(ana, file), plaintext);
  assert.deepEqual(await openAge(new Redacted(classic), file), plaintext);
});

test("a changed file does not open, wherever it is changed", async () => {
  const file = await sealAge([toAna], plaintext);
  for (let at = 0; at < file.length; at += runs(41, 1)) {
    const changed = Uint8Array.from(file);
    changed[at]! ^= 1;
    await assert.rejects(openAge(ana, changed), code("bad-age-file"), `byte ${at}`);
  }
});

test("a cut file does not open", async () => {
  const file = await sealAge([toAna], plaintext);
  for (const length of [0, 1, 22, 100, file.length - 17, file.length - 16, file.length - 1])
    await assert.rejects(openAge(ana, file.subarray(0, length)), code("bad-age-file"));
});

test("a wrong identity is told without saying it", async () => {
  const damaged = ana.reveal().slice(0, -1) + (ana.reveal().endsWith("Q") ? "P" : "Q");
  for (const wrong of [damaged, "", "AGE-SECRET-KEY-PQ-1", "AGE-SECRET-KEY-1XYZ", ana.reveal().toLowerCase(), toAna]) {
    for (const attempt of [recipientOf(new Redacted(wrong)), openAge(new Redacted(wrong), plaintext)]) {
      const error: unknown = await attempt.then(
        () => null,
        (e: unknown) => e,
      );
      assert.ok(error instanceof SealError && error.code === "bad-identity", String(error));
      assert.ok(wrong === "" || !inspect(error, { depth: null, showHidden: true }).includes(wrong.slice(-20)));
    }
  }
});

test("the same text sealed twice looks different, and its size tells only its length", async () => {
  const [a, b] = [await sealAge([toAna], plaintext), await sealAge([toAna], plaintext)];
  assert.equal(a.length, b.length);
  assert.notDeepEqual(a.subarray(22, 200), b.subarray(22, 200));
  assert.equal((await sealAge([toBo], plaintext)).length, a.length);
});
