/**
 * The objects of a file of the form `{"key": [ {…}, {…} ]}`, one at a time, so that the file is never whole in memory. Between two objects a comma may be missing:
 * Bayanat writes its export in batches and none between them. Everything else must be JSON (RFC 8259).
 */
import { ExchangeError } from "../errors.ts";
import { FILE_LIMITS } from "../table-set.ts";

export type Json = string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface JsonObject {
  readonly key: string;
  /** Numbers are the text they were written as. */
  readonly object: { readonly [key: string]: Json };
  /** From 1, in its list. */
  readonly n: number;
}

/** One object, with all that hangs on it. */
const OBJECT_CHARACTERS = 4 * FILE_LIMITS.cellCharacters;
const DEPTH = 64;
const HEAD = /^\s*\{\s*("(?:[^"\\]|\\.){0,200}")\s*:\s*\[/;
const SPACE = /[ \t\r\n]/;

/** Throws `ExchangeError`: `not-this-format` with the number of the object, `cell-too-long`, `too-deep`. */
export function* jsonObjects(pieces: Iterable<string>): Generator<JsonObject> {
  let held = "";
  let at = 0;
  let key: string | null = null;
  let n = 0;
  let state: "before" | "between" | "in-object" | "after-list" | "after-all" = "before";
  let start = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let commas = 0;
  const refuse = (): never => {
    throw new ExchangeError("not-this-format", n + 1);
  };
  for (const piece of pieces) {
    held = held.slice(state === "in-object" || state === "before" ? start : at) + piece;
    at -= state === "in-object" || state === "before" ? start : at;
    start = 0;
    if (held.length > OBJECT_CHARACTERS + piece.length) throw new ExchangeError("cell-too-long", n + 1);
    if (state === "before") {
      const head = HEAD.exec(held);
      if (head === null) {
        if (held.length > 2_000) refuse();
        continue;
      }
      key = stringOf(head[1]!) ?? refuse();
      at = head[0].length;
      state = "between";
    }
    for (; at < held.length; at++) {
      const mark = held[at]!;
      if (state === "in-object") {
        if (inString) {
          if (escaped) escaped = false;
          else if (mark === "\\") escaped = true;
          else if (mark === '"') inString = false;
        } else if (mark === '"') inString = true;
        else if (mark === "{" || mark === "[") {
          depth++;
          if (depth > DEPTH) throw new ExchangeError("too-deep", n + 1);
        } else if (mark === "}" || mark === "]") {
          depth--;
          if (depth > 0) continue;
          if (at + 1 - start > OBJECT_CHARACTERS) throw new ExchangeError("cell-too-long", n + 1);
          const object = objectOf(held.slice(start, at + 1)) ?? refuse();
          n++;
          yield { key: key!, object, n };
          state = "between";
          commas = 0;
        }
      } else if (SPACE.test(mark)) continue;
      else if (state === "between") {
        if (mark === "{") {
          if (n === 0 && commas > 0) refuse();
          state = "in-object";
          start = at;
          depth = 1;
        } else if (mark === ",") {
          commas++;
          if (commas > 1 || n === 0) refuse();
        } else if (mark === "]" && commas === 0) state = "after-list";
        else refuse();
      } else if (state === "after-list" && mark === "}") state = "after-all";
      else refuse();
    }
  }
  if (state !== "after-all") refuse();
}

function stringOf(text: string): string | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "string" ? json : null;
  } catch {
    return null;
  }
}

function objectOf(text: string): { readonly [key: string]: Json } | null {
  try {
    // The third argument is new in the language and not yet in its types.
    const keepDigits = (_: string, value: unknown, context?: { readonly source?: string }): unknown => (typeof value === "number" ? (context?.source ?? String(value)) : value);
    const json: unknown = JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as { readonly [key: string]: Json }) : null;
  } catch {
    return null;
  }
}
