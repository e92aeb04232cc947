/** The system's Chromium, for tests of the page. */
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext } from "playwright-core";

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

/** A browser that keeps its profile in `folder`, as a person's does. */
export function browserAt(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: QUIET });
}
