/** A desk whose last act was damaged on the disk, in a real browser: it does not open, says what is lost and what is safe, and what to do, in every language and on a small screen. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { write } from "../apps/desk/core/index.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const TITLES = ["The end of this desk’s record is damaged", "Конец записей этого рабочего места повреждён", "نهاية سجل هذا المكتب تالفة"];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 320, height: 640 },
];
/** A folder for pictures of the screen, for whoever wants to look. */
const PICTURES = process.env["VOUCHSAFE_PICTURES"];

let group: Standing;
let browser: OpenBrowser;
before(async () => {
  if (skip !== false) return;
  group = await standUp(1);
  browser = await openBrowser({ bypassCSP: true });
});
after(async () => {
  await browser?.close();
  await group?.end();
});

test("a desk whose log has lost its end says so, and what to do", { skip, timeout: 120_000 }, async () => {
  const amina = group.desks[0]!;
  for (let n = 0; n < 3; n++) write(amina, "work", "begin-case", [penOf(randomBytes)("subject", { type: "case" })]);
  // As the disk is when the computer goes off just now; and later one bit of the last page is another.
  const left = ["desk.db", "desk.db-wal", "desk.db-mark"].map((name) => [join(amina.dir, name), readFileSync(join(amina.dir, name))] as const);
  const desk = await group.launch("Amina");
  for (const [path, bytes] of left) {
    if (path.endsWith("-wal")) bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
  }

  const page = await browser.context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(desk.launchUrl());
  for (const language of [0, 1, 2]) {
    await page.locator("#passphrase").waitFor();
    await page.locator(".langs button").nth(language).click();
    await page.fill("#passphrase", PASSPHRASE);
    await page.keyboard.press("Enter");
    await page.locator(".cut-short h1").waitFor();
    assert.ok(TITLES.includes((await page.locator(".cut-short h1").textContent()) ?? ""));
    assert.equal(await page.locator(".cut-short li").count(), 4);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `wider than ${size.width}`);
      const faults = await page.evaluate(`${axe.source}; axe.run().then(({ violations }) => violations.map(({ id }) => id))`);
      assert.deepEqual(faults, []);
      if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `cut-short-${language}-${size.width}.png`), fullPage: true });
    }
    await page.locator(".cut-short button").press("Enter");
  }
  assert.deepEqual(readFileSync(`${left[1]![0]}-damaged`), left[1]![1], "the log is kept as it was");
});
