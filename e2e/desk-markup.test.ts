/** Whatever anybody writes is shown as the words it is: three hundred payloads in every field a screen shows, and every screen looked at. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import type { Json } from "#bytes";
import { CaseworkError, parseRecord, penOf, type CaseRecord, type Pen } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../apps/desk/core/index.ts";
import { PASSPHRASE, standUp, type Standing } from "../apps/desk/testing/standing.ts";
import { comeToRest } from "../apps/vouchsafe/people.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";
import { MARKUP } from "./testing/markup.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
/** Characters no record may hold (docs/formats/record.md): a payload with one is refused where it is written. */
const NOT_KEPT = /[\u0000\u202e\u2066\u2069\t]|\u{e003c}/u;
const PER_ACT = 150;

interface Written {
  readonly caseId: string;
  readonly report: string;
  readonly kept: ReadonlyMap<string, number>;
}

let group: Standing;
let browser: OpenBrowser;
let written: Written;
const asked: string[] = [];
const problems: string[] = [];

before(async () => {
  if (skip !== false) return;
  group = await standUp(2, ['<img src=x data-xss onerror="window.__xss=1">', "<script data-xss>window.__xss=1</script>"]);
  written = writeEverywhere(group.desks[0]!);
  await comeToRest(...group.desks);
  browser = await openBrowser({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
  browser.context.on("request", (request) => asked.push(request.url()));
  browser.context.on("page", (page) => {
    page.on("dialog", (dialog) => (problems.push(`dialog ${dialog.message()}`), void dialog.dismiss()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  });
});
after(async () => {
  await browser?.close();
  await group?.end();
});

/** What a screen holds that only a payload can have put there. */
function injected(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const foreign = [
      ...document.querySelectorAll(
        "[data-xss], img, iframe, object, embed, video, audio, base, style, template, math, marquee, meta[http-equiv], a[href^='javascript' i], [formaction], [srcdoc], [style*='url(']",
      ),
    ];
    const acting = [...document.querySelectorAll("*")].filter((element) => element.getAttributeNames().some((name) => name.startsWith("on")));
    const scripts = [...document.scripts].filter((script) => script.src !== `${location.origin}/desk.js`);
    const links = [...document.links].filter((link) => !link.href.startsWith(`${location.origin}/#`));
    return [...foreign, ...acting, ...scripts, ...links]
      .map((element) => element.outerHTML.slice(0, 200))
      .concat((globalThis as { __xss?: unknown }).__xss === undefined ? [] : ["window.__xss"]);
  });
}

test("the payloads do act where they are taken for markup", { skip }, async () => {
  assert.ok(MARKUP.length >= 300, `${MARKUP.length} payloads`);
  const other = await browser.context.newPage();
  await other.route("**/*", (route) => route.abort());
  await other.goto("about:blank");
  await other.evaluate((all) => {
    document.body.innerHTML = all.join("<hr>");
  }, MARKUP);
  await other.waitForFunction(() => (globalThis as { __xss?: unknown }).__xss === 1);
  assert.ok((await injected(other)).length > 100);
  await other.close();
  asked.length = 0;
  problems.length = 0;
});

test("in every field of the record, on every screen, they are words", { skip, timeout: 240_000 }, async () => {
  const refused = MARKUP.filter((text) => NOT_KEPT.test(text)).length;
  for (const [field, n] of written.kept) assert.ok(n >= MARKUP.length - refused, `${field}: ${n} of ${MARKUP.length}`);

  const desk = await group.launch("Tomas");
  const origin = `http://127.0.0.1:${desk.port}`;
  const page = await browser.context.newPage();
  await page.goto(desk.launchUrl());
  await page.waitForSelector("main.lock input");
  await page.fill("main.lock input", PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".house", { timeout: 60_000 });

  const { caseId, report } = written;
  const places = [
    "inbox",
    "cases",
    `report/${report}`,
    ...["text", "saidfound", "timeline", "people", "findings", "history"].map((tab) => `case/${caseId}/${tab}`),
    "people",
    "sources",
    "review",
    "group",
    "readiness",
    "settings",
  ];
  for (const place of places) {
    await page.evaluate((to) => {
      location.hash = `#/${to}`;
    }, place);
    await page.waitForSelector(".room h1", { timeout: 60_000 });
    if (place === "cases") await page.waitForFunction((n) => Number(document.querySelector(".cases [role=grid]")?.getAttribute("aria-rowcount")) > n, 250, { timeout: 60_000 });
    if (place.endsWith("saidfound")) await page.waitForFunction((n) => document.querySelectorAll(".saidfound .statement").length > n, 250, { timeout: 60_000 });
    // The words themselves are there to be read: a screen that dropped them would pass for the wrong reason.
    if (/inbox|cases|text|saidfound|people|findings|history|sources|review|group|report/.test(place))
      await page.waitForFunction(() => document.getElementById("room")?.innerText.includes("<img src=x data-xss onerror="), undefined, {
        timeout: 60_000,
      });
    assert.deepEqual(await injected(page), [], place);
  }

  await page.evaluate((to) => {
    location.hash = to;
  }, `#/report/${report}`);
  await page.locator(".statement .ask").first().click();
  await page.waitForSelector("dialog .statement");
  assert.deepEqual(await injected(page), [], "who says what");
  await page.keyboard.press("Escape");
  await page.locator(".text").focus();
  for (const key of ["v", "ArrowRight", "ArrowRight", "a"]) await page.keyboard.press(key);
  await page.waitForSelector(".keep");
  assert.deepEqual(await injected(page), [], "a form");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  for (const words of ["script", "onerror", "javascript", "elsewhere", "style"]) {
    await page.locator("dialog.search input").fill(words);
    await page.waitForSelector(".found mark");
    assert.deepEqual(await injected(page), [], `search ${words}`);
  }

  assert.match(await page.title(), /^([A-Z][a-z]+ · )?Desk$/);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(`${origin}/`)),
    [],
  );
  assert.deepEqual(problems, []);
});

