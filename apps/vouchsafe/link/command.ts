/** `link --records A.csv [B.csv …] --out links.csv`: which records are of one person, without a desk. docs/formats/linkage.md has its files. */
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { utf8 } from "#bytes";
import { sha256Hex } from "#prim";
import {
  calibration,
  LinkageError,
  personSettings,
  precisionRecall,
  readSettings,
  reportHtml,
  type Decision,
  type LinkSettings,
  type OverlapTable,
  type PairTold,
  type RecordTable,
  type ReportInput,
} from "#stats";
import { startLinking, type LinkResult, type LinkWays } from "../../desk/linking/index.ts";
import { NewFiles } from "../new-files.ts";
import { Plain, WrongUse } from "../plain.ts";
import { csvLine, readCsv } from "./csv.ts";
import { clericalBands, readLabels, sampleOf } from "./clerical.ts";
import { readRecords, truthOf, type RecordFile } from "./record-files.ts";

type Print = (line: string) => void;

/** What made a result: changes whenever the same records and settings can come out otherwise. */
export const LINKAGE_VERSION = "vouchsafe linkage 2";

const BAND_NAMES = ["apart", "review", "automatic"] as const;

export async function runLink(args: readonly string[], print: Print): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      records: { type: "string", multiple: true },
      out: { type: "string" },
      settings: { type: "string" },
      report: { type: "string" },
      clusters: { type: "string" },
      sample: { type: "string" },
      labels: { type: "string" },
      explain: { type: "string", multiple: true },
      ways: { type: "string" },
      id: { type: "string", default: "id" },
      truth: { type: "string" },
      workers: { type: "string", default: "1" },
      seed: { type: "string" },
      force: { type: "boolean", default: false },
    },
  });
  // `--explain A:1 B:2` and `--records A.csv B.csv`: what stands behind them belongs to the one that lacks it.
  const explained = [...(values.explain ?? [])];
  const files = [...(values.records ?? [])];
  for (const positional of positionals) (explained.length === 1 && !positional.endsWith(".csv") ? explained : files).push(positional);
  const workers = Number(values.workers);
  if (files.length === 0 || (explained.length !== 0 && explained.length !== 2) || !Number.isInteger(workers) || workers < 1 || workers > 64)
    throw new WrongUse();
  if (values.out === undefined && values.ways === undefined && explained.length === 0)
    throw new WrongUse("--out is needed: the file to write the links into.");

  const written = new NewFiles([values.out, values.clusters, values.sample, values.report], {
    force: values.force,
    inputs: [...files, values.settings, values.labels].filter((path) => path !== undefined),
  });
  const inputs = files.map((file) => readRecords(file, values.id));
  if (new Set(inputs.map(({ name }) => name)).size !== inputs.length)
    throw new Plain("Two files have one name: give them different ones, since records are known by file and id.", 64);
  const table = together(inputs);
  try {
    const settings = settingsOf(table, inputs.length, values.settings, values.seed);
    const labels = values.labels === undefined ? [] : readLabels(values.labels, readCsv);
    const ways = waysIn(values.ways, settings, inputs.length);
    if (values.ways !== undefined) mkdirSync(values.ways, { recursive: true });
    const waysWritten = new NewFiles(ways, { force: values.force, inputs: files });
    const job = startLinking(table, settings, { workers, decisions: decisionsOf(labels, table), onStep: stepsTo(print) });
    try {
      const result = (await job.result)!;
      const told = explained.length === 2 ? await job.explain(rowOf(explained[0]!, result), rowOf(explained[1]!, result)) : null;
      if (told !== null) for (const line of waterfall(told, explained)) print(line);
      const write = (path: string | undefined, make: () => string): void => {
        if (path !== undefined) written.write(path, utf8(make()));
      };
      write(values.out, () => linksCsv(result));
      write(values.clusters, () => clustersCsv(result));
      write(values.sample, () => sampleOf(result, settings.seed));
      write(values.report, () =>
        report(result, settings, inputs, labels, values.truth, told === null ? null : { names: [explained[0]!, explained[1]!], told }),
      );
      if (ways.length > 0) writeWays(waysWritten, ways, await job.ways());
      if (values.out !== undefined) print(summary(result));
    } finally {
      await job.end();
    }
  } catch (error) {
    if (error instanceof LinkageError)
      throw new Plain(
        `${SENTENCES[error.code] ?? "These records cannot be linked."} (${error.code}${error.where === null ? "" : `: ${error.where}`})`,
        64,
      );
    throw error;
  }
  return 0;
}

