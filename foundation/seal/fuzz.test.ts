import { test } from "node:test";
import { fromHex, Redacted, utf8 } from "#bytes";
import { isHybridRecipient, newRecipientIdentity, openAge, openBody, openBodyWithSiv, openKeyFile, recipientOf, sealAge, SealError, sealKeyFile } from "#seal";
import { fuzz, fuzzLater } from "../../scripts/fuzz.ts";
import { vectorCases } from "../../vectors/vector-files.ts";

interface Body {
  readonly key: string;
  readonly purpose: string;
  readonly aad: string;
  readonly blob: string;
}
const isOurs = (error: unknown): boolean => error instanceof SealError;
const asIs = (bytes: Uint8Array): Uint8Array => bytes;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const identity = await newRecipientIdentity();
const file = await sealAge([await recipientOf(identity)], utf8("for this desk"));
const PASSPHRASE = new Redacted("seven lanterns over Orlava");

for (const [name, path, open] of [
  ["a sealed body", "accept/body.json", openBody],
  ["a sealed body with its salt from its content", "accept/siv-body.json", openBodyWithSiv],
] as const) {
  const cases = vectorCases<Body>("sealing", path).filter((one) => one.blob.length < 8000);
  const { key, purpose, aad } = cases[0]!;
  test(name, (t) => fuzz(t, { name, valid: cases.map((one) => fromHex(one.blob)), from: asIs, isOurs, parse: (blob) => open(fromHex(key), purpose, fromHex(aad), blob) }));
}

test("a recipient", async (t) => {
  const valid = [utf8(await recipientOf(identity))];
  fuzz(t, { name: "recipient", valid, from: asText, isOurs, parse: isHybridRecipient });
});

test("an age file", async (t) => {
  await fuzzLater(t, { name: "age file", valid: [file], from: asIs, isOurs, parse: (bytes) => openAge(identity, bytes) });
});

test("a key file", async (t) => {
  // Work factors are kept where a wound puts them, up to the cap: damage to the number alone is one input in hundreds, and each of those costs what it says.
  const valid = [await sealKeyFile(PASSPHRASE, utf8("keys"), 1), await sealKeyFile(PASSPHRASE, utf8("other keys, longer"), 4)];
  const isDear = (bytes: Uint8Array): boolean => Number(/^.*\n-> scrypt \S+ (\d+)\n/.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"))?.[1] ?? 0) > 12;
  await fuzzLater(t, { name: "key file", valid, from: asIs, isOurs, parse: async (bytes) => (isDear(bytes) ? null : openKeyFile(PASSPHRASE, bytes)) });
});
