/** An estimate on the real desk: lists chosen, their overlap seen, a lock in the middle, what came out, kept twice and compared; looked at on paper of any width. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { reportHtml, strataOf } from "#confirm";
import { estimate, LATENT_SETTINGS, tableOf } from "#stats";
import { LISTS, writeOverlappingLists } from "../apps/desk/testing/overlapping-lists.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, goTo, NO_BROWSER, openBrowser, unlockAgain, unlockDesk, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 320, height: 640 };
/** Where a person wants to see the screens themselves. */
const SHOTS = process.env["VOUCHSAFE_SHOTS"];

let group: Standing;
let browser: OpenBrowser;
let page: Page;
const found: string[] = [];

before(async () => {
  if (skip !== false) return;
  group = await standUp(1);
  writeOverlappingLists(group.desks[0]!);
  browser = await openBrowser({ viewport: WIDE, bypassCSP: true });
  page = await browser.context.newPage();
  page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser?.close();
  await group?.end();
});

/** What axe finds, and whether anything is wider than the paper, at both widths. */
async function look(name: string): Promise<void> {
  for (const size of [WIDE, SMALL]) {
    await page.setViewportSize(size);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } }).axe.run());
    found.push(...violations.map(({ id, nodes }) => `${name}, ${size.width}: ${id} ${nodes[0]?.html.slice(0, 160)}`));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > size.width) found.push(`${name}, ${size.width}: ${width} wide`);
    if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name.replaceAll(" ", "-")}-${size.width}.png`), fullPage: true });
  }
  await page.setViewportSize(WIDE);
}

async function choose(lists: readonly string[]): Promise<void> {
  for (const list of lists) {
    const box = page.getByRole("checkbox", { name: list });
    await box.focus();
    await page.keyboard.press("Space");
    assert.ok(await box.isChecked());
  }
}

test("choose lists, see their overlap, run, be locked out, run again, keep, compare", { skip, timeout: 300_000 }, async () => {
  const desk = await group.launch("Amina");
  await unlockDesk(page, desk.launchUrl(), PASSPHRASE);
  await goTo(page, "estimates", ".est-sources");
  await choose(LISTS.slice(0, 2));
  await page.getByRole("button", { name: "Look at the overlap" }).click();
  // Two lists: said why not, and no way to run it.
  await page.getByText("There are fewer than three lists").waitFor();
  assert.equal(await page.getByRole("button", { name: "Estimate how many are on none" }).count(), 0);

  await choose(LISTS.slice(2));
  await page.getByLabel("Estimate groups apart").selectOption("area 1");
  await page.getByLabel("Carry through how unsure").check();
  await page.getByRole("button", { name: "Look at the overlap" }).click();
  const run = page.getByRole("button", { name: "Estimate how many are on none" });
  await run.waitFor();
  assert.match(await page.locator("#room").innerText(), /1 link was signed by one reader alone and is not counted; with it there would be \d+ on the lists/);
  assert.match(await page.locator("#room").innerText(), /Harbour: \d+[\s\S]*Hill: \d+/);
  await look("overlap");

  await run.click();
  await page.locator("progress").waitFor();
  // The process that reckons goes with its keys; the page begins anew when another is there.
  const [before, fresh] = [desk.pid(), page.waitForEvent("load", { timeout: 60_000 })];
  await page.keyboard.press("Control+l");
  await fresh;
  assert.notEqual(desk.pid(), before);
  await unlockAgain(page, PASSPHRASE);
  await goTo(page, "estimates", ".est-sources");
  const left = page.locator(".est-left");
  assert.match(await left.innerText(), /stopped when the desk was locked[\s\S]*Letters, Lawyers, Parish, Press/);
  await look("after a lock");
  await left.getByRole("button", { name: "Run it again with the same settings" }).click();
  await page.locator(".est-result").waitFor({ timeout: 120_000 });
  const said = await page.locator(".est-result").innerText();
  assert.match(said, /On the lists: \d+/);
  assert.match(said, /nobody has read are counted as two people/);
  // The desk's ids are drawn anew each time, and so are the ways: now and then one of the twenty has no estimate, and that is said instead.
  assert.match(said, /Over 20 ways in which the people might be linked it is between|Of 20 ways in which the people might be linked at least one cannot be estimated/);
  assert.match(said, /Estimated so, it would be between/);
  for (const part of ["Harbour", "Hill", "Log-linear, best by BIC", "Latent classes", "Chao's lower bound"]) assert.ok(said.includes(part), part);
  assert.equal(await page.locator(".est-result svg").count(), 5);
  assert.match(said, /SHA-256 [0-9a-f]{64}/);
  await look("result");
  if (SHOTS !== undefined) {
    await page.emulateMedia({ media: "print" });
    await page.screenshot({ path: join(SHOTS, "print.png"), fullPage: true });
    await page.emulateMedia({ media: "screen" });
  }
  await page.getByLabel("Title").fill("The two quarters");
  await page.keyboard.press("Enter");
  await page.locator("article.finding").waitFor();

  // The same title with a list less is a new version; the two are compared.
  await choose(LISTS.slice(0, 3));
  await page.getByRole("button", { name: "Look at the overlap" }).click();
  await run.click();
  await page.locator("progress").waitFor();
  await page.getByText("With three lists the answer cannot be checked.").first().waitFor({ timeout: 120_000 });
  await page.getByLabel("Title").fill("The two quarters");
  await page.keyboard.press("Enter");
  await page.getByText("Takes the place of 1 earlier version.").waitFor();
  const pair = page.locator(".est-pair select");
  await pair.first().selectOption({ index: 1 });
  await pair.last().selectOption({ index: 2 });
  const compared = page.locator(".est-compared");
  await compared.locator("table").waitFor();
  const differs = await compared.innerText();
  assert.match(differs, /their hashes differ/);
  assert.match(differs, /Press: only in the older/);
  assert.match(differs, /Reckoning, seed and settings are the same/);
  await page.locator("article.finding summary").click();
  await look("compared");

  await page.evaluate(() => fetch("/api/settings", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lang: "ar", theme: null }) }));
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dir === "rtl" && document.querySelector(".est-result") !== null);
  await pair.first().selectOption({ index: 1 });
  await pair.last().selectOption({ index: 2 });
  await compared.locator("table").waitFor();
  await look("arabic");
  assert.deepEqual(found, []);
});

test("the report of the command: read on any width and on paper, with everything opened", { skip, timeout: 120_000 }, async () => {
  const counts = [60, 52, 30, 45, 26, 15, 9, 38, 22, 13, 8, 11, 7, 4, 3];
  const patterns = counts.map((count, i) => ({ pattern: [0, 1, 2, 3].map((j) => ((i + 1) >> j) & 1).join(""), count }));
  const table = tableOf([...LISTS], patterns);
  const reckoned = estimate(table, { resamples: 100, latent: { ...LATENT_SETTINGS, burnIn: 200, draws: 100 } });
  const groups = ["harbour", "hill"].map((name) => ({ name, table }));
  const provenance = { inputs: [{ what: "lists", sha256: "ab".repeat(32) }], program: "p", day: null, changes: [] };
  const html = reportHtml({ estimate: reckoned, table, strata: strataOf("quarter", groups, reckoned), linkage: null, provenance });
  const report = await browser.context.newPage();
  await report.setContent(html);
  await report.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  page = report;
  await look("report");
  await report.setViewportSize({ width: 800, height: 1100 });
  await report.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = false)));
  await report.emulateMedia({ media: "print" });
  // What is folded away on a screen stands on paper.
  const heights = await report.evaluate(() => [...document.querySelectorAll("details table")].map((one) => one.getBoundingClientRect().height));
  assert.ok(heights.length >= 3 && heights.every((height) => height > 20), heights.join());
  if (SHOTS !== undefined) await report.screenshot({ path: join(SHOTS, "report-print.png"), fullPage: true });
  assert.deepEqual(found, []);
});
