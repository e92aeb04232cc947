import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildTell } from "./build.ts";
import { pageHtml, readCatalogue, type Catalogue } from "./build-html.ts";
import { contentSecurityPolicy, pagePolicy, tellHeaders } from "./headers.ts";
import { GROUP_NAME, groupWithDesks } from "./testing/group.ts";
import { markedCatalogue, slotsOf } from "./testing/marked.ts";

const DAY = "2026-11-22";
const LANGUAGES = ["en", "ru", "ar"];
const group = await groupWithDesks(DAY);
const files = await buildTell({ keysFile: group.keysFile, groupName: GROUP_NAME, built: DAY, languages: LANGUAGES });
const text = (name: string): string => Buffer.from(files.get(name)!).toString("utf8");
const gzipBytes = (name: string): number => gzipSync(files.get(name)!, { level: 9 }).length;
const pages = [...files.keys()].filter((name) => name.endsWith(".html"));

test("page budget: script at most 60 KB, page at most 100 KB, both as gzip; three requests before Send", (t) => {
  const script = gzipBytes("page.js");
  t.diagnostic(`page.js ${files.get("page.js")!.length} bytes, ${script} as gzip`);
  assert.ok(script <= 60_000, String(script));
  for (const page of pages) {
    const whole = gzipBytes(page) + script + gzipBytes("page.css");
    t.diagnostic(`${page} with script and style ${whole} as gzip`);
    assert.ok(whole <= 100_000, `${page} ${whole}`);
    const loads = [...text(page).matchAll(/<(?:script|link|img|iframe|object|embed|source|video|audio)\b[^>]*(?:src|href)="([^"]*)"/g)].map(
      ([, url]) => url,
    );
    assert.deepEqual(loads, ["page.css", "page.js"]);
  }
});

test("the script keeps nothing and makes no code: no storage, history, worker, eval or markup from text", () => {
  const forbidden =
    /localStorage|sessionStorage|indexedDB|document\.cookie|cookieStore|\bcaches\b|pushState|replaceState|history\.|serviceWorker|\bWorker\b|SharedWorker|getDirectory|navigator\.|WebAssembly|\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|sendBeacon|XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection|importScripts|window\.name|postMessage|BroadcastChannel|console\./;
  assert.equal(forbidden.exec(text("page.js"))?.[0], undefined);
  // The scan would find each of them.
  for (const found of ["localStorage.x", "history.back()", "navigator.storage", "eval(x)", "a.innerHTML=b"]) assert.match(found, forbidden);
});

test("nothing comes from elsewhere: no address of another host in page, script or style", () => {
  const elsewhere = /\b(?:https?|wss?):|["'(]\/\/|@import|\burl\(/;
  for (const name of [...pages, "page.js", "page.css"]) assert.equal(elsewhere.exec(text(name))?.[0], undefined, name);
  for (const found of ['fetch("//x")', "url(x)", "https://x", "wss://x"]) assert.match(found, elsewhere);
});

test("pages hold no inline script, style or handler, and only relative addresses", () => {
  for (const name of pages) {
    const html = text(name);
    assert.equal(html.match(/<script\b/g)?.length, 1);
    assert.match(html, /<script src="page\.js" defer><\/script>/);
    assert.doesNotMatch(html, /<style\b|\sstyle=|\son[a-z]+=|javascript:|<base\b|<iframe\b|<img\b|srcdoc|\saction=/i, name);
    for (const [, href] of html.matchAll(/\shref="([^"]*)"/g)) assert.ok(files.has(href!), `${name} leads to ${href}`);
  }
});

test("the policy stands in the page as well as in the header", () => {
  const policy = contentSecurityPolicy();
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]) {
    assert.ok(policy.split("; ").includes(rule), rule);
  }
  assert.equal(policy.split("; ").length, 9);
  assert.equal(pagePolicy(), policy.replace("frame-ancestors 'none'; ", ""));
  assert.equal(tellHeaders()["content-security-policy"], policy);
  assert.equal(tellHeaders()["referrer-policy"], "no-referrer");
  for (const name of pages) assert.ok(text(name).includes(`http-equiv="Content-Security-Policy" content="${pagePolicy()}"`), name);
});

test("fields let neither the browser nor its helpers keep or send what is typed", () => {
  for (const name of pages) {
    const fields = [...text(name).matchAll(/<(?:textarea|input)\b[^>]*>/g)].map(([tag]) => tag);
    assert.equal(fields.length, 4);
    for (const tag of fields) {
      assert.match(tag, /autocomplete="off"/);
      assert.doesNotMatch(tag, /\sname=/);
      if (!tag.includes('type="checkbox"'))
        for (const off of ['spellcheck="false"', 'autocorrect="off"', 'writingsuggestions="false"']) assert.ok(tag.includes(off), tag);
    }
    assert.match(text(name), /<form id="form" autocomplete="off"/);
    assert.match(text(name), /translate="no"/);
  }
});

