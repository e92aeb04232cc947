/** Strict canonical JSON for the record's files: one schema, one spelling, one error. */
import type { z } from "zod";
import { BytesError, canonical, parseCanonical, type Bytes, type Json } from "#bytes";
import { ProofError } from "./errors.ts";

/** Throws `ProofError("bad-record")` for bytes that are not the canonical spelling of what `schema` takes. */
export function readJson<T>(schema: z.ZodType<T>, bytes: Uint8Array): T {
  try {
    const result = schema.safeParse(parseCanonical(bytes));
    if (result.success) return result.data;
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
  }
  throw new ProofError("bad-record");
}

/** The canonical spelling. Throws `ProofError("bad-record")` for a value without one. */
export function writeJson(value: Json): Bytes {
  try {
    return canonical(value);
  } catch (error) {
    if (error instanceof BytesError) throw new ProofError("bad-record");
    throw error;
  }
}
