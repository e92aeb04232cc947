/** Longer than any text that is brought in, with what stands around it. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A body that is longer than it may be. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/**
 * A JSON body, or `undefined` where it is none: the schema then refuses it. Bytes are counted as they come, since a sender need not say how many
 * there will be. Throws `TooLarge`, and reads no further.
 */
export async function readJson(request: Request, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.length;
    if (length > maxBytes) throw new TooLarge();
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
