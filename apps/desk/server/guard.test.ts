import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchDesk, type RunningDesk } from "./launcher.ts";

let dir: string;
let desk: RunningDesk;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "vouchsafe-guard-"));
  writeFileSync(join(dir, "index.html"), "<!doctype html>");
  desk = await launchDesk({ dir: join(dir, "desk"), screensDir: dir });
});
after(async () => {
  await desk?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Status of the first answer, and the whole of what came. */
function raw(text: string): Promise<{ status: number; answer: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(desk.port, "127.0.0.1", () => socket.end(text));
    const parts: Buffer[] = [];
    socket.on("data", (data) => parts.push(data));
    socket.on("error", reject);
    socket.on("close", () => {
      const answer = Buffer.concat(parts).toString("latin1");
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), answer });
    });
  });
}

/** Each would use the launch token up if it reached the route. `SELF` is the desk's own address. */
const HOSTS = [
  "Host: localhost:PORT",
  "Host: LOCALHOST:PORT",
  "Host: 127.0.0.1",
  "Host: 127.0.0.1:1",
  "Host: 127.0.0.1:0PORT",
  "Host: 127.0.0.1:PORT.",
  "Host: 127.0.0.1.:PORT",
  "Host: 127.1:PORT",
  "Host: 127.0.0.2:PORT",
  "Host: 0.0.0.0:PORT",
  "Host: [::1]:PORT",
  "Host: [::ffff:127.0.0.1]:PORT",
  "Host: 2130706433:PORT",
  "Host: 0x7f000001:PORT",
  "Host: 0177.0.0.1:PORT",
  "Host: desk.example:PORT",
  "Host: 127.0.0.1.desk.example:PORT",
  "Host: user@SELF",
  "Host: http://SELF",
  "Host: SELF/",
  "Host: SELF, SELF",
  "Host: SELF\r\nHost: desk.example",
  "Host: desk.example\r\nHost: SELF",
  "Host: SELF\r\nHost: SELF",
  "Host:",
  "X-Forwarded-Host: SELF",
] as const;
const ORIGINS = [
  "Origin: null",
  "Origin: https://SELF",
  "Origin: http://localhost:PORT",
  "Origin: http://127.0.0.1",
  "Origin: http://127.0.0.1:1",
  "Origin: http://desk.example",
  "Origin: http://SELF.desk.example",
  "Origin: http://user@SELF",
  "Origin: http://SELF/",
  "Origin: HTTP://SELF",
  "Origin: http://SELF\r\nOrigin: http://desk.example",
  "Origin: http://SELF http://desk.example",
  "Origin:",
  "X-Origin: http://SELF",
  "Origin: http://SELF\r\nSec-Fetch-Site: cross-site",
  "Origin: http://SELF\r\nSec-Fetch-Site: same-site",
  "Origin: http://SELF\r\nSec-Fetch-Site: none",
  "Origin: http://SELF\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
] as const;

test("no request from another name, address or page reaches a route", async () => {
  const self = `127.0.0.1:${desk.port}`;
  const fill = (line: string): string => line.replaceAll("SELF", self).replaceAll("PORT", String(desk.port));
  const body = JSON.stringify({ launch: /#launch=(.*)$/.exec(desk.launchUrl())![1] });
  const request = (headers: readonly string[]): string =>
    [
      "POST /api/session HTTP/1.1",
      ...headers,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n");

  const variants = [...HOSTS.map((line) => [line, "Origin: http://SELF"]), ...ORIGINS.map((line) => ["Host: SELF", line])].map((lines) =>
    lines.map(fill),
  );
  assert.ok(variants.length >= 40, `${variants.length} variants`);
  for (const headers of variants) {
    const { status, answer } = await raw(request(headers));
    assert.ok(status === 403 || status === 400, `${status} for ${headers.join(" | ")}`);
    assert.doesNotMatch(answer, /set-cookie|content-security-policy/i, headers.join(" | "));
  }

  // The token was not used up by any of them, so no route was entered; from the right page it works, once.
  const right = request([`Host: ${self}`, `Origin: http://${self}`]);
  assert.equal((await raw(right)).status, 200);
  assert.equal((await raw(right)).status, 401);
});

test("other methods and forms of address are refused before any route", async () => {
  const self = `127.0.0.1:${desk.port}`;
  const lines = [
    "PUT / HTTP/1.1",
    "DELETE /api/lock HTTP/1.1",
    "OPTIONS /api/lock HTTP/1.1",
    "TRACE / HTTP/1.1",
    "GET //desk.example/ HTTP/1.1",
    `GET http://${self}/ HTTP/1.1`,
    "GET * HTTP/1.1",
    "PATCH /api/unlock HTTP/1.1",
  ];
  for (const line of lines) {
    const { status } = await raw(`${line}\r\nHost: ${self}\r\nOrigin: http://${self}\r\nConnection: close\r\n\r\n`);
    assert.ok(status === 403 || status === 400, `${status} for ${line}`);
  }
  for (const line of ["GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade", `CONNECT ${self} HTTP/1.1`]) {
    const { status } = await raw(`${line}\r\nHost: ${self}\r\n\r\n`);
    assert.ok(status === 0 || status === 403 || status === 400, `${status} for ${line}`);
  }
  assert.equal((await raw(`GET / HTTP/1.1\r\nHost: ${self}\r\nConnection: close\r\n\r\n`)).status, 200);
  assert.equal((await raw(`GET /api/lock HTTP/1.1\r\nHost: ${self}\r\nConnection: close\r\n\r\n`)).status, 401);
});
