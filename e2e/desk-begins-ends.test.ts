/** The two ends of a desk in a real browser: a group is founded and its member key carried away; and when a desk has ended, its page shows nothing more. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const NAME = "Aminata Protected";
const GONE = "The desk has ended";

let group: Standing;
let browser: OpenBrowser;

before(async () => {
  if (skip !== false) return;
  group = await standUp(1, [NAME]);
  browser = await openBrowser({ locale: "en-GB" });
});
after(async () => {
  await browser?.close();
  await group?.end();
});

test("a group is founded, and its member key carried away from the desk", { skip, timeout: 120_000 }, async () => {
  const desk = await group.launchEmpty();
  const page = await browser.context.newPage();
  await page.goto(desk.launchUrl());
  await page.locator(".begin form").waitFor();
  await page.getByLabel("What colleagues call you").fill("Olga");
  await page.getByLabel("A passphrase, 12 letters").fill(PASSPHRASE);
  await page.getByLabel("Another passphrase").fill(PASSPHRASE);
  await page.locator(".begin button.do").click();
  await page.getByText("The two passphrases must differ").waitFor();
  await page.getByLabel("Another passphrase").fill("one that is for the stick");
  await page.locator(".begin button.do").click();

  const save = page.getByText("Save the file");
  await save.waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  assert.equal(download.suggestedFilename(), "member-key.age");
  assert.match(readFileSync(await download.path(), "utf8"), /^age-encryption\.org\/v1\n-> scrypt /);
  await page.getByText("I have it elsewhere").click();
  await page.waitForSelector(".house");
  await page.evaluate(() => void (location.hash = "#/readiness"));
  await page.locator(".readiness li", { hasText: "Your member key was carried away" }).getByText("holds").waitFor();
  assert.equal(await page.getByText("Save the file").count(), 0);
  await desk.stop();
});

test("a page whose desk has ended shows nothing of the record, and asks no more", { skip, timeout: 120_000 }, async () => {
  const desk = await group.launch("Amina");
  const page = await browser.context.newPage();
  await page.goto(desk.launchUrl());
  await page.fill("#passphrase", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".rail");
  await page.evaluate(() => void (location.hash = "#/group"));
  await page.getByText(NAME).first().waitFor();

  // One connection that breaks, long after the last answer, is no end.
  const broken = page.waitForEvent("requestfailed", { timeout: 20_000 });
  await page.route("**/api/lock", async (route) => route.abort(), { times: 1 });
  await broken;
  await pause(2000);
  assert.ok(await page.locator(".rail").isVisible());
  assert.equal(await page.getByText(GONE).count(), 0);

  let failed = 0;
  page.on("requestfailed", () => (failed += 1));
  await desk.stop();
  await page.getByText(GONE).waitFor({ timeout: 20_000 });
  assert.ok(!(await page.locator("body").innerText()).includes(NAME));
  assert.ok(failed < 40, `${failed} questions in the seconds before`);
  await pause(1000);
  failed = 0;
  await pause(6000);
  assert.equal(failed, 0, "it asks no more");

  const again = await group.launch("Amina", { port: desk.port });
  await page.goto(again.launchUrl());
  await page.waitForSelector("#passphrase");
});
