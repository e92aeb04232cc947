/**
 * The custody log's chain (docs/formats/package.md, "Custody log"). A line is `<seq> <chain> <hash> <entry>`: the hash is over
 * the entry's bytes, the chain over the chain before it and this hash. So an entry can be replaced by `REDACTED` and the chain still
 * holds, and none can be changed, moved, added in the middle or taken out.
 */
import { concatAll, sameBytes, utf8, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import { ProofError } from "./errors.ts";
import { byteLines, byteText } from "./lines.ts";

const HEADER = utf8("custody-log/v1\n");
const REDACTED = utf8("REDACTED");
const LINE = /^([1-9][0-9]{0,4}) ([0-9a-f]{64}) ([0-9a-f]{64}) /;
const MAX_LINES = 10_000;
const OPENING_BRACE = 0x7b;

/** One line: the hash of its entry and the entry, `null` where it was redacted. */
export type CustodyLine = { readonly hash: string; readonly entry: Bytes | null };

/** The chain before the first line. */
export const CHAIN_START = sha256Hex(HEADER);

/** The log of these lines. Entries are one JSON object each, without a line end. Throws `ProofError("bad-custody")`. */
export function composeCustody(lines: readonly CustodyLine[]): Bytes {
  const parts: Uint8Array[] = [HEADER];
  let chain = CHAIN_START;
  lines.forEach((line, at) => {
    chain = nextChain(chain, line.hash);
    parts.push(utf8(`${at + 1} ${chain} ${line.hash} `), line.entry ?? REDACTED, utf8("\n"));
  });
  const log = concatAll(parts);
  parseCustody(log, null);
  return log;
}

/** An entry as a line of its own. */
export function custodyLine(entry: Bytes): CustodyLine {
  return { hash: sha256Hex(entry), entry };
}

/**
 * The lines of a log whose chain holds. Throws `ProofError`: `bad-text`, `bad-custody` (another form, no line, too many),
 * `broken-chain` (a hash or a chain that is not what it should be).
 */
export function parseCustody(bytes: Uint8Array, where: string | null): CustodyLine[] {
  const [header, ...rest] = byteLines(bytes, where ?? "");
  if (byteText(header!) !== "custody-log/v1" || rest.length === 0 || rest.length > MAX_LINES) throw new ProofError("bad-custody", where);
  let chain = CHAIN_START;
  return rest.map((line, at) => {
    const match = LINE.exec(byteText(line));
    if (!match || match[1] !== String(at + 1)) throw new ProofError("bad-custody", where);
    const [start, , given, hash] = [match[0], match[1], match[2]!, match[3]!];
    const entry = line.slice(start.length);
    const redacted = sameBytes(entry, REDACTED);
    if (!redacted && entry[0] !== OPENING_BRACE) throw new ProofError("bad-custody", where);
    chain = nextChain(chain, hash);
    if (given !== chain || (!redacted && sha256Hex(entry) !== hash)) throw new ProofError("broken-chain", where);
    return { hash, entry: redacted ? null : entry };
  });
}

function nextChain(chain: string, hash: string): string {
  return sha256Hex(utf8(chain + hash));
}
