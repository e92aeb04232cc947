/**
 * A real archive in the desk as people have it: the Rettig data set, where it lies beside the project, brought in, and opened in a browser. Lists, said and found, time,
 * map, graph and a person's page, by what they show and count; and looked at by axe on paper of two widths. VOUCHSAFE_SHOTS=DIR keeps pictures of all of it.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { shippedMappings } from "#exchange";
import { sha256Hex } from "#prim";
import { importPlace, runImport } from "../apps/desk/core/import/index.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, goTo, NO_BROWSER, openBrowser, unlockDesk, type OpenBrowser } from "./browser.ts";

const DATA = fileURLToPath(new URL("../../shared/data/rettig/pinochet.csv", import.meta.url));
const skip = chromiumPath === null ? NO_BROWSER : existsSync(DATA) ? false : "the Rettig data set does not lie beside the project";
const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 320, height: 640 };
/** Where a person wants to see the screens themselves. */
const SHOTS = process.env["VOUCHSAFE_SHOTS"];

let group: Standing;
let browser: OpenBrowser;
let page: Page;
let caseId: string;
const said: string[] = [];

before(
  async () => {
    if (skip !== false) return;
    group = await standUp(1);
    const [desk] = group.desks;
    const mapping = shippedMappings().find(({ id }) => id === "rettig")!;
    const bytes = readFileSync(DATA);
    const file = { chunks: () => [bytes], hash: sha256Hex(bytes), sizeBytes: bytes.length };
    caseId = importPlace(desk!, mapping, null).context.caseId;
    const report = await runImport(desk!, { file, mapping, caseId: null, saidBy: null, withdrawMissing: false });
    assert.deepEqual(report.tables[0]!.rowFates, { new: 2398, same: 0, changed: 0, nothing: 0 });
    // As it is some minutes after: the rows of lists are made.
    const today = new Date(desk!.now()).toISOString().slice(0, 10);
    while (!desk!.archive.load() || desk!.archive.settle(desk!.line, today) > 0);
    const running = await group.launch("Amina");
    browser = await openBrowser({ viewport: WIDE, bypassCSP: true });
    page = await browser.context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await unlockDesk(page, running.launchUrl(), PASSPHRASE);
  },
  { timeout: 300_000 },
);
after(async () => {
  await browser?.close();
  await group?.end();
});

async function speak(lang: string): Promise<void> {
  await page.evaluate(
    (to) => fetch("/api/settings", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lang: to, theme: null }) }),
    lang,
  );
  await page.reload();
  await page.waitForFunction((to) => document.documentElement.lang === to && document.querySelector(".house") !== null, lang);
}

/** What axe finds, and whether anything is wider than the paper, at both widths. */
async function look(name: string, until: string, withAxe = true): Promise<string[]> {
  const found: string[] = [];
  for (const size of [WIDE, SMALL]) {
    await page.setViewportSize(size);
    await page.locator(until).first().waitFor({ state: "attached" });
    if (SHOTS !== undefined) {
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(SHOTS, `${name.replaceAll(" ", "-")}-${size.width}.png`), fullPage: size === SMALL });
    }
    if (withAxe) {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }));
      found.push(...violations.map(({ id, nodes }) => `${name}, ${size.width}: ${id} ${nodes[0]?.html.slice(0, 160)}`));
    }
    const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    if (wide! > has!) found.push(`${name}, ${size.width}: ${wide} in ${has}`);
  }
  await page.setViewportSize(WIDE);
  return found;
}

const SCREENS: readonly { readonly name: string; readonly hash: () => string; readonly until: string; readonly act?: () => Promise<unknown> }[] = [
  { name: "people", hash: () => "people", until: ".list-row .cell.name a" },
  { name: "said and found", hash: () => `case/${caseId}/saidfound`, until: ".saidfound tbody tr" },
  { name: "time", hash: () => "timeline", until: ".bins .maybe" },
  { name: "time of a year", hash: () => "timeline", until: ".bins .maybe", act: () => page.locator(".ticks button").nth(1).click() },
  { name: "map", hash: () => "map", until: ".map-box .place" },
  { name: "graph", hash: () => `graph/${person}`, until: ".sentences tbody tr" },
  { name: "person", hash: () => `people/${person}`, until: ".by-source .statement" },
  { name: "people of the case", hash: () => `case/${caseId}/people`, until: "#room table tbody tr" },
];
let person = "";

