/** The reader a mapping names, on a file. */
import { readCsv, type CsvForm } from "./csv.ts";
import type { Mapping } from "./mapping.ts";
import { readBayanat } from "./readers/bayanat.ts";
import { readMartus } from "./readers/martus.ts";
import { readOpenEvSys } from "./readers/openevsys.ts";
import { readSivel } from "./readers/sivel.ts";
import { readUwazi } from "./readers/uwazi.ts";
import type { Chunks, TableSet } from "./table-set.ts";

/** The file's tables. Throws `ExchangeError`: what the reader says of the file. */
export function tablesOf({ reads, csv }: Pick<Mapping, "reads" | "csv">, chunks: Chunks): TableSet {
  const form: CsvForm = { delimiter: csv?.delimiter ?? ",", encoding: csv?.encoding ?? "utf-8" };
  switch (reads) {
    case "csv":
      return readCsv(chunks, form);
    case "uwazi-csv":
      return readUwazi(chunks, form);
    case "sivel-xml":
      return readSivel(chunks);
    case "bayanat-json":
      return readBayanat(chunks);
    case "openevsys-sql":
      return readOpenEvSys(chunks);
    case "martus-xml":
      return readMartus(chunks);
  }
}
