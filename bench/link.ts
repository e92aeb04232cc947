/**
 * `npm run bench -- link [ROWS]`: linking beside DuckDB on the same rows with the same five blocking rules, phase by phase.
 *
 * Rows: one source; a fifth are copies of earlier rows with one cell in ten damaged or emptied. 20,000 first and 50,000 last names, the common ones far
 * commoner; birth dates of 41 years; 40 cities; phones. A million rows give about 1.8 million pairs. Seeded: the hash of the rows is printed.
 * Rules: first + last + city · first + birth · last + birth · phone · birth + city.
 *
 * Both sides run in this process, one after the other, on one thread each (`threads` 1; CREATE TABLE, as a pipeline would), and are measured alike: user and
 * system seconds of the whole process. Our garbage is swept before DuckDB begins, so that it does not pay for it. Reading is not quite the same work: we
 * start from rows in memory, DuckDB from a CSV file; both clean every column (case, accents, punctuation) and DuckDB's bare reading is told beside it.
 * Both must find the same number of pairs. Learning m, u and λ is ours alone; DuckDB scores with the weights that were learned.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blockPairs, clusterRecords, Comparer, learnModel, Random, readFields, readSettings, Scorer, type RecordTable } from "#stats";

const ROWS = Number(process.argv[2] ?? 1_000_000);
const LEVELS = [0.95, 0.88, 0.75];

const settings = readSettings({
  version: 1,
  fields: [
    { name: "first", kind: "text", columns: ["first"] },
    { name: "last", kind: "text", columns: ["last"] },
    { name: "birth", kind: "code", columns: ["birth"] },
    { name: "city", kind: "category", columns: ["city"] },
    { name: "phone", kind: "code", columns: ["phone"] },
  ],
  blocking: [
    ["first:whole", "last:whole", "city:whole"],
    ["first:whole", "birth:whole"],
    ["last:whole", "birth:whole"],
    ["phone:whole"],
    ["birth:whole", "city:whole"],
  ],
  deterministic: { rules: [["first", "last", "birth"], ["phone"]], recall: 0.8 },
  mostInBlock: 100_000,
  randomPairs: 1_000_000,
});

const table = makeRows(ROWS);
console.log(`Rules: ${settings.blocking.map((rule) => rule.map((part) => part.split(":")[0]).join(" + ")).join(" · ")}`);
console.log(`${ROWS} rows, ${new Set(table.sources).size} source; sha256 of the rows ${hashOf(table)}`);

interface Cost {
  readonly phase: string;
  readonly cpu: number;
  /** Of it what this thread took. The rest is the engine's: compiling, which is done once whatever the rows, and sweeping. */
  readonly own: number;
}

const ours: Cost[] = [];
const theirs: Cost[] = [];

async function timed<T>(into: Cost[], phase: string, work: () => T | Promise<T>): Promise<T> {
  const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
  const [started, ownStarted] = [process.cpuUsage(), process.threadCpuUsage()];
  const result = await work();
  into.push({ phase, cpu: seconds(process.cpuUsage(started)), own: seconds(process.threadCpuUsage(ownStarted)) });
  return result;
}

// Ours.
const fields = await timed(ours, "reading", () => readFields(table, settings));
const pairs = await timed(ours, "blocking", () => blockPairs(table, fields, settings));
const comparer = new Comparer(fields);
const vectors = await timed(ours, "comparison", () => comparer.compare(pairs.a, pairs.b, 0, pairs.count));
const model = await timed(ours, "learning", () => learnModel(table, fields, settings, pairs, vectors, comparer));
const scores = await timed(ours, "scoring", () => new Scorer(fields, settings, model).score(pairs, vectors));
const clusters = await timed(ours, "clustering", () => {
  const [a, b]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs.count; pair++) {
    if (scores.probability[pair]! < settings.automatic) continue;
    a.push(pairs.a[pair]!);
    b.push(pairs.b[pair]!);
  }
  // Connected components on both sides: DuckDB has no average linkage to compare with.
  return clusterRecords({ records: table.count, a, b, decisions: [], bitsOf: () => 1, cannot: () => false });
});
const ourPeak = process.resourceUsage().maxRSS / 1024;
globalThis.gc?.();

