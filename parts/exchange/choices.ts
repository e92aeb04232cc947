/**
 * A mapping made column by column, as a person makes it on a screen: of each column, what it is. It covers lists of persons to whom something was done,
 * one row each, which is what groups keep; what it cannot say is written as a mapping by hand.
 */
import { LISTS } from "#casework";
import { MAPPING_FORMAT, parseMapping, type DateFormat, type Mapping, type PlaceTemplate } from "./mapping.ts";
import type { CsvForm } from "./csv.ts";

/** What a column can be. `leave-out` is a decision too, and has its reason in the mapping. */
export const COLUMN_USES = [
  "row-id",
  "name",
  "given-name",
  "father-name",
  "family-name",
  "nickname",
  "age",
  "born",
  "sex",
  "occupation",
  "status",
  "residence",
  "person-note",
  "event",
  "act-kind",
  "start",
  "end",
  "place",
  "place-kind",
  "latitude",
  "longitude",
  "method",
  "pretext",
  "motive",
  "consequence",
  "act-note",
  "perpetrator",
  "source",
  "page",
  "account",
  "leave-out",
] as const;
export type ColumnUse = (typeof COLUMN_USES)[number];

/** Uses whose values are words of one of our lists, and the list. */
export const LISTED_USES = { "act-kind": "act", sex: "sex", status: "status" } as const satisfies Partial<Record<ColumnUse, keyof typeof LISTS>>;
/** A column whose dates are written now so, now so: which of two numbers is the day must still be said once for all of it. */
export const MIXED_DATES = ["mixed-day-first", "mixed-month-first"] as const;
export type ColumnDate = DateFormat | (typeof MIXED_DATES)[number];

/** Uses whose values are dates. */
export const DATED_USES: readonly ColumnUse[] = ["start", "end", "born"];

export interface ColumnChoice {
  readonly column: string;
  readonly use: ColumnUse;
  readonly date?: ColumnDate;
  /** The file's words to ours; a word without one is kept as it is. */
  readonly terms?: Readonly<Record<string, string>>;
  /** Values that mean "not recorded" here: no statement, and no denial. */
  readonly notRecorded?: readonly string[];
}

export interface ImportChoices {
  /** Of the mapping, for good. */
  readonly id: string;
  readonly title: string;
  /** Who says what the file says. */
  readonly sourceAlias: string;
  readonly sourceKind: (typeof LISTS.sourceKind)[number];
  readonly missing: readonly string[];
  readonly csv: CsvForm;
  /** How far from a point it may have been, where the file gives points. */
  readonly radiusM: number;
  readonly columns: readonly ColumnChoice[];
}

const FINENESS: readonly DateFormat[] = ["epoch-ms", "epoch-s", "iso", "ymd", "dmy", "mdy", "my", "month-first", "year"];
type Statement = Mapping["tables"][number]["subjects"][number]["statements"][number];