const SENTENCES: Readonly<Record<string, string>> = {
  "bad-settings": "The settings are not in order.",
  "unknown-version": "These settings are of a version this program does not know.",
  "unknown-column": "The settings name a column that the records do not have.",
  "unknown-field": "The settings name a field that is not among their fields.",
  "unknown-level": "The settings name a level that this kind of field does not have.",
  "unknown-key": "The settings name a blocking key that this kind of field does not have.",
  "too-many-records": "There are more records than can be linked at once.",
  "too-many-pairs": "Blocking brings too many pairs together: make its rules stricter.",
  "duplicate-id": "Two records of one file have one id.",
  "too-few-records": "There are not two records.",
};

function together(inputs: readonly RecordFile[]): RecordTable {
  const columns = new Map<string, string[]>();
  const count = inputs.reduce((sum, { ids }) => sum + ids.length, 0);
  let at = 0;
  for (const { columns: own, ids } of inputs) {
    for (const [name, cells] of own) {
      const column = columns.get(name) ?? Array.from({ length: count }, () => "");
      columns.set(name, column);
      for (const [i, cell] of cells.entries()) column[at + i] = cell;
    }
    at += ids.length;
  }
  return { count, ids: inputs.flatMap(({ ids }) => ids), sources: inputs.flatMap(({ name, ids }) => ids.map(() => name)), columns };
}

function settingsOf(table: RecordTable, files: number, path: string | undefined, seed: string | undefined): LinkSettings {
  if (path === undefined) {
    const columns = new Set(table.columns.keys());
    if (!columns.has("name") && !(columns.has("given") && columns.has("family")))
      throw new Plain(
        "Without a settings file the records need a column `name`, or `given` and `family`. docs/formats/linkage.md tells how to write one.",
        64,
      );
    return { ...personSettings(columns), ...(seed === undefined ? {} : { seed }) };
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Plain(`${basename(path)} is not JSON.`, 64);
    throw error;
  }
  const settings = readSettings(json);
  if (!settings.within && files < 2) throw new Plain("The settings link between files only, and there is one file.", 64);
  return { ...settings, ...(seed === undefined ? {} : { seed }) };
}

function stepsTo(print: Print): (phase: string, done: number, of: number) => void {
  let told = "";
  return (phase, done, of) => {
    const tenth = of <= 1 ? "" : ` ${Math.floor((done / of) * 10) * 10} %`;
    if (process.stderr.isTTY && `${phase}${tenth}` !== told) print((told = `${phase}${tenth}`));
  };
}

function decisionsOf(labels: readonly { readonly a: string; readonly b: string; readonly verdict: string }[], table: RecordTable): Decision[] {
  if (labels.length === 0) return [];
  // Rows are counted in the order that linking puts them into.
  const order = Array.from({ length: table.count }, (_, i) => i).sort((x, y) =>
    table.sources[x] === table.sources[y] ? (table.ids[x]! < table.ids[y]! ? -1 : 1) : table.sources[x]! < table.sources[y]! ? -1 : 1,
  );
  const rows = new Map(order.map((row, place) => [`${table.sources[row]!}:${table.ids[row]!}`, place]));
  return labels.flatMap(({ a, b, verdict }) => {
    const [x, y] = [rows.get(a), rows.get(b)];
    if (x === undefined || y === undefined) throw new Plain("A label names a record that is not there.", 64);
    return verdict === "same" || verdict === "not the same" ? [{ a: x, b: y, verdict }] : [];
  });
}

function rowOf(name: string, { sources, ids }: LinkResult): number {
  for (let row = 0; row < ids.length; row++) if (`${sources[row]!}:${ids[row]!}` === name) return row;
  throw new Plain("There is no such record: name it FILE:ID, the file without .csv.", 64);
}

