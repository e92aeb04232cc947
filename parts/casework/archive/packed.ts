/** Rows as they are kept: what a row has not is left out, since there are hundreds of thousands. */
import type { Row } from "./row.ts";

const EMPTY: Omit<Row, "id" | "leader"> = {
  type: "person",
  label: "",
  code: null,
  kinds: [],
  words: [],
  statuses: [],
  first: null,
  last: null,
  area: [],
  place: "",
  circles: [],
  cases: [],
  sources: [],
  langs: [],
  statements: 0,
  disputed: false,
  missing: 0,
  names: [],
  profiles: 1,
  changed: 0,
  until: null,
};

export function packRow({ id, leader, ...row }: Row): string {
  const fields = Object.entries(row).filter(([name, value]) => {
    const empty: unknown = EMPTY[name as keyof typeof EMPTY];
    return Array.isArray(value) ? value.length > 0 : value !== empty;
  });
  return JSON.stringify({ ...Object.fromEntries(fields), ...(leader === id ? {} : { leader }) });
}

/** @param packed what `packRow` made: it comes from the desk's own file, which is authenticated */
export function unpackRow(id: string, packed: string): Row {
  return { id, leader: id, ...EMPTY, ...(JSON.parse(packed) as Partial<Row>) };
}
