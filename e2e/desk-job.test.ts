/** The main job in real browsers: a reporter tells in one, a desk reads in another, by keyboard where it matters; a second desk decides. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { writeDemoDenial } from "../apps/desk/testing/demo-denial.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import type { RunningDesk } from "../apps/desk/server/launcher.ts";
import { buildTell, writeTell } from "../apps/tell/index.ts";
import { comeToRest } from "../apps/vouchsafe/people.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const TOLD = "On Tuesday night four men came in a grey van. They took Marek Dolin from Quarry Street. Nobody has seen him since.";
const PROPOSITION = "Marek Dolin was taken from Quarry Street by four men.";

let group: Standing;
const browsers: OpenBrowser[] = [];
const running = new Map<string, RunningDesk>();
const problems: string[] = [];

before(async () => {
  if (skip !== false) return;
  group = await standUp(2);
});
after(async () => {
  for (const browser of browsers) await browser.close();
  await group?.end();
});

test("from the reporter's page to a package", { skip, timeout: 180_000 }, async (t) => {
  let amina: Page;
  let tomas: Page;

  await t.test("a reporter tells, in a browser of their own", async () => {
    await comeToRest(...group.desks);
    const answer = await group.desks[0]!.relay.keys();
    assert.equal(answer.kind, "ok");
    const keysFile = (answer as { keys: Uint8Array }).keys;
    const built = new Date().toISOString().slice(0, 10);
    const folder = join(group.home.dir, "tell");
    writeTell(folder, await buildTell({ keysFile, groupName: "The Orlava Register", built, languages: ["en"] }));
    await group.restartRelay(folder);
    writeDemoDenial(group.desks[0]!);
    const browser = await browse();
    const page = await browser.context.newPage();
    await page.goto(group.relay().url);
    await page.fill("#text", TOLD);
    await page.click("#send");
    await page.waitForSelector("#done:not([hidden])");
    await browser.close();
  });

  await t.test("it arrives in the inbox of a desk", async () => {
    amina = await openDesk("Amina");
    const line = amina.locator(".inbox a", { hasText: "four men came" });
    await line.waitFor({ timeout: 30_000 });
    assert.equal(await line.getAttribute("class"), "unseen");
  });

  await t.test("a passage becomes an act by keys alone", async () => {
    const keys = amina.keyboard;
    await amina.locator(".inbox a", { hasText: "four men came" }).focus();
    await keys.press("Enter");
    await amina.waitForSelector(".text");
    await amina.locator("body").focus();
    for (let n = 0; n < 40 && !(await amina.evaluate(() => document.activeElement?.classList.contains("text"))); n++) await keys.press("Tab");
    await press(amina, "ArrowDown", "v", "ArrowDown");
    assert.equal(
      await amina
        .locator(".text .chosen")
        .allInnerTexts()
        .then((all) => all.join("")),
      "They took Marek Dolin from Quarry Street",
    );
    await keys.press("a");
    await amina.waitForSelector(".keep .types");
    await press(amina, "ArrowDown", "Space", "Tab");
    await keys.type("Marek Dolin");
    for (let n = 0; n < 20 && !(await isAt(amina, "Who says so")); n++) await keys.press("Tab");
    await keys.type("Heron");
    for (let n = 0; n < 5 && !(await isAt(amina, "Case")); n++) await keys.press("Tab");
    await keys.type("The Quarry Street case");
    await keys.press("Enter");
    await amina.waitForSelector(".toast");
    await amina.locator(".level .statement", { hasText: "Disappearance" }).first().waitFor();
    assert.ok((await amina.locator(".text .asserts").count()) > 0);
    assert.ok(await amina.evaluate(() => document.activeElement?.classList.contains("text")), "the keyboard is back in the text");
  });

  await t.test("z takes it back, and it can be kept again", async () => {
    await amina.keyboard.press("z");
    await amina.waitForFunction(() => document.querySelectorAll(".level .statement").length === 0);
    await keepAct(amina);
  });

  await t.test("a form left by Escape loses nothing, and a time said of a person is asked about before it is written", async () => {
    await amina.locator(".text").focus();
    await press(amina, "ArrowUp", "ArrowUp", "v", "t");
    await fillRef(amina, "About", "Marek Dolin");
    await field(amina, "First day").fill("21.13.2026");
    await field(amina, "First day").press("Enter");
    await amina.locator(".keep .wrong", { hasText: "This is not a day" }).waitFor();
    assert.ok(await isAt(amina, "First day"), "one is led to the field at fault");
    await field(amina, "First day").fill("21.11.2026");
    await amina.keyboard.press("Escape");
    await press(amina, "g", "c");
    await amina.goBack();
    await amina.locator(".from-before button", { hasText: "Go on" }).click();
    assert.equal(await field(amina, "First day").inputValue(), "2026-11-21");
    await field(amina, "First day").press("Enter");
    await amina.locator(".keep .waits", { hasText: "what it says of this person" }).waitFor();
    await amina.getByLabel("What it says of them").selectOption({ label: "last seen alive" });
    await field(amina, "First day").press("Enter");
    await amina.locator(".level .statement", { hasText: "last seen alive" }).waitFor();
    assert.equal(await amina.locator(".from-before").count(), 0, "what was kept is not offered again");
  });

  await t.test("a change of a date begins with the days it has", async () => {
    await amina.locator(".level .statement", { hasText: "last seen alive" }).locator(".ask").click();
    await amina.locator("dialog button", { hasText: "Change" }).click();
    assert.equal(await field(amina, "First day", "dialog").inputValue(), "2026-11-21");
    await field(amina, "Last day", "dialog").fill("2026-11-22");
    await field(amina, "Why", "dialog").fill("it was the night");
    await field(amina, "Why", "dialog").press("Enter");
    await amina.locator("dialog .statement", { hasText: "some time between Nov 21, 2026 and Nov 22, 2026" }).waitFor();
    await amina.locator("dialog button", { hasText: "Close" }).click();
  });

  await t.test("keys work where they stand, on a Russian keyboard too, and the window says whose desk and which room it is", async () => {
    await typeOn(amina, ["п", "KeyG"], ["с", "KeyC"]);
    await amina.locator(".room h1", { hasText: "Cases" }).waitFor();
    assert.equal(await amina.title(), "Cases · Desk");
    await amina.keyboard.press("?");
    await amina.locator("dialog", { hasText: "begin choosing words" }).waitFor();
    await amina.keyboard.press("Escape");
  });

  await t.test("a second click writes nothing more", async () => {
    await amina.locator(".inline input").fill("Market");
    await amina.locator(".inline").evaluate((form: HTMLFormElement) => {
      form.requestSubmit();
      form.requestSubmit();
    });
    await amina.locator(".room h1", { hasText: "Market" }).waitFor();
    await press(amina, "g", "c");
    await amina.locator(".cases a", { hasText: "Market" }).first().waitFor();
    assert.equal(await amina.locator(".cases a", { hasText: "Market" }).count(), 1);
    await press(amina, "g", "i");
    await amina.locator(".inbox a", { hasText: "four men came" }).click();
    await amina.locator(".text").waitFor();
  });

  await t.test("it stands in said / found", async () => {
    await amina.locator(".room header a.button").click();
    await amina.locator(".saidfound .claim-name", { hasText: "Disappearance · Marek Dolin" }).waitFor();
    const cell = await amina.locator(".saidfound td").first().innerText();
    assert.match(cell, /Heron · not assessed/);
    assert.match(cell, /They took Marek Dolin from Quarry Street/);
  });

  await t.test("an official denial of it is added from another text", async () => {
    await press(amina, "g", "i");
    await amina.locator(".inbox a", { hasText: "Ministry" }).click();
    await amina.locator(".text").focus();
    // The list of cases comes late: a name typed before it is the case of that name all the same, and nothing typed meanwhile is undone.
    await amina.route("**/api/cases", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await press(amina, "v", "ArrowDown", "d");
    await amina.waitForSelector(".keep");
    await fillRef(amina, "Case", "The Quarry Street case");
    await fillRef(amina, "Who speaks", "A spokesman of the Ministry");
    await amina.getByLabel("What they do").selectOption("says never held");
    await fillWhenTheListComes(amina, "The Quarry Street case");
    await amina.unroute("**/api/cases");
    await amina.locator(".keep .tick", { hasText: "Disappearance" }).waitFor();
    assert.equal(await field(amina, "Who speaks").inputValue(), "The spokesman of the Ministry");
    await amina.locator(".keep .tick", { hasText: "Disappearance" }).locator("input").check();
    await amina.keyboard.press("Enter");
    await amina.locator(".level .official", { hasText: "says never held" }).waitFor();
  });

  await t.test("a finding is put to the group", async () => {
    await press(amina, "g", "c");
    await amina.locator(".cases a", { hasText: "Quarry Street" }).click();
    await amina.locator(".saidfound .official").waitFor();
    await amina.locator(".tabs a", { hasText: "Findings" }).click();
    await amina.locator("button.opens").click();
    await amina.getByLabel("Which claim").selectOption({ index: 1 });
    await amina.getByLabel("What we find").fill(PROPOSITION);
    await amina.locator(".propose .waits", { hasText: "names Marek Dolin" }).waitFor();
    await amina.getByLabel("Standard of proof").selectOption({ label: "Beyond reasonable doubt" });
    await amina.locator(".propose .waits", { hasText: "has not said what this standard needs" }).waitFor();
    await amina.getByLabel("Standard of proof").selectOption({ label: "Reasonable suspicion" });
    await press(amina, "Escape", "g", "i");
    await amina.goBack();
    assert.equal(await amina.getByLabel("What we find").inputValue(), PROPOSITION, "what was typed is still there");
    await amina.locator(".propose button.do").click();
    await amina.locator(".finding", { hasText: "waits for a second person" }).waitFor();
    assert.equal(await amina.locator(".finding button", { hasText: "I agree" }).count(), 0, "nobody seconds their own finding");
  });

  await t.test("a second desk decides it", async () => {
    tomas = await openDesk("Tomas");
    await press(tomas, "g", "r");
    await tomas.locator(".finding", { hasText: PROPOSITION }).waitFor({ timeout: 30_000 });
    await tomas.locator(".finding button", { hasText: "I do not agree" }).click();
    await tomas.getByLabel("Why not").fill("Who saw the street sign?");
    await tomas.locator(".finding button", { hasText: "Say no" }).click();
    await tomas.locator(".finding .waits", { hasText: "Tomas does not agree: Who saw the street sign?" }).waitFor();
    await tomas.locator(".finding button", { hasText: "Take my no back" }).click();
    await tomas.locator(".finding button", { hasText: "I agree" }).click();
    await tomas.locator(".finding", { hasText: "Decided by Amina, Tomas" }).waitFor();
  });

  await t.test("it becomes a package, once somebody has read what would go out without consent", async () => {
    await tomas.locator(".finding button", { hasText: "Make a package" }).click();
    await tomas.locator(".finding .waits", { hasText: "Marek Dolin is named in the sentence" }).waitFor();
    await tomas.locator(".finding button", { hasText: "Make it all the same" }).click();
    await tomas.locator('.finding [role="status"] code').first().waitFor({ timeout: 60_000 });
  });

  await t.test("Ctrl L leaves blank paper, and the passphrase opens it again", async () => {
    const before = running.get("Tomas")!.pid();
    const fresh = tomas.waitForEvent("load", { timeout: 30_000 });
    await tomas.keyboard.press("Control+l");
    await tomas.waitForSelector("main.lock");
    const shown = await tomas.locator("body").innerText();
    assert.doesNotMatch(shown, /Dolin|Amina|Tomas|Quarry|case/i);
    assert.equal(await tomas.title(), "Desk");
    assert.equal(new URL(tomas.url()).hash, "");
    await fresh;
    assert.notEqual(running.get("Tomas")!.pid(), before, "the process that held the keys is gone");
    await unlock(tomas);
  });

  await t.test("a desk left alone says so a minute before it locks, and afterwards opens where one was", async () => {
    await tomas.clock.install();
    await tomas.reload();
    await tomas.waitForSelector(".house");
    await press(tomas, "g", "c");
    await tomas.locator(".cases a", { hasText: "Quarry Street" }).click();
    await tomas.locator(".saidfound").waitFor();
    const { hash } = new URL(tomas.url());
    await tomas.clock.fastForward("04:30");
    await tomas.locator(".idle", { hasText: "locks in a minute" }).waitFor();
    await tomas.locator(".idle button").click();
    await tomas.locator(".idle").waitFor({ state: "detached" });
    // The desk's own lock, as after five minutes: the page learns of it and begins anew.
    const fresh = tomas.waitForEvent("load", { timeout: 30_000 });
    await tomas.evaluate(() => fetch("/api/lock", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }));
    await fresh;
    await unlock(tomas);
    await tomas.locator(".saidfound").waitFor();
    assert.equal(new URL(tomas.url()).hash, hash);
  });

  assert.deepEqual(problems, []);
});

