/** The system's Chromium, for tests of the page. */
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why browser tests are skipped here, or `false` where they can run. */
export const noBrowser: string | false = existsSync(CHROMIUM) ? false : "no Chromium on this machine";

export function startBrowser(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...QUIET, ...more] });
}

/** Lets a page wait a fiftieth of the seconds it would: for tests of what it says after its last try. */
export function hurry(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const whole = globalThis.setTimeout;
    const quick = (work: () => void, ms = 0): unknown => whole(work, ms > 500 && ms < 60_000 ? ms / 50 : ms);
    globalThis.setTimeout = quick as typeof setTimeout;
  });
}

/** A browser that keeps its profile in `folder`, as a person's does. */
export function browserAt(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: QUIET });
}
