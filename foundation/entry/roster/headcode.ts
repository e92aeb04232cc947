/** Words to read aloud, so that two desks can compare what they hold (docs/formats/roster.md, "Head codes"; the list is docs/formats/words.md). */
import { fromHex } from "#bytes";
import { hashOf } from "#prim";
import { WORDS } from "./words.ts";

const WORD_BITS = 11n;
const HEAD_CODE_WORDS = 12;

/** The first `count` words of a hash: 11 bits each, from its first bit on. At most 23. */
export function wordsOf(hash: string, count: number, words: readonly string[] = WORDS): string[] {
  const bits = BigInt(`0x${hash}`);
  const length = BigInt(hash.length * 4);
  return Array.from({ length: count }, (_, i) => words[Number((bits >> (length - WORD_BITS * BigInt(i + 1))) & 2047n)]!);
}

/** The twelve words of a line's head. */
export function headCode(head: string, words: readonly string[] = WORDS): string[] {
  return wordsOf(hashOf("head-code", fromHex(head, 32)), HEAD_CODE_WORDS, words);
}