test("every word of the page comes from the catalogue, and every word of the catalogue is in the page", () => {
  const catalogue = markedCatalogue(readCatalogue("en"));
  const facts = { group: "⟦group⟧", relay: "", version: DAY, languages: ["en", "xx"] };
  const html = pageHtml(
    "en",
    new Map([
      ["en", catalogue],
      ["xx", catalogue],
    ]),
    facts,
  );
  const words = html.replace(/<[^>]*>/g, " ").replace(/⟦[^⟧]*⟧/g, " ");
  assert.doesNotMatch(words, /\p{L}/u);
  for (const [, attribute, value] of html.matchAll(/\s(aria-label|title|alt|place[a-z]+|value|label)="([^"]*)"/g))
    assert.match(value!, /^⟦[^⟧]*⟧$/, attribute);
  for (const [mark] of JSON.stringify(catalogue).matchAll(/⟦[^⟧]*⟧/g)) assert.ok(html.includes(mark), mark);
});

/** Places, kinds and slots of a catalogue: what must be alike in all languages. */
function shape(value: Catalogue[string], at: string): string[] {
  if (typeof value === "string") return [`${at} ${slotsOf(value).join(" ")}`];
  return Object.entries(value).flatMap(([key, inner]: [string, Catalogue[string]]) => shape(inner, `${at}.${key}`));
}

test("all languages say the same things, with the same slots and no markup", () => {
  const english = shape(readCatalogue("en"), "").filter((line) => !line.startsWith(".direction"));
  for (const language of LANGUAGES) {
    const catalogue = readCatalogue(language);
    assert.deepEqual(
      shape(catalogue, "").filter((line) => !line.startsWith(".direction")),
      english,
      language,
    );
    assert.doesNotMatch(JSON.stringify(catalogue), /[<>]|&[a-z]+;|""/, language);
  }
});

test("each outcome and step has its message in every page", () => {
  const needed = [
    "asking",
    "sealing",
    "sending",
    "waiting",
    "empty",
    "too-long",
    "nearly-full",
    "no-network",
    "not-taken",
    "busy",
    "odd-answer",
    "keys-expired",
    "keys-refused",
    "page-old",
    "cannot-seal",
  ];
  for (const name of pages) for (const each of needed) assert.ok(text(name).includes(`id="say-${each}"`), `${name} ${each}`);
});

test("languages: direction, own file, links to the others", () => {
  assert.deepEqual(pages, ["index.html", "ru.html", "ar.html"]);
  assert.match(text("index.html"), /<html\s+lang="en"\s+dir="ltr"/);
  assert.match(text("ar.html"), /<html\s+lang="ar"\s+dir="rtl"/);
  assert.match(text("ar.html"), /<a href="index\.html" lang="en" hreflang="en">English<\/a>/);
  assert.match(text("ar.html"), /<a href="ar\.html" lang="ar" hreflang="ar" aria-current="page">/);
});

test("the same inputs give the same bytes", async () => {
  const again = await buildTell({ keysFile: group.keysFile, groupName: GROUP_NAME, built: DAY, languages: LANGUAGES });
  assert.deepEqual([...again.keys()], [...files.keys()]);
  for (const [name, bytes] of files) assert.deepEqual(Buffer.from(again.get(name)!), Buffer.from(bytes), name);
});

test("a group's name is text, whatever it holds", async () => {
  const built = await buildTell({ keysFile: group.keysFile, groupName: `<b onclick="x">"R&D"</b> {count}`, built: DAY, languages: ["en"] });
  const html = Buffer.from(built.get("index.html")!).toString("utf8");
  assert.doesNotMatch(html, /<b\b/);
  assert.ok(html.includes("&lt;b onclick=&quot;x&quot;&gt;&quot;R&amp;D&quot;&lt;/b&gt; {count}"));
});

test("the script holds the pinned list and no recipient: those come signed", () => {
  const script = text("page.js");
  for (const signer of group.signers) assert.ok(script.includes(signer.publicKey));
  assert.doesNotMatch(script, /age1pq1[02-9ac-hj-np-z]{20}/);
});

test("a page is not built of keys that do not cover its day, without a name, or for another host", async () => {
  const good = { keysFile: group.keysFile, groupName: GROUP_NAME, built: DAY, languages: ["en"] };
  for (const change of [
    { built: "2026-11-21" },
    { built: "2026-12-23" },
    { built: "today" },
    { groupName: " " },
    { relay: "https://elsewhere.example" },
    { relay: "//elsewhere" },
    { relay: "/a/" },
    { relay: "/../a" },
    { languages: [] },
    { keysFile: new Uint8Array(3) },
  ]) {
    await assert.rejects(buildTell({ ...good, ...change }), JSON.stringify(change));
  }
});

test("the licences of all packages in the script travel with it", () => {
  for (const name of ["age-encryption", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@noble/post-quantum", "@scure/base"]) {
    assert.ok(text("licences.txt").includes(`\n${name}\n`), name);
  }
  assert.match(text("licences.txt"), /Copyright/);
});
