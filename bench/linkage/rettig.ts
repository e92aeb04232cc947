/**
 * The victims of the Rettig report (../shared/data/rettig), split by a seed into three lists that overlap and are damaged: as if a church, a court and families
 * had each kept one. The truth is the report's own number of each person.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Random, recordTable, type Profile, type RecordTable } from "#stats";

export interface RettigLists {
  readonly table: RecordTable;
  readonly personOf: (row: number) => string;
  /** All persons of the report, on some list or on none. */
  readonly persons: number;
  readonly onSomeList: number;
  readonly truePairs: number;
}

const LISTS = [
  { name: "church", takes: 0.55 },
  { name: "court", takes: 0.45 },
  { name: "families", takes: 0.35 },
] as const;

export function rettigLists(folder: string, seed: string): RettigLists {
  const random = new Random(seed);
  const [head, ...rows] = cellsOf(readFileSync(join(folder, "pinochet.csv"), "utf8"));
  const column = (name: string): number => head!.indexOf(name);
  const [id, family, given, age, male, start, place] = [
    "individual_id",
    "last_name",
    "first_name",
    "age",
    "male",
    "start_date_daily",
    "location_1",
  ].map(column) as [number, number, number, number, number, number, number];
  const said = (cell: string): string => (cell === "NA" ? "" : cell);
  const mentions: (Profile & { readonly person: string })[] = [];
  for (const row of rows) {
    const person = row[id]!;
    for (const { name: source, takes } of LISTS) {
      if (!random.chance(takes)) continue;
      const firstNames = said(row[given]!).split(" ");
      const familyNames = said(row[family]!).split(" ");
      const years = said(row[age]!);
      const date = said(row[start]!);
      mentions.push({
        source,
        // An id of the list's own, which says nothing of the person.
        id: String(random.next()).padStart(10, "0"),
        person,
        values: {
          // Second given names and second family names are often left out.
          given: damaged((random.chance(0.4) ? firstNames.slice(0, 1) : firstNames).join(" "), random),
          family: damaged((random.chance(0.3) ? familyNames.slice(0, 1) : familyNames).join(" "), random),
          birth: years === "" || random.chance(0.25) ? "" : random.chance(0.25) ? `about ${Number(years) + random.below(5) - 2}` : years,
          sex: random.chance(0.1) ? "" : row[male] === "1" ? "m" : "f",
          place: random.chance(0.2) ? "" : damaged(said(row[place]!).split(",")[0]!, random),
          date: date === "" || random.chance(0.08) ? "" : random.chance(0.1) ? date.slice(0, 7) : random.chance(0.08) ? shifted(date, random) : date,
        },
      });
    }
  }
  const table = recordTable(mentions);
  const of = new Map(mentions.map(({ source, id, person }) => [`${source} ${id}`, person]));
  const counts = new Map<string, number>();
  for (const { person } of mentions) counts.set(person, (counts.get(person) ?? 0) + 1);
  return {
    table,
    personOf: (row) => of.get(`${table.sources[row]!} ${table.ids[row]!}`)!,
    persons: new Set(rows.map((row) => row[id]!)).size,
    onSomeList: counts.size,
    truePairs: [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0),
  };
}

function damaged(text: string, random: Random): string {
  if (text.length < 5 || !random.chance(0.07)) return text;
  const at = 1 + random.below(text.length - 2);
  return random.chance(0.5) ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
}

function shifted(date: string, random: Random): string {
  return new Date(Date.parse(date) + (random.below(5) - 2) * 86_400_000).toISOString().slice(0, 10);
}

/** CSV with quoted cells. */
function cellsOf(text: string): string[][] {
  return text
    .trim()
    .split(/\r?\n/u)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gu)].slice(0, 59).map(([, cell]) => cell!.replace(/^"(.*)"$/u, "$1").replaceAll('""', '"')),
    );
}
