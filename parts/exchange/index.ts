export { ExchangeError, EXCHANGE_ERROR_CODES, type ExchangeErrorCode } from "./errors.ts";
export { FILE_LIMITS, type Cell, type Chunks, type SourceRow, type SourceTable, type TableSet } from "./table-set.ts";
export {
  DATE_FORMATS,
  MAPPING_FORMAT,
  MAPPING_LIMITS,
  parseMapping,
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