/** The mapping the choices come to. Throws `ExchangeError("bad-mapping")` where they do not hold together. */
export function mappingOf(choices: ImportChoices): Mapping {
  const used = (use: ColumnUse): ColumnChoice[] => choices.columns.filter((choice) => choice.use === use);
  const of = (use: ColumnUse): string[] => used(use).map(({ column }) => column);
  const [ids, event, sources, account, page] = [of("row-id"), of("event"), of("source"), of("account"), of("page")];
  const notRecorded = choices.columns.filter((choice) => choice.notRecorded !== undefined && choice.notRecorded.length > 0);
  const person = personStatements(used, of);
  const act = actStatements(used, of, choices.radiusM);
  const perpetrators = of("perpetrator");
  return parseMapping({
    format: MAPPING_FORMAT,
    v: 1,
    id: choices.id,
    title: choices.title,
    reads: "csv",
    csv: choices.csv,
    tables: [
      {
        table: "rows",
        ...(ids.length === 0 ? {} : { rowId: ids }),
        ...(choices.missing.length === 0 ? {} : { missing: choices.missing }),
        ...(notRecorded.length === 0 ? {} : { cells: notRecorded.map((choice) => ({ columns: [choice.column], notRecorded: choice.notRecorded })) }),
        ...(of("leave-out").length === 0 ? {} : { ignore: of("leave-out").map((column) => ({ column, why: "left out on the screen" })) }),
        saidBy: sources.length > 0 ? "witness" : "source",
        cites: { of: account.length > 0 ? "account" : "file", ...(page.length === 0 ? {} : { page: page[0] }) },
        ...(account.length === 0 ? {} : { reports: [{ as: "account", text: { columns: account, join: "\n" }, channel: "document" }] }),
        subjects: [
          {
            as: "source",
            type: "source",
            key: [],
            statements: [
              { property: "alias", value: { constant: { text: choices.sourceAlias } } },
              { property: "kind", value: { constant: { code: { list: "sourceKind", term: choices.sourceKind } } } },
            ],
          },
          { as: "file", type: "document", key: [], statements: [{ property: "title", value: { constant: { text: choices.title } } }] },
          ...(sources.length === 0
            ? []
            : [{ as: "witness", type: "source", key: sources, statements: [{ property: "alias", value: { text: { columns: sources } } }] }]),
          ...(event.length === 0
            ? []
            : [{ as: "event", type: "event", key: event, statements: [{ property: "title", value: { text: { columns: event } } }] }]),
          ...(person.length === 0 ? [] : [{ as: "person", type: "person", statements: person }]),
          ...(act.length === 0 && perpetrators.length === 0
            ? []
            : [
                {
                  as: "act",
                  type: "act",
                  statements: [
                    ...act,
                    ...(person.length === 0 ? [] : [{ property: "victim", value: { ref: { to: "person" } } }]),
                    ...(event.length === 0 ? [] : [{ property: "event", value: { ref: { to: "event" } } }]),
                  ],
                },
                ...(perpetrators.length === 0
                  ? []
                  : [
                      {
                        as: "involvement",
                        type: "involvement",
                        needs: perpetrators,
                        statements: [
                          { property: "act", value: { ref: { to: "act" } } },
                          ...perpetrators.map((column) => ({ property: "description", value: { text: { columns: [column] } } })),
                        ],
                      },
                    ]),
              ]),
        ],
      },
    ],
  });
}

type Used = (use: ColumnUse) => ColumnChoice[];
type Of = (use: ColumnUse) => string[];

function personStatements(used: Used, of: Of): Statement[] {
  const whole = of("name");
  // Whose father it is nobody says where they have no name themselves: it is a note then.
  const fathers = isNamed(of) ? of("father-name") : [];
  const parts = [
    ...of("given-name").map((column) => ({ kind: "given" as const, column })),
    ...fathers.map((column) => ({ kind: "father" as const, column })),
    ...of("family-name").map((column) => ({ kind: "family" as const, column })),
  ];
  const named = [...whole, ...parts.map(({ column }) => column)];
  return [
    ...(named.length === 0 ? [] : [{ property: "name", value: { name: { columns: named, ...(parts.length === 0 ? {} : { parts }) } } }]),
    ...of("nickname").map((column) => ({ property: "name", value: { name: { columns: [column], use: "known as" as const } } })),
    ...of("age").map((column) => ({ property: "age", value: { number: { column } } })),
    ...dated(used("born"), "born"),
    ...coded(used("sex"), "sex", "sex"),
    ...coded(used("status"), "status", "status"),
    ...of("occupation").map((column) => texts("occupation", column)),
    ...of("residence").map((column) => ({ property: "residence", value: { place: { name: [column] } } })),
    ...[...of("person-note"), ...(isNamed(of) ? [] : of("father-name"))].map((column) => texts("remark", column, `${column}: `)),
  ];
}

function isNamed(of: Of): boolean {
  return [...of("name"), ...of("given-name"), ...of("family-name")].length > 0;
}

function actStatements(used: Used, of: Of, radiusM: number): Statement[] {
  const [start, end] = [datesOf(used("start")), datesOf(used("end"))];
  const places = placesOf(of, used("place-kind"), radiusM);
  return [
    ...coded(used("act-kind"), "kind", "act"),
    ...(start.length === 0 && end.length === 0
      ? []
      : [{ property: "time", value: { time: { ...(start.length === 0 ? {} : { start }), ...(end.length === 0 ? {} : { end }) } } }]),
    ...(places.length === 0
      ? []
      : places.length === 1
        ? [{ property: "place", value: { place: places[0]! } }]
        : [{ property: "stay", value: { chain: places } }]),
    ...of("method").map((column) => texts("method", column)),
    ...of("pretext").map((column) => texts("pretext", column)),
    ...of("motive").map((column) => texts("motive", column)),
    ...of("consequence").map((column) => texts("consequence", column)),
    ...of("act-note").map((column) => texts("remark", column, `${column}: `)),
    ...of("page").map((column) => texts("page", column)),
    ...halves(of).map((column) => texts("remark", column, `${column}: `)),
  ];
}

