/** `import FILE --mapping M.json --desk DIR`: brings a file into a desk's record without screens. */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { utf8, type Bytes } from "#bytes";
import { ExchangeError, MAPPING_LIMITS, parseMapping, publishes, requireOwnId, type ImportReport, type Mapping } from "#exchange";
import { Sha256Stream } from "#prim";
import {
  compareImport,
  heldByOthers,
  importPlace,
  redoImport,
  runImport,
  syncDesk,
  undoImport,
  type ImportFile,
  type ImportWish,
  type OpenDesk,
  type Surroundings,
} from "../desk/core/index.ts";
import { importWord } from "../desk/index.ts";
import { withDesk } from "./desk-commands.ts";
import { NewFiles } from "./new-files.ts";
import { EXIT, Plain, WrongUse } from "./plain.ts";

type Print = (line: string) => void;
const CHUNK_BYTES = 1_048_576;

/**
 * `import FILE --mapping M.json --desk DIR [--case ID] [--preview] [--withdraw-missing] [--report OUT.json [--force]]`, or `--undo` or `--redo` in place of FILE.
 * `--undo --also-others` also takes back what others wrote under its ids. Ctrl-C or a kill leaves whole entries; the same command goes on from there.
 */
export async function runImportCommand(args: readonly string[], print: Print, surroundings: Surroundings = {}): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      case: { type: "string" },
      desk: { type: "string" },
      force: { type: "boolean", default: false },
      mapping: { type: "string" },
      preview: { type: "boolean", default: false },
      redo: { type: "boolean", default: false },
      report: { type: "string" },
      undo: { type: "boolean", default: false },
      "also-others": { type: "boolean", default: false },
      "withdraw-missing": { type: "boolean", default: false },
    },
  });
  const { desk: dir, mapping: mappingPath, report: reportPath } = values;
  const back = values.undo || values.redo;
  if (dir === undefined || mappingPath === undefined || positionals.length !== (back ? 0 : 1) || (values.undo && values.redo) || (values["also-others"] && !values.undo))
    throw new WrongUse("FILE, --mapping and --desk are needed (no FILE to undo or redo). The room “Bring in” of a desk makes a mapping and saves it as a file.");
  if (values.case !== undefined && !/^[0-9a-f]{32}$/.test(values.case))
    throw new Plain("A case is named by its id, 32 letters and digits.", EXIT.usage);
  const reports = new NewFiles([reportPath], { force: values.force, inputs: [mappingPath, ...positionals] });
  const mapping = plainly(() => mappingIn(mappingPath));
  const caseId = values.case ?? null;
  await withDesk(
    dir,
    async (desk) => {
      if (back) {
        await takeBack(desk, mapping, caseId, values, print);
        return;
      }
      const [path] = positionals as [string];
      const wish: ImportWish = { file: fileAt(path), mapping, caseId, saidBy: null, withdrawMissing: values["withdraw-missing"] };
      if (publishes(mapping))
        print("This mapping says of the texts it brings in that they are published: whole texts can then leave the group. Use it only where every one of them is published already.");
      const report = await plainlyAwait(() => (values.preview ? preview(desk, wish, print) : bring(desk, wish, print)));
      if (reportPath !== undefined) reports.write(reportPath, utf8(`${JSON.stringify(report, null, 2)}\n`));
    },
    surroundings,
  );
}

async function bring(desk: OpenDesk, wish: ImportWish, print: Print): Promise<ImportReport> {
  let told = 0;
  const report = await runImport(desk, wish, {
    onProgress: ({ rows }) => {
      if (rows < told + 5_000) return;
      told = rows;
      print(`  ${rows} rows`);
    },
  });
  tell(report, print);
  if (!(await syncDesk(desk)).reached) print("The relay does not answer now: colleagues get it when this desk next reaches it.");
  return report;
}

async function preview(desk: OpenDesk, wish: ImportWish, print: Print): Promise<ImportReport> {
  const { report, missing } = await compareImport(desk, wish);
  print("Nothing was written. It would be so:");
  tell(report, print);
  if (missing.length > 0)
    print(`${missing.length} records that were brought in before are no longer said by this file and mapping. --withdraw-missing takes them back.`);
  return report;
}

async function takeBack(desk: OpenDesk, mapping: Mapping, caseId: string | null, { undo, "also-others": alsoOthers }: { readonly undo: boolean; readonly "also-others": boolean }, print: Print): Promise<void> {
  const { importId } = importPlace(desk, mapping, caseId);
  const count = await (undo ? undoImport(desk, importId, {}, alsoOthers) : redoImport(desk, importId));
  print(undo ? `Taken back: ${count} records. Nothing is deleted; --redo brings them back.` : `Brought back: ${count} records.`);
  const held = undo ? heldByOthers(desk, importId) : 0;
  if (held > 0)
    print(`${held} records still stand: somebody has written under their ids too, the same words or others. Look at them on the desk; --undo --also-others takes them back as well.`);
}

