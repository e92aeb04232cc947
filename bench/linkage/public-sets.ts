/** The public sets of records with known truth in ../shared/data/linkage, with the settings they are linked by. No setting was chosen by looking at the truth: kinds follow from what a column holds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSettings, recordTable, type LinkSettings, type Profile, type RecordTable } from "#stats";

export interface KnownSet {
  readonly name: string;
  readonly table: RecordTable;
  readonly settings: LinkSettings;
  /** Who a row of the table is of. */
  readonly truthOf: (row: number) => string;
  readonly truePairs: number;
}

const name = (field: string, column: string, other: string, part: "given" | "family") => ({
  name: field,
  kind: "name",
  part,
  columns: [column, other],
  frequency: true,
});
const text = (column: string, frequency = false) => ({ name: column, kind: "text", columns: [column], frequency });
const code = (column: string, frequency = false) => ({ name: column, kind: "code", columns: [column], frequency });
const date = (column: string) => ({ name: column, kind: "date", columns: [column], frequency: false });

const FEBRL = {
  version: 1,
  fields: [
    name("given", "given_name", "surname", "given"),
    name("family", "surname", "given_name", "family"),
    date("date_of_birth"),
    code("soc_sec_id"),
    code("street_number"),
    text("address_1", true),
    text("address_2", true),
    text("suburb", true),
    code("postcode", true),
    { name: "state", kind: "category", columns: ["state"] },
  ],
  blocking: [
    ["given+family:two-skeletons"],
    ["soc_sec_id:whole"],
    ["soc_sec_id:halves", "postcode:whole"],
    ["date_of_birth:day", "suburb:first3"],
    ["date_of_birth:day", "given:first"],
    ["date_of_birth:day", "family:first"],
    ["given:word", "postcode:whole"],
    ["family:word", "postcode:whole"],
    ["address_1:whole", "street_number:whole"],
    ["suburb:whole", "address_2:whole"],
    ["date_of_birth:year", "address_1:skeleton"],
    ["soc_sec_id:halves", "date_of_birth:year"],
  ],
  deterministic: {
    rules: [
      ["soc_sec_id", "date_of_birth"],
      ["given", "family", "date_of_birth"],
      ["given", "family", "soc_sec_id"],
    ],
    recall: 0.8,
  },
  mostInBlock: 200,
};

/** Lines of a plain CSV file whose cells hold no commas. */
function rowsOf(folder: string, file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(folder, file), "utf8").trim().split(/\r?\n/u);
  const names = split(head!);
  return lines.map((line) => Object.fromEntries(split(line).map((cell, i) => [names[i]!, cell])));
}

function split(line: string): string[] {
  return line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/u, "$1"));
}

function known(title: string, settings: unknown, profiles: readonly (Profile & { readonly truth: string })[]): KnownSet {
  const table = recordTable(profiles);
  const read = readSettings(settings);
  const truth = new Map(profiles.map(({ source, id, truth }) => [`${source} ${id}`, truth]));
  const truthOf = (row: number): string => truth.get(`${table.sources[row]!} ${table.ids[row]!}`)!;
  const groups = new Map<string, Map<string, number>>();
  for (let row = 0; row < table.count; row++) {
    const bySource = groups.get(truthOf(row)) ?? new Map<string, number>();
    bySource.set(table.sources[row]!, (bySource.get(table.sources[row]!) ?? 0) + 1);
    groups.set(truthOf(row), bySource);
  }
  let truePairs = 0;
  for (const bySource of groups.values()) {
    const sizes = [...bySource.values()];
    const all = sizes.reduce((sum, size) => sum + size, 0);
    truePairs += (all * (all - 1)) / 2;
    if (!read.within) truePairs -= sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  }
  return { name: title, table, settings: read, truthOf, truePairs };
}

const numberOf = (id: string): string => /\d+/u.exec(id)![0];

export function febrl4(folder: string): KnownSet {
  const profiles = (["a", "b"] as const).flatMap((source) =>
    rowsOf(folder, `febrl4${source}.csv`).map(({ rec_id, ...values }) => ({ source, id: rec_id!, values, truth: numberOf(rec_id!) })),
  );
  return known("FEBRL 4", { ...FEBRL, within: false, deterministic: { ...FEBRL.deterministic, recall: 0.8 } }, profiles);
}

export function febrl3(folder: string): KnownSet {
  const profiles = rowsOf(folder, "febrl3.csv").map(({ rec_id, ...values }) => ({ source: "a", id: rec_id!, values, truth: numberOf(rec_id!) }));
  return known("FEBRL 3", FEBRL, profiles);
}

export function rlData500(folder: string): KnownSet {
  const profiles = rowsOf(folder, "RLdata500.csv").map((row, i) => ({
    source: "a",
    id: String(i).padStart(4, "0"),
    values: {
      given: [row["fname_c1"], row["fname_c2"]].filter((name) => name !== "NA").join(" "),
      family: [row["lname_c1"], row["lname_c2"]].filter((name) => name !== "NA").join(" "),
      birth: `${row["by"]!}-${row["bm"]!.padStart(2, "0")}-${row["bd"]!.padStart(2, "0")}`,
    },
    truth: row["identity"]!,
  }));
  return known(
    "RLdata500",
    {
      version: 1,
      fields: [name("given", "given", "family", "given"), name("family", "family", "given", "family"), date("birth")],
      blocking: [
        ["given+family:two-skeletons"],
        ["birth:day"],
        ["given:skeleton", "birth:years"],
        ["family:skeleton", "birth:years"],
        ["given:word"],
        ["family:word"],
      ],
      deterministic: {
        rules: [
          ["given", "family", "birth"],
          ["given", "birth"],
          ["family", "birth"],
        ],
        recall: 0.8,
      },
    },
    profiles,
  );
}

export function fake1000(folder: string): KnownSet {
  const profiles = rowsOf(folder, "fake_1000.csv").map(({ unique_id, cluster, ...row }) => ({
    source: "a",
    id: unique_id!.padStart(4, "0"),
    values: { given: row["first_name"]!, family: row["surname"]!, birth: row["dob"]!, city: row["city"]!, email: row["email"]! },
    truth: cluster!,
  }));
  return known(
    "fake_1000",
    {
      version: 1,
      fields: [
        name("given", "given", "family", "given"),
        name("family", "family", "given", "family"),
        date("birth"),
        text("city", true),
        text("email"),
      ],
      blocking: [
        ["given+family:two-skeletons"],
        ["birth:day"],
        ["email:whole"],
        ["given:word", "birth:year"],
        ["family:word", "birth:year"],
        ["family:word", "city:whole"],
        ["given:word", "city:whole"],
        ["given:skeleton"],
        ["family:skeleton"],
        ["birth:years", "city:skeleton"],
        ["email:skeleton"],
      ],
      deterministic: { rules: [["given", "family", "birth"], ["email"], ["given", "birth", "city"]], recall: 0.7 },
    },
    profiles,
  );
}