const textOf = async (selector: string): Promise<string> => (await page.locator(selector).first().innerText()).replaceAll("\n", " ");

test("the list has everybody, counts by what befell them, and finds one", { skip, timeout: 120_000 }, async () => {
  await goTo(page, "people", ".list-row .cell.name a");
  await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === "2399");
  await page.locator(".facet .tick", { hasText: "Torture" }).waitFor();
  const counts = await page.locator(".facet").first().locator(".tick").allInnerTexts();
  assert.deepEqual(
    counts.map((one) => one.replaceAll("\n", " ").trim()),
    ["Killing 1,331", "Disappearance 961", "Torture 285", "Ill-treatment 229", "Another act 101"],
  );
  await page.getByLabel("Find in this list").fill("Vilches Figueroa");
  await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === "2");
  person = (await page.locator(".list-row .cell.name a").first().getAttribute("href"))!.split("/").at(-1)!;
  await page.getByRole("button", { name: "Show all again" }).click();
});

test("said and found, time, map, graph and a person say what the file says", { skip, timeout: 120_000 }, async () => {
  await goTo(page, `case/${caseId}/saidfound`, ".saidfound tbody tr");
  assert.match(await textOf(".saidfound tbody tr"), / · .*Rettig report.*0 to 1 independent sources.*Nothing recorded.*No finding yet/);
  await goTo(page, "timeline", ".bins .maybe");
  assert.match(await textOf(".spans .list-foot"), /^3,628 in all/);
  assert.match(await textOf(".spans-tools b"), /^Sep 1, 1973 – Feb 9, 1990$/);
  assert.match(await textOf("#room"), /Only in words, without any day: 675/);
  // One mark is never too narrow to be seen, and a month is called a month.
  assert.equal(await textOf(".spans .list-space .list-row .cell.plain"), "Sep 1973");
  const widths = await page.locator(".span-bar .possible").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
  assert.ok(Math.min(...widths) >= 8, `${Math.min(...widths)} px`);
  await goTo(page, "map", ".map-box .place");
  assert.match(await textOf(".places-beside"), /Without a place on the map: 686/);
  // What does not fit ends in "…" and not in the middle of a letter.
  const cut = await page
    .locator(".places .list-space .cell.name > *")
    .evaluateAll((all) => all.filter((one) => one.scrollWidth <= one.clientWidth && one.parentElement!.scrollWidth > one.parentElement!.clientWidth).length);
  assert.equal(cut, 0);
  await goTo(page, `graph/${person}`, ".sentences tbody tr");
  // Whoever did it is told of in words only, and has no page of their own.
  assert.deepEqual((await page.locator(".sentences tbody tr").allInnerTexts()).map((row) => row.replace(/\s+/g, " ")).toSorted(), [
    "DINA agents Disappearance Abel Alfredo Vilches Figueroa",
    "not said Torture Abel Alfredo Vilches Figueroa",
  ]);
  assert.deepEqual(await page.locator(".sentences .ties li").evaluateAll((all) => all.map((one) => (one as HTMLElement).innerText.includes("more ties"))), [true, false]);
  await goTo(page, `people/${person}`, ".by-source .statement");
  assert.match(await textOf("#room"), /Nobody has said\. Nobody is presumed dead\..*DINA agents/);
  assert.match(await textOf(".by-source"), /a minor no/);
});

for (const lang of ["en", "ar"] as const)
  test(`every screen of it: ${lang}`, { skip, timeout: 240_000 }, async () => {
    if (lang !== "en") await speak(lang);
    const found: string[] = [];
    for (const { name, hash, until, act } of SCREENS) {
      await goTo(page, hash(), until);
      await act?.();
      found.push(...(await look(`${name} ${lang}`, until, lang === "en")));
      await goTo(page, "settings", "#room h1");
    }
    assert.deepEqual(found, []);
  });

test("no screen failed", { skip }, () => {
  assert.deepEqual(said, []);
});
