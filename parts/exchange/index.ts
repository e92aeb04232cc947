/**
 * Bringing a group's archive in: readers give tables, a mapping says what they mean, the plan is compared with the record, and a report says of every
 * row and cell what became of it. Pure: files come in pieces, ids are made by the caller's secret, and nothing is written here.
 */
export { ExchangeError, EXCHANGE_ERROR_CODES, type ExchangeErrorCode } from "./errors.ts";
export { FILE_LIMITS, type Cell, type Chunks, type SourceRow, type SourceTable, type TableSet } from "./table-set.ts";
export {
  DATE_FORMATS,
  MAPPING_FORMAT,
  MAPPING_LIMITS,
  parseMapping,
  publishes,
  READERS,
  type Condition,
  type DateColumns,
  type DateFormat,
  type Mapping,
  type PlaceTemplate,
  type ReaderName,
  type ReportTemplate,
  type StatementTemplate,
  type SubjectTemplate,
  type TableMapping,
  type ValueTemplate,
  type Words,
} from "./mapping.ts";
export type { PlanContext, PlannedRecord, PlannedRow } from "./plan.ts";
export {
  CELL_FATES,
  LISTED,
  NOTE_CODES,
  ROW_FATES,
  type CellFate,
  type ImportReport,
  type NoteCode,
  type ReportColumn,
  type ReportNote,
  type ReportTable,
  type RowFate,
} from "./report.ts";
export * from "./export/index.ts";
export { decoded, ENCODINGS, guessEncoding, type Encoding } from "./decode.ts";
export { CSV_TABLE, csvRows, DELIMITERS, guessDelimiter, readCsv, type CsvForm, type Delimiter } from "./csv.ts";
export { readDate, type DateRead, type Precision } from "./dates.ts";
export { requireOwnId, shippedMappings } from "./shipped.ts";
export { tablesOf } from "./open.ts";
export {
  COLUMN_USES,
  DATED_USES,
  LISTED_USES,
  mappingOf,
  MIXED_DATES,
  warningsOf,
  type ColumnChoice,
  type ColumnDate,
  type ColumnUse,
  type ImportChoices,
} from "./choices.ts";
export { guessColumns, lookAt, lookingAt, MAX_VALUES, type ColumnLook, type TableLook } from "./guess-columns.ts";
export { planRows } from "./planner.ts";
export { Tally } from "./tally.ts";
export { IdSet } from "./id-set.ts";
export { isThere, NOTHING_KNOWN, reconcile, type Known, type Made, type Reconciled, type Written } from "./reconcile.ts";