// DuckDB's.
const folder = mkdtempSync(join(tmpdir(), "vouchsafe-bench-link-"));
try {
  const file = join(folder, "rows.csv");
  const columns = ["first", "last", "birth", "city", "phone"].map((name) => table.columns.get(name)!);
  writeFileSync(
    file,
    `id,first,last,birth,city,phone\n${Array.from({ length: ROWS }, (_, row) => `${row},${columns.map((column) => column[row]).join(",")}`).join("\n")}\n`,
  );
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const db = await instance.connect();
  const count = async (sql: string): Promise<number> => Number((await db.runAndReadAll(sql)).getRows()[0]![0]);
  const bare: Cost[] = [];
  await timed(bare, "reading", () => db.run(`create table raw as select * from read_csv('${file}', header=true, all_varchar=true)`));
  await db.run("drop table raw");
  const text = (column: string): string => `nullif(trim(regexp_replace(lower(strip_accents(${column})), '[\\s.,;/-]+', ' ', 'g')), '')`;
  const code = (column: string): string => `nullif(regexp_replace(lower(nfc_normalize(${column})), '[^\\p{L}\\p{N}]', '', 'g'), '')`;
  await timed(theirs, "reading", () =>
    db.run(
      `create table r as select id::integer id, ${text('"first"')} f, ${text('"last"')} l, ${code("birth")} b, nullif(lower(trim(nfc_normalize(city))), '') c, ${code("phone")} p from read_csv('${file}', header=true, all_varchar=true)`,
    ),
  );
  const rules = ["x.f=y.f and x.l=y.l and x.c=y.c", "x.f=y.f and x.b=y.b", "x.l=y.l and x.b=y.b", "x.p=y.p", "x.b=y.b and x.c=y.c"];
  // As Splink does it: one join for each rule, and a pair that an earlier rule found is left out of the later one's.
  await timed(theirs, "blocking", () =>
    db.run(
      `create table pairs as ${rules
        .map(
          (rule, r) =>
            `select x.id a, y.id b, ${r} as by_rule from r x join r y on ${rule} where x.id < y.id${rules
              .slice(0, r)
              .map((earlier) => ` and not coalesce(${earlier}, false)`)
              .join("")}`,
        )
        .join(" union all ")}`,
    ),
  );
  const level = (column: string): string =>
    `case when x.${column} is null or y.${column} is null then 0 when x.${column}=y.${column} then 1 when jaro_winkler_similarity(x.${column},y.${column})>=${LEVELS[0]} or damerau_levenshtein(x.${column},y.${column})=1 then 2 when jaro_winkler_similarity(x.${column},y.${column})>=${LEVELS[1]} then 3 when jaro_winkler_similarity(x.${column},y.${column})>=${LEVELS[2]} then 4 else 5 end`;
  const codeLevel = (column: string): string =>
    `case when x.${column} is null or y.${column} is null then 0 when x.${column}=y.${column} then 1 when damerau_levenshtein(x.${column},y.${column})=1 then 2 when damerau_levenshtein(x.${column},y.${column})=2 then 3 else 4 end`;
  await timed(theirs, "comparison", () =>
    db.run(
      `create table vectors as select pairs.a a, pairs.b b, ${level("f")} gf, ${level("l")} gl, ${codeLevel("b")} gb, case when x.c is null or y.c is null then 0 when x.c=y.c then 1 else 2 end gc, ${codeLevel("p")} gp from pairs join r x on x.id=pairs.a join r y on y.id=pairs.b`,
    ),
  );
  // The model is ours: EM is not DuckDB's work. Scoring is.
  const weight = (f: number, name: string): string =>
    `case ${name} when 0 then 0 ${model.m[f]!.reduce((text, m, l) => (l === 0 ? text : `${text} when ${l} then ${Math.log2(m / model.u[f]![l]!)}`), "")} end`;
  await timed(theirs, "scoring", () =>
    db.run(
      `create table scored as select a, b, bits, 1/(1+pow(2.0,-bits)) p from (select a, b, ${Math.log2(model.lambda / (1 - model.lambda))} + ${["gf", "gl", "gb", "gc", "gp"].map((name, f) => weight(f, name)).join(" + ")} bits from vectors)`,
    ),
  );
  const theirLinks = await count(`select count(*) from scored where p >= ${settings.automatic}`);
  const theirClusters = await timed(theirs, "clustering", async () => {
    // Components by passing the least number on along links until nothing changes, doubling the reach each time.
    await db.run(
      `create table links as select a, b from scored where p >= ${settings.automatic} union all select b, a from scored where p >= ${settings.automatic}`,
    );
    await db.run("create table least as select a id, min(least(a,b)) root from links group by a");
    for (;;) {
      await db.run(
        "create or replace table next as select id, min(root) root from (select id, root from least union all select links.a, least.root from links join least on least.id=links.b union all select l.id, k.root from least l join least k on k.id=l.root) group by id",
      );
      const changed = await count("select count(*) from next join least using (id) where next.root<>least.root");
      await db.run("create or replace table least as select * from next");
      if (changed === 0) break;
    }
    return count("select count(distinct root) from least");
  });
  const theirPairs = await count("select count(*) from pairs");
  const vectorSum = await count("select sum(gf+10*gl+100*gb+1000*gc+10000*gp) from vectors");
  let ourSum = 0;
  for (let at = 0; at < vectors.length; at += 5)
    ourSum += vectors[at]! + 10 * vectors[at + 1]! + 100 * vectors[at + 2]! + 1000 * vectors[at + 3]! + 10_000 * vectors[at + 4]!;
  let ourLinks = 0;
  for (const p of scores.probability) if (p >= settings.automatic) ourLinks++;
  const ourClusters = clusters.members.filter(({ length }) => length > 1).length;

  console.log("phase            ours   DuckDB    ratio   (CPU seconds; last, of ours: this thread without the engine's compiling and sweeping)");
  for (const { phase, cpu, own } of ours) {
    const other = theirs.find((cost) => cost.phase === phase);
    console.log(
      `${phase.padEnd(12)} ${cpu.toFixed(2).padStart(8)} ${(other === undefined ? "–" : other.cpu.toFixed(2)).padStart(8)} ${(other === undefined ? "" : (cpu / other.cpu).toFixed(2)).padStart(8)} ${own.toFixed(2).padStart(8)}`,
    );
  }
  const sum = (costs: readonly Cost[], only: (phase: string) => boolean = () => true): number =>
    costs.filter(({ phase }) => only(phase)).reduce((total, { cpu }) => total + cpu, 0);
  const four = (phase: string): boolean => ["blocking", "comparison", "scoring", "clustering"].includes(phase);
  console.log(
    `four phases  ${sum(ours, four).toFixed(2).padStart(8)} ${sum(theirs, four).toFixed(2).padStart(8)} ${(sum(ours, four) / sum(theirs, four)).toFixed(2).padStart(8)}`,
  );
  console.log(`DuckDB reading the file and cleaning nothing: ${bare[0]!.cpu.toFixed(2)}`);
  console.log(`everything   ${sum(ours).toFixed(2).padStart(8)} ${sum(theirs).toFixed(2).padStart(8)}`);
  console.log(
    `pairs ${pairs.count} · ${theirPairs}; links ${ourLinks} · ${theirLinks}; groups ${ourClusters} · ${theirClusters}; sum over levels ${ourSum} · ${vectorSum}`,
  );
  console.log(`memory at most, before DuckDB began: ${ourPeak.toFixed(0)} MiB, with the generator's rows in it`);
  if (pairs.count !== theirPairs) {
    console.log("The numbers of pairs differ.");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Rows with a fifth of duplicates: 20,000 first and 50,000 last names with a long tail, dates of 41 years, 40 cities, phones; one cell in ten of a duplicate is damaged. */
function makeRows(count: number): RecordTable {
  const random = new Random("bench link");
  const word = (number: number, ends: readonly string[]): string => {
    let [left, text] = [number, ""];
    for (let i = 0; i < 3 || left > 0; i++) {
      text += "bdgklmnprstvz"[left % 13]! + "aeiou"[Math.floor(left / 13) % 5]!;
      left = Math.floor(left / 65);
    }
    return text + ends[number % ends.length]!;
  };
  const words = (size: number, ends: readonly string[], before = ""): string[] => Array.from({ length: size }, (_, i) => before + word(i, ends));
  const [first, last, city] = [words(20_000, ["", "n", "r"]), words(50_000, ["", "ov", "son", "dar"]), words(40, [""], "c")];
  const days = Array.from({ length: 41 * 365 }, (_, i) =>
    new Date(Date.UTC(1940, 0, 1) + i * 86_400_000).toISOString().slice(0, 10).replaceAll("-", ""),
  );
  // The smaller the number, the commoner the name.
  const common = (list: readonly string[]): string => list[Math.floor(list.length * random.unit() ** 2)]!;
  const names = ["first", "last", "birth", "city", "phone"] as const;
  const columns = names.map((): string[] => []);
  for (let row = 0; row < count; row++) {
    if (row > 100 && random.chance(0.2)) {
      const of = random.below(row);
      for (const [c, column] of columns.entries()) {
        const cell = column[of]!;
        column.push(!random.chance(0.1) ? cell : cell.length < 3 || random.chance(0.3) ? "" : damaged(cell, c === 2 || c === 4, random));
      }
    } else
      for (const [c, cell] of [
        common(first),
        common(last),
        random.pick(days),
        common(city),
        `0${String(100_000_000 + random.below(900_000_000))}`,
      ].entries())
        columns[c]!.push(cell);
  }
  const width = String(count).length;
  return {
    count,
    ids: Array.from({ length: count }, (_, row) => String(row).padStart(width, "0")),
    sources: Array.from({ length: count }, () => "a"),
    columns: new Map(names.map((name, c) => [name, columns[c]!])),
  };
}

function damaged(cell: string, isNumber: boolean, random: Random): string {
  const at = random.below(cell.length - 1);
  return `${cell.slice(0, at)}${isNumber ? random.below(10) : ""}${cell.slice(at + 1)}`;
}

function hashOf({ columns, count }: RecordTable): string {
  const hash = createHash("sha256");
  const all = [...columns.values()];
  for (let row = 0; row < count; row++) hash.update(`${all.map((column) => column[row]).join(",")}\n`);
  return hash.digest("hex");
}
