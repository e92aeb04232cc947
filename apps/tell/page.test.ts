import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { addDays, dayOf, openEnvelope } from "#tell";
import { buildTell } from "./build.ts";
import { readCatalogue } from "./build-html.ts";
import { hurry, noBrowser, startBrowser } from "./testing/browser.ts";
import { GROUP_NAME, groupWithDesks, nextKeys, type TestGroup } from "./testing/group.ts";
import { markedCatalogue } from "./testing/marked.ts";
import { PageServer } from "./testing/page-server.ts";

const TODAY = dayOf(Date.now());
const LANGUAGES = ["en", "ru", "ar"];
const WORDS = "They came at night, in two white vans.";
/** A name no search engine resolves; the browser is told where it is. It is no secure context, as a plain onion address is none. */
const PLAIN_HTTP_HOST = "tell.example";

describe("the page in a browser", { skip: noBrowser }, () => {
  let browser: Browser;
  let group: TestGroup;
  let files: ReadonlyMap<string, Uint8Array>;
  let server: PageServer;
  let page: Page;
  let troubles: string[];

  before(async () => {
    browser = await startBrowser(`--host-resolver-rules=MAP ${PLAIN_HTTP_HOST} 127.0.0.1`);
    group = await groupWithDesks(TODAY);
    files = await buildTell({ keysFile: group.keysFile, groupName: GROUP_NAME, built: TODAY, languages: LANGUAGES });
  });
  after(() => browser.close());
  beforeEach(async () => {
    server = await PageServer.start(files, group.keysFile);
    page = await open();
  });
  afterEach(async () => {
    await page.context().close();
    await server.stop();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const opened = await (await browser.newContext(options)).newPage();
    await hurry(opened);
    troubles = [];
    opened.on("pageerror", (error) => troubles.push(String(error)));
    opened.on("console", (line) => {
      if (!line.text().startsWith("Failed to load resource")) troubles.push(line.text());
    });
    return opened;
  }

  async function reopen(options: BrowserContextOptions): Promise<void> {
    await page.context().close();
    page = await open(options);
  }

  async function visit(path = "", host = "127.0.0.1"): Promise<void> {
    await page.goto(`http://${host}:${server.port}/${path}`);
    await page.locator("#writing").waitFor();
  }

  async function sendAndSee(message: string): Promise<void> {
    await page.click("#send");
    await page.locator("#said p", { hasText: message }).first().waitFor();
  }

  test("a letter is sealed in the page and opened by a desk", async () => {
    await visit();
    await page.fill("#text", WORDS);
    await page.fill("#when", "Tuesday, about three");
    await page.check("#urgent");
    await page.click("#send");
    await page.locator("#done").waitFor();
    assert.deepEqual(server.requests, ["GET /index.html", "GET /page.css", "GET /page.js", "GET /keys.bin", "POST /d"]);
    assert.deepEqual(troubles, [], "the policy forbids nothing the page does");
    const opened = await openEnvelope(group.identities[1]!, server.envelopes[0]!);
    assert.deepEqual(opened.content, {
      form: "report",
      report: { language: "en", page: TODAY, text: WORDS, when: "Tuesday, about three", where: null, urgent: true },
    });
    assert.equal(await page.evaluate(() => document.activeElement?.id), "done-heading");
    assert.ok(!(await page.content()).includes("white vans"));
    assert.equal(await page.locator("textarea").count(), 0);
  });

  test("where there is no crypto.subtle it works all the same", async () => {
    await visit("", PLAIN_HTTP_HOST);
    assert.deepEqual(await page.evaluate(() => [isSecureContext, crypto.subtle === undefined]), [false, true]);
    await page.fill("#text", WORDS);
    await page.click("#send");
    await page.locator("#done").waitFor();
    await openEnvelope(group.identities[0]!, server.envelopes[0]!);
  });

  test("nothing is kept: no cookie, no storage of any kind", async () => {
    await visit();
    await page.fill("#text", WORDS);
    await page.click("#send");
    await page.locator("#done").waitFor();
    assert.deepEqual(await page.context().cookies(), []);
    const kept = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      history: history.state as unknown,
      name,
    }));
    assert.deepEqual(kept, { local: 0, session: 0, databases: 0, caches: 0, workers: 0, history: null, name: "" });
  });

  test("each failure says what is so, and the text is still there", async () => {
    await visit();
    await page.fill("#text", WORDS);
    for (const [answer, message] of [
      [400, "The server did not take it."],
      [503, "The server is full or not working."],
      [200, "Something answered that is not our server."],
      ["drop", "No answer from the server."],
    ] as const) {
      server.answer = answer;
      await sendAndSee(message);
      assert.equal(await page.inputValue("#text"), WORDS);
      assert.equal(await page.locator("#send").getAttribute("aria-disabled"), "false");
    }
    server.answer = 204;
    await page.click("#send");
    await page.locator("#done").waitFor();
    // Chromium itself sends once more when a connection it used before is cut. Whatever arrived is one and the same envelope.
    assert.ok(server.envelopes.length >= 2);
    for (const envelope of server.envelopes) assert.deepEqual(envelope, server.envelopes[0]);
  });

  test("a list that was tampered with, or has expired, is refused in words, and nothing is posted", async () => {
    await visit();
    await page.fill("#text", WORDS);
    server.keysFile = nextKeys(group.keysFile, TODAY, group.signers).map((byte, i) => (i === 200 ? byte ^ 1 : byte));
    await sendAndSee("does not bear the signatures of The Orlava Register");
    server.keysFile = group.keysFile;
    await page.clock.setFixedTime(`${addDays(TODAY, 40)}T12:00:00Z`);
    await sendAndSee("The list of who can read it is out of date");
    assert.ok(!server.requests.includes("POST /d"));
    assert.equal(await page.inputValue("#text"), WORDS);
  });

  test("a wrong date on the device is said and stops nothing", async () => {
    await page.clock.setFixedTime("2019-01-01T12:00:00Z");
    await visit();
    await page.fill("#text", WORDS);
    await page.click("#send");
    await page.locator("#done").waitFor();
    assert.match(await page.locator("#warned").innerText(), /The date on this device is wrong: it says 1\/1\/2019/);
  });

  test("an empty letter and one that is too long are not sent", async () => {
    await visit();
    await sendAndSee("Write what happened first.");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "text");
    await page.fill("#text", "ж".repeat(16_400));
    await page.locator("#said p", { hasText: "Too long by about" }).waitFor();
    await page.click("#send");
    await page.fill("#text", "ж".repeat(16_100));
    await page.locator("#said p", { hasText: "Room for about" }).waitFor();
    assert.match(await page.locator("#count").innerText(), /^Letters: 16,100\. Room for about \d\d\d more\.$/);
    assert.deepEqual(
      server.requests.filter((each) => !/index|page\./.test(each)),
      [],
    );
    await page.click("#send");
    await page.locator("#done").waitFor();
  });

  test("a text with half a character in it is sent, that half replaced", async () => {
    await visit();
    await page.evaluate(() => {
      const field = document.querySelector("textarea")!;
      field.value = "before \ud83d after";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.click("#send");
    await page.locator("#done").waitFor();
    const { content } = await openEnvelope(group.identities[0]!, server.envelopes[0]!);
    assert.ok(content.form === "report");
    assert.equal(content.report.text, "before \ufffd after");
  });

  test("reloading, going away and coming back: the fields are empty", async () => {
    await visit();
    await page.fill("#text", WORDS);
    await page.fill("#where", "Orlava");
    await page.reload();
    await page.locator("#writing").waitFor();
    assert.deepEqual([await page.inputValue("#text"), await page.inputValue("#where")], ["", ""]);
    await page.fill("#text", WORDS);
    await page.goto(`${server.origin}/licences.txt`);
    await page.goBack();
    await page.locator("#writing").waitFor();
    assert.equal(await page.inputValue("#text"), "");
  });

  test("Leave wipes, shows an empty page, and Back does not lead here", async () => {
    await page.goto(`${server.origin}/licences.txt`);
    await visit();
    await page.fill("#text", WORDS);
    await page.click("header [data-leave]");
    await page.waitForURL("about:blank");
    await page.goBack();
    await page.waitForURL(/licences\.txt$/);
    await page.goForward();
    assert.equal(page.url(), "about:blank");
  });

  test("while something is written, links that would empty the page are shut", async () => {
    await visit();
    const links = async (): Promise<boolean[]> => Promise.all((await page.locator("a").all()).map((link) => link.isVisible()));
    assert.deepEqual(await links(), [true, true, true, true]);
    await page.fill("#text", "x");
    assert.deepEqual(await links(), [false, false, false, false]);
    await page.fill("#text", "");
    assert.deepEqual(await links(), [true, true, true, true]);
  });

  test("Enter in a field sends nothing", async () => {
    await visit();
    await page.fill("#text", WORDS);
    for (const field of ["#when", "#where", "#urgent"]) await page.press(field, "Enter");
    await page.waitForTimeout(200);
    assert.ok(!server.requests.includes("GET /keys.bin"));
    assert.equal(await page.inputValue("#text"), WORDS);
  });

  test("without script: an honest sentence and no form", async () => {
    await reopen({ javaScriptEnabled: false });
    await page.goto(server.origin);
    assert.equal(await page.locator("noscript p").isVisible(), true);
    assert.equal(await page.locator("textarea").isVisible(), false);
    assert.equal(await page.locator("#send").isVisible(), false);
  });

  test("a browser that cannot seal is told so, and gets no form", async () => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "TransformStream"));
    await page.goto(server.origin);
    await page.getByText("This browser is too old").waitFor();
    assert.equal(await page.locator("textarea").isVisible(), false);
  });

  test("a browser without String.isWellFormed (Firefox 115) seals", async () => {
    await page.addInitScript(() => Reflect.deleteProperty(String.prototype, "isWellFormed"));
    await visit();
    await page.fill("#text", WORDS);
    await page.click("#send");
    await page.locator("#done").waitFor();
    await openEnvelope(group.identities[0]!, server.envelopes[0]!);
  });

  test("by keyboard alone, in the order of the page", async () => {
    await visit();
    const stops: string[] = [];
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate(() => document.activeElement!.id || document.activeElement!.textContent!));
      if (stops.at(-1) === "text") await page.keyboard.type(WORDS);
      if (stops.at(-1) === "urgent") await page.keyboard.press("Space");
      if (stops.at(-1) === "send") break;
    }
    assert.deepEqual(stops, ["Leave now", "English", "Русский", "العربية", "text", "when", "where", "urgent", "send"]);
    await page.keyboard.press("Enter");
    await page.locator("#done").waitFor();
    const { content } = await openEnvelope(group.identities[0]!, server.envelopes[0]!);
    assert.ok(content.form === "report" && content.report.urgent && content.report.text === WORDS);
  });

  test("the policy holds: planted script, style, picture and request to elsewhere do nothing", async () => {
    await visit();
    const blocked = await page.evaluate(async () => {
      const violated: string[] = [];
      addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
      const plant = (name: string, change: (element: HTMLElement) => void): void => {
        const element = document.createElement(name);
        change(element);
        document.body.append(element);
      };
      const refused: string[] = [];
      for (const attempt of [
        () => plant("script", (element) => ((element as HTMLScriptElement).text = "window.planted = 1")),
        () => (document.body.innerHTML = "<b>x</b>"),
      ]) {
        try {
          attempt();
        } catch {
          refused.push("trusted-types");
        }
      }
      plant("style", (element) => (element.textContent = "body { color: red }"));
      plant("img", (element) => ((element as HTMLImageElement).src = "/d"));
      await fetch("http://elsewhere.invalid/").catch(() => refused.push("fetch"));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { violated: violated.toSorted(), refused, planted: "planted" in window };
    });
    assert.deepEqual(blocked.refused, ["trusted-types", "trusted-types", "fetch"]);
    assert.equal(blocked.planted, false);
    for (const directive of ["connect-src", "img-src", "style-src-elem", "require-trusted-types-for"])
      assert.ok(blocked.violated.includes(directive), directive);
  });

  test("every word shown in any state is of the catalogue", async () => {
    const catalogues = new Map([["en", markedCatalogue(readCatalogue("en"))]]);
    await server.stop();
    server = await PageServer.start(
      await buildTell({ keysFile: group.keysFile, groupName: GROUP_NAME, built: TODAY, languages: ["en"], catalogues }),
      group.keysFile,
    );
    await visit();
    const wordsShown = async (): Promise<string> =>
      (await page.locator("body").innerText()).replaceAll(/⟦[^⟧]*⟧/g, "").replaceAll(/The Orlava Register|[\d\s.,/]/g, "");
    assert.equal(await wordsShown(), "");
    await page.click("#send");
    await page.fill("#text", "7".repeat(33_000));
    assert.equal(await wordsShown(), "");
    await page.fill("#text", "7");
    for (const answer of [400, 503, 200, "drop"] as const) {
      server.answer = answer;
      await page.click("#send");
      await page.locator('#send[aria-disabled="false"]').waitFor();
      assert.notEqual(await page.locator("#said").innerText(), "");
      assert.equal(await wordsShown(), "");
    }
    server.answer = 204;
    await page.click("#send");
    await page.locator("#done").waitFor();
    assert.equal(await wordsShown(), "");
  });
});
