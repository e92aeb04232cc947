import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { placeFor, type Place } from "./testing/cast.ts";

const CHILD = fileURLToPath(new URL("./testing/killed-writer.ts", import.meta.url));
const KILLS = process.env["VOUCHSAFE_LONG"] === "1" ? 200 : 20;

/** Starts a writer, kills it `afterMs` after it has acknowledged so many entries, and gives back what it had acknowledged by then. */
function writeAndDie(place: Place, name: string, entries: number, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, CHILD, place.path, name], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    let dying = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (!dying && said.split("\n").length > entries + 1) {
        dying = true;
        if (name === "writer 0") assert.throws(() => place.open(), { code: "in-use" }, "two processes could sign one place of a chain twice");
        setTimeout(() => child.kill("SIGKILL"), afterMs);
      }
    });
    child.on("error", reject);
    child.on("close", (_code, signal) => {
      if (signal !== "SIGKILL") reject(new Error("the writer ended by itself"));
      else resolve(said.split("\n").filter((line) => /^[0-9a-f]{64}$/.test(line)));
    });
  });
}

describe("a desk killed while it writes", () => {
  it(`${KILLS} times loses nothing it had acknowledged, and its file is whole`, async (t) => {
    const place = placeFor(t);
    const acknowledged: string[] = [];
    for (let n = 0; n < KILLS; n++) {
      acknowledged.push(...(await writeAndDie(place, `writer ${n}`, Math.floor(Math.random() * 15), Math.random() * 12)));
      const store = place.open();
      store.check();
      const lost = acknowledged.filter((id) => store.entry(id) === null);
      assert.deepEqual(lost, [], `after kill ${n}`);
      assert.deepEqual(store.waiting(), []);
      assert.ok(store.projectionIsCurrent());
      store.close();
    }
    const store = place.open();
    const records = store.records({ limit: 1e9 });
    assert.equal(new Set(records.map((row) => row.entryId)).size, records.length, "each entry has its one record");
    assert.ok(records.length >= acknowledged.length && records.length <= acknowledged.length + KILLS, "at most one unacknowledged entry per kill");
    assert.ok(acknowledged.length > 2 * KILLS, `only ${acknowledged.length} entries in ${KILLS} lives`);
    t.diagnostic(`${acknowledged.length} entries acknowledged in ${KILLS} lives, none lost`);
    store.close();
  });
});
