/** The characters of an XML file, in the encoding it declares (XML 1.0, section 4.3.3 and appendix F). What is not declared is UTF-8. */
import { decoded, type Encoding } from "../decode.ts";
import { ExchangeError } from "../errors.ts";
import type { Chunks } from "../table-set.ts";

/** Names in use for encodings we read. ISO 8859-1 is read as windows-1252, which has the same letters and more. */
const NAMES: Readonly<Record<string, Encoding>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  "utf-16": "utf-16le",
  "utf-16le": "utf-16le",
  "iso-8859-1": "windows-1252",
  "latin1": "windows-1252",
  "windows-1250": "windows-1250",
  "windows-1251": "windows-1251",
  "windows-1252": "windows-1252",
  "windows-1256": "windows-1256",
};

/** Throws `ExchangeError`: `unknown-encoding`, and what `decoded` throws. */
export function xmlText(chunks: Chunks): Iterable<string> {
  const head = headOf(chunks);
  if (head[0] === 0xfe && head[1] === 0xff) throw new ExchangeError("unknown-encoding");
  if (head[0] === 0xff && head[1] === 0xfe) return decoded(chunks, "utf-16le");
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(new TextDecoder("latin1").decode(head))?.[1];
  const name = declared?.toLowerCase() ?? "utf-8";
  const encoding = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (encoding === undefined) throw new ExchangeError("unknown-encoding");
  return decoded(chunks, encoding);
}

function headOf(chunks: Chunks): Uint8Array {
  const head = new Uint8Array(200);
  let length = 0;
  for (const chunk of chunks()) {
    const part = chunk.subarray(0, head.length - length);
    head.set(part, length);
    length += part.length;
    if (length === head.length) break;
  }
  return head.subarray(0, length);
}
