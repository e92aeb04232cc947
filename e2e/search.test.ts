/** Searching in a real browser: a name typed in one script finds it in the others, and a record that is still being made searchable says how far it is. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { penOf, type CaseRecord } from "#casework";
import { randomBytes } from "#prim";
import { write } from "../apps/desk/core/index.ts";
import { writeDemoRecord } from "../apps/desk/testing/demo-record.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import type { ArchiveSearch } from "../apps/desk/api-archive.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 320, height: 640 },
];
/** Where somebody wants to look at what was tested. */
const PICTURES = process.env["VOUCHSAFE_PICTURES"];

let group: Standing;
let browser: OpenBrowser;
let page: Page;
/** What every answer to a search says of how much was searched, in place of what it is. */
let searched: ArchiveSearch["searched"] | null = null;
let cutShort = false;

before(async () => {
  if (skip !== false) return;
  group = await standUp(1);
  const desk = group.desks[0]!;
  const { caseId } = writeDemoRecord(desk);
  const pen = penOf(randomBytes, caseId);
  const named = (full: string): readonly CaseRecord[] => {
    const person = pen("subject", { type: "person" });
    return [person, pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full } } })];
  };
  const text = "Ночью увели Терека Вольди, соседа с верхней улицы.";
  const letter = pen("report", { channel: "in-person", lang: "ru", text, received: { kind: "exact", first: "2026-09-18", last: "2026-09-18" } });
  write(desk, "work", "make-statement", [...named("Terek Voldi"), ...named("Терек Вольди"), ...named("تيريك فولدي"), letter]);
  // axe is brought in by the test's own hand; the desk's policy, rightly, lets nothing in.
  browser = await openBrowser({ viewport: SIZES[0]!, bypassCSP: true });
  page = await browser.context.newPage();
  page.setDefaultTimeout(20_000);
  await page.route("**/api/archive/search?*", async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as ArchiveSearch;
    await route.fulfill({ response, json: { ...answer, ...(searched === null ? {} : { searched }), isCutShort: answer.isCutShort || cutShort } });
  });
  await page.goto((await group.launch("Amina")).launchUrl());
  await page.fill("main.lock input", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.locator(".house").waitFor({ timeout: 30_000 });
});
after(async () => {
  await browser?.close();
  await group?.end();
});

async function searchFor(words: string): Promise<void> {
  if ((await page.locator("dialog.search").count()) === 0) await page.keyboard.press("Control+k");
  await page.locator("dialog.search input").fill(words);
}

async function assertLooks(name: string): Promise<void> {
  await page.addScriptTag({ content: axe.source });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than ${size.width}`);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document.querySelector("dialog")!));
    assert.deepEqual(violations.map(({ id }) => id), [], `${name} ${size.width}`);
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${size.width}.png` });
  }
  await page.setViewportSize(SIZES[0]!);
}

test("a name typed in one script finds it in the others, marked as what sounds like it, with the words that matched", { skip, timeout: 120_000 }, async () => {
  for (const [typed, spelled, marked] of [
    ["Terek Voldi", "Terek Voldi", ["Терек Вольди", "تيريك فولدي", "Ночью увели"]],
    ["терек вольди", "Терек Вольди", ["Terek Voldi", "تيريك فولدي"]],
    ["تيريك فولدي", "تيريك فولدي", ["Terek Voldi", "Терек Вольди", "Ночью увели"]],
  ] as const) {
    await searchFor(typed);
    await page.locator(".found-row:not(:has(.alike))", { hasText: spelled }).first().waitFor();
    const rows = await page.locator(".found [role=option]").evaluateAll((all) =>
      all.map((row) => ({ title: row.querySelector("b")!.innerText, mark: row.querySelector("mark")?.textContent ?? "", alike: row.querySelector(".alike")?.textContent ?? "" })),
    );
    const own = rows.find(({ title }) => title === spelled);
    assert.deepEqual([own?.alike, own?.mark === ""], ["", false], JSON.stringify(rows));
    for (const other of marked) {
      const row = rows.find(({ title }) => title.startsWith(other));
      assert.deepEqual([row?.alike, row?.mark === ""], ["sounds like it", false], `${typed} → ${other}: ${JSON.stringify(rows)}`);
      assert.ok(rows.indexOf(row!) > rows.findIndex(({ title }) => title === spelled) || other === "Ночью увели");
    }
  }
  await searchFor("Terek Voldi");
  await page.locator(".alike").first().waitFor();
  await assertLooks("sounds-like");
  await page.locator(".found-row", { hasText: "Терек Вольди" }).click();
  // The page of that person, and no other room.
  await page.locator(".status-line, .room h1", { hasText: "Терек Вольди" }).first().waitFor();
});

test("a search that stopped inside words says so, and how the rest is found", { skip, timeout: 120_000 }, async () => {
  cutShort = true;
  await searchFor("qqqq");
  await page.getByText("Type more letters, or the beginning of the word.").waitFor();
  assert.equal(await page.getByText("Nothing found.", { exact: true }).count(), 0, "nobody can say that there is nothing");
  await assertLooks("stopped");
  cutShort = false;
  await searchFor("qqqqq");
  await page.getByText("Nothing found.", { exact: true }).waitFor();
  assert.equal(await page.locator(".cut-short").count(), 0);
  await page.keyboard.press("Escape");
});

test("while the record is being made searchable the screen says how far it is, and what is found comes by itself", { skip, timeout: 120_000 }, async () => {
  searched = { entries: 40_000, of: 100_000 };
  await searchFor("terek");
  await page.getByText("Searched 40,000 of 100,000 entries so far.").waitFor();
  await assertLooks("so-far");
  await searchFor("qqqq");
  await page.getByText("Nothing found so far.").waitFor();
  searched = { entries: 90_000, of: 100_000 };
  await page.getByText("Searched 90,000 of 100,000 entries so far.").waitFor();
  searched = null;
  await page.getByText("Nothing found.", { exact: true }).waitFor();
  assert.equal(await page.locator(".searched").count(), 0);
  await page.keyboard.press("Escape");
});

test("the same in Arabic and Russian", { skip, timeout: 120_000 }, async () => {
  searched = { entries: 40_000, of: 100_000 };
  cutShort = true;
  for (const [name, words, more] of [["العربية", "جرى البحث حتى الآن في", "اكتب حروفا أكثر"], ["Русский", "Пока просмотрено", "Введите больше букв"]] as const) {
    await page.evaluate(() => (location.hash = "#/settings"));
    await page.getByText(name, { exact: true }).first().click();
    await searchFor("Terek Voldi");
    await page.getByText(words).waitFor();
    await page.getByText(more).waitFor();
    assert.ok((await page.locator(".alike").count()) > 0);
    await assertLooks(name === "Русский" ? "ru" : "ar");
    await page.keyboard.press("Escape");
  }
});
