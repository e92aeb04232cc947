import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { dayOf } from "#tell";
import { buildTell } from "./build.ts";
import { hurry, noBrowser, startBrowser } from "./testing/browser.ts";
import { GROUP_NAME, groupWithDesks } from "./testing/group.ts";
import { PageServer } from "./testing/page-server.ts";

const TODAY = dayOf(Date.now());
const EVERY = process.env["VOUCHSAFE_LONG"] === "1";

/** 320 × 200 is what is left of 1280 × 800 at 400 % zoom. */
const SCREENS = [
  { name: "a phone of 320 pixels", viewport: { width: 320, height: 640 } },
  { name: "400 % zoom", viewport: { width: 320, height: 200 } },
  { name: "a desk", viewport: { width: 1280, height: 800 } },
] as const;
const FILES = { en: "", ru: "ru.html", ar: "ar.html" } as const;
const CASES = (["en", "ru", "ar"] as const).flatMap((language, i) =>
  SCREENS.flatMap((screen, j) =>
    (["light", "dark"] as const).filter((_, k) => EVERY || (i + j + k) % 2 === 0).map((colorScheme) => ({ language, colorScheme, ...screen })),
  ),
);

let browser: Browser;
let server: PageServer;

before(async () => {
  if (noBrowser !== false) return;
  const { keysFile } = await groupWithDesks(TODAY);
  server = await PageServer.start(await buildTell({ keysFile, groupName: GROUP_NAME, built: TODAY, languages: ["en", "ru", "ar"] }), keysFile);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const { language, colorScheme, name, viewport } of CASES) {
  test(`no axe violation and nothing wider than the screen: ${language}, ${colorScheme}, ${name}`, { skip: noBrowser }, async () => {
    const page = await browser.newPage({ colorScheme, viewport });
    await hurry(page);
    await page.goto(`${server.origin}/${FILES[language]}`);
    await page.locator("#writing").waitFor();
    await looksRight(page);
    await page.fill("#text", "They came at night, in two white vans.");
    server.answer = 503;
    await page.click("#send");
    await page.locator("#said.trouble").waitFor();
    await looksRight(page);
    server.answer = 204;
    await page.click("#send");
    await page.locator("#done").waitFor();
    await looksRight(page);
    await page.close();
  });
}

async function looksRight(page: Page): Promise<void> {
  const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide! <= has!, `${wide} in ${has}`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
    [],
  );
}