async function browse(): Promise<OpenBrowser> {
  const browser = await openBrowser({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
  browsers.push(browser);
  browser.context.on("page", (page) => {
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("dialog", (dialog) => problems.push(`dialog: ${dialog.message()}`));
  });
  return browser;
}

async function openDesk(name: string): Promise<Page> {
  const desk = await group.launch(name);
  running.set(name, desk);
  const browser = await browse();
  const page = await browser.context.newPage();
  await page.goto(desk.launchUrl());
  await unlock(page);
  await page.waitForSelector(".house");
  assert.ok(!page.url().includes("launch="), "the token is gone from the address");
  return page;
}

async function unlock(page: Page): Promise<void> {
  await page.waitForSelector("main.lock input");
  await page.fill("main.lock input", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".house", { timeout: 30_000 });
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

function isAt(page: Page, label: string): Promise<boolean> {
  return page.evaluate((words) => document.activeElement?.closest("label")?.innerText.startsWith(words) ?? false, label);
}

async function fillRef(page: Page, label: string, text: string): Promise<void> {
  await page.locator(".keep label", { hasText: label }).locator("input").first().fill(text);
}

/** Goes on typing at the very moment the list arrives. */
async function fillWhenTheListComes(page: Page, title: string): Promise<void> {
  await page.evaluate(
    (words) =>
      new Promise<void>((resolve) => {
        const form = document.querySelector(".keep")!;
        const speaker = [...form.querySelectorAll("label")].find((label) => label.textContent?.includes("Who speaks"))!.querySelector("input")!;
        const watch = new MutationObserver(() => {
          if (![...form.querySelectorAll("option")].some((option) => option.value === words)) return;
          watch.disconnect();
          speaker.value = "The spokesman of the Ministry";
          speaker.dispatchEvent(new Event("input", { bubbles: true }));
          resolve();
        });
        watch.observe(form, { childList: true, subtree: true });
      }),
    title,
  );
}

function field(page: Page, label: string, within = ".keep"): Locator {
  return page.locator(`${within} label`, { hasText: label }).locator("input").first();
}

/** Presses keys as a keyboard of another script sends them. */
async function typeOn(page: Page, ...keys: readonly (readonly [key: string, code: string])[]): Promise<void> {
  await page.evaluate((all) => {
    for (const [key, code] of all) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: key!, code: code!, bubbles: true, cancelable: true }));
  }, keys);
}

/** The same again, without looking at each step. */
async function keepAct(page: Page): Promise<void> {
  await page.locator(".text").focus();
  await press(page, "ArrowUp", "ArrowUp", "ArrowDown", "v", "ArrowDown", "a");
  await page.waitForSelector(".keep .types");
  await page.locator(".keep .tick", { hasText: "Disappearance" }).locator("input").check();
  await fillRef(page, "To whom", "Marek Dolin");
  await fillRef(page, "Who says so", "Heron");
  await fillRef(page, "Case", "The Quarry Street case");
  await page.keyboard.press("Enter");
  await page.locator(".level .statement", { hasText: "Disappearance" }).first().waitFor();
}
