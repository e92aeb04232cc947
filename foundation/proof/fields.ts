/** Field shapes the record's schemas share. */
import { z } from "zod";
import { isDay } from "./bag.ts";

/** Hexadecimal of so many bytes. */
export function hex(lengthBytes: number): z.ZodString {
  return z.string().regex(new RegExp(`^[0-9a-f]{${2 * lengthBytes}}$`));
}

/** Text for people: not empty, no line of control characters, at most `maxLength` UTF-16 units. Tabs and line ends are allowed. */
export function text(maxLength: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/);
}

/** A day, `YYYY-MM-DD`. */
export const day = z.string().refine(isDay);

/** A source's alias inside one package: `S-1`. Not the alias the group uses: that would tie packages together. */
export const sourceAlias = z.string().regex(/^S-[1-9][0-9]{0,3}$/);
