/** How routes answer: a body that its schema refuses, and what is not there. */
import type { Context } from "hono";
import type { z } from "zod";
import { readJson } from "./body.ts";

export const notFound = (c: Context): Response => c.json({ error: "not-found" }, 404);

/** Answers with the body that `schema` lets through; any other is a bad request. */
export async function withBody<T>(c: Context, schema: z.ZodType<T>, answer: (body: T) => Response | Promise<Response>): Promise<Response> {
  const body = schema.safeParse(await readJson(c.req.raw));
  return body.success ? answer(body.data) : c.json({ error: "bad-request" }, 400);
}
