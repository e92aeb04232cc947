import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { utf8 } from "#bytes";
import { bearer, paths, tokenHash } from "#wire";
import { sha256Hex } from "#prim";
import { checkSettingsSeal, parseSettings } from "./settings.ts";
import { ACCOUNT } from "./testing/cast.ts";
import { startRelay } from "./testing/process.ts";

describe("the relay's process", () => {
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "vouchsafe-run-"))));
  after(() => rmSync(folder, { recursive: true }));

  test("takes its account from the settings, has its folder alone, and stops at SIGINT with 0", async () => {
    const home = join(folder, "home");
    const first = await startRelay(home, ["--account-hash", tokenHash(ACCOUNT)]);
    try {
      const put = await fetch(first.origin + paths.keys(), { method: "PUT", headers: { authorization: bearer(ACCOUNT) }, body: utf8("keys") });
      assert.equal(put.status, 204);
      await assert.rejects(startRelay(home), /ended with 73: relay: storage in-use/);
      assert.equal(statSync(home).mode & 0o777, 0o700);
      assert.equal(statSync(join(home, "record.db")).mode & 0o777, 0o600);
    } finally {
      assert.equal(await first.end("SIGINT"), 0);
    }
    writeFileSync(join(home, "settings.json"), `{ "accountHash": "${tokenHash(ACCOUNT)}", "quotaBlobs": 7 }`);
    const second = await startRelay(home);
    try {
      const put = await fetch(second.origin + paths.keys(), { method: "PUT", headers: { authorization: bearer(ACCOUNT) }, body: utf8("newer") });
      assert.equal(put.status, 204);
    } finally {
      assert.equal(await second.end("SIGTERM"), 0);
    }
  });

  test("says what is wrong at the start, and no more", async () => {
    await assert.rejects(startRelay(join(folder, "a"), ["--account-hash", "short"]), /ended with 64: usage:/);
    await assert.rejects(startRelay(join(folder, "b"), ["--tell", join(folder, "nowhere")]), /ended with 73: relay: ENOENT\n$/);
    writeFileSync(join(folder, "settings.json"), '{"quotaBytes":99999999999999}');
    await assert.rejects(startRelay(folder), /ended with 73: relay: settings: quotaBytes is at most 1099511627776\n$/);
    writeFileSync(join(folder, "settings.json"), '{"quotaBytes":"many"}');
    await assert.rejects(startRelay(folder), /ended with 73: relay: settings: quotaBytes is a whole number above zero\n$/);
  });

  test("settings that were sealed are taken as they are, and not with one bit changed", async () => {
    const home = join(folder, "sealed");
    mkdirSync(home);
    const text = utf8('{ "quotaBytes": 67108864, "intakeBurst": 500 }');
    const put = (settings: Uint8Array, seal: string) => {
      writeFileSync(join(home, "settings.json"), settings);
      writeFileSync(join(home, "settings.sha256"), seal);
    };
    const seal = `${sha256Hex(text)}  settings.json\n`;
    put(text, seal);
    assert.equal(await (await startRelay(home)).end("SIGTERM"), 0);
    const flipped = Uint8Array.from(text);
    flipped[text.indexOf("6".charCodeAt(0))]! ^= 1;
    assert.equal(parseSettings(Buffer.from(flipped).toString()).quotaBytes, 77108864, "nothing else would tell");
    put(flipped, seal);
    await assert.rejects(startRelay(home), /ended with 73: relay: settings: not what settings\.sha256 says/);
    for (const odd of ["", "x", seal.toUpperCase(), seal.replace("settings", "others"), `${seal}${seal}`]) assert.throws(() => checkSettingsSeal(text, odd), /settings:/);
    for (let bit = 0; bit < 8 * text.length; bit++) {
      const other = Uint8Array.from(text);
      other[bit >> 3]! ^= 1 << (bit & 7);
      assert.throws(() => checkSettingsSeal(other, seal), /settings:/);
    }
    checkSettingsSeal(text, seal.replace("  ", " *"));
    rmSync(join(home, "settings.json"));
    await assert.rejects(startRelay(home), /ended with 73: relay: settings: not what/, "gone is changed too");
  });
});
