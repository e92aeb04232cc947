/** Joining in a real browser, with a desk that stops in the middle: it goes on with the same keys, and the group has one member more. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acceptInvite, followInvite, invite, syncDesk, type Invite } from "../apps/desk/core/index.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;

let group: Standing;
let browser: OpenBrowser;

before(async () => {
  if (skip !== false) return;
  group = await standUp(1);
  browser = await openBrowser({ locale: "en-GB" });
});
after(async () => {
  await browser?.close();
  await group?.end();
});

test("a desk that stops after the words goes on where it was, and tells how", { skip, timeout: 180_000 }, async () => {
  const [amina] = group.desks as [Standing["desks"][number]];
  const offered: Invite = await invite(amina);
  const first = await group.launchEmpty();
  const page = await browser.context.newPage();
  await page.goto(first.launchUrl());
  await page.getByRole("button", { name: "Come into a group" }).click();
  await page.getByLabel("The invitation you were given").fill(offered.code);
  await page.getByLabel("What colleagues call you").fill("Olga");
  await page.getByLabel("A passphrase, 12 letters").fill(PASSPHRASE);
  await page.getByLabel("Another passphrase").fill("one that is for the stick");
  await page.getByRole("button", { name: "Answer the invitation" }).click();
  await page.getByText("This goes on by itself").waitFor({ timeout: 60_000 });
  await followInvite(amina, offered);
  const words = await page.locator(".words").innerText({ timeout: 20_000 });
  await followInvite(amina, offered);
  assert.equal(words, offered.words!.join(" "));
  await acceptInvite(amina, offered);
  await first.stop();

  const again = await group.launchEmpty();
  await page.goto(again.launchUrl());
  await page.getByText("You were on your way into a group").waitFor();
  await page.getByLabel("The passphrase you chose").fill("not this one at all");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.locator('[role="alert"].said').waitFor({ timeout: 60_000 });
  await page.getByLabel("The passphrase you chose").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.locator(".words").waitFor({ timeout: 60_000 });
  assert.equal(await page.locator(".words").innerText(), words);
  await page.getByRole("button", { name: "The words are the same" }).click();
  await page.getByRole("button", { name: "Readiness will remind me" }).click({ timeout: 60_000 });
  await page.waitForSelector(".house");
  await syncDesk(amina);
  assert.deepEqual([...amina.line.state.persons.values()].filter(({ removed }) => !removed).map(({ name }) => name).toSorted(), ["Amina", "Olga"]);
  await again.stop();
});

test("who has lost the passphrase, or comes too late, is told what to do and can begin anew", { skip, timeout: 120_000 }, async () => {
  const desk = await group.launchEmpty("given-up");
  const page = await browser.context.newPage();
  await page.goto(desk.launchUrl());
  await page.getByRole("button", { name: "Come into a group" }).click();
  await page.getByLabel("The invitation you were given").fill((await invite(group.desks[0]!)).code);
  await page.getByLabel("What colleagues call you").fill("Lena");
  await page.getByLabel("A passphrase, 12 letters").fill(PASSPHRASE);
  await page.getByLabel("Another passphrase").fill("one that is for the stick");
  await page.getByRole("button", { name: "Answer the invitation" }).click();
  await page.getByText("This goes on by itself").waitFor({ timeout: 60_000 });
  await desk.stop();
  const again = await group.launchEmpty("given-up");
  await page.goto(again.launchUrl());
  await page.getByText("The invitation has ended, or the passphrase is lost").click();
  await page.getByText("two colleagues remove it").waitFor();
  await page.getByRole("button", { name: "Begin anew" }).click();
  await page.getByText("An empty desk").waitFor();
  await again.stop();
});
