import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dayOf } from "#tell";
import { buildTell } from "./build.ts";
import { browserAt, noBrowser } from "./testing/browser.ts";
import { GROUP_NAME, groupWithDesks } from "./testing/group.ts";
import { PageServer } from "./testing/page-server.ts";

const TODAY = dayOf(Date.now());
const SENT = "zanzibar quartz heliotrope";
const UNSENT = "obsidian walrus meridian";

test("nothing of a letter is in the browser's profile on disk afterwards, sent or not", { skip: noBrowser }, async () => {
  const { keysFile } = await groupWithDesks(TODAY);
  const server = await PageServer.start(await buildTell({ keysFile, groupName: GROUP_NAME, built: TODAY, languages: ["en"] }), keysFile);
  const folder = mkdtempSync(join(tmpdir(), "tell-profile-"));
  try {
    const context = await browserAt(folder);
    const tab = await context.newPage();
    for (const words of [SENT, UNSENT]) {
      await tab.goto(server.origin);
      await tab.locator("#writing").waitFor();
      await tab.locator("#text").pressSequentially(words);
      await tab.locator("#where").pressSequentially(words);
      if (words === UNSENT) break;
      await tab.click("#send");
      await tab.locator("#done").waitFor();
    }
    // Chromium writes its session every few seconds.
    await tab.waitForTimeout(3_000);
    await context.close();
    assert.ok(
      filesHolding(folder, String(server.port)).length > 0,
      "the page's address is there to be found, so finding nothing else means something",
    );
    for (const word of [...SENT.split(" "), ...UNSENT.split(" ")]) assert.deepEqual(filesHolding(folder, word), [], word);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Files under `folder` that hold the word in UTF-8 or UTF-16. */
function filesHolding(folder: string, word: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return bytes.includes(word) || bytes.includes(Buffer.from(word, "utf16le"));
    });
}
