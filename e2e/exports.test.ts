/** An export in real browsers: asked for on one desk, looked at and agreed to on another by keyboard, made on the first; what the disk holds is what was agreed to. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { Redacted } from "#bytes";
import { penOf } from "#casework";
import { randomBytes } from "#prim";
import { openKeyFile } from "#seal";
import { write } from "../apps/desk/core/index.ts";
import { writeDemoRecord } from "../apps/desk/testing/demo-record.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { comeToRest } from "../apps/vouchsafe/people.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
/** A folder to look at the screens in; nothing is written where it is not named. */
const PICTURES = process.env["VOUCHSAFE_PICTURES"];
const FOR_THE_FILE = "words for the courier alone";
const WIDE = { width: 1280, height: 900 };
const SMALL = { width: 320, height: 800 };

let group: Standing;
const browsers: OpenBrowser[] = [];

before(async () => {
  if (skip !== false) return;
  group = await standUp(2);
  const { caseId } = writeDemoRecord(group.desks[0]!);
  const pen = penOf(randomBytes, caseId);
  const person = pen("subject", { type: "person" });
  // Somebody has typed a colleague's name.
  write(group.desks[0]!, "work", "add-note", [person, pen("statement", { subject: person.id, property: "remark", stance: "asserts", value: { text: "Tomas drove her home." } })]);
  await comeToRest(...group.desks);
});
after(async () => {
  for (const browser of browsers) await browser.close();
  await group?.end();
});

test("an export: asked for, looked at and agreed to, made", { skip, timeout: 240_000 }, async () => {
  const amina = await openDesk("Amina");
  const faults: string[] = [];
  const look = async (page: Page, name: string): Promise<void> => void faults.push(...(await faultsOf(page, name)));

  await amina.evaluate(() => void (location.hash = "#/review"));
  await amina.locator(".opens-export").press("Enter");
  await amina.getByLabel("Who gets it").fill("Commission of Inquiry, Selm");
  await amina.getByLabel("What for").fill("They count the disappeared of three provinces.");
  await look(amina, "asking");
  // On a large archive it takes seconds: that it is under way is said, and goes.
  await amina.route("**/api/exports/look", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await amina.locator(".sees").press("Enter");
  await amina.getByText("Going through the whole record").waitFor();
  await amina.locator(".export-file").waitFor();
  assert.equal(await amina.getByText("Going through the whole record").count(), 0);
  const before = await amina.locator(".export-file").textContent();
  assert.match(before!, /Marek Dolin/);
  // What the demonstration's letters hold and must not leave.
  assert.match((await amina.locator(".waits bdi").allTextContents()).join(" "), /Tomas/, "a colleague's name that somebody typed is told of");
  for (const secret of ["which window", "across the courtyard", "десять минут", "لدي دكان"]) assert.ok(!before!.includes(secret), secret);
  await look(amina, "asking, with what it would hold");
  await amina.getByRole("button", { name: "Put it to the group" }).press("Enter");
  await amina.locator(".exports article").waitFor();
  assert.equal(await amina.getByRole("button", { name: "Agree to this very file" }).count(), 0, "whoever asked does not agree");
  await look(amina, "asked for");
  await settleThrough(amina);

  const tomas = await openDesk("Tomas");
  await tomas.evaluate(() => void (location.hash = "#/review"));
  const card = tomas.locator(".exports article").first();
  await card.waitFor({ timeout: 30_000 });
  assert.equal(await tomas.getByRole("button", { name: "Agree to this very file" }).count(), 0, "nobody agrees to what they have not before them");
  await card.getByRole("button", { name: "Look at the file as they will see it" }).press("Enter");
  await card.locator(".export-file").waitFor();
  await look(tomas, "looked at by the second person");
  await card.getByRole("button", { name: "Agree to this very file" }).press("Enter");
  await card.getByText("Agreed to by").waitFor();
  await speak(tomas, "ar");
  await tomas.locator(".exports article button").first().press("Enter");
  await tomas.locator(".export-file").waitFor();
  await look(tomas, "looked at, right to left");
  await tomas.locator(".opens-export").press("Enter");
  await tomas.locator(".ask-export").waitFor();
  await look(tomas, "asking, right to left");
  await speak(tomas, "ru");
  await tomas.locator(".exports article").waitFor();
  await look(tomas, "in Russian");
  await settleThrough(tomas);

  // Nobody touches this page: what a colleague did comes to it by itself.
  await settleThrough(amina);
  const passphrase = amina.locator(".exports input[type=password]");
  await passphrase.waitFor({ timeout: 30_000 });
  await passphrase.fill(FOR_THE_FILE);
  await passphrase.press("Enter");
  const path = await amina.locator(".exports [role=status] code").textContent({ timeout: 60_000 });
  await look(amina, "made");
  const opened = await openKeyFile(new Redacted(FOR_THE_FILE), readFileSync(path!));
  const text = new TextDecoder().decode(opened);
  assert.match(text, /"statement",/);
  assert.match(text, /Marek Dolin/);
  assert.deepEqual(faults, []);
});

async function openDesk(name: string): Promise<Page> {
  const desk = await group.launch(name);
  // axe is brought in by the test's own hand; the desk's policy, rightly, lets nothing in.
  const browser = await openBrowser({ viewport: WIDE, bypassCSP: true, locale: "en-GB" });
  browsers.push(browser);
  const page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(desk.launchUrl());
  await page.fill("main.lock input", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".house", { timeout: 30_000 });
  return page;
}

/** The desk speaks with the relay now. */
async function settleThrough(page: Page): Promise<void> {
  for (let n = 0; n < 2; n++) await page.evaluate(() => fetch("/api/sync", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }));
}

async function speak(page: Page, lang: string): Promise<void> {
  await page.evaluate((to) => fetch("/api/settings", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lang: to, theme: null }) }), lang);
  await page.reload();
  await page.waitForFunction((to) => document.documentElement.lang === to && document.querySelector(".house") !== null, lang);
  await page.evaluate(() => void (location.hash = "#/review"));
}

async function faultsOf(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }));
  await picture(page, `${name} 1280`);
  await page.setViewportSize(SMALL);
  const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  await picture(page, `${name} 320`);
  await page.setViewportSize(WIDE);
  return [...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" ")}`), ...(wide! <= has! ? [] : [`${name}: ${wide} in ${has}`])];
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
}
