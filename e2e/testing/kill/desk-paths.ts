/** Write paths of a desk by itself, each to be killed in: importing, taking back, packages, exports, many at once, links, another passphrase. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { penOf } from "#casework";
import { linkStanding } from "#confirm";
import { randomBytes, sha256Hex } from "#prim";
import { openKeyFile } from "#seal";
import { closeDesk, DeskError, exportsOf, importPlace, makeExport, packageFinding, redoImport, runImport, undoImport, unlockDesk, write, type OpenDesk } from "../../../apps/desk/core/index.ts";
import { approveExport, askForExport, fileOfExport } from "../../../apps/desk/core/exports.ts";
import { entriesOf, recordsIn } from "../../../apps/desk/core/import/acts.ts";
import { undoState } from "../../../apps/desk/core/import/undo.ts";
import { readKeyring, writeKeyring } from "../../../apps/desk/core/keyring.ts";
import { actsOf, planBulk } from "../../../apps/desk/server/commands/bulk.ts";
import { decide } from "../../../apps/desk/server/commands/records.ts";
import { founder, letIn, PASSPHRASE, settle, stage } from "../../../apps/desk/testing/cast.ts";
import { listOf, wishFor } from "../../../apps/desk/testing/import-cast.ts";
import { verifyDirectory } from "../../../apps/verifier/index.ts";
import { makeDesk, withDesk as deskOf20000, type Scenario } from "../faults/scenarios.ts";

const FAST = 4;
const ROWS = 60;
/** Records of a list of so many rows: case and title; source, alias, document, title; eight of each row, its raid, and the raid's title once for four. */
const RECORDS = 2 + 4 + ROWS * 8 + ROWS + ROWS / 4;
const WISH = wishFor(listOf(ROWS));

async function withDesk<T>(folder: string, work: (desk: OpenDesk) => Promise<T> | T, passphrase = PASSPHRASE): Promise<T> {
  const desk = await unlockDesk(join(folder, "desk"), passphrase, { workFactor: FAST });
  try {
    return await work(desk);
  } finally {
    closeDesk(desk);
  }
}

/** A desk whose finding a colleague decided, and whose export they agreed to. */
async function makeDeskOfTwo(folder: string): Promise<void> {
  const bare = stage();
  const on = { ...bare, dir: folder };
  const desk = await founder(on, "desk");
  const tomas = await letIn(on, desk, "Tomas", null);
  const subject = penOf(randomBytes)("subject", { type: "case" });
  const pen = penOf(randomBytes, subject.id);
  const act = pen("subject", { type: "act" });
  const kind = pen("statement", { subject: act.id, property: "kind", stance: "asserts", value: { code: { list: "act", term: "disappearance" } } });
  const finding = pen("finding", { proposition: "A man was taken.", standard: 1, for: [kind.id] });
  write(desk, "work", "begin-case", [subject, act, kind]);
  write(desk, "work", "propose-finding", [finding]);
  const { id } = askForExport(desk, { of: { case: subject.id }, format: "jsonl", ceiling: 2, why: "The commission counts.", to: "The commission", seal: "passphrase", days: 14 });
  await settle(desk, tomas);
  write(tomas, "work", "decide-finding", decide(finding.id, randomBytes).records);
  approveExport(tomas, id, fileOfExport(tomas, id).hash);
  await settle(desk, tomas);
  for (const one of [desk, tomas]) closeDesk(one);
  bare.strike();
}

const importOf = (desk: OpenDesk): string => importPlace(desk, WISH.mapping, null).importId;
const idsMade = (desk: OpenDesk): string[] => entriesOf(desk, "made", importOf(desk)).flatMap((entry) => recordsIn(desk, entry).map(({ id }) => id));

