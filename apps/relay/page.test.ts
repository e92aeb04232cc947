import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { testRelay } from "./testing/cast.ts";
import { DEFAULT_PAGE_HEADERS, readPage } from "./page.ts";

describe("the reporter's page", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "vouchsafe-page-"));
    mkdirSync(join(folder, "uk"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>Tell</title>");
    writeFileSync(join(folder, "uk", "index.html"), "<!doctype html><title>Розкажіть</title>");
    writeFileSync(join(folder, "page.js"), "0;");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is served as it was at the start, with the strict headers", async () => {
    const { ask } = await testRelay({ page: readPage(folder) });
    writeFileSync(join(folder, "index.html"), "changed since");
    const answer = await ask("GET", "/");
    assert.equal(answer.status, 200);
    assert.match(new TextDecoder().decode(answer.body), /<title>Tell/);
    for (const [name, value] of Object.entries(DEFAULT_PAGE_HEADERS)) assert.equal(answer.headers.get(name), value, name);
    assert.match(answer.headers.get("content-security-policy")!, /script-src 'self'/);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal((await ask("GET", "/page.js")).headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.match(new TextDecoder().decode((await ask("GET", "/uk/")).body), /Розкажіть/);
    for (const cookie of ["set-cookie", "etag", "last-modified", "date", "server"]) assert.equal(answer.headers.get(cookie), null, cookie);
    assert.equal((await ask("HEAD", "/")).body.length, 0);
  });

  test("serves nothing else: no other file, no way out of the folder", async () => {
    const { ask } = await testRelay({ page: readPage(folder) });
    for (const path of ["/headers.json", "/uk", "/none.html", "/../page.js/../../etc/passwd", "/%2e%2e/etc/passwd", "/uk/../../x", "/index.html/"])
      assert.equal((await ask("GET", path)).status, 404, path);
    assert.equal((await ask("POST", "/")).status, 404);
    assert.equal((await ask("GET", "/v1/relay")).status, 200, "routes go before files");
  });

  test("headers.json beside it takes the place of ours, and is not served", async () => {
    writeFileSync(join(folder, "headers.json"), JSON.stringify({ "Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store" }));
    const { ask } = await testRelay({ page: readPage(folder) });
    const answer = await ask("GET", "/page.js");
    assert.equal(answer.headers.get("content-security-policy"), "default-src 'none'");
    assert.equal(answer.headers.get("permissions-policy"), null);
    assert.equal((await ask("GET", "/headers.json")).status, 404);
  });

  test("what is no page is refused at the start", () => {
    for (const odd of ["[]", "3", '{"a b":"c"}', '{"a":1}', '{"a":"b\\r\\nc: d"}', "{"]) {
      writeFileSync(join(folder, "headers.json"), odd);
      assert.throws(() => readPage(folder));
    }
    const empty = mkdtempSync(join(tmpdir(), "vouchsafe-page-"));
    assert.throws(() => readPage(empty), /index\.html/);
    rmSync(empty, { recursive: true });
  });
});
