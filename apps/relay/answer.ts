/** What the relay says, before it is put on a wire: as a web `Response`, or on Node's own (direct.ts). */

/** `headers`: name, value, name, value …, names in lower case and each once. `body`: text is ASCII. */
export type Answer = {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Uint8Array<ArrayBuffer> | string | null;
};

const EMPTY_HEADERS: readonly string[] = ["cache-control", "no-store"];
const JSON_HEADERS: readonly string[] = ["content-type", "application/json", ...EMPTY_HEADERS, "x-content-type-options", "nosniff"];
const BYTES_HEADERS: readonly string[] = ["content-type", "application/octet-stream", ...EMPTY_HEADERS, "x-content-type-options", "nosniff"];

/** @param json canonical already, and ASCII. @param more headers beside the usual */
export function jsonAnswer(json: string, status = 200, more: readonly string[] = []): Answer {
  return { status, headers: [...JSON_HEADERS, ...more], body: json };
}

export function bytesAnswer(bytes: Uint8Array<ArrayBuffer>, more: readonly string[] = []): Answer {
  return { status: 200, headers: [...BYTES_HEADERS, ...more], body: bytes };
}

export function emptyAnswer(status: number): Answer {
  return { status, headers: EMPTY_HEADERS, body: null };
}

/** The answer as a web `Response`. */
export function respond({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers: pairs(headers) });
}

/** An answer of bytes that are made while they are sent. */
export function streamed(bytes: ReadableStream<Uint8Array>): Response {
  return new Response(bytes, { status: 200, headers: pairs(BYTES_HEADERS) });
}

function pairs(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < flat.length; at += 2) headers[flat[at]!] = flat[at + 1]!;
  return headers;
}
