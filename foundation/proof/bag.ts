/** The two small tag files of a bag: its declaration, and what bag-info.txt may say. */
import { utf8, type Bytes } from "#bytes";
import { ProofError } from "./errors.ts";
import { byteLines, byteText } from "./lines.ts";

/** bagit.txt, byte for byte (RFC 8493 section 2.1.1). */
export const DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

const PACKAGE_ID = /^ep-[0-9a-f]{32}$/;
const DAY = /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/;
const SUM = /^(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,5})$/;
const MAX_ORGANISATION_BYTES = 200;

export type BagInfo = {
  /** `ep-` and 32 hexadecimal characters of chance. */
  readonly id: string;
  /** The day it was made, `YYYY-MM-DD`. Never an hour: hours point at people. */
  readonly day: string;
  readonly payloadBytes: number;
  readonly payloadFiles: number;
  /** Who publishes it, only in a package that is public. */
  readonly organisation: string | null;
};

/** Whether `text` is a day as packages write it. */
export function isDay(text: string): boolean {
  return DAY.test(text);
}

export function composeBagInfo(info: BagInfo): Bytes {
  const lines = [
    "Vouchsafe-Package: 1",
    `External-Identifier: ${info.id}`,
    `Bagging-Date: ${info.day}`,
    `Payload-Oxum: ${info.payloadBytes}.${info.payloadFiles}`,
  ];
  if (info.organisation !== null) lines.push(`Source-Organization: ${info.organisation}`);
  const bytes = utf8(`${lines.join("\n")}\n`);
  parseBagInfo(bytes);
  return bytes;
}

/** Throws `ProofError`: `bad-text`, `bad-bag-info`. The organisation is read as one character for each byte. */
export function parseBagInfo(bytes: Uint8Array): BagInfo {
  const where = "bag-info.txt";
  const lines = byteLines(bytes, where).map(byteText);
  const [version, id, day, sum, organisation] = [
    valueOf(lines[0], "Vouchsafe-Package"),
    valueOf(lines[1], "External-Identifier"),
    valueOf(lines[2], "Bagging-Date"),
    SUM.exec(valueOf(lines[3], "Payload-Oxum") ?? ""),
    lines.length > 4 ? valueOf(lines[4], "Source-Organization") : null,
  ];
  if (version !== "1" || !PACKAGE_ID.test(id ?? "") || !DAY.test(day ?? "") || !sum || organisation === undefined || lines.length > 5) {
    throw new ProofError("bad-bag-info", where);
  }
  if (organisation !== null && !isOrganisation(organisation)) throw new ProofError("bad-bag-info", where);
  return { id: id!, day: day!, payloadBytes: Number(sum[1]), payloadFiles: Number(sum[2]), organisation };
}

function valueOf(line: string | undefined, label: string): string | undefined {
  return line?.startsWith(`${label}: `) ? line.slice(label.length + 2) : undefined;
}

function isOrganisation(text: string): boolean {
  return text.length > 0 && text.length <= MAX_ORGANISATION_BYTES && !text.startsWith(" ") && !text.endsWith(" ");
}
