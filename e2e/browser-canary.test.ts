/**
 * What the browser keeps of a desk: a person reads, searches and writes there; then the desk is locked and the browser's profile is searched, then the
 * browser is killed with a text half written and its profile searched again.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { Redacted } from "#bytes";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { closeDesk, write } from "../apps/desk/core/index.ts";
import { launchDesk } from "../apps/desk/server/launcher.ts";
import { buildDeskScreens } from "../apps/desk/ui/build.ts";
import { openHome } from "../apps/vouchsafe/home.ts";
import { found } from "../apps/vouchsafe/people.ts";
import { startRelay } from "../apps/vouchsafe/relay-process.ts";
import { chromiumPath, NO_BROWSER, openBrowser } from "./browser.ts";
import { canaries, MARK, searchFolder } from "./canary.ts";

const PASSPHRASE = "a passphrase for the browser";

test("the browser's profile holds nothing of the desk: after locking, and after kill -9", { skip: chromiumPath === null ? NO_BROWSER : false }, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-profile-"));
  const [title = "", text = "", caseTitle = "", half = ""] = canaries(4);
  const home = await openHome(join(dir, "group"), true);
  const relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
  const amina = await found(home, { name: "Amina", desk: "amina", passphrase: new Redacted(PASSPHRASE) }, { workFactor: 8 });
  const pen = penOf(randomBytes);
  const report = pen("report", { channel: "document", title, text: `${text} and what else was said. `.repeat(4), lang: "en", received: { kind: "within", asGiven: "today" } });
  const theCase = pen("subject", { type: "case" });
  write(amina, "inbox", "bring-document", [report]);
  write(amina, "work", "begin-case", [theCase, penOf(randomBytes, theCase.id)("statement", { subject: theCase.id, property: "title", stance: "asserts", value: { text: caseTitle } })]);
  closeDesk(amina);

  await buildDeskScreens(join(dir, "screens"));
  const desk = await launchDesk({ dir: home.deskDir("amina"), screensDir: join(dir, "screens"), say: (line) => t.diagnostic(line) });
  const browser = await openBrowser();
  try {
    const page = await browser.context.newPage();
    await page.goto(desk.launchUrl());
    await unlock(page);
    await page.getByText(MARK).first().waitFor();
    await page.goto(`http://127.0.0.1:${desk.port}/#/report/${report.id}`);
    await page.locator(".text").waitFor();
    assert.ok((await page.locator(".text").textContent())?.includes(text), "the search would find what was never shown");
    await page.keyboard.press("Control+l");
    await page.waitForTimeout(2500); // the desk's process ends and the page begins anew
    await page.locator("input[type=password]").waitFor();
    const locked = searchFolder(browser.profileDir);
    assert.deepEqual(locked.hits, []);

    await unlock(page);
    await page.goto(`http://127.0.0.1:${desk.port}/#/cases`);
    await page.getByText(caseTitle).waitFor();
    await page.locator("main input").first().fill(half);
    await page.waitForTimeout(3000);
    spawnSync("pkill", ["-9", "-f", browser.profileDir]);
    const killed = searchFolder(browser.profileDir);
    assert.deepEqual(killed.hits, []);
    t.diagnostic(`0 hits in ${locked.files} files of ${locked.sizeBytes} bytes after locking, 0 in ${killed.files} of ${killed.sizeBytes} after kill -9`);
  } finally {
    await browser.close();
    await desk.stop();
    await relay.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});

/** Types the passphrase until the desk opens: on a busy machine the page may begin anew under the typing hand. */
async function unlock(page: Page): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.keyboard.press("Enter");
    if (await page.locator(".rail").waitFor({ timeout: 15_000 }).then(() => true, () => false)) return;
  }
  assert.fail("the desk did not open");
}
