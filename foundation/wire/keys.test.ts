import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHex, toHex, utf8 } from "#bytes";
import { sha256, sha256Hex } from "#prim";
import { bearer, CHAIN_START, chainAfter, chainAfterBytes, logKeys, mailboxKeys, tokenHash, tokenOf, WireError } from "./index.ts";

const KEY = Uint8Array.from({ length: 32 }, (_, n) => n);

// Computed with Python's hmac and hashlib, from the words of docs/formats/relay.md.
test("ids and tokens follow from the key as the page says", () => {
  assert.deepEqual(logKeys(KEY), {
    logId: "ba4546d05ca5be3bdec9d8e31bcbdf5a",
    readToken: "ac98afc8c7188a1a8d947d54fa1f5c6022769491d349282061575151d1901fb7",
    line0WriteToken: "49730e6a43d1edcaa1459d35564eb161f7836cd59700826a85b1cfe4c2472f3f",
  });
  assert.deepEqual(mailboxKeys(KEY), {
    mailboxId: "ed56d49214b349c473483a8c696bd244",
    accessToken: "4e992745da12de888838697fac3bc8c23607caf43f7f699aac7f7a26111f8b62",
  });
  assert.equal(tokenHash(toHex(KEY)), "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
});

test("the chain is over all blobs in order", () => {
  const one = chainAfter(CHAIN_START, sha256Hex(utf8("one")));
  assert.equal(one, "6a2455cac02afc544c15848206e3d6b5469590ccb41bd7fdfc2787c441188245");
  assert.equal(chainAfter(one, sha256Hex(utf8("two"))), "5c988752448e5d67c12c63bcd1aebfd77fd1f2eb1b0894ea697529eaa4a316b2");
  assert.equal(chainAfterBytes(fromHex(one), sha256(utf8("two"))), "5c988752448e5d67c12c63bcd1aebfd77fd1f2eb1b0894ea697529eaa4a316b2");
});

test("a key of another length is no key", () => {
  for (const length of [0, 31, 33]) assert.throws(() => logKeys(new Uint8Array(length)), isWire("bad-token"));
});

test("a token has one spelling", () => {
  const token = "0a".repeat(32);
  assert.equal(tokenOf(bearer(token)), token);
  for (const odd of [
    null,
    undefined,
    "",
    token,
    `bearer ${token}`,
    `Bearer  ${token}`,
    `Bearer ${token} `,
    `Bearer ${token.toUpperCase()}`,
    `Bearer ${token}0`,
    `Bearer ${token}\n`,
  ])
    assert.equal(tokenOf(odd), null);
  for (const odd of ["", "0a", token.toUpperCase(), `${token}00`]) {
    assert.throws(() => bearer(odd), isWire("bad-token"));
    assert.throws(() => tokenHash(odd), isWire("bad-token"));
  }
});

function isWire(code: string): (error: unknown) => boolean {
  return (error) => error instanceof WireError && error.code === code;
}
