/** What can be sealed to. */
import { Encrypter } from "age-encryption";
import type { Bytes } from "#bytes";

const RECIPIENT = /^age1pq1[02-9ac-hj-np-z]{1952}$/;
const BECH32_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const PREFIX_LETTERS = "age1pq1".length;
const CHECKSUM_LETTERS = 6;
const ML_KEM_VECTOR_BYTES = 1152;
const ML_KEM_Q = 3329;

/**
 * Whether this is a hybrid recipient that can be sealed to: the right length, a right checksum, and an ML-KEM-768 key whose
 * coefficients are all below q (FIPS 203 section 7.2). The last is checked here because the library seals to other keys too.
 */
export function isHybridRecipient(text: string): boolean {
  if (!RECIPIENT.test(text)) return false;
  try {
    new Encrypter().addRecipient(text);
  } catch {
    return false;
  }
  const vector = bytesOfLetters(text.slice(PREFIX_LETTERS, -CHECKSUM_LETTERS)).subarray(0, ML_KEM_VECTOR_BYTES);
  for (let i = 0; i < vector.length; i += 3) {
    const [a, b, c] = [vector[i]!, vector[i + 1]!, vector[i + 2]!];
    if ((a | ((b & 15) << 8)) >= ML_KEM_Q || ((b >> 4) | (c << 4)) >= ML_KEM_Q) return false;
  }
  return true;
}

function bytesOfLetters(letters: string): Bytes {
  const out = new Uint8Array(Math.floor((letters.length * 5) / 8));
  let held = 0;
  let heldBits = 0;
  let at = 0;
  for (const letter of letters) {
    held = ((held << 5) | BECH32_LETTERS.indexOf(letter)) & 0xfff;
    heldBits += 5;
    if (heldBits < 8) continue;
    heldBits -= 8;
    out[at++] = (held >> heldBits) & 0xff;
  }
  return out;
}
