/** Many changed at once, a search kept, and a note put together, on a desk as people have it: the screens, the desk's own server and what it has written. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { importPlace, runImport } from "../apps/desk/core/import/index.ts";
import { listOf, wishFor } from "../apps/desk/testing/import-cast.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, goTo, NO_BROWSER, openBrowser, unlockDesk, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;

let group: Standing;
let browser: OpenBrowser;
let page: Page;
let caseId: string;

before(
  async () => {
    if (skip !== false) return;
    group = await standUp(1);
    const [amina] = group.desks;
    const wish = wishFor(listOf(12));
    await runImport(amina!, wish);
    caseId = importPlace(amina!, wish.mapping, null).context.caseId;
    const running = await group.launch("Amina");
    browser = await openBrowser({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
    page = await browser.context.newPage();
    page.setDefaultTimeout(20_000);
    await unlockDesk(page, running.launchUrl(), PASSPHRASE);
  },
  { timeout: 180_000 },
);
after(async () => {
  await browser?.close();
  await group?.end();
});

async function look(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`);
}

const rowCount = (n: number) => page.waitForFunction((count) => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === String(count + 1), n);

test("the same is said of many at once, found by it, and taken back by one undo", { skip, timeout: 120_000 }, async () => {
  await goTo(page, "people", ".list-people .list-row .cell.name a");
  await rowCount(12);
  const sayOfThree = async (): Promise<void> => {
    await page.locator(".list-box").focus();
    for (const key of ["Home", "x", "Shift+ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
    await page.locator(".opens-bulk").click();
    await page.locator(".bulk").getByLabel("Why").fill("read in the same list");
    await page.getByRole("button", { name: "Show what this would do" }).click();
    await page.locator(".bulk .waits").waitFor();
    assert.deepEqual(await look(), []);
    await page.getByRole("button", { name: /^Write 3 statements/ }).click();
    await page.locator(".toast button").waitFor();
    await saidOf(3);
  };
  const saidOf = (n: number) =>
    page.waitForFunction((count) => [...document.querySelectorAll(".list-people .list-space .cell.plain")].filter((cell) => cell.textContent !== "").length === count, n);
  await sayOfThree();
  await page.keyboard.press("z");
  await saidOf(0);
  await page.reload();
  await page.locator(".list-people .list-row .cell.name a").first().waitFor();
  await sayOfThree();
  // What was written is what a search can be kept of.
  const facet = page.locator(".facet", { hasText: "How it stands" }).locator(".tick").first();
  await facet.locator("input").check();
  await rowCount(3);
  await page.getByRole("button", { name: "Keep this search" }).click();
  await page.getByLabel(/Name of the search/).fill("of the same list");
  await page.keyboard.press("Enter");
  await page.locator(".saved-one", { hasText: "of the same list" }).waitFor();
  await page.reload();
  await page.locator(".saved-one button", { hasText: "of the same list" }).click();
  await rowCount(3);
  assert.deepEqual(await look(), []);
  await page.getByRole("button", { name: "Show all again" }).click();
  await rowCount(12);
});

test("two versions of a note are put together, and a note is written on an event", { skip, timeout: 120_000 }, async () => {
  const texts = ["The sister called on Monday. She will call again.", "The sister called on Tuesday. She will call again."];
  for (const text of texts) {
    const status = await page.evaluate(
      (body) => fetch("/api/archive/notes", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }).then((answer) => answer.status),
      { subject: caseId, text, over: [] },
    );
    assert.equal(status, 200);
  }
  await goTo(page, `case/${caseId}/notes`, ".versions");
  assert.deepEqual(await look(), []);
  await page.locator(".write-note textarea").fill("The sister called on Monday and on Tuesday.");
  await page.getByRole("button", { name: "Keep as the one note" }).click();
  await page.locator(".versions").waitFor({ state: "detached" });
  assert.equal(await page.locator(".note .note-text").first().innerText(), "The sister called on Monday and on Tuesday.");

  await goTo(page, "timeline", ".spans .list-row .cell.name");
  const event = await page.evaluate(async () => {
    const ask = encodeURIComponent(JSON.stringify({ of: "event", limit: 1 }));
    const { rows } = (await (await fetch(`/api/archive/list?ask=${ask}`)).json()) as { rows: { id: string }[] };
    return rows[0]!.id;
  });
  await goTo(page, `graph/${event}`, ".note h2");
  await page.getByRole("button", { name: "Write a note" }).click();
  await page.locator(".write-note textarea").fill("Ask the driver.");
  assert.deepEqual(await look(), []);
  await page.locator(".write-note button.do").click();
  await page.locator(".note .note-text", { hasText: "Ask the driver." }).waitFor();
});