const importing: Scenario = {
  name: "a file brought in",
  prepare: makeDesk,
  run: (folder, acknowledge) =>
    withDesk(folder, async (desk) => {
      const importId = importOf(desk);
      await runImport(desk, WISH, { onProgress: () => acknowledge(`acts ${entriesOf(desk, "made", importId).length}`) });
      acknowledge("done");
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, async (desk) => {
      const acts = Math.max(0, ...acknowledged.filter((one) => one.startsWith("acts ")).map((one) => Number(one.slice(5))));
      assert.ok(entriesOf(desk, "made", importOf(desk)).length >= acts, "an act that was told of is gone");
      if (acknowledged.includes("done")) assert.equal(idsMade(desk).length, RECORDS, "a whole import is not whole");
      await runImport(desk, WISH);
      const ids = idsMade(desk);
      assert.deepEqual([ids.length, new Set(ids).size], [RECORDS, RECORDS], "gone on with, each record is there once");
    }),
};

const takingBack: Scenario = {
  name: "an import taken back, and brought back",
  async prepare(folder) {
    await makeDesk(folder);
    await withDesk(folder, (desk) => runImport(desk, WISH));
  },
  run: (folder, acknowledge) =>
    withDesk(folder, async (desk) => {
      await undoImport(desk, importOf(desk));
      acknowledge("undone");
      await redoImport(desk, importOf(desk));
      acknowledge("standing");
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, async (desk) => {
      const state = undoState(desk, importOf(desk));
      if (acknowledged.at(-1) === "standing") assert.equal(state, "standing");
      if (acknowledged.at(-1) === "undone") assert.notEqual(state === "standing" && entriesOf(desk, "redone", importOf(desk)).length === 0, true, "what was taken back stands");
      // Brought back in part, it is brought back in whole first: as its person would.
      if (state === "partly" && acknowledged.includes("undone")) await redoImport(desk, importOf(desk));
      await undoImport(desk, importOf(desk));
      assert.equal(undoState(desk, importOf(desk)), "undone");
      await redoImport(desk, importOf(desk));
      assert.equal(undoState(desk, importOf(desk)), "standing");
    }),
};

const packagesIn = (folder: string): string[] => (existsSync(join(folder, "packages")) ? readdirSync(join(folder, "packages")) : []);
const packaged = async (desk: OpenDesk, folder: string): Promise<string> => {
  const [finding] = desk.records.book(desk.line).current("finding");
  return (await packageFinding(desk, finding!.record.id, join(folder, "packages"))).name;
};

const deskPackage: Scenario = {
  name: "a package of a finding",
  prepare: makeDeskOfTwo,
  run: (folder, acknowledge) =>
    withDesk(folder, async (desk) => {
      for (let n = 0; n < 2; n++) acknowledge(await packaged(desk, folder));
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, async (desk) => {
      const verdicts = new Map<string, string>();
      for (const name of packagesIn(folder)) verdicts.set(name, (await verifyDirectory(join(folder, "packages", name), null)).verdict);
      for (const name of acknowledged) assert.equal(verdicts.get(name), "consistent", "an acknowledged package");
      const issued = desk.store.records({ compartment: "signing", limit: 1e6 }).filter(({ kind }) => kind === "packageIssued").length;
      assert.ok(issued >= [...verdicts.values()].filter((verdict) => verdict === "consistent").length, "a package nobody has in the log");
      const again = await packaged(desk, folder);
      assert.equal((await verifyDirectory(join(folder, "packages", again), null)).verdict, "consistent");
    }),
};

const SEALED = new Redacted("given to the courier by word of mouth");
const exporting: Scenario = {
  name: "an export",
  prepare: makeDeskOfTwo,
  run: (folder, acknowledge) =>
    withDesk(folder, async (desk) => {
      for (let n = 0; n < 2; n++) {
        const { path, written } = await makeExport(desk, exportsOf(desk)[0]!.shown.record.id, SEALED, FAST);
        acknowledge(`${path.split("/").at(-1)!} ${written}`);
      }
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, async (desk) => {
      const dir = join(folder, "desk", "exports");
      const files = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith(".age")) : [];
      for (const [name = "", written] of acknowledged.map((one) => one.split(" "))) assert.equal(sha256Hex(readFileSync(join(dir, name))), written, "an acknowledged export");
      for (const name of files) await openKeyFile(SEALED, readFileSync(join(dir, name)));
      const [state] = exportsOf(desk);
      assert.ok(state!.made.length >= files.length, "an export nobody has in the log");
      await makeExport(desk, state!.shown.record.id, SEALED, FAST);
    }),
};

const MANY = 600;
const many: Scenario = {
  name: "the same said of many persons at once",
  async prepare(folder) {
    await makeDesk(folder);
    await withDesk(folder, (desk) => {
      const persons = Array.from({ length: MANY }, () => penOf(randomBytes)("subject", { type: "person" }));
      for (const records of actsOf(persons)) write(desk, "work", "begin-case", records);
    });
  },
  run: (folder, acknowledge) =>
    withDesk(folder, (desk) => {
      sayOfAll(desk, "miner");
      acknowledge("all");
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, (desk) => {
      const said = saidOf(desk);
      assert.ok(said === MANY || (said === 0 && acknowledged.length === 0), `of ${said} persons of ${MANY}`);
      sayOfAll(desk, "teacher");
      assert.equal(saidOf(desk), MANY + said);
    }),
};

function sayOfAll(desk: OpenDesk, words: string): void {
  const book = desk.records.book(desk.line);
  const subjects = book.current("subject").filter(({ record }) => record.type === "person").map(({ record }) => record.id);
  const { statements } = planBulk(book, subjects, { subjects, property: "occupation", value: words, how: "add", reason: "as told" }, randomBytes);
  desk.store.atomically(() => actsOf(statements).forEach((records) => write(desk, "work", "change-many", records)));
}

function saidOf(desk: OpenDesk): number {
  return desk.records.book(desk.line).current("statement").filter(({ record }) => record.property === "occupation").length;
}

const linking: Scenario = {
  name: "decisions on who is one person",
  async prepare(folder) {
    await makeDesk(folder);
    await withDesk(folder, (desk) => void write(desk, "work", "begin-case", Array.from({ length: 2 }, () => penOf(randomBytes)("subject", { type: "person" }))));
  },
  run: (folder, acknowledge) =>
    withDesk(folder, (desk) => {
      for (let n = 0; n < 12; n++) acknowledge(link(desk, n % 2 === 0 ? "same" : "not the same"));
    }),
  check: (folder, acknowledged) =>
    withDesk(folder, (desk) => {
      for (const entry of acknowledged) assert.ok(desk.store.entry(entry) !== null, "an acknowledged decision is gone");
      const [a, b] = personsOf(desk);
      const { decisions } = linkStanding(desk.records.open(desk.line), a!, b!);
      assert.ok(decisions.length === 1 || (decisions.length === 0 && acknowledged.length === 0), `${decisions.length} decisions of one person stand`);
      link(desk, "same");
      assert.equal(linkStanding(desk.records.open(desk.line), a!, b!).decisions.length, 1);
    }),
};

function personsOf(desk: OpenDesk): string[] {
  return desk.records.book(desk.line).current("subject").filter(({ record }) => record.type === "person").map(({ record }) => record.id).toSorted();
}

function link(desk: OpenDesk, decision: "same" | "not the same"): string {
  const [a, b] = personsOf(desk);
  const before = linkStanding(desk.records.open(desk.line), a!, b!).decisions.map(({ record }) => record.id);
  return write(desk, "work", "link", [penOf(randomBytes)("linkDecision", { persons: [a!, b!], decision, ...(before.length === 0 ? {} : { supersedes: before }) })]);
}

const OTHER = new Redacted("another passphrase of the cast");
const passphrase: Scenario = {
  name: "a key file under another passphrase, and back",
  prepare: makeDesk,
  async run(folder, acknowledge) {
    const path = join(folder, "desk", "keys.age");
    for (const [from, to, said] of [[PASSPHRASE, OTHER, "other"], [OTHER, PASSPHRASE, "first"]] as const) {
      await writeKeyring(path, await readKeyring(path, from), to, FAST);
      acknowledge(said);
    }
  },
  async check(folder, acknowledged) {
    const opens = async (with_: Redacted<string>): Promise<boolean> => withDesk(folder, () => true, with_).catch((error: unknown) => !(error instanceof DeskError && error.code === "wrong-passphrase"));
    const [first, other] = [await opens(PASSPHRASE), await opens(OTHER)];
    assert.equal(first !== other, true, "exactly one of the two opens it");
    if (acknowledged.at(-1) === "first") assert.ok(first);
    if (acknowledged.length === 0) assert.ok(first || other);
    if (other) await writeKeyring(join(folder, "desk", "keys.age"), await readKeyring(join(folder, "desk", "keys.age"), OTHER), PASSPHRASE, FAST);
    await deskOf20000(folder, () => undefined);
  },
};

export const DESK_PATHS: readonly Scenario[] = [importing, takingBack, deskPackage, exporting, many, linking, passphrase];
