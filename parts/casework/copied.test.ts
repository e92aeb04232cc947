/**
 * The press report is somebody else's text about living people. Nothing of it may come into this tree: no five words in a row, and no name.
 * What to look for is taken from the report itself, so that this file holds none of it either.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REPORT = join(ROOT, "../shared/data/article/press-report.txt");
const RUN_WORDS = 5;
const LARGEST_BYTES = 4_000_000;

/** Words that begin a sentence or stand capitalised in any English text, so that a capital does not make them a name. */
const ORDINARY = new Set(
  "a all although an and anything as at but by for from he her his how however i if in it its last lgbtq let many no not on or our perhaps related russian she since so some that the their there they this to we what when where while who why with you".split(
    " ",
  ),
);

/** Tables of given names that a great many people have, with what they are called for short: a name there is nobody's. Runs of words count in them too. */
const NAME_TABLES = new Set(["foundation/stats/linkage/nicknames.ts", "foundation/stats/linkage/nicknames-english.ts"]);

const isThere = existsSync(REPORT);
const isTracked = existsSync(join(ROOT, ".git"));
const reason = isThere ? (isTracked ? false : "this is no git tree") : "../shared/data/article is not here";

suite("nothing is copied from the press report", { skip: reason }, () => {
  if (reason !== false) return;
  const report = readFileSync(REPORT, "utf8");
  const runs = runsOf(report);
  const names = namesIn(report);

  test("there is enough to look for", () => {
    assert.ok(runs.size > 400 && names.size > 15, `${runs.size} runs, ${names.size} names`);
  });

  test("a planted run and a planted name are found, in any case and across lines", () => {
    const words = wordsOf(report).slice(40, 45);
    assert.deepEqual(copiedFrom(runs, names, words.join(" ").toUpperCase().replace(" ", "\n// ")).length > 0, true);
    for (const name of names) assert.ok(copiedFrom(runs, names, `the case of ${name.toUpperCase()}, said twice`).length === 1, name);
    assert.deepEqual(copiedFrom(runs, names, words.slice(0, 4).join(" ")), []);
  });

  test("no file that git knows or would take holds any", () => {
    const found = trackedFiles().flatMap((path) => copiedFrom(runs, NAME_TABLES.has(path) ? new Set() : names, textOf(path)).map(({ line }) => `${path}:${line}`));
    assert.deepEqual(found, [], "something of the press report stands here");
  });
});

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function runsOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text);
  return new Set(words.slice(RUN_WORDS - 1).map((_, i) => words.slice(i, i + RUN_WORDS).join(" ")));
}

/** Capitalised words that the report never writes small and that are no ordinary words. */
function namesIn(text: string): ReadonlySet<string> {
  const words = text.match(/\p{L}+/gu) ?? [];
  const small = new Set(words.filter((word) => /^\p{Ll}/u.test(word)));
  const capital = words.filter((word) => /^\p{Lu}/u.test(word)).map((word) => word.toLowerCase());
  return new Set(capital.filter((word) => word.length > 1 && !small.has(word) && !ORDINARY.has(word)));
}

/** Where text repeats the report. Only the line is told: the words would be another copy. */
function copiedFrom(runs: ReadonlySet<string>, names: ReadonlySet<string>, text: string): { readonly line: number }[] {
  const found: { readonly line: number }[] = [];
  const last: string[] = [];
  let [line, at] = [1, 0];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    for (; at < match.index; at++) if (text.charCodeAt(at) === 10) line++;
    const word = match[0].toLowerCase();
    last.push(word);
    if (last.length > RUN_WORDS) last.shift();
    if (runs.has(last.join(" ")) || (names.has(word) && !isInsideCode(text, match.index, word.length))) found.push({ line });
  }
  return found;
}

/** Three or four letters also turn up by chance in base64. */
function isInsideCode(text: string, at: number, length: number): boolean {
  return length < 5 && (/[+/=]/.test(text[at - 1] ?? "") || /[+/=]/.test(text[at + length] ?? ""));
}

function trackedFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)) && lstatSync(join(ROOT, path)).isFile());
}

function textOf(path: string): string {
  const bytes = readFileSync(join(ROOT, path));
  return bytes.length > LARGEST_BYTES || bytes.includes(0) ? "" : bytes.toString("utf8");
}
