import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Encrypter } from "age-encryption";
import { newRecipientIdentity, recipientOf, sealAge } from "#seal";
import { isHybridRecipient } from "#seal/web";

const NOT_REDUCED = new URL("../../vectors/keys-bin/reject/recipient-not-reduced.bin", import.meta.url);
const WRONG_CHECKSUM = new URL("../../vectors/keys-bin/reject/recipient-checksum.bin", import.meta.url);

function trusteeOf(file: URL): string {
  const { keys } = JSON.parse(readFileSync(file, "utf8")) as { keys: { trustee: string } };
  return keys.trustee;
}

test("hybrid recipients, and nothing else, are recipients", async () => {
  const identity = await newRecipientIdentity();
  const recipient = await recipientOf(identity);
  assert.equal(isHybridRecipient(recipient), true);
  for (const other of ["", recipient.toUpperCase(), `${recipient}q`, recipient.slice(0, -1), ` ${recipient}`, identity.reveal(), "age1qqqq"]) {
    assert.equal(isHybridRecipient(other), false);
  }
});

test("a wrong checksum is refused", () => {
  assert.equal(isHybridRecipient(trusteeOf(WRONG_CHECKSUM)), false);
});

test("an ML-KEM key that is not reduced is refused, though the library would seal to it", async () => {
  const recipient = trusteeOf(NOT_REDUCED);
  assert.equal(isHybridRecipient(recipient), false);
  await assert.rejects(sealAge([recipient], new Uint8Array(1)), { code: "bad-recipient" });
  const library = new Encrypter();
  library.addRecipient(recipient);
  assert.ok((await library.encrypt(new Uint8Array(1))).length > 0, "so its checksum is right, and only the key is wrong");
});
