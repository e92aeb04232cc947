/** A list brought in through the screens, with the keyboard: file, columns, what will happen, what became of it, taken back; looked at on the way, on paper of any width. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { listOf } from "../apps/desk/testing/import-cast.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, NO_BROWSER, openBrowser, unlockDesk, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 320, height: 640 };
/** Where a person wants to see the screens themselves. */
const SHOTS = process.env["VOUCHSAFE_SHOTS"];
const CANARY = "Zyxovian Quillmark";

let group: Standing;
let browser: OpenBrowser;
let page: Page;
const dir = mkdtempSync(join(tmpdir(), "vouchsafe-import-"));
const found: string[] = [];

before(async () => {
  if (skip !== false) return;
  group = await standUp(1);
  browser = await openBrowser({ viewport: WIDE, bypassCSP: true });
  page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
});
after(async () => {
  await browser?.close();
  await group?.end();
  rmSync(dir, { recursive: true, force: true });
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

async function speak(lang: string): Promise<void> {
  await page.evaluate(
    (to) =>
      fetch("/api/settings", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lang: to, theme: null }) }),
    lang,
  );
  await page.reload();
  await page.waitForFunction((to) => document.documentElement.lang === to && document.querySelector(".house") !== null, lang);
}

test("a list is brought in through the screens, and taken back", { skip, timeout: 300_000 }, async () => {
  const file = join(dir, "list.csv");
  writeFileSync(
    file,
    listOf(60, (no) => (no === 3 ? { name: CANARY, day: "not known" } : no === 5 ? { age: "about 30" } : {})),
  );
  const desk = await group.launch("Amina");
  await unlockDesk(page, desk.launchUrl(), PASSPHRASE);
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await page.locator(".import-file").first().waitFor();
  await look("empty");

  await page.locator('input[type="file"]').first().setInputFiles(file);
  await page.locator(".import-columns").waitFor();
  assert.equal(await page.locator(".import-columns > li").count(), 6);
  const uses = await page
    .locator(".import-columns > li > .row > div:nth-child(2) > select")
    .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
  assert.deepEqual(uses, ["row-id", "name", "age", "person-note", "start", "page"]);
  // The headings say nothing of raids: a person does.
  const raid = page.locator(".import-columns > li:nth-child(4) select").first();
  await raid.focus();
  await raid.selectOption("event");
  await look("columns");

  await page.getByRole("button", { name: "See what will happen" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".import-sums").waitFor();
  assert.match(await page.locator(".import-sums").innerText(), /60 new/);
  assert.match(await page.locator(".import-sums .notes").innerText(), /Dates that could not be read, kept as given/);
  await look("what will happen");
  assert.equal(group.desks.length, 1);

  await page.getByRole("button", { name: "Bring it in" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".imports .row").first().waitFor();
  assert.match(await page.locator('#room [role="status"]').first().innerText(), /records were written/);
  await page.getByRole("link", { name: "Open the case" }).waitFor();
  await page.getByRole("button", { name: "What became of it" }).click();
  await page.locator(".report .import-sums").waitFor();
  await page.locator(".report details summary").click();
  await look("report");
  await speak("ar");
  await page.locator(".imports .row").first().waitFor();
  await page.getByText("ضحايا تقرير ريتيغ").waitFor();
  await look("arabic");
  await page.locator('input[type="file"]').first().setInputFiles(file);
  await page.locator(".import-columns").waitFor();
  assert.equal(await page.locator(".import-columns > li:nth-child(4) select").first().inputValue(), "event", "the list that comes again has the mapping it had");
  await look("arabic columns");
  await page.locator("#room section > button.do").press("Enter");
  await page.locator(".import-sums").waitFor();
  assert.match(await page.locator(".import-sums dd").first().innerText(), /60\D+0\D+0\D+60\D+0/, "and nothing of it is new");
  await speak("ru");
  await page.locator(".imports .row").first().waitFor();
  await page.getByText("Жертвы по отчёту Реттига").waitFor();
  await look("russian");
  await speak("en");

  await page.getByRole("button", { name: "Take it all back" }).click();
  await page.getByRole("button", { name: "Bring it back" }).waitFor();
  assert.match(await page.locator(".imports .row").first().innerText(), /taken back/);
  await page.getByRole("button", { name: "Bring it back" }).click();
  await page.getByRole("button", { name: "Take it all back" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByText(CANARY).first().waitFor();
  assert.deepEqual(found, []);
});

test("nothing of the file lies in clear in the desk's folder", { skip }, () => {
  const folder = group.home.deskDir("amina");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length >= 2);
  for (const entry of files) assert.ok(!readFileSync(join(entry.parentPath, entry.name)).includes(CANARY), entry.name);
});
