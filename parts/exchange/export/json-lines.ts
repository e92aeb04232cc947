/** JSON Lines: the first line says what the file is and what is left out, each further one is a record (docs/formats/export.md, "JSON Lines"). Read back by `readJsonLines`. */
import type { Json } from "#bytes";
import { canonicalText } from "#bytes";
import { ExchangeError } from "../errors.ts";
import { LEFT_OUT, WITHHELD, type Leaving, type LeavingRecord } from "./leaving.ts";
import { checkRecord } from "./check-record.ts";

const FORMAT = "vouchsafe-export";
export const EXPORT_VERSION = 1;

export function jsonLinesOf({ records, ...head }: Leaving): string {
  const first = { format: FORMAT, v: EXPORT_VERSION, ...head, records: records.length } as unknown as Json;
  return [first, ...(records as readonly unknown[] as readonly Json[])].map((line) => `${canonicalText(line)}\n`).join("");
}

/** Throws `ExchangeError`: `not-this-format` with the line. */
export function readJsonLines(text: string): Leaving {
  const [first, ...lines] = text.split("\n");
  if (lines.pop() !== "") throw new ExchangeError("not-this-format", lines.length + 1);
  const head = objectIn(first ?? "", 1);
  if (head["format"] !== FORMAT || head["v"] !== EXPORT_VERSION || head["records"] !== lines.length) throw new ExchangeError("not-this-format", 1);
  return {
    ceiling: head["ceiling"] as number,
    earlier: head["earlier"] === true,
    records: lines.map((line, n): LeavingRecord => checkRecord(objectIn(line, n + 2), n + 2)),
    leftOut: countsOf(head["leftOut"], LEFT_OUT),
    withheld: countsOf(head["withheld"], WITHHELD),
  };
}

function objectIn(line: string, row: number): { readonly [field: string]: Json } {
  try {
    const json = JSON.parse(line) as Json;
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as { readonly [field: string]: Json };
  } catch {
    // as any other line that is no object
  }
  throw new ExchangeError("not-this-format", row);
}

function countsOf<C extends string>(json: Json | undefined, codes: readonly C[]): { code: C; count: number }[] {
  if (!Array.isArray(json)) throw new ExchangeError("not-this-format", 1);
  return json.map((one: Json) => {
    const { code, count } = (one ?? {}) as { code?: Json; count?: Json };
    const known = codes.find((name) => name === code);
    if (known === undefined || typeof count !== "number" || !Number.isSafeInteger(count) || count < 1) throw new ExchangeError("not-this-format", 1);
    return { code: known, count };
  });
}