/** Bits per field, adding up from the prior to the sum. */
export function waterfall(told: PairTold, [a, b]: readonly string[]): string[] {
  const lines = [`${a!} and ${b!}, against "${told.against}":`];
  let sum = told.priorBits;
  const line = (name: string, level: string, bits: number): string =>
    `  ${name.padEnd(14)}${level.padEnd(18)}${`${bits >= 0 ? "+" : "−"}${Math.abs(bits).toFixed(2)}`.padStart(8)}${sum.toFixed(2).replace("-", "−").padStart(9)}  ${bits >= 0 ? "█".repeat(Math.min(30, Math.round(bits))) : "░".repeat(Math.min(30, Math.round(-bits)))}`;
  lines.push(line("before", "", told.priorBits));
  for (const { field, level, bits, isShared } of told.fields) {
    sum += bits;
    lines.push(line(field, isShared ? `${level!} (shared)` : (level ?? "not said"), bits));
  }
  lines.push(
    `  ${told.bits.toFixed(2).replace("-", "−")} bits against this rival; probability against all ${told.probability.toFixed(6)}; band: ${told.band}${told.barredBy.length > 0 ? `, kept from automatic by ${told.barredBy.join(", ")}` : ""}`,
  );
  return lines;
}

function linksCsv({ pairs, scores, sources, ids }: LinkResult): string {
  let text = csvLine(["source_a", "id_a", "source_b", "id_b", "probability", "bits", "band"]);
  for (let pair = 0; pair < pairs.count; pair++) {
    if (scores.band[pair] === 0) continue;
    const [a, b] = [pairs.a[pair]!, pairs.b[pair]!];
    text += csvLine(
      [
        sources[a]!,
        ids[a]!,
        sources[b]!,
        ids[b]!,
        scores.probability[pair]!.toFixed(6),
        scores.bits[pair]!.toFixed(3).replace("-0.000", "0.000"),
        BAND_NAMES[scores.band[pair]!]!,
      ].map((cell, i) => (i === 5 ? Number(cell) : cell)),
    );
  }
  return text;
}

/** Tables of lists, one file each: what `estimate --lists` and `--partition` read. */
function writeWays(files: NewFiles, paths: readonly string[], { even, ways }: LinkWays): void {
  const text = ({ lists, rows }: OverlapTable): string =>
    csvLine([...lists, "count"]) + rows.map(({ pattern, count }) => csvLine([...pattern, count])).join("");
  for (const [place, one] of [even, ...ways].entries()) files.write(paths[place]!, utf8(text(one)));
}

function waysIn(folder: string | undefined, { partitions }: LinkSettings, files: number): string[] {
  if (folder === undefined) return [];
  if (files > 12) throw new Plain("An estimate takes at most twelve lists: link fewer files, or put some together.", 64);
  return ["lists.csv", ...Array.from({ length: partitions }, (_, way) => `way-${String(way + 1).padStart(2, "0")}.csv`)].map((name) =>
    join(folder, name),
  );
}

function clustersCsv({ clusters, sources, ids }: LinkResult): string {
  return csvLine(["source", "id", "person"]) + ids.map((id, row) => csvLine([sources[row]!, id, clusters.of[row]! + 1])).join("");
}

function summary({ scores, clusters, ids, blockingRecall }: LinkResult): string {
  const count = [0, 0, 0];
  for (const band of scores.band) count[band]!++;
  return `${ids.length} records: ${count[2]} pairs linked by themselves, ${count[1]} to be read by somebody; ${clusters.members.length} people if nothing else is one. At most ${(blockingRecall.recallAtMost * 100).toFixed(1)} % of the true pairs were among those compared.`;
}

function report(
  result: LinkResult,
  settings: LinkSettings,
  inputs: readonly RecordFile[],
  labels: readonly { readonly a: string; readonly b: string; readonly verdict: string }[],
  truthColumn: string | undefined,
  explained: ReportInput["explained"],
): string {
  const truth = truthColumn === undefined ? null : truthOf(inputs, truthColumn, result);
  const { pairs, scores } = result;
  const isMatch = (pair: number): boolean => truth !== null && truth.of[pairs.a[pair]!] === truth.of[pairs.b[pair]!];
  const calibrated = truth === null ? null : calibration(scores.probability, isMatch);
  const truePairs = truth === null ? 0 : truth.pairs(settings.within);
  return reportHtml({
    ...result,
    inputs: inputs.map(({ name, sha256, ids }) => ({ name, sha256, rows: ids.length })),
    settings,
    // Of the text that stands at the end of the report.
    settingsSha256: sha256Hex(utf8(JSON.stringify(settings, null, 1))),
    version: LINKAGE_VERSION,
    records: result.ids.length,
    explained,
    clerical: labels.length === 0 ? null : clericalBands(result, labels),
    known:
      calibrated === null
        ? null
        : { curve: precisionRecall(scores.bits, isMatch, truePairs), calibration: calibrated.bins, calibrationError: calibrated.error },
  });
}
