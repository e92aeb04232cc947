export { CSV_COLUMNS, csvOf, NUMBERS, type CsvColumn } from "./csv.ts";
export { neutralised, plainCell } from "./csv-cells.ts";
export type { ExportScope } from "./export-scope.ts";
export { ENDINGS, exportFile, type ExportFile, type FileRequest } from "./file.ts";
export { jsonLinesOf, readJsonLines } from "./json-lines.ts";
export { LEFT_OUT, leavingOf, WITHHELD, type Leaving, type LeavingRecord, type LeftOutCode, type WithheldCode } from "./leaving.ts";
export { NameRuns } from "./name-runs.ts";
export { readRelatos, relatosOf } from "./relatos.ts";
