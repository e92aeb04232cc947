/** Three verifiers that share no code (TypeScript, shell, Python) say the same of every vector and of packages changed by chance. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { exitCodeOf } from "#proof";
import { LONG, runs } from "../../scripts/long.ts";
import { verifyDirectory } from "./index.ts";
import { mutate, randomOf, sameFiles } from "./testing/mutate.ts";
import { packageVectors, vectorPath } from "./testing/vectors.ts";
import { askAsNobody, askPython, askSh, askTypeScript, pythonMissing, shMissing, type Question } from "./testing/verifiers.ts";

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-agree-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const vectors = packageVectors();
const usual = vectorPath("trust", "usual");

/** A copy of a good package, changed by hand. */
function copyOf(name: string, change: (root: string) => void): Question {
  const root = join(scratch, name);
  cpSync(vectorPath("accept", "small", "package"), root, { recursive: true });
  change(root);
  return { packagePath: root, trustPath: usual };
}

test("there are vectors enough to mean something", () => {
  assert.ok(vectors.filter((vector) => vector.name.startsWith("accept/")).length >= 7);
  assert.ok(vectors.filter((vector) => vector.name.startsWith("reject/")).length >= 150);
  assert.equal(vectors.filter((vector) => vector.name.startsWith("accept/") && (vector.withTrust !== 0 || vector.withoutTrust !== 2)).length, 0);
  assert.equal(vectors.filter((vector) => vector.name.startsWith("reject/") && vector.withTrust === 0).length, 0);
});

test("the program: every vector, with and without trust, and for the reason it was made for", async () => {
  for (const vector of vectors) {
    const { name, packagePath, trustPath } = vector;
    assert.deepEqual(await askTypeScript([{ packagePath, trustPath: null }]), [vector.withoutTrust], name);
    const { checks, recordFits, verdict } = await verifyDirectory(packagePath, trustPath);
    assert.equal(exitCodeOf(verdict), vector.withTrust, name);
    assert.equal(checks.find((check) => !check.ok)?.detail ?? null, vector.detail, name);
    if (name.startsWith("accept/") && !/log-and-timestamps|many-working|odd-bytes/.test(name)) assert.equal(recordFits, true, name);
  }
});

/** Each with its trust directory; without one too where the vector has a package of its own and that makes a difference. */
const questions = vectors.flatMap(({ name, packagePath, trustPath, withTrust, withoutTrust }) => [
  { packagePath, trustPath, expected: withTrust },
  ...(LONG || (withTrust !== withoutTrust && !name.includes("/trust-")) ? [{ packagePath, trustPath: null, expected: withoutTrust }] : []),
]);
const expected = questions.map((question) => question.expected);
const named = (answers: readonly number[]): string[] =>
  answers.map((answer, at) => `${questions[at]!.packagePath.split("/package/").at(-1)} ${questions[at]!.trustPath !== null} ${answer}`);

test("verify.sh: every vector", { skip: shMissing }, async () => {
  assert.deepEqual(named(await askSh(questions)), named(expected));
});

test("package.py: every vector", { skip: pythonMissing }, () => {
  assert.deepEqual(named(askPython(questions)), named(expected));
});

test("what git cannot hold is refused by all three", async () => {
  const item = "data/items/d25528d7e3ddf6616b2d9a0cdbf38f4a";
  const asked = [
    copyOf("untouched", () => undefined),
    copyOf("pipe", (root) => execFileSync("mkfifo", [join(root, item, "working-1.txt")])),
    copyOf("empty-folder", (root) => mkdirSync(join(root, "data", "anchors"))),
    copyOf("folder-of-another-layout", (root) => mkdirSync(join(root, "data", "a", "b", "c", "d", "e", "f"), { recursive: true })),
    copyOf("name-with-line-end", (root) => writeFileSync(join(root, "data", "x\n"), "x")),
    copyOf("path-that-prints-as-two", (root) => {
      mkdirSync(join(root, "README.txt\n."));
      writeFileSync(join(root, "README.txt\n.", "bagit.txt"), "x");
    }),
    copyOf("hidden-odd-name", (root) => writeFileSync(join(root, ".\u0007x"), "x")),
    copyOf("name-that-is-no-utf8", (root) => writeFileSync(Buffer.concat([Buffer.from(join(root, "data", "x")), Buffer.of(0xff)]), "x")),
    copyOf("name-with-backslash", (root) => writeFileSync(join(root, "data\\record.json"), "x")),
    copyOf("case-twin", (root) => writeFileSync(join(root, "readme.txt"), readFileSync(join(root, "README.txt")))),
    copyOf("name-not-composed", (root) => renameSync(join(root, item, "original.txt"), join(root, item, "origine\u0301.txt"))),
    copyOf("link-to-itself", (root) => symlinkSync(".", join(root, "data", "loop"))),
    copyOf("link-from-outside", (root) => {
      unlinkSync(join(root, "README.txt"));
      symlinkSync(vectorPath("accept", "small", "package", "README.txt"), join(root, "README.txt"));
    }),
    copyOf("too-large", (root) => truncateSync(join(root, item, "original.txt"), 1024 ** 3 + 1)),
    copyOf("large-manifest", (root) => truncateSync(join(root, "manifest-sha256.txt"), 4 * 1024 ** 2 + 1)),
    copyOf("large-timestamp", (root) => writeFileSync(join(root, "seals", "tagmanifest-sha256.txt.ots"), new Uint8Array(64 * 1024 + 1))),
    copyOf("too-many", (root) => {
      mkdirSync(join(root, "data", "closed"), { recursive: true });
      for (let at = 0; at < 10_000; at++) writeFileSync(join(root, "data", "closed", `${at.toString(16).padStart(32, "0")}.leaf`), "");
    }),
  ];
  const wanted = asked.map((_, at) => (at === 0 ? 0 : 1));
  assert.deepEqual(await askTypeScript(asked), wanted);
  if (!shMissing) assert.deepEqual(await askSh(asked), wanted);
  if (!pythonMissing) assert.deepEqual(askPython(asked), wanted);
});