/** Every payload in every field of the record that a screen shows. */
function writeEverywhere(desk: OpenDesk): Written {
  const kept = new Map<string, number>();
  const records: { inbox: CaseRecord[]; work: CaseRecord[] } = { inbox: [], work: [] };
  const keep = (field: string, make: () => CaseRecord, into: CaseRecord[] = records.work): string | null => {
    try {
      const record = parseRecord(make() as unknown as Json);
      into.push(record);
      kept.set(field, (kept.get(field) ?? 0) + 1);
      return record.id;
    } catch (error) {
      if (error instanceof CaseworkError) return null;
      throw error;
    }
  };
  const loose = penOf(randomBytes);
  const readable = MARKUP.filter((text) => !NOT_KEPT.test(text));
  const text = readable.join("\n");
  const report = loose("report", {
    channel: "document",
    lang: "en",
    title: readable[2]!,
    text,
    received: { kind: "exact", first: "2026-09-10", last: "2026-09-10" },
  });
  records.inbox.push(report);
  const theCase = loose("subject", { type: "case" });
  const pen: Pen = penOf(randomBytes, theCase.id);
  const act = pen("subject", { type: "act" });
  records.work.push(theCase, pen("statement", { subject: theCase.id, property: "title", stance: "asserts", value: { text: readable[2]! } }), act);
  const named = (type: "person" | "unit" | "source" | "case", property: string, value: object): CaseRecord => {
    const subject = (type === "case" ? loose : pen)("subject", { type });
    records.work.push(subject);
    return (type === "case" ? penOf(randomBytes, subject.id) : pen)("statement", {
      subject: subject.id,
      property,
      stance: "asserts",
      value: value as never,
    });
  };

  let start = 0;
  for (const payload of MARKUP) {
    const length = [...payload].length;
    const stands = !NOT_KEPT.test(payload);
    const citations = stands ? [{ of: report.id, quote: payload, at: { text: { start, end: start + length } } }] : [];
    if (stands) start += length + 1;
    const cited = stands ? { citations } : {};
    const on = { subject: act.id, stance: "asserts" as const, ...cited };
    keep(
      "report title",
      () =>
        loose("report", {
          channel: "web",
          title: payload,
          text: payload,
          received: { kind: "exact", first: "2026-09-11", last: "2026-09-11", asGiven: payload },
        }),
      records.inbox,
    );
    keep("case title", () => named("case", "title", { text: payload }));
    const source = keep("source alias", () => named("source", "alias", { text: payload }));
    keep("person name", () => named("person", "name", { name: { full: payload } }));
    keep("unit name", () => named("unit", "name", { name: { full: payload } }));
    keep("claim and its quote", () =>
      pen("statement", {
        ...on,
        property: "kind",
        value: { code: { list: "act", term: "threat" } },
        ...(source === null ? {} : { reasoning: payload }),
      }),
    );
    keep("value", () => pen("statement", { ...on, property: "remark", value: { text: payload } }));
    keep("time in words", () =>
      pen("statement", { ...on, property: "time", value: { time: { kind: "within", first: "2026-09", asGiven: payload } } }),
    );
    keep("place in words", () => pen("statement", { ...on, property: "place", value: { place: { asGiven: payload } } }));
    keep("number in words", () => pen("statement", { ...on, property: "affected", value: { count: { max: 3, asGiven: payload } } }));
    keep("official", () =>
      pen("officialStatement", {
        words: payload,
        speaker: payload,
        office: payload,
        targetWords: payload,
        position: "denies the fact",
        targets: [{ on: act.id }],
        ...cited,
      }),
    );
    keep("finding", () => pen("finding", { proposition: payload, standard: 1, alternatives: [{ text: payload }] }));
  }
  for (const [compartment, all] of Object.entries(records) as ["inbox" | "work", CaseRecord[]][])
    for (let at = 0; at < all.length; at += PER_ACT)
      write(desk, compartment, compartment === "inbox" ? "bring-document" : "make-statement", all.slice(at, at + PER_ACT));
  return { caseId: theCase.id, report: report.id, kept };
}
