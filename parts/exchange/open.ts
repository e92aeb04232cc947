/** The reader a mapping names, on a file. */
import { readCsv } from "./csv.ts";
import { ExchangeError } from "./errors.ts";
import type { Mapping } from "./mapping.ts";
import type { Chunks, TableSet } from "./table-set.ts";

/** The file's tables. Throws `ExchangeError`: what the reader says of the file, `not-this-format` where there is no such reader. */
export function tablesOf({ reads, csv }: Pick<Mapping, "reads" | "csv">, chunks: Chunks): TableSet {
  switch (reads) {
    case "csv":
      return readCsv(chunks, { delimiter: csv?.delimiter ?? ",", encoding: csv?.encoding ?? "utf-8" });
    case "uwazi-csv":
    case "sivel-xml":
    case "bayanat-json":
    case "openevsys-sql":
    case "martus-xml":
      throw new ExchangeError("not-this-format");
  }
}
