const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** From which byte on, and how many. */
export type BytesPlace = { readonly at: number; readonly bytes: number; readonly json: null };

/**
 * Where the members of a list stand in JSON without white space whose list begins with the byte at `start`. The JSON is right already: only its structure is
 * followed. In UTF-8 no byte of a longer character looks like a sign of JSON.
 */
export function placesOfList(json: Uint8Array, start: number): BytesPlace[] {
  const places: BytesPlace[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start + 1; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      for (at++; json[at] !== QUOTE && at < json.length; at++) if (json[at] === BACKSLASH) at++;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if (depth > 0 && (byte === CLOSE_LIST || byte === CLOSE_OBJECT)) depth--;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) {
      if (at > from) places.push({ at: from, bytes: at - from, json: null });
      if (byte === CLOSE_LIST) return places;
      from = at + 1;
    }
  }
  return places;
}
