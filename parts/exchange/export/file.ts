/** The very file an export is: text in one of three formats. The same book and request make the same bytes on every desk. */
import { utf8, type Bytes } from "#bytes";
import type { ExportRequest, WholeBook } from "#casework";
import { csvOf } from "./csv.ts";
import { jsonLinesOf } from "./json-lines.ts";
import { leavingOf, type Leaving } from "./leaving.ts";
import { relatosOf } from "./relatos.ts";

/** What a request asks for, as far as the file goes. */
export type FileRequest = Pick<ExportRequest, "id" | "of" | "format" | "bom" | "ceiling" | "earlier">;

export interface ExportFile {
  readonly leaving: Leaving;
  readonly text: string;
  readonly bytes: Bytes;
}

/** Names of files end so. */
export const ENDINGS = { csv: "csv", jsonl: "jsonl", xml: "xml" } as const;

export function exportFile(book: WholeBook, request: FileRequest): ExportFile {
  const { id, of, format, ceiling } = request;
  const leaving = leavingOf(book, { id, of, ceiling: ceiling as 0 | 1 | 2 | 3, earlier: request.earlier === true });
  const text = format === "csv" ? csvOf(leaving, { bom: request.bom === true }) : format === "jsonl" ? jsonLinesOf(leaving) : relatosOf(leaving);
  return { leaving, text, bytes: utf8(text) };
}
