/** The same person reported twice: found, compared side by side, answered by keys, taken back; in two directions of writing and on a small phone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { writeManyPeople } from "../apps/desk/testing/many-people.ts";
import { comeToRest } from "../apps/vouchsafe/people.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 320, height: 640 },
];

let group: Standing;
let browser: OpenBrowser;
let page: Page;
let pairAddress: string;

before(async () => {
  if (skip !== false) return;
  group = await standUp(2);
  writeManyPeople(group.desks[0]!);
  await comeToRest(...group.desks);
  browser = await openBrowser({ viewport: SIZES[0]!, bypassCSP: true });
  page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
  const desk = await group.launch("Amina");
  await page.goto(desk.launchUrl());
  await page.fill("main.lock input", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".house");
});
after(async () => {
  await browser?.close();
  await group?.end();
});

test("from the review room to an answer by one key, and back by one key", { skip, timeout: 180_000 }, async () => {
  await page.evaluate(() => (location.hash = "#/review"));
  await page.locator('a[href^="#/links"]').first().click();
  const pair = page.locator(".links a", { hasText: "Murad Gelagaev" });
  await page.locator(".link-work").getByText("64").waitFor();
  if ((await pair.count()) === 0) await page.locator('.tabs a[href$="/sure"]').click();
  await pair.first().click();
  await page.locator(".waterfall").waitFor();
  const words = await page.locator(".sides").textContent();
  assert.match(words ?? "", /Murad Gelagaev[^]*Мурад Гелагаев|Мурад Гелагаев[^]*Murad Gelagaev/);
  pairAddress = page.url();
  await page.keyboard.press("s");
  await page.waitForURL((url) => url.href !== pairAddress);
  await page.goto(pairAddress);
  await page.locator(".mark.teal").first().waitFor();
  await page.keyboard.press("z");
  await page.locator(".mark.teal").first().waitFor({ state: "detached" });
  await page.keyboard.press("a");
  await page.locator("form.propose textarea").fill("Has anybody a photograph?");
  await page.locator("form.propose textarea").press("Escape");
  await page.locator("form.propose").waitFor({ state: "detached" });
});

for (const lang of ["en", "ar", "ru"] as const)
  test(`what axe finds, and what is wider than the screen: ${lang}`, { skip, timeout: 120_000 }, async () => {
    await page.evaluate((to) => fetch("/api/settings", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lang: to, theme: null }) }), lang);
    for (const address of [pairAddress, pairAddress.replace(/#.*/, "#/links"), pairAddress.replace(/#.*/, "#/links/0/decided")])
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.goto(address);
        await page.reload();
        await page.locator(address === pairAddress ? ".waterfall" : ".link-work").waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${address.slice(-30)} is ${wide} px too wide at ${size.width}`);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run());
        assert.deepEqual(violations.map(({ id }) => id), [], `${lang} ${size.width}`);
        const folder = process.env["VOUCHSAFE_PICTURES"];
        if (folder !== undefined) await page.screenshot({ path: `${folder}/links-${lang}-${size.width}-${address === pairAddress ? "pair" : "list"}.png`, fullPage: true });
      }
  });
