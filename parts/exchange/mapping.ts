/**
 * A mapping: what each column of a file means (docs/formats/mapping.md). Data and no program: it can be looked at, exchanged, and run on a stranger's
 * file without running anything of theirs.
 */
import { z } from "zod";
import { SUBJECT_TYPES, VALUE_SCHEMA } from "#casework";
import { ExchangeError } from "./errors.ts";

export const MAPPING_FORMAT = "vouchsafe-mapping";

/** Formats there are readers for. */
export const READERS = ["csv", "uwazi-csv", "sivel-xml", "bayanat-json", "openevsys-sql", "martus-xml"] as const;
export type ReaderName = (typeof READERS)[number];

export const MAPPING_LIMITS = {
  bytes: 1_048_576,
  tables: 50,
  subjects: 60,
  statements: 120,
  columns: 40,
  chain: 40,
  terms: 5_000,
  values: 200,
  /** What a mapping may make of one row, words that earlier rows said alike among it. A row beyond it is left out whole, and told. */
  recordsOfRow: 2_000,
} as const;

const column = z.string().min(1).max(200);
const columns = z.array(column).min(1).max(MAPPING_LIMITS.columns);
const name = z.string().regex(/^[a-z][A-Za-z0-9-]{0,39}$/);
const term = z.string().regex(/^[a-z][a-z0-9 -]{0,39}$/);
const property = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const cellValue = z.string().max(1_000);
const cellValues = z.array(cellValue).min(1).max(MAPPING_LIMITS.values);
const small = z.string().max(200);
const separator = z.string().min(1).max(10);
const terms = z.record(cellValue, term).refine((all) => Object.keys(all).length <= MAPPING_LIMITS.terms);
const lang = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/);
const integer = (min: number, max: number) => z.int().min(min).max(max);

/** How the day, month or year in a column is written. `month-first` is a month written as its first day (1973-09-01 for September 1973). */
export const DATE_FORMATS = ["iso", "dmy", "mdy", "ymd", "my", "month-first", "year", "epoch-s", "epoch-ms"] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/**
 * True of a row where the column has one of these values (`is`), or a value and none of these (`not`); with neither, where it has a value; with `absent`,
 * where it has none. All of a list hold together.
 */
const condition = z
  .strictObject({ column, is: cellValues.exactOptional(), not: cellValues.exactOptional(), absent: z.literal(true).exactOptional() })
  .refine(({ is, not, absent }) => absent === undefined || (is === undefined && not === undefined));
const when = z.array(condition).min(1).max(10);

/** Columns joined by `join` (a space), those without a value left out; nothing where all are. `split` makes several values of one cell. */
const words = z.strictObject({
  columns,
  join: small.exactOptional(),
  before: small.exactOptional(),
  after: small.exactOptional(),
  split: separator.exactOptional(),
});

/** The finest first: the first column with a value is taken. */
const date = z
  .array(z.strictObject({ column, format: z.enum(DATE_FORMATS) }))
  .min(1)
  .max(6);

const place = z.strictObject({
  name: columns.exactOptional(),
  join: small.exactOptional(),
  kind: z.strictObject({ column, terms }).exactOptional(),
  /** From the widest to the narrowest. */
  adminPath: columns.exactOptional(),
  /** Degrees, decimal. */
  lat: column.exactOptional(),
  lon: column.exactOptional(),
  /** How far around the point it may have been: `radiusM`, or that of the first condition that holds. */
  radiusM: integer(1, 20_040_000).exactOptional(),
  radiusWhere: z
    .array(z.strictObject({ column, is: cellValues, radiusM: integer(1, 20_040_000) }))
    .min(1)
    .max(10)
    .exactOptional(),
  publishLevel: z.enum(["none", "country", "region", "district", "point"]).exactOptional(),
});

