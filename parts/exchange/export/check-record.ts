/** A record of an export file, read back. */
import type { Json } from "#bytes";
import { CaseworkError, parseRecord } from "#casework";
import { ExchangeError } from "../errors.ts";
import { WITHHELD, type LeavingRecord } from "./leaving.ts";

const STANDINGS = ["current", "superseded", "withdrawn", "came-after"] as const;
const FIELDS = ["conflict", "decided", "disputed", "guarded", "record", "standing", "withheld"].join();
type Fields = { readonly [field: string]: Json };

/** The record of a line. One from which nothing is withheld must be a whole record of docs/formats/record.md. Throws `ExchangeError("not-this-format", row)`. */
export function checkRecord(line: Fields, row: number): LeavingRecord {
  const { conflict, decided, disputed, guarded, record, withheld } = line;
  const standing = STANDINGS.find((one) => one === line["standing"]);
  const codes = Array.isArray(withheld) ? WITHHELD.filter((code) => withheld.includes(code)) : [];
  const isFlag = (json: Json | undefined): json is boolean | null => json === null || typeof json === "boolean";
  if (
    Object.keys(line).toSorted().join() !== FIELDS ||
    standing === undefined ||
    !Array.isArray(withheld) ||
    codes.length !== withheld.length ||
    !isFlag(conflict) ||
    !isFlag(decided) ||
    !isFlag(disputed) ||
    (guarded !== 0 && guarded !== 1 && guarded !== 2 && guarded !== 3) ||
    typeof record !== "object" ||
    record === null ||
    Array.isArray(record)
  )
    throw new ExchangeError("not-this-format", row);
  if (codes.length === 0) requireWhole(record as Fields, row);
  return { standing, disputed, conflict, guarded, decided, withheld: codes, record: record as Fields };
}

function requireWhole(record: Fields, row: number): void {
  try {
    if (parseRecord(record).kind !== "newer form") return;
  } catch (error) {
    if (!(error instanceof CaseworkError)) throw error;
  }
  throw new ExchangeError("not-this-format", row);
}