function texts(property: string, column: string, before?: string): Statement {
  return { property, value: { text: { columns: [column], ...(before === undefined ? {} : { before }) } } };
}

function coded(choices: readonly ColumnChoice[], property: string, list: string): Statement[] {
  return choices.map(({ column, terms }) => {
    const given = Object.entries(terms ?? {}).filter(([, term]) => term !== "");
    return { property, value: { code: { list, column, terms: Object.fromEntries(given), scheme: "file" } } };
  });
}

function datesOf(choices: readonly ColumnChoice[]): { column: string; format: DateFormat }[] {
  return choices
    .flatMap(({ column, date = "iso" }) => formatsOf(date).map((format) => ({ column, format })))
    .toSorted((a, b) => FINENESS.indexOf(a.format) - FINENESS.indexOf(b.format));
}

/** The formats a column's dates are tried in, one after the other. No text fits two of them with two meanings. */
export function formatsOf(date: ColumnDate): readonly DateFormat[] {
  if (date === "mixed-day-first") return ["iso", "ymd", "dmy", "my"];
  if (date === "mixed-month-first") return ["iso", "ymd", "mdy", "my"];
  return [date];
}

function dated(choices: readonly ColumnChoice[], property: string): Statement[] {
  const start = datesOf(choices);
  return start.length === 0 ? [] : [{ property, value: { time: { start } } }];
}

/** Columns that end in the same number speak of one place; several numbers are places one after the other. */
function placesOf(of: Of, kinds: readonly ColumnChoice[], radiusM: number): PlaceTemplate[] {
  const groups = new Map<string, { name: string[]; kind?: string; terms?: Readonly<Record<string, string>>; lat?: string; lon?: string }>();
  const group = (column: string) => {
    const number = /([0-9]{1,3})$/.exec(column)?.[1] ?? "";
    const known = groups.get(number) ?? { name: [] };
    groups.set(number, known);
    return known;
  };
  for (const column of of("place")) group(column).name.push(column);
  for (const { column, terms } of kinds) {
    group(column).kind = column;
    if (terms !== undefined) group(column).terms = terms;
  }
  for (const column of of("latitude")) group(column).lat = column;
  for (const column of of("longitude")) group(column).lon = column;
  return [...groups]
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, { name, kind, terms, lat, lon }]) => ({
      ...(name.length === 0 ? {} : { name }),
      ...(kind === undefined
        ? {}
        : { kind: { column: kind, terms: Object.fromEntries(Object.entries(terms ?? {}).filter(([, term]) => term !== "")) } }),
      ...(lat === undefined || lon === undefined ? {} : { lat, lon, radiusM }),
    }))
    .filter((place) => Object.keys(place).length > 0);
}

/** Latitudes and longitudes without the other: no point, and kept as notes. */
function halves(of: Of): string[] {
  const number = (column: string): string => /([0-9]{1,3})$/.exec(column)?.[1] ?? "";
  const [lat, lon] = [of("latitude"), of("longitude")];
  const alone = (columns: readonly string[], others: readonly string[]): string[] =>
    columns.filter((column) => !others.some((other) => number(other) === number(column)));
  return [...alone(lat, lon), ...alone(lon, lat)];
}

/** Columns of which the choices make nothing, or only half: to be told before anything is brought in. */
export function warningsOf({
  columns,
}: ImportChoices): { readonly code: "no-row-id" | "half-a-point" | "no-person" | "all-left-out"; readonly columns: readonly string[] }[] {
  const of = (use: ColumnUse): string[] => columns.filter((choice) => choice.use === use).map(({ column }) => column);
  const half = halves(of);
  return [
    ...(of("row-id").length === 0 ? [{ code: "no-row-id" as const, columns: [] }] : []),
    ...(half.length === 0 ? [] : [{ code: "half-a-point" as const, columns: half }]),
    ...(isNamed(of) ? [] : [{ code: "no-person" as const, columns: [] }]),
    ...(of("leave-out").length === columns.length ? [{ code: "all-left-out" as const, columns: [] }] : []),
  ];
}