const valueTemplate = z
  .strictObject({
    text: words.exactOptional(),
    name: z
      .strictObject({
        columns,
        join: small.exactOptional(),
        split: separator.exactOptional(),
        parts: z
          .array(z.strictObject({ kind: z.enum(["given", "father", "mother", "family", "clan", "nickname", "alias"]), column }))
          .min(1)
          .max(12)
          .exactOptional(),
        lang: lang.exactOptional(),
        script: z
          .string()
          .regex(/^[A-Z][a-z]{3}$/)
          .exactOptional(),
        use: z.enum(["legal", "known as", "pseudonym"]).exactOptional(),
      })
      .exactOptional(),
    /** `terms`: the file's words to ours. A word that is not there is kept as text and told. `scheme`: the file's own word is kept beside ours under this name. */
    code: z.strictObject({ list: property, column, terms, scheme: property.exactOptional(), split: separator.exactOptional() }).exactOptional(),
    /** With `end`: from the one to the other. `kind` says what both days mean where both are known (`exact` unless said). */
    time: z
      .strictObject({
        start: date.exactOptional(),
        end: date.exactOptional(),
        asGiven: columns.exactOptional(),
        kind: z.enum(["exact", "within", "throughout"]).exactOptional(),
        tz: z
          .string()
          .regex(/^(?:[+-](?:0[0-9]|1[0-4]):[0-5][0-9]|[A-Z][A-Za-z]{1,30}(?:\/[A-Za-z_+-]{1,30}){0,2})$/)
          .exactOptional(),
        calendar: z
          .string()
          .regex(/^[a-z][a-z-]{0,30}$/)
          .exactOptional(),
      })
      .exactOptional(),
    place: place.exactOptional(),
    /** Places in the order in which somebody was in them: one statement each. */
    chain: z.array(place).min(1).max(MAPPING_LIMITS.chain).exactOptional(),
    count: z.strictObject({ column: column.exactOptional(), min: column.exactOptional(), max: column.exactOptional() }).exactOptional(),
    number: z.strictObject({ column }).exactOptional(),
    flag: z.strictObject({ column, yes: cellValues, no: cellValues.exactOptional() }).exactOptional(),
    /** A subject of this row (`to` its `as`), or the one whose key these columns hold. */
    ref: z.union([z.strictObject({ to: name }), z.strictObject({ space: name, columns, split: separator.exactOptional() })]).exactOptional(),
    /** The same value in every row. */
    constant: VALUE_SCHEMA.exactOptional(),
  })
  .refine((value) => Object.keys(value).length === 1);
export type ValueTemplate = z.infer<typeof valueTemplate>;
export type Words = z.infer<typeof words>;
export type DateColumns = z.infer<typeof date>;
export type PlaceTemplate = z.infer<typeof place>;
export type Condition = z.infer<typeof condition>;

const statement = z.strictObject({
  property,
  value: valueTemplate,
  when: when.exactOptional(),
  stance: z.enum(["asserts", "denies", "doubts"]).exactOptional(),
  /** `as` of a source; the table's unless said. */
  saidBy: name.exactOptional(),
  sensitivity: integer(0, 4).exactOptional(),
  credibility: integer(1, 6).exactOptional(),
  reasoning: z.string().min(1).max(1_000).exactOptional(),
  /** Names the statement among those of its subject where property and columns do not: so that a mapping can be changed and the statement stays the same. */
  as: name.exactOptional(),
});
export type StatementTemplate = z.infer<typeof statement>;

const subject = z.strictObject({
  as: name,
  type: z.enum(SUBJECT_TYPES),
  /** Subjects of one space with one key are one subject, in whatever table. `as` unless said. */
  space: name.exactOptional(),
  /** The columns that name it. Absent: the row's own id. Empty: there is one for the whole import. */
  key: z.array(column).max(MAPPING_LIMITS.columns).exactOptional(),
  /** Made only where all of these hold. */
  when: when.exactOptional(),
  /** Made only where one of these columns at least has a value. */
  needs: columns.exactOptional(),
  statements: z.array(statement).max(MAPPING_LIMITS.statements),
});
export type SubjectTemplate = z.infer<typeof subject>;

/** A text that came whole: kept as a report, which the row's statements can cite. */
const report = z.strictObject({
  as: name,
  text: words,
  title: words.exactOptional(),
  channel: z.enum(["phone", "in-person", "partner", "document", "web"]),
  received: date.exactOptional(),
  lang: lang.exactOptional(),
  when: when.exactOptional(),
});
export type ReportTemplate = z.infer<typeof report>;

const table = z.strictObject({
  table: z.string().min(1).max(200),
  /** A file may lack the table, or columns of it: what is not there says nothing. Else such a file is refused. */
  optional: z.literal(true).exactOptional(),
  /** The columns that hold the file's own id of a row. Absent: what the format gives; where it gives none, the row's whole content. */
  rowId: columns.exactOptional(),
  /** Cells that say nothing, in every column. An empty cell and an absent one never say anything. */
  missing: cellValues.exactOptional(),
  /** The same, and "not recorded", for single columns. A cell that is "not recorded" makes no statement and no denial. */
  cells: z
    .array(z.strictObject({ columns, missing: cellValues.exactOptional(), notRecorded: cellValues.exactOptional() }))
    .min(1)
    .max(200)
    .exactOptional(),
  /** Columns that become nothing, and why. What is neither used nor here is told as unmapped. */
  ignore: z
    .array(z.strictObject({ column, why: z.string().min(1).max(1_000) }))
    .min(1)
    .max(2_000)
    .exactOptional(),
  /** `as` of the source that says what the rows say. */
  saidBy: name.exactOptional(),
  /** What statements cite: the document or report `of`, at the page in `page` ("159", or "159-60", which is 159 to 160). */
  cites: z.strictObject({ of: name, page: column.exactOptional() }).exactOptional(),
  reports: z.array(report).min(1).max(10).exactOptional(),
  subjects: z.array(subject).min(1).max(MAPPING_LIMITS.subjects),
  /** To be told in the report: subjects whose rows differ in these columns. */
  compare: z
    .array(z.strictObject({ as: name, of: name, columns }))
    .min(1)
    .max(10)
    .exactOptional(),
});
export type TableMapping = z.infer<typeof table>;

