/** Every screen of the desk, in left-to-right and right-to-left, light and dark: nothing axe-core can find fault with, nothing wider than a small phone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { writeDemoRecord } from "../apps/desk/testing/demo-record.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { comeToRest } from "../apps/vouchsafe/people.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
/** Otherwise each screen is seen in both directions and both themes, but not in each of the four pairs. */
const EVERY = process.env["VOUCHSAFE_LONG"] === "1";
const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 320, height: 640 };

let group: Standing;
let browser: OpenBrowser;
let page: Page;
let screens: readonly Screen[];

interface Screen {
  readonly name: string;
  readonly hash: string;
  /** Brings it into the state to be looked at. */
  readonly open?: (page: Page) => Promise<unknown>;
}

before(async () => {
  if (skip !== false) return;
  group = await standUp(2);
  const { caseId, reports } = writeDemoRecord(group.desks[0]!);
  await comeToRest(...group.desks);
  // axe is brought in by the test's own hand; the desk's policy, rightly, lets nothing in.
  browser = await openBrowser({ viewport: WIDE, bypassCSP: true });
  page = await browser.context.newPage();
  page.setDefaultTimeout(20_000);
  const plain = [
    "inbox",
    "cases",
    `report/${reports[0]}`,
    `report/${reports[2]}`,
    `report/${reports[3]}`,
    ...["text", "saidfound", "timeline", "map", "people", "graph", "findings", "notes", "history"].map((tab) => `case/${caseId}/${tab}`),
    "people",
    "map",
    "timeline",
    "graph",
    "sources",
    "review",
    "estimates",
    "group",
    "readiness",
    "settings",
  ];
  screens = [
    ...plain.map((hash) => ({ name: hash.replace(/[0-9a-f]{32}/, "…"), hash })),
    { name: "a text brought in", hash: "inbox", open: press(".opens", ".bring") },
    { name: "a source assessed", hash: "sources", open: press(".opens", ".assess") },
    { name: "a finding put to the group", hash: `case/${caseId}/findings`, open: press(".opens", ".propose") },
    { name: "who says what", hash: `report/${reports[0]}`, open: press(".statement .ask", "dialog .statement") },
    { name: "search", hash: "inbox", open: search },
    { name: "words chosen", hash: `report/${reports[0]}`, open: choose("") },
    { name: "an act", hash: `report/${reports[0]}`, open: choose("a") },
    { name: "a denial", hash: `report/${reports[3]}`, open: choose("d") },
    { name: "a place", hash: `report/${reports[2]}`, open: choose("l") },
    { name: "a value changed", hash: `report/${reports[0]}`, open: changeValue },
    { name: "the keys", hash: "inbox", open: keys },
  ];
});
after(async () => {
  await browser?.close();
  await group?.end();
});

test("before the desk is open", { skip, timeout: 120_000 }, async () => {
  const found: string[] = [];
  const empty = await group.launchEmpty();
  await page.goto(`http://127.0.0.1:${empty.port}/`);
  await page.locator("main.lock h1").waitFor();
  found.push(...(await faults("no session")));
  await page.goto(empty.launchUrl());
  await page.locator(".begin form").waitFor();
  found.push(...(await faults("founding")));
  await page.locator(".begin [aria-pressed=false]").click();
  found.push(...(await faults("joining")));
  const desk = await group.launch("Tomas");
  await page.goto(desk.launchUrl());
  await page.waitForSelector("main.lock input");
  found.push(...(await faults("locked")));
  await page.fill("main.lock input", "not the passphrase at all");
  await page.keyboard.press("Enter");
  await page.locator('[role="alert"].said').waitFor();
  found.push(...(await faults("locked, after a wrong passphrase")));
  await page.fill("main.lock input", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".house", { timeout: 30_000 });
  assert.deepEqual(found, []);
});

for (const lang of ["en", "ar"] as const)
  for (const theme of ["light", "dark"] as const)
    test(`every screen: ${lang}, ${theme}`, { skip, timeout: 240_000 }, async () => {
      await page.emulateMedia({ colorScheme: theme });
      await page.evaluate(
        (to) =>
          fetch("/api/settings", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ lang: to, theme: null }),
          }),
        lang,
      );
      await page.reload();
      await page.waitForFunction((to) => document.documentElement.lang === to && document.querySelector(".house") !== null, lang);
      assert.equal(await page.evaluate(() => document.documentElement.dir), lang === "ar" ? "rtl" : "ltr");
      const turn = (lang === "ar" ? 1 : 0) + (theme === "dark" ? 1 : 0);
      const found: string[] = [];
      for (const [n, screen] of screens.entries()) {
        if (!EVERY && (n + turn) % 2 !== 0) continue;
        await page.evaluate((to) => {
          location.hash = `#/${to}`;
        }, screen.hash);
        await page.locator(".room h1").waitFor();
        await page.waitForFunction(() => document.querySelectorAll("#room > :not(header):not(:empty)").length > 0);
        await screen.open?.(page);
        found.push(...(await faults(`${screen.name}, ${lang}, ${theme}`)));
        await page.keyboard.press("Escape");
        await page.evaluate(() => {
          location.hash = "#/settings";
        });
      }
      assert.deepEqual(found, []);
    });

