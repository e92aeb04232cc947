/** A headless Chromium of the system's, for the stories. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where Chromium is, or `null`: stories then skip and say so. */
export const chromiumPath: string | null = PATHS.find((path) => existsSync(path)) ?? null;

export const NO_BROWSER = "no Chromium on this machine (the test command installs it where it may)";

export interface OpenBrowser {
  readonly context: BrowserContext;
  /** The profile folder, searched by the canary test. Removed by `close` unless `keep`. */
  readonly profileDir: string;
  close(keep?: boolean): Promise<void>;
}

/** A browser with a fresh profile on disk, as a person would have it. */
export async function openBrowser(options: Parameters<typeof chromium.launchPersistentContext>[1] = {}): Promise<OpenBrowser> {
  const profileDir = mkdtempSync(join(tmpdir(), "vouchsafe-browser-"));
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: chromiumPath!,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ...options,
  });
  return {
    context,
    profileDir,
    async close(keep = false) {
      await context.close().catch(() => undefined);
      if (!keep) rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Opens a desk by its one-time address and unlocks it, as a person would. */
export async function unlockDesk(page: Page, launchUrl: string, passphrase: string): Promise<void> {
  await page.goto(launchUrl);
  await unlockAgain(page, passphrase);
}

/** Unlocks the desk whose locked page is on the screen. */
export async function unlockAgain(page: Page, passphrase: string): Promise<void> {
  await page.fill("main.lock input", passphrase);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".house", { timeout: 60_000 });
}

/** Goes to a place of the desk, `#/…`, and waits for what shows that it is there. */
export async function goTo(page: Page, place: string, until: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = `#/${to}`;
  }, place);
  await page.locator(until).first().waitFor();
}
