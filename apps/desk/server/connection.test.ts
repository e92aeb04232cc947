/** A connection to the desk: a body is counted as it comes, so that a sender who names no length cannot make the desk hold more than it would take. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchDesk, type RunningDesk } from "./launcher.ts";

const KIB = 1024;
/** What the system's buffers may take on top of what the desk reads. */
const BUFFERS_MIB = 24;

let dir: string;
let desk: RunningDesk;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "vouchsafe-body-"));
  writeFileSync(join(dir, "index.html"), "<!doctype html>");
  desk = await launchDesk({ dir: join(dir, "desk"), screensDir: dir });
});
after(async () => {
  await desk?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Sends up to `pieces` pieces of `bytes` white space without saying how many come. The status answered, and how many pieces it took until then. */
function sendChunked(path: string, cookie: string, bytes: number, pieces: number): Promise<{ status: number; sent: number }> {
  return new Promise((resolve) => {
    const self = `127.0.0.1:${desk.port}`;
    const piece = `${bytes.toString(16)}\r\n${" ".repeat(bytes)}\r\n`;
    let answer = "";
    let sent = 0;
    const socket = connect(desk.port, "127.0.0.1");
    const end = (): void => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), sent });
    };
    const more = (): void => {
      if (answer !== "" || socket.destroyed) return;
      if (sent === pieces) socket.write("0\r\n\r\n");
      else socket.write(piece, () => ((sent += 1), setImmediate(more)));
    };
    socket.on("data", (data) => {
      answer += data.toString("latin1");
      end();
    });
    socket.on("error", end);
    socket.on("close", end);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: ${self}\r\nOrigin: http://${self}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`, more);
  });
}

/** Answered so, or the line cut before the answer could be read by one who goes on sending. */
function refusedEarly({ status, sent }: { readonly status: number; readonly sent: number }, expected: number): void {
  assert.ok(status === expected || status === 0, `${status}`);
  assert.ok(sent < BUFFERS_MIB * KIB, "not taken to the end");
}

test("without a session little is read", async () => {
  assert.equal((await sendChunked("/api/session", "", KIB, 3)).status, 401, "small enough to be looked at");
  const much = await sendChunked("/api/session", "", KIB, 100_000);
  refusedEarly(much, 413);
  refusedEarly(await sendChunked("/api/unlock", "", KIB, 100_000), 401);
});

test("with a session no more than 4 MiB are read", async () => {
  const origin = `http://127.0.0.1:${desk.port}`;
  const launch = new URL(desk.launchUrl()).hash.slice("#launch=".length);
  const entered = await fetch(`${origin}/api/session`, { method: "POST", headers: { origin, "content-type": "application/json" }, body: JSON.stringify({ launch }) });
  const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
  assert.equal((await sendChunked("/api/unlock", cookie, 64 * KIB, 10)).status, 400);
  const much = await sendChunked("/api/unlock", cookie, KIB * KIB, 200);
  assert.ok(much.status === 413 || much.status === 0, `${much.status}`);
  assert.ok(much.sent < BUFFERS_MIB, `${much.sent} MiB were taken`);
});

test("a connection outlives the pauses between the questions of a screen", { timeout: 60_000 }, async () => {
  const socket = connect(desk.port, "127.0.0.1");
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new Error("closed"));
      socket.once("data", (data) => resolve(data.toString("latin1").slice(0, "HTTP/1.1 200".length)));
      socket.once("close", () => reject(new Error("closed")));
      socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${desk.port}\r\n\r\n`);
    });
  const first = await ask();
  await new Promise((resolve) => setTimeout(resolve, 7500));
  assert.deepEqual([first, await ask()], ["HTTP/1.1 200", "HTTP/1.1 200"]);
  socket.destroy();
});