test("a file that may not be read is refused by all three, also where nothing lists it", { skip: shMissing || pythonMissing }, (t) => {
  const root = mkdtempSync(join(tmpdir(), "vouchsafe-unread-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  chmodSync(root, 0o755);
  const planted = join(root, "package");
  const answers = (path: string): (number | null)[] => askAsNobody({ packagePath: path, trustPath: usual });
  cpSync(vectorPath("accept", "small", "package"), planted, { recursive: true });
  if (answers(planted).some((answer) => answer !== 0)) return t.skip("this copy of the program is not for every user of this machine");
  for (const name of ["evidence.html", "data/evidence.html", "seals/tagmanifest-sha256.txt.ots"]) {
    writeFileSync(join(planted, name), "x", { mode: 0 });
    assert.deepEqual(answers(planted), [1, 1, 1], name);
    rmSync(join(planted, name));
  }
});

test("an unchecked timestamp beside the seal changes no verdict, up to its limit", async () => {
  const asked = [copyOf("timestamped", (root) => writeFileSync(join(root, "seals", "tagmanifest-sha256.txt.ots"), new Uint8Array(64 * 1024)))];
  assert.deepEqual(await askTypeScript(asked), [0]);
  if (!shMissing) assert.deepEqual(await askSh(asked), [0]);
  if (!pythonMissing) assert.deepEqual(askPython(asked), [0]);
});

test("no single change by chance is authenticated, and the three agree on it", async (t) => {
  const seed = Number(process.env["VOUCHSAFE_SEED"] ?? 20310417);
  t.diagnostic(`seed ${seed}`);
  const random = randomOf(seed);
  const good = vectorPath("accept", "whole-case", "package");
  const changed: Question[] = [];
  for (let at = 0; at < runs(200, 5000); at++) {
    const root = join(scratch, `mutant-${at}`);
    cpSync(good, root, { recursive: true });
    const what = mutate(root, random);
    const question = { packagePath: root, trustPath: usual };
    const [answer] = await askTypeScript([question]);
    assert.equal(answer === 0, sameFiles(good, root), `${what} (seed ${seed}, number ${at})`);
    if (at < runs(30, 300)) changed.push(question);
    else rmSync(root, { recursive: true });
  }
  const answers = await askTypeScript(changed);
  if (!shMissing) assert.deepEqual(await askSh(changed), answers);
  else t.diagnostic(shMissing);
  if (!pythonMissing) assert.deepEqual(askPython(changed), answers);
  else t.diagnostic(pythonMissing);
});

test("wrong use is 64 for all three, and is no verdict", async () => {
  const good = vectorPath("accept", "small", "package");
  const asked = [
    { packagePath: join(scratch, "nowhere"), trustPath: null },
    { packagePath: good, trustPath: join(scratch, "nowhere") },
    { packagePath: join(good, "README.txt"), trustPath: null },
    { packagePath: "-x", trustPath: null },
    { packagePath: "", trustPath: null },
  ];
  const wanted = asked.map(() => 64);
  assert.deepEqual(await askTypeScript(asked), wanted);
  if (!shMissing) assert.deepEqual(await askSh(asked), wanted);
  if (!pythonMissing) assert.deepEqual(askPython(asked), wanted);
});