const mapping = z.strictObject({
  format: z.literal(MAPPING_FORMAT),
  v: z.literal(1),
  /** Names the mapping for good: ids of what it brings in are made from it. Another id is another import. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  title: z.string().min(1).max(200),
  note: z.string().min(1).max(4_000).exactOptional(),
  reads: z.enum(READERS),
  csv: z
    .strictObject({
      delimiter: z.enum([",", ";", "\t", "|"]).exactOptional(),
      encoding: z.enum(["utf-8", "utf-16le", "windows-1250", "windows-1251", "windows-1252", "windows-1256"]).exactOptional(),
    })
    .exactOptional(),
  tables: z.array(table).min(1).max(MAPPING_LIMITS.tables),
});
export type Mapping = z.infer<typeof mapping>;

/** Reads a mapping. Throws `ExchangeError`: `not-a-mapping`, `newer-mapping`, `bad-mapping` (with where), `unknown-name` for an `as` that nothing has. */
export function parseMapping(json: unknown): Mapping {
  if (typeof json !== "object" || json === null || (json as { format?: unknown }).format !== MAPPING_FORMAT) throw new ExchangeError("not-a-mapping");
  const { v } = json as { v?: unknown };
  if (typeof v === "number" && Number.isInteger(v) && v > 1) throw new ExchangeError("newer-mapping");
  const parsed = mapping.safeParse(json);
  if (!parsed.success) throw new ExchangeError("bad-mapping", null, whereOf(parsed.error.issues[0]!.path));
  parsed.data.tables.forEach((of, i) => requireNames(of, `tables.${i}`));
  return parsed.data;
}

function whereOf(path: readonly PropertyKey[]): string {
  // Keys of `terms` are the file's own words, and have no place in an error.
  const at = path.indexOf("terms");
  return path
    .slice(0, at === -1 ? path.length : at + 1)
    .map(String)
    .join(".");
}

function requireNames(of: TableMapping, at: string): void {
  const subjects = new Map<string, SubjectTemplate>();
  const refuse = (where: string): never => {
    throw new ExchangeError("unknown-name", null, `${at}.${where}`);
  };
  const reports = new Set((of.reports ?? []).map((one) => one.as));
  of.subjects.forEach((one, i) => {
    if (subjects.has(one.as) || reports.has(one.as)) throw new ExchangeError("bad-mapping", null, `${at}.subjects.${i}.as`);
    subjects.set(one.as, one);
  });
  const isSource = (as: string): boolean => subjects.get(as)?.type === "source";
  if (of.saidBy !== undefined && !isSource(of.saidBy)) refuse("saidBy");
  if (of.cites !== undefined && !subjects.has(of.cites.of) && !reports.has(of.cites.of)) refuse("cites.of");
  of.compare?.forEach((one, i) => subjects.has(one.of) || refuse(`compare.${i}.of`));
  of.subjects.forEach((one, i) =>
    one.statements.forEach(({ saidBy, value }, j) => {
      [value.place ?? [], value.chain ?? []].flat().forEach((place) => {
        const points = [place.lat, place.lon, place.radiusM].filter((part) => part !== undefined).length;
        // There is no point without its uncertainty, and a place says something.
        if (
          (points !== 0 && points !== 3) ||
          (points === 0 && place.name === undefined && place.adminPath === undefined && place.kind === undefined)
        ) {
          throw new ExchangeError("bad-mapping", null, `${at}.subjects.${i}.statements.${j}.value`);
        }
      });
      if (saidBy !== undefined && !isSource(saidBy)) refuse(`subjects.${i}.statements.${j}.saidBy`);
      if (value.ref !== undefined && "to" in value.ref && !subjects.has(value.ref.to)) refuse(`subjects.${i}.statements.${j}.value.ref.to`);
    }),
  );
}

/** Whether a mapping says of the texts it brings in that they are published: word for word they may then leave the group, in packages and exports. */
export function publishes({ tables }: Mapping): boolean {
  return tables.some(({ reports }) => reports?.some(({ channel }) => channel === "web") === true);
}
