/** The power goes while a new machine fetches the whole record in the store's quick way: it goes on where it was, and holds in the end what the others hold. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { penOf, stateHash } from "#casework";
import { randomBytes } from "#prim";
import { decodePlaced, encodePlaced } from "#wire";
import { runs } from "../../../scripts/long.ts";
import { endPlay, founder, letIn, PASSPHRASE, settle, stage, type Stage } from "../testing/cast.ts";
import { closeDesk, syncDesk, unlockDesk, write, type OpenDesk } from "./index.ts";
import { FAR_BEHIND } from "./taking-in.ts";

const KILLS = runs(6, 100);
const ENTRIES = 4 * FAR_BEHIND;
/** So many blobs are handed out at a time. */
const ANSWER = 50;
/** What a desk asks before it reads the log of its work, and the answers after which it is far behind. */
const FIRST_QUESTIONS = 12;

test(`kill -9 × ${KILLS} on a desk that fetches ${ENTRIES} entries`, async (t) => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  for (let n = 0; n < ENTRIES; n++) write(amina, "work", "bring-document", [penOf(randomBytes)("report", { channel: "phone", lang: "en", title: `call ${n}`, text: `He was taken on day ${n}.`, received: { kind: "exact", first: "2031-04-02", last: "2031-04-02" } })]);
  await syncDesk(amina);
  closeDesk(tomas);
  const dir = join(on.dir, "Tomas");
  const relay = await listening(on);
  const seen = { quick: 0, usual: 0 };
  for (let n = 0; n < KILLS; n++) {
    const last = await fetchAndDie(dir, relay.url, FIRST_QUESTIONS + (n % 6), (n * 7919) % 60);
    seen[last]++;
    const desk = await unlockDesk(dir, PASSPHRASE, on.surroundings);
    assert.equal(desk.store.isBulk, false);
    desk.store.check();
    assert.deepEqual(indexes(desk), INDEXES, "every index is there again");
    closeDesk(desk);
  }
  relay.server.close();
  assert.ok(seen.quick > 0, "some were killed in the quick way");
  const again = await unlockDesk(dir, PASSPHRASE, on.surroundings);
  await settle(again, amina);
  assert.equal(again.store.isBulk, false);
  assert.deepEqual(indexes(again), INDEXES);
  assert.equal(stateHash(again.records.authored(again.line)), stateHash(amina.records.authored(amina.line)));
  assert.equal(again.store.searchProgress().allEntries, amina.store.searchProgress().allEntries);
  t.diagnostic(`killed ${seen.quick} times in the quick way and ${seen.usual} times in the usual one`);
  endPlay(on, amina, again);
});

const INDEXES = ["more_subjects_subject", "records_case", "records_id", "records_kind", "records_subject"];

function indexes(desk: OpenDesk): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND (name GLOB 'records_*' OR name GLOB 'more_subjects_*') ORDER BY name";
  return desk.store.query<{ name: string }>(sql).map(({ name }) => name);
}

/** The stage's relay behind a port of this machine, which hands out little at a time. */
async function listening(on: Stage): Promise<{ readonly url: string; readonly server: ReturnType<typeof createServer> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const url = new URL(request.url!, on.relayUrl);
      const answer = await on.network(url, { method: request.method!, headers, ...(body.length > 0 ? { body: new Uint8Array(body) } : {}) });
      const whole = new Uint8Array(await answer.arrayBuffer());
      const after = url.searchParams.get("after");
      const isEntries = request.method === "GET" && answer.status === 200 && after !== null;
      const said = isEntries ? encodePlaced(decodePlaced(whole, Number(after)).slice(0, ANSWER)) : whole;
      answer.headers.delete("content-length");
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(said);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Kills a fetching desk so long after its so-manieth question since it was open, or lets it end. Says how it stood at the last question. */
function fetchAndDie(dir: string, relay: string, questions: number, afterMs: number): Promise<"quick" | "usual"> {
  return new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, "../testing/joining-killed.ts");
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, dir, PASSPHRASE.reveal(), relay], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    let dying = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const since = said.slice(said.indexOf("open\n")).split("\n").length - 2;
      if (dying || !said.includes("open\n") || since < questions) return;
      dying = true;
      setTimeout(() => child.kill("SIGKILL"), afterMs);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal !== "SIGKILL" && code !== 0) reject(new Error("the desk ended with an error"));
      else resolve(said.lastIndexOf("quick\n") > said.lastIndexOf("usual\n") ? "quick" : "usual");
    });
  });
}
