/** Keeping the custody log: entries are added and, for a package, redacted; none is ever taken out. */
import { toHex } from "#bytes";
import { composeCustodyEntry, custodyLine, readCustodyEntry, type CustodyEntry, type CustodyLine } from "#proof";
import type { Random } from "./commit.ts";

/** An event as it is told; format and salt are added here. */
export type CustodyEvent = Omit<CustodyEntry, "format" | "salt">;

/** The log with one more event at its end. Throws `ProofError("bad-record")`. */
export function recordCustody(log: readonly CustodyLine[], event: CustodyEvent, random: Random): CustodyLine[] {
  const entry = composeCustodyEntry({ format: "custody-entry/v1", ...event, salt: toHex(random(16)) });
  return [...log, custodyLine(entry)];
}

/** The log for a package: what `isShown` refuses is redacted, and the chain still holds. */
export function redactCustody(log: readonly CustodyLine[], isShown: (entry: CustodyEntry) => boolean): CustodyLine[] {
  return log.map((line) => (line.entry !== null && isShown(readCustodyEntry(line.entry)) ? line : { hash: line.hash, entry: null }));
}