test("nothing lies over anything else between a telephone and a wide screen, and the rail holds what it says", { skip, timeout: 60_000 }, async () => {
  for (const width of [780, 900]) {
    await page.setViewportSize({ width, height: 700 });
    await page.evaluate(() => {
      location.hash = "#/cases";
    });
    await page.locator(".cases a").first().waitFor();
    const lies = await page.evaluate(() => {
      const parts = [...document.querySelector(".cases a")!.closest("[role=row]")!.children].map((part) => part.getBoundingClientRect());
      return parts.some((a, i) => parts.some((b, j) => j > i && a.right > b.left + 1 && b.right > a.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1));
    });
    assert.ok(!lies, `${width}`);
  }
  await page.setViewportSize(WIDE);
  await page.route("**/api/group", async (route) => {
    const answer = await route.fetch();
    const group = (await answer.json()) as { relay: object };
    await route.fulfill({ response: answer, json: { ...group, relay: { ...group.relay, online: false, unsent: 4 } } });
  });
  await page.clock.install();
  await page.reload();
  await page.locator(".rail .foot [role=status]", { hasText: /\.\.\.|…/ }).waitFor();
  await page.clock.fastForward("00:16");
  await page.locator(".rail .foot [role=status]", { hasNotText: /…/ }).waitFor();
  const [wide, has] = await page.evaluate(() => {
    const rail = document.querySelector(".rail")!;
    return [rail.scrollWidth, rail.clientWidth];
  });
  await page.unrouteAll({ behavior: "wait" });
  await page.clock.resume();
  assert.ok(wide! <= has!, `${wide} in ${has}`);
});

test("focus can be seen wherever the Tab key goes, and it goes in the order of reading", { skip, timeout: 60_000 }, async () => {
  await page.setViewportSize(WIDE);
  await page.evaluate(() => {
    location.hash = "#/inbox";
  });
  await page.reload();
  await page.locator(".inbox a").first().waitFor();
  const seen: string[] = [];
  for (let n = 0; n < 20; n++) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return {
        what: element.className === "skip" ? "skip" : (element.closest("nav, main")?.tagName ?? "?"),
        outline: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
      };
    });
    assert.ok(now.outline, `stop ${n} shows no focus`);
    seen.push(now.what);
  }
  assert.deepEqual([...new Set(seen)], ["skip", "NAV", "MAIN"]);
});

/** What a screen is at fault in; gathered, so that one run names all. */
async function faults(name: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }));
  await page.setViewportSize(SMALL);
  const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  await page.setViewportSize(WIDE);
  return [
    ...violations.map(
      ({ id, nodes }) =>
        `${name}: ${id}: ${nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ""}`)
          .join(" ")}`,
    ),
    ...(wide! <= has! ? [] : [`${name}: ${wide} in ${has}`]),
  ];
}

function press(button: string, until: string): (page: Page) => Promise<unknown> {
  return async (on) => {
    await on.locator(button).first().click();
    await on.locator(until).first().waitFor();
  };
}

async function search(on: Page): Promise<void> {
  await on.keyboard.press("Control+k");
  await on.locator("dialog.search input").fill("Dolin");
  await on.locator(".found mark").first().waitFor();
}

async function changeValue(on: Page): Promise<void> {
  await on.locator(".statement .ask").first().click();
  await on.locator("dialog .rows button").first().click();
  await on.locator("dialog .change").waitFor();
}

async function keys(on: Page): Promise<void> {
  await on.keyboard.press("?");
  await on.locator("dialog .key-list").first().waitFor();
}

function choose(letter: string): (page: Page) => Promise<unknown> {
  return async (on) => {
    await on.locator(".text").focus();
    for (const key of ["ArrowDown", "v", "ArrowLeft", "ArrowRight", "ArrowRight"]) await on.keyboard.press(key);
    await on.locator(".choose").waitFor();
    if (letter === "") return;
    await on.keyboard.press(letter);
    await on.locator(".keep").waitFor();
  };
}
