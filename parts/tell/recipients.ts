/** To whom an envelope is sealed: the real recipients hidden among made-up ones (docs/formats/envelope.md, "Outside"). */
import { randomBytesWeb } from "#prim/web";
import { newRecipientIdentity, recipientOf } from "#seal/web";
import { TellError } from "./errors.ts";
import type { Keys } from "./keys.ts";

export const STANZAS = 8;
const MIN_RECIPIENTS = 2;

/**
 * Eight recipients in an order that says nothing. Places left over are taken by recipients made up on the spot, whose private halves
 * are let go at once. Throws `TellError("bad-recipients")`: fewer than two, more than eight, or one twice.
 */
export async function eightRecipients({ intake, trustee }: Pick<Keys, "intake" | "trustee">): Promise<readonly string[]> {
  const real = trustee === null ? intake : [...intake, trustee];
  if (real.length < MIN_RECIPIENTS || real.length > STANZAS || new Set(real).size !== real.length) throw new TellError("bad-recipients");
  const madeUp = await Promise.all(Array.from({ length: STANZAS - real.length }, async () => recipientOf(await newRecipientIdentity())));
  return shuffled([...real, ...madeUp]);
}

/** Fisher–Yates; bytes that would favour a place are drawn again. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = randomBelow(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

function randomBelow(limit: number): number {
  for (;;) {
    const [byte] = randomBytesWeb(1);
    if (byte! < 256 - (256 % limit)) return byte! % limit;
  }
}
