/** The report of `vouchsafe link` as people meet it: in a browser, on a small phone, on paper. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { csvLine } from "../apps/vouchsafe/link/csv.ts";
import { makeCorpus } from "../bench/linkage/corpus.ts";
import { chromiumPath, NO_BROWSER, openBrowser, type OpenBrowser } from "./browser.ts";

const skip = chromiumPath === null ? NO_BROWSER : false;
const MAIN = join(import.meta.dirname, "../apps/vouchsafe/main.ts");
const COLUMNS = ["name", "birth", "sex", "place", "date", "phone"];
const folder = mkdtempSync(join(tmpdir(), "vouchsafe-link-report-"));
const report = join(folder, "report.html");
let browser: OpenBrowser;

before(async () => {
  if (skip !== false) return;
  const corpus = makeCorpus("report", 120);
  const [one, other] = [...new Set(corpus.mentions.map(({ source }) => source))].sort() as [string, string];
  for (const source of [one, other])
    writeFileSync(
      join(folder, `${source}.csv`),
      csvLine(["id", ...COLUMNS, "person"]) +
        corpus.mentions.filter((mention) => mention.source === source).map(({ id, values, person }) => csvLine([id, ...COLUMNS.map((name) => values[name] ?? ""), String(person)])).join(""),
    );
  const of = (source: string) => corpus.mentions.filter((mention) => mention.source === source);
  const [a, b] = of(one).flatMap((x) => of(other).filter((y) => y.person === x.person).map((y) => [x, y] as const))[0]!;
  writeFileSync(join(folder, "labels.csv"), csvLine(["source_a", "id_a", "source_b", "id_b", "verdict"]) + csvLine([one, a.id, other, b.id, "same"]));
  const options = ["--labels", join(folder, "labels.csv"), "--truth", "person", "--report", report, "--explain", `${one}:${a.id}`, `${other}:${b.id}`];
  const ran = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, "link", "--records", join(folder, `${one}.csv`), join(folder, `${other}.csv`), ...options], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  browser = await openBrowser({ viewport: { width: 1280, height: 800 } });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the report: what axe finds, what is wider than the screen, what is cut off on paper, what is fetched", { skip, timeout: 120_000 }, async () => {
  const page = await browser.context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(pathToFileURL(report).href);
    const wideBy = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wideBy <= 0, `${wideBy} px too wide at ${width}`);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run());
    assert.deepEqual(violations.map(({ id }) => id), [], String(width));
    const heading = await page.locator("h2").allTextContents();
    for (const wanted of ["Did blocking bring the true pairs together?", "What agreement weighs", "Thresholds, and how often they are right", "Why two records stand where they stand", "Against the known truth"])
      assert.ok(heading.includes(wanted), wanted);
    const folderOfPictures = process.env["VOUCHSAFE_PICTURES"];
    if (folderOfPictures !== undefined) await page.screenshot({ path: `${folderOfPictures}/link-report-${width}.png`, fullPage: true });
  }
  // On paper nothing is folded away or cut off, and only black, white and greys are used.
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 });
  const onPaper = await page.evaluate(() => ({
    settingsShown: (document.querySelector("pre")?.getBoundingClientRect().height ?? 0) > 100,
    cutOff: [...document.querySelectorAll(".wide")].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.getAttribute("aria-label")),
    colours: [...new Set([...document.querySelectorAll("svg *")].flatMap((one) => [one.getAttribute("fill"), one.getAttribute("stroke")]))].filter((colour) => colour !== null && colour !== "none" && !/^#(.)\1\1$|^#(..)\2\2$/.test(colour)),
  }));
  assert.deepEqual(onPaper, { settingsShown: true, cutOff: [], colours: [] });
  const pictures = process.env["VOUCHSAFE_PICTURES"];
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/link-report-print.png`, fullPage: true });
  assert.deepEqual(asked.filter((url) => !url.startsWith("file:")), []);
  await page.close();
});