/** The report in a few lines. Names columns, quotes no cell. */
function tell(report: ImportReport, print: Print): void {
  for (const { table, rows, rowFates, columns, mapped } of report.tables) {
    print(
      `Table ${table}: ${rows} rows: ${rowFates.new} new, ${rowFates.changed} changed, ${rowFates.same} there already, ${rowFates.nothing} that make nothing.`,
    );
    if (!mapped) print("  The mapping does not name this table: none of it is brought in.");
    const sums = new Map<string, number>();
    for (const { cells } of columns) for (const [fate, count] of Object.entries(cells)) sums.set(fate, (sums.get(fate) ?? 0) + count);
    print(`  Cells: ${[...sums].map(([fate, count]) => `${count} ${importWord("fate", fate)}`).join(", ")}.`);
    const unmapped = columns.filter(({ cells }) => cells.unmapped > 0).map(({ column }) => column);
    if (mapped && unmapped.length > 0) print(`  Columns the mapping does not name: ${unmapped.join(", ")}.`);
  }
  const tooMany = report.notes.filter(({ code }) => code === "too-many-records").reduce((sum, { count }) => sum + count, 0);
  if (tooMany > 0)
    print(
      `${tooMany} rows are left out whole: the mapping makes more than ${MAPPING_LIMITS.recordsOfRow} records of each. Look at the mapping: a separator may be in every word. Nothing is taken back as missing meanwhile.`,
    );
  const { subjects, statements, reports } = report.says;
  print(
    `It speaks of ${Object.entries(subjects)
      .map(([type, count]) => `${count} ${type}`)
      .join(", ")}; ${statements} statements, ${reports} reports.`,
  );
  const { added, same, superseding, withdrawn } = report.records;
  print(`Records: ${added} added, ${superseding} in place of older ones, ${same} there already, ${withdrawn} taken back.`);
  for (const { code, about, count, rows } of report.notes)
    print(`  ${importWord("importnote", code)}${about === "" ? "" : ` (${about})`}: ${count}, row ${rows.slice(0, 5).join(", ")}${rows.length > 5 ? ", …" : ""}`);
}

function mappingIn(path: string): Mapping {
  if (statSync(path).size > MAPPING_LIMITS.bytes) throw new ExchangeError("not-a-mapping");
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ExchangeError("not-a-mapping");
    throw error;
  }
  const mapping = parseMapping(json);
  requireOwnId(mapping);
  return mapping;
}

/** A file on the disk, read in pieces each time. */
export function fileAt(path: string): ImportFile {
  if (!statSync(path).isFile()) throw new Plain(`This is no file: ${path}`, EXIT.usage);
  function* chunks(): Generator<Bytes> {
    const descriptor = openSync(path, "r");
    try {
      for (;;) {
        const piece = new Uint8Array(CHUNK_BYTES);
        const length = readSync(descriptor, piece);
        if (length === 0) return;
        yield piece.slice(0, length);
      }
    } finally {
      closeSync(descriptor);
    }
  }
  const hash = new Sha256Stream();
  let sizeBytes = 0;
  for (const piece of chunks()) {
    hash.update(piece);
    sizeBytes += piece.length;
  }
  return { chunks, hash: hash.hex(), sizeBytes };
}

const SAID: Partial<Record<ExchangeError["code"], string>> = {
  "not-utf8": "The file is not in UTF-8. If it is in an older encoding, name it in the mapping (csv.encoding).",
  "open-quote": "A quotation mark is opened and not closed",
  "quote-inside": "A quotation mark stands inside a cell that is not quoted",
  "after-quote": "Something stands after a closing quotation mark",
  "cell-count": "A row has more or fewer cells than the header",
  "no-header": "The file has no header",
  "unknown-column": "The file lacks columns that the mapping names",
  "unknown-table": "The file lacks a table that the mapping names",
  "not-a-mapping": "This is no mapping",
  "newer-mapping": "The mapping was made for a newer version of this program",
  "bad-mapping": "The mapping does not hold together",
  "shipped-mapping": "The mapping has the id of one that comes with this program, and says something else: give it another id",
  "unknown-name": "The mapping refers to a name that nothing in it has",
};

function plain(error: unknown): unknown {
  if (!(error instanceof ExchangeError)) return error;
  const where = [error.row === null ? "" : `row ${error.row}`, error.at ?? ""].filter((part) => part !== "").join(", ");
  const lacking = error.lacking.length === 0 ? "" : `: ${error.lacking.join(", ").replaceAll(/\p{Cc}/gu, "?")}`;
  return new Plain(`${SAID[error.code] ?? `The file cannot be read: ${error.code}`}${lacking}${where === "" ? "" : ` (${where})`}. Nothing was written.`);
}

function plainly<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw plain(error);
  }
}

async function plainlyAwait<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw plain(error);
  }
}
