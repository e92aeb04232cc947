/** A group that takes reports, for tests: Ana and Bo sign, two desks read. */
import type { Bytes, Redacted } from "#bytes";
import { hashOf, Signer } from "#prim";
import { newRecipientIdentity, recipientOf } from "#seal";
import { composeKeys, parseKeys, signKeys, writeKeys, type KeysFile } from "#tell";

export interface TestGroup {
  readonly signers: readonly [Signer, Signer];
  readonly identities: readonly Redacted<string>[];
  readonly keysFile: Bytes;
}

export const GROUP_NAME = "The Orlava Register";

/** Version 1 of its list, made on `made`. */
export async function groupWithDesks(made: string): Promise<TestGroup> {
  const signers = [Signer.random(), Signer.random()] as const;
  const identities = [await newRecipientIdentity(), await newRecipientIdentity()];
  const keys = composeKeys({
    after: null,
    group: hashOf("test", new Uint8Array(1)),
    made,
    intake: await Promise.all(identities.map(recipientOf)),
    trustee: null,
    signers: signers.map((each) => [each.publicKey]),
  });
  return {
    signers,
    identities,
    keysFile: writeKeys(
      keys,
      signers.map((each) => signKeys(keys, each)),
    ),
  };
}

/** The version after `before`, made on `made` and signed by `signers`. */
export function nextKeys(before: Uint8Array, made: string, signers: readonly Signer[]): Bytes {
  const after: KeysFile = parseKeys(before);
  const keys = composeKeys({ ...after.keys, after, made });
  return writeKeys(
    keys,
    signers.map((each) => signKeys(keys, each)),
  );
}
