import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHex, Redacted, toHex } from "#bytes";
import { openBody, openBodyWithSiv, openKeyFile, sealBodyWithSiv } from "#seal";
import { strayVectors, vectorCases } from "../vector-files.ts";
import { sealing } from "./cases.ts";

interface BodyCase {
  readonly name: string;
  readonly key: string;
  readonly purpose: string;
  readonly aad: string;
  readonly blob: string;
}
type Opened = BodyCase & { readonly plaintext: string };
type Refused = BodyCase & { readonly code: string };
interface KeyFileCase {
  readonly name: string;
  readonly passphrase: string;
  readonly file: string;
  readonly plaintext: string;
  readonly code: string;
}

test("the frozen files are what their maker makes, and nothing else lies there", async () =>
  assert.deepEqual(strayVectors("sealing", await sealing()), []));

for (const [name, open] of [
  ["body", openBody],
  ["siv-body", openBodyWithSiv],
] as const) {
  test(`${name}: opens`, () => {
    for (const { key, purpose, aad, blob, plaintext, ...of } of vectorCases<Opened>("sealing", `accept/${name}.json`)) {
      assert.equal(toHex(open(fromHex(key), purpose, fromHex(aad), fromHex(blob))), plaintext, of.name);
      if (name === "siv-body") assert.equal(toHex(sealBodyWithSiv(fromHex(key), purpose, fromHex(aad), fromHex(plaintext))), blob, of.name);
    }
  });

  test(`${name}: is refused`, () => {
    for (const { key, purpose, aad, blob, code, ...of } of vectorCases<Refused>("sealing", `reject/${name}.json`))
      assert.throws(() => open(fromHex(key), purpose, fromHex(aad), fromHex(blob)), { name: "SealError", code }, of.name);
  });
}

test("what is refused only for its salt opens as a plain body", () => {
  const cases = vectorCases<Refused>("sealing", "reject/siv-body.json").slice(-5);
  for (const { key, purpose, aad, blob } of cases) assert.ok(openBody(fromHex(key), purpose, fromHex(aad), fromHex(blob)).length > 0);
});

test("key files open, and do not", async () => {
  for (const { name, passphrase, file, plaintext } of vectorCases<KeyFileCase>("sealing", "accept/key-file.json"))
    assert.equal(toHex(await openKeyFile(new Redacted(passphrase), fromHex(file))), plaintext, name);
  for (const { name, passphrase, file, code } of vectorCases<KeyFileCase>("sealing", "reject/key-file.json"))
    await assert.rejects(openKeyFile(new Redacted(passphrase), fromHex(file)), { name: "SealError", code }, name);
});
