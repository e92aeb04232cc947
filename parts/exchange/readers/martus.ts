/**
 * Bulletins of Martus as it exports them (`MartusBulletins`, versions 1 to 3). One row for each bulletin, under the tags of its own fields: those of the private
 * section as `private/TAG`, so that a mapping can guard them. A date is `TAG/from` and `TAG/to`. Grids and names of attachments are tables of their own.
 */
import { ExchangeError } from "../errors.ts";
import type { Chunks, TableSet } from "../table-set.ts";
import { Cells, gathered, LeftOut, type LooseRow } from "./gathered.ts";
import { elementsOf, type XmlElement } from "./xml.ts";
import { xmlText } from "./xml-text.ts";

const ROOT = "MartusBulletins";
const BULLETIN = "MartusBulletin";
const VERSION = "MartusBulletinExportFormatVersion";
const READ_VERSIONS = ["1", "2", "3"];
const DATE = /^Simple:([0-9]{4}-?[0-9]{2}-?[0-9]{2})?$/;
const RANGE = /^Range:([0-9]{4}-?[0-9]{2}-?[0-9]{2})?,([0-9]{4}-?[0-9]{2}-?[0-9]{2})?$/;

/** Throws `ExchangeError`. */
export function readMartus(chunks: Chunks): TableSet {
  const leftOut = new LeftOut();
  return gathered(
    function* (): Generator<LooseRow> {
      leftOut.clear();
      for (const element of elementsOf(xmlText(chunks), requireBulletins)) {
        if (element.name === BULLETIN) yield* rowsOfBulletin(element, leftOut);
        else if (element.name === VERSION) requireVersion(element);
        else if (element.name !== "ExportMetaData") leftOut.add(element.name);
      }
    },
    () => leftOut.counts,
  );
}

function requireBulletins(name: string): void {
  if (name !== ROOT) throw new ExchangeError("not-this-format");
}

function requireVersion({ text, line }: XmlElement): void {
  if (!READ_VERSIONS.includes(text.trim())) throw new ExchangeError("not-this-format", line);
}

function* rowsOfBulletin(bulletin: XmlElement, leftOut: LeftOut): Generator<LooseRow> {
  const part = (name: string): XmlElement | undefined => bulletin.children.find((child) => child.name === name);
  const meta = part("BulletinMetaData")?.children ?? [];
  const id = meta.find(({ name }) => name === "BulletinLocalId")?.text.trim() ?? "";
  if (id === "") throw new ExchangeError("not-this-format", bulletin.line);
  const cells = new Cells();
  for (const child of meta) {
    if (child.children.length === 0 && child.name !== "ExtendedHistory") cells.put(`meta/${child.name}`, child.name === "AllPrivate" ? "yes" : child.text);
    else if (child.children.length > 0) leftOut.add(child.name);
  }
  const specs = { open: specsIn(part("MainFieldSpecs")), hidden: specsIn(part("PrivateFieldSpecs")) };
  const allPrivate = meta.some(({ name }) => name === "AllPrivate");
  const inner: LooseRow[] = [];
  for (const child of part("FieldValues")?.children ?? []) {
    if (child.name === "Field") putField(child, cells, inner, { id, specs, allPrivate });
    else if (child.name.endsWith("AttachmentList")) inner.push(...attachments(child, id));
    else leftOut.add(child.name);
  }
  for (const child of bulletin.children) if (!["BulletinMetaData", "MainFieldSpecs", "PrivateFieldSpecs", "FieldValues"].includes(child.name)) leftOut.add(child.name);
  yield { table: "bulletins", id, cells: cells.map };
  yield* inner;
}

/** The fields a section says it has, by their tags; of a grid the names of its columns. */
type Specs = ReadonlyMap<string, readonly string[]>;

function specsIn(section: XmlElement | undefined): Specs {
  const fields = (section?.children ?? []).filter(({ name }) => name === "Field");
  return new Map(
    fields.map((field): [string, readonly string[]] => {
      const columns = field.children.find(({ name }) => name === "GridSpecDetails")?.children.filter(({ name }) => name === "Column") ?? [];
      return [textOf(field, "Tag"), columns.map((column, n) => textOf(column, "Label") || textOf(column, "Tag") || `column ${n + 1}`)];
    }),
  );
}

function textOf(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text.trim() ?? "";
}

interface Within {
  readonly id: string;
  readonly specs: { readonly open: Specs; readonly hidden: Specs };
  readonly allPrivate: boolean;
}

function putField(field: XmlElement, cells: Cells, inner: LooseRow[], { id, specs, allPrivate }: Within): void {
  const tag = field.attributes["tag"] ?? "";
  if (tag === "") throw new ExchangeError("not-this-format", field.line);
  const value = field.children.find(({ name }) => name === "Value");
  const isPrivate = allPrivate || (specs.hidden.has(tag) && !specs.open.has(tag));
  const name = isPrivate ? `private/${tag}` : tag;
  const grid = value?.children.find((child) => child.name === "GridData");
  if (grid !== undefined) inner.push(...gridRows(grid, name, specs.open.get(tag) ?? specs.hidden.get(tag) ?? [], id));
  else putValue(name, value?.text ?? field.text, cells);
}

/** A date as its first and last day, with no cell for an end that is not given; anything else as it stands. */
function putValue(name: string, text: string, cells: Cells): void {
  const simple = DATE.exec(text);
  const [, from, to] = simple === null ? (RANGE.exec(text) ?? [null]) : [null, simple[1], simple[1]];
  if (simple === null && !RANGE.test(text)) return cells.put(name, text);
  if (from !== undefined) cells.put(`${name}/from`, from);
  if (to !== undefined) cells.put(`${name}/to`, to);
}

function gridRows(grid: XmlElement, name: string, columns: readonly string[], id: string): LooseRow[] {
  return grid.children
    .filter((child) => child.name === "Row")
    .map((row, n): LooseRow => {
      const cells = new Cells();
      cells.put("bulletin", id);
      row.children.forEach((cell, i) => putValue(columns[i] ?? `column ${i + 1}`, cell.text, cells));
      return { table: `grid/${name}`.slice(0, 200), id: `${id}/${n + 1}`, cells: cells.map };
    });
}

function attachments(list: XmlElement, id: string): LooseRow[] {
  return list.children.map((child, n): LooseRow => {
    const cells = new Cells();
    cells.put("bulletin", id);
    cells.put("section", list.name);
    cells.put("file name", child.children.find(({ name }) => name === "Filename")?.text ?? child.text);
    return { table: "attachments", id: `${id}/${list.name}/${n + 1}`, cells: cells.map };
  });
}
