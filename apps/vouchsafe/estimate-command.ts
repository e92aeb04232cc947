/** `vouchsafe estimate`: from a table of lists to what may be said of those on none, with everything it was made of. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { utf8 } from "#bytes";
import { linkageOf, ListsError, readLists, reportHtml, reportText, strataOf, type EstimateReport, type ListsFile } from "#confirm";
import { sha256Hex } from "#prim";
import { CaptureError, LEAST_PARTITIONS, mergedLists, SETTINGS, withLists, type EstimateSettings, type Table } from "#stats";
import { runEstimate } from "../desk/estimates/index.ts";
import { NewFiles } from "./new-files.ts";
import { Plain, WrongUse } from "./plain.ts";

type Print = (line: string) => void;

const MOST_BYTES = 200_000_000;
const PROGRAM = "vouchsafe 0.1.0";

const SENTENCES: Readonly<Record<string, string>> = {
  "no-lists": "No column is a list, or there are more than twelve. Each list needs a column of its own.",
  "not-yes-or-no": "Every column but `id`, `count` and that of --strata is a list, and a cell of one is neither yes nor no (1, x, yes, true · 0, no, false, nothing)",
  "not-a-count": "A count is no whole number",
  "no-person": "A record has no list or no person",
  "no-such-column": "The column named is not in the file.",
  "no-such-list": "A list that was named is not in the file.",
  "no-stratum": "The column that groups people is empty",
  "too-large": "There are more lists or people than can be reckoned with.",
  "bad-lists": "Two lists have one name, or a list has none.",
  "bad-settings": "A setting is outside its range: see docs/formats/lists.md.",
};

/** Exit: 0 a range · 1 not estimable · 2 refused. */
export async function runEstimateCommand(args: readonly string[], print: Print): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lists: { type: "string" },
      html: { type: "string" },
      json: { type: "string" },
      seed: { type: "string", default: SETTINGS.seed },
      resamples: { type: "string", default: String(SETTINGS.resamples) },
      chains: { type: "string", default: String(SETTINGS.chains) },
      draws: { type: "string", default: String(SETTINGS.latent.draws) },
      "burn-in": { type: "string", default: String(SETTINGS.latent.burnIn) },
      without: { type: "string", multiple: true, default: [] },
      merge: { type: "string", multiple: true, default: [] },
      strata: { type: "string" },
      partition: { type: "string", multiple: true, default: [] },
      workers: { type: "string", default: String(Math.max(1, Math.min(8, availableParallelism()))) },
      day: { type: "string" },
      force: { type: "boolean", default: false },
      quiet: { type: "boolean", default: false },
    },
  });
  if (values.lists === undefined) throw new WrongUse("--lists is needed: a CSV file with the lists.");
  const settings: Partial<EstimateSettings> = {
    seed: values.seed,
    resamples: whole(values.resamples),
    chains: whole(values.chains),
    latent: { ...SETTINGS.latent, draws: whole(values.draws), burnIn: whole(values["burn-in"]) },
  };
  try {
    const files = new NewFiles([values.html, values.json], { force: values.force, inputs: [values.lists, ...values.partition] });
    const bytes = contentOf(values.lists);
    const file = changed(readLists(bytes, values.strata ?? null), values.without, values.merge);
    const partitions = values.partition.map((path) => contentOf(path));
    const ways = partitions.map((content, place) => tableOfWay(content, place, file, values));
    const estimate = await withProgress(values.quiet, (signal, onProgress) =>
      runEstimate(file.table, settings, { workers: Math.max(1, whole(values.workers)), onProgress, signal }),
    );
    const report: EstimateReport = {
      estimate,
      table: file.table,
      strata: values.strata === undefined ? null : strataOf(values.strata, file.strata, estimate),
      linkage: ways.length === 0 ? null : linkageOf(ways, estimate),
      isLinked: file.isLinked,
      provenance: {
        inputs: [
          { what: "lists", sha256: sha256Hex(bytes) },
          ...partitions.map((content, place) => ({ what: `partition ${place + 1}`, sha256: sha256Hex(content) })),
        ],
        program: PROGRAM,
        day: values.day ?? null,
        changes: [...values.without.map((name) => `left out: ${name}`), ...values.merge.map((names) => `made one: ${names}`)],
      },
    };
    if (values.html !== undefined) files.write(values.html, utf8(reportHtml(report)));
    if (values.json !== undefined)
      files.write(values.json, utf8(`${JSON.stringify({ ...report, table: { lists: file.table.lists, counts: [...file.table.counts] } })}\n`));
    print(reportText(report));
    return { range: 0, "not-estimable": 1, refused: 2 }[estimate.verdict];
  } catch (error) {
    if (error instanceof ListsError || error instanceof CaptureError) {
      const row = error instanceof ListsError && error.row !== null ? ` (row ${error.row}${error.column === null ? "" : `, column ${error.column}`})` : "";
      throw new Plain(`${SENTENCES[error.code] ?? "This is no table of lists."}${row}`);
    }
    throw error;
  }
}

function contentOf(path: string): Uint8Array {
  const bytes = readFileSync(path);
  if (bytes.length > MOST_BYTES) throw new Plain("The file is larger than 200 MB.");
  return bytes;
}

/** Lists left out, then lists made one (`A+B`), in the whole and in every group. */
function changed(file: ListsFile, without: readonly string[], merge: readonly string[]): ListsFile {
  const one = (given: Table): Table => {
    const placeOf = (table: Table, name: string): number => {
      const place = table.lists.indexOf(name);
      if (place < 0) throw new ListsError("no-such-list");
      return place;
    };
    const gone = without.map((name) => placeOf(given, name));
    let table =
      gone.length === 0
        ? given
        : withLists(
            given,
            given.lists.map((_, j) => j).filter((j) => !gone.includes(j)),
          );
    for (const names of merge) {
      const places = names.split("+").map((name) => placeOf(table, name));
      if (places.length < 2) throw new WrongUse();
      table = mergedLists(table, places, names);
    }
    return table;
  };
  return { ...file, table: one(file.table), strata: file.strata.map(({ name, table }) => ({ name, table: one(table) })) };
}

/** One of the tables as the records might be linked: of the same lists in the same order, and there are enough of them. */
function tableOfWay(content: Uint8Array, place: number, file: ListsFile, { partition, without, merge }: { readonly partition: readonly string[]; readonly without: readonly string[]; readonly merge: readonly string[] }): Table {
  if (partition.length < LEAST_PARTITIONS)
    throw new Plain(`Fewer than ${LEAST_PARTITIONS} ways of linking say too little about how unsure the linking is.`);
  const { table } = changed(readLists(content), without, merge);
  if (table.lists.join("\n") !== file.table.lists.join("\n"))
    throw new Plain(`Partition ${place + 1} has other lists than the table, or has them in another order.`);
  return table;
}

/** Shows how far it is on a terminal; Ctrl-C stops it and leaves nothing behind. */
async function withProgress<T>(
  quiet: boolean,
  work: (signal: AbortSignal, onProgress: (done: number, of: number) => void) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const stop = (): void => ending.abort(new Plain("Stopped. Nothing was written."));
  process.once("SIGINT", stop);
  const shows = !quiet && process.stderr.isTTY;
  try {
    return await work(ending.signal, (done, of) => {
      if (shows) process.stderr.write(`\r${done} of ${of} pieces · Ctrl-C stops`);
    });
  } finally {
    process.removeListener("SIGINT", stop);
    if (shows) process.stderr.write("\r\u001B[K");
  }
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongUse();
  return Number(text);
}
