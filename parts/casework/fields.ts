/**
 * The small fields all records are made of, with their limits. A length is in characters (Unicode code points), as positions in texts are.
 * A schema's message is the code that is thrown for it.
 */
import { z } from "zod";
import type { CaseworkErrorCode } from "./errors.ts";

/** Limits of one body (docs/formats/record.md, "Limits"). */
export const LIMITS = {
  bodyBytes: 1_048_576,
  records: 500,
  lineCharacters: 200,
  textCharacters: 4_000,
  documentCharacters: 100_000,
  citations: 20,
  supersedes: 20,
  targets: 50,
  names: 200,
} as const;

/** A message that `parseRecord` hands on as the error's code. */
export const code = (is: CaseworkErrorCode): CaseworkErrorCode => is;

/** Characters (code points) of a text. */
export function charactersOf(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) pairs++;
  return text.length - pairs;
}

// Control characters have no place in a text; in one line also none that turn the direction of what stands after it.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const NOT_IN_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const within =
  (max: number) =>
  (text: string): boolean =>
    text.length <= 2 * max && charactersOf(text) <= max;

/** One line: a name, a title, an office. */
export const line = z
  .string()
  .min(1, code("bad-text"))
  .refine(within(LIMITS.lineCharacters), code("too-long"))
  .refine((text) => !NOT_IN_A_LINE.test(text), code("bad-text"));

const textUpTo = (max: number) =>
  z
    .string()
    .min(1, code("bad-text"))
    .refine(within(max), code("too-long"))
    .refine((text) => !CONTROL.test(text), code("bad-text"));

/** Some sentences. */
export const text = textUpTo(LIMITS.textCharacters);

/** A whole document. */
export const document = textUpTo(LIMITS.documentCharacters);

/** Id of a record: 16 random bytes in hexadecimal. */
export const id = z.string().regex(/^[0-9a-f]{32}$/, code("bad-field"));

/** A hash or a public key: 32 bytes in hexadecimal. */
export const hex32 = z.string().regex(/^[0-9a-f]{64}$/, code("bad-field"));

/** What a citation points into: a record, or bytes known by their hash. */
export const idOrHash = z.string().regex(/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/, code("bad-field"));

/** A post-quantum recipient of age files, by its form alone: whether it can be sealed to is for who seals. */
export const ageRecipient = z.string().regex(/^age1pq1[02-9ac-hj-np-z]{1952}$/, code("bad-field"));

/** A language as BCP 47 writes it, the tag's first parts only. */
export const lang = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, code("bad-field"));

/** A word of one of our own lists. Lists grow; an unknown word is shown as it is. */
export const term = z.string().regex(/^[a-z][a-z0-9 -]{0,39}$/, code("bad-field"));

/** Name of a property or of a list. */
export const word = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, code("bad-field"));

/** Between one and `max` different things. An empty list is written by leaving the field out. */
export const several = <T extends z.ZodType>(of: T, max: number) => z.array(of).min(1, code("bad-field")).max(max, code("too-long"));

/** Different strings, at least one. */
export const distinct = <T extends z.ZodType<string>>(of: T, max: number) =>
  several(of, max).refine((all) => new Set(all as string[]).size === all.length, code("bad-field"));

/** An integer in a range. */
export const integer = (min: number, max: number) => z.int().min(min).max(max);
