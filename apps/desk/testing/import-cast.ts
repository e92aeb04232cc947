/** For tests of imports: an invented list of an invented town, and the mapping for it. Nothing of it ships. */
import { utf8 } from "#bytes";
import { parseMapping, type Mapping } from "#exchange";
import { sha256Hex } from "#prim";
import type { ImportFile, ImportWish } from "../core/import/run.ts";

export const LIST: unknown = {
  format: "vouchsafe-mapping",
  v: 1,
  id: "list-of-marl",
  title: "The list of Marl",
  reads: "csv",
  tables: [
    {
      table: "rows",
      rowId: ["no"],
      missing: ["-"],
      saidBy: "list",
      cites: { of: "paper", page: "page" },
      subjects: [
        { as: "list", type: "source", key: [], statements: [{ property: "alias", value: { constant: { text: "List of Marl" } } }] },
        { as: "paper", type: "document", key: [], statements: [{ property: "title", value: { constant: { text: "The list" } } }] },
        {
          as: "taken",
          type: "person",
          statements: [
            { property: "name", value: { name: { columns: ["name"] } } },
            { property: "age", value: { number: { column: "age" } } },
          ],
        },
        { as: "raid", type: "event", key: ["raid"], statements: [{ property: "title", value: { text: { columns: ["raid"], before: "Raid " } } }] },
        {
          as: "taking",
          type: "act",
          statements: [
            { property: "kind", value: { constant: { code: { list: "act", term: "detention" } } } },
            { property: "victim", value: { ref: { to: "taken" } } },
            { property: "event", value: { ref: { to: "raid" } } },
            { property: "time", value: { time: { start: [{ column: "day", format: "iso" }] } } },
          ],
        },
      ],
    },
  ],
};

export const LIST_MAPPING: Mapping = parseMapping(LIST);

/** The same, but for a mistake: each letter of a name is a note of its own, in so many statements. */
export function lettersApart(id: string, statements: number): unknown {
  const [table] = LIST_MAPPING.tables;
  const [list, paper, taken, ...rest] = table!.subjects;
  const notes = Array.from({ length: statements }, () => ({ property: "remark", value: { text: { columns: ["name"], split: "x" } } }));
  return { ...LIST_MAPPING, id, tables: [{ ...table, subjects: [list, paper, { ...taken, statements: [...taken!.statements, ...notes] }, ...rest] }] };
}

/** A name that `lettersApart` parts in so many. */
export function nameOf(parts: number): string {
  return Array.from({ length: parts }, (_, i) => `p${i}`).join("x");
}

/** A list with so many rows; `change` gives other cells for a row. */
export function listOf(rows: number, change: (no: number) => Partial<Record<"name" | "age" | "raid" | "day" | "page", string>> = () => ({})): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const no = i + 1;
    const row = {
      name: `Person ${no}`,
      age: String(20 + (no % 50)),
      raid: String(Math.ceil(no / 4)),
      day: `2031-0${1 + (no % 9)}-1${no % 10}`,
      page: String(1 + (no % 30)),
      ...change(no),
    };
    return [no, row.name, row.age, row.raid, row.day, row.page].join(",");
  });
  return `no,name,age,raid,day,page\n${lines.join("\n")}\n`;
}

export function fileOf(text: string): ImportFile {
  const bytes = utf8(text);
  return { chunks: () => [bytes], hash: sha256Hex(bytes), sizeBytes: bytes.length };
}

export function wishFor(text: string, more: Partial<ImportWish> = {}): ImportWish {
  return { file: fileOf(text), mapping: LIST_MAPPING, caseId: null, saidBy: null, withdrawMissing: false, ...more };
}
