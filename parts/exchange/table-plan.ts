/** A table's mapping against the columns the file has, made ready once for all rows. Throws `ExchangeError` where they do not fit. */
import { ExchangeError } from "./errors.ts";
import type { Condition, PlaceTemplate, StatementTemplate, SubjectTemplate, TableMapping, ValueTemplate } from "./mapping.ts";
import type { CellFate } from "./report.ts";
import type { Columns } from "./row.ts";
import type { SourceTable } from "./table-set.ts";

export interface NamedStatement {
  readonly template: StatementTemplate;
  /** Different for each statement of a subject, and the same as long as property and columns are. */
  readonly name: string;
  /** Several values of one cell are a set: none takes another's place. */
  readonly isSet: boolean;
}

export interface SubjectPlan {
  readonly template: SubjectTemplate;
  readonly space: string;
  /** Stands for one row. */
  readonly isOfRow: boolean;
  /** The same in every row. */
  readonly isConstant: boolean;
  readonly statements: readonly NamedStatement[];
}

export interface TablePlan {
  readonly mapping: TableMapping;
  readonly table: SourceTable;
  readonly columns: Columns;
  readonly subjects: readonly SubjectPlan[];
}

export function planTable(mapping: TableMapping, table: SourceTable, at: string): TablePlan {
  const places = new Map(table.columns.map((name, i) => [name, i]));
  const used = columnsOf(mapping);
  if (mapping.optional !== true) {
    const lacking = [...new Set(used)].filter((column) => !places.has(column));
    if (lacking.length > 0) throw new ExchangeError("unknown-column", null, at, lacking);
  }
  const ignored = new Set((mapping.ignore ?? []).map(({ column }) => column));
  const usedSet = new Set(used.filter((column) => !ignored.has(column)));
  const valuesFor = (column: string, key: "missing" | "notRecorded"): string[] =>
    (mapping.cells ?? []).flatMap((one) => (one.columns.includes(column) ? (one[key] ?? []) : []));
  return {
    mapping,
    table,
    columns: {
      names: table.columns,
      at: (column) => places.get(column) ?? -1,
      missing: table.columns.map((column) => new Set([...(mapping.missing ?? []), ...valuesFor(column, "missing")])),
      notRecorded: table.columns.map((column) => new Set(valuesFor(column, "notRecorded"))),
      unused: table.columns.map((column): CellFate => (usedSet.has(column) ? "left-out" : ignored.has(column) ? "ignored" : "unmapped")),
    },
    subjects: mapping.subjects.map((template) => {
      const isOfRow = template.key === undefined;
      return {
        template,
        space: template.space ?? template.as,
        isOfRow,
        isConstant:
          template.key?.length === 0 && template.when === undefined && template.needs === undefined && template.statements.every(isConstant),
        statements: named(template.statements),
      };
    }),
  };
}

/** Every column a table's mapping names, `ignore` included. */
function columnsOf(mapping: TableMapping): string[] {
  const { rowId, cells, ignore, cites, reports, subjects, compare } = mapping;
  return [
    ...(rowId ?? []),
    ...(cells ?? []).flatMap((one) => one.columns),
    ...(ignore ?? []).map((one) => one.column),
    ...(cites?.page === undefined ? [] : [cites.page]),
    ...(reports ?? []).flatMap((one) => [
      ...one.text.columns,
      ...(one.title?.columns ?? []),
      ...(one.received ?? []).map((date) => date.column),
      ...inConditions(one.when),
    ]),
    ...subjects.flatMap((one) => [
      ...(one.key ?? []),
      ...(one.needs ?? []),
      ...inConditions(one.when),
      ...one.statements.flatMap((statement) => [...inValue(statement.value), ...inConditions(statement.when)]),
    ]),
    ...(compare ?? []).flatMap((one) => one.columns),
  ];
}

export function inConditions(when: readonly Condition[] | undefined): string[] {
  return (when ?? []).map(({ column }) => column);
}

function inValue(value: ValueTemplate): string[] {
  const { text, name, code, time, place, chain, count, number, flag, ref } = value;
  const given = (...all: (string | undefined)[]): string[] => all.filter((column) => column !== undefined);
  return [
    ...(text?.columns ?? []),
    ...(name === undefined ? [] : [...name.columns, ...(name.parts ?? []).map(({ column }) => column)]),
    ...(code === undefined ? [] : [code.column]),
    ...(time === undefined ? [] : [...[...(time.start ?? []), ...(time.end ?? [])].map(({ column }) => column), ...(time.asGiven ?? [])]),
    ...[place ?? [], chain ?? []].flat().flatMap(inPlace),
    ...(count === undefined ? [] : given(count.column, count.min, count.max)),
    ...(number === undefined ? [] : [number.column]),
    ...(flag === undefined ? [] : [flag.column]),
    ...(ref !== undefined && "columns" in ref ? ref.columns : []),
  ];
}

function inPlace({ name, kind, adminPath, lat, lon, radiusWhere }: PlaceTemplate): string[] {
  return [...(name ?? []), kind?.column, ...(adminPath ?? []), lat, lon, ...(radiusWhere ?? []).map(({ column }) => column)].filter(
    (column) => column !== undefined,
  );
}

function isConstant({ value, when }: StatementTemplate): boolean {
  return when === undefined && (value.constant !== undefined || (value.ref !== undefined && "to" in value.ref));
}

function named(statements: readonly StatementTemplate[]): NamedStatement[] {
  const met = new Map<string, number>();
  return statements.map((template) => {
    const base = template.as ?? [template.property, Object.keys(template.value)[0]!, ...inValue(template.value)].join("/");
    const times = (met.get(base) ?? 0) + 1;
    met.set(base, times);
    const { text, name, code, ref } = template.value;
    const isSet = [text?.split, name?.split, code?.split, ref !== undefined && "split" in ref ? ref.split : undefined].some(
      (split) => split !== undefined,
    );
    return { template, name: times === 1 ? base : `${base}#${times}`, isSet };
  });
}
