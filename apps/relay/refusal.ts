import { encodeRefusal, REFUSALS, type RefusalCode } from "#wire";

const JSON_HEADERS = { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;
const BYTES_HEADERS = { "content-type": "application/octet-stream", "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;

/** Thrown by a route to answer with a refusal. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly #status: number;
  readonly #head: string | null | undefined;

  /**
   * @param status where the code may come under several
   * @param head for `not-the-head`: hash of the line's newest blob, `null` for an empty line
   */
  constructor(code: RefusalCode, { status, head }: { readonly status?: number; readonly head?: string | null } = {}) {
    super(code);
    this.code = code;
    this.#status = status ?? REFUSALS[code][0];
    this.#head = head;
  }

  answer(): Response {
    return jsonAnswer(encodeRefusal(this.#head === undefined ? { error: this.code } : { error: this.code, head: this.#head }), this.#status);
  }
}

/** JSON that is canonical already. */
export function jsonAnswer(json: Uint8Array<ArrayBuffer>, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(json, { status, headers: { ...JSON_HEADERS, ...headers } });
}

export function bytesAnswer(bytes: BodyInit, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(bytes, { status: 200, headers: { ...BYTES_HEADERS, ...headers } });
}

export function emptyAnswer(status: number): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}
