/** Longer than any text that is brought in, with what stands around it. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A body that is longer than it may be. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** A JSON body, or `undefined` where it is none: the schema then refuses it. Throws `TooLarge`. */
export async function readJson(request: Request, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A body as text. Bytes are counted as they come, since a sender need not say how many there will be. Throws `TooLarge`, and reads no further. */
export async function readText(request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let piece = await reader?.read(); piece !== undefined && !piece.done; piece = await reader?.read()) {
    length += piece.value.length;
    if (length > maxBytes) {
      void reader?.cancel(); // not awaited: the copy of a body that nobody reads on ends only when the other copy does
      throw new TooLarge();
    }
    pieces.push(piece.value);
  }
  return Buffer.concat(pieces).toString("utf8");
}
