/** A command that comes twice is done once: a second click, a second Enter, a request sent again because its answer was lost. */
import type { MiddlewareHandler } from "hono";
import { readText } from "../body.ts";

/** Carries the id a form was given when it was opened. */
export const ONCE_HEADER = "x-vouchsafe-once";
const ID = /^[0-9a-z-]{1,40}$/;
/** More than anybody has under way at one time. */
const KEPT = 200;

interface Done {
  readonly body: string;
  /** `null` where it was refused: nothing was done, and it may be tried again. */
  readonly answer: Promise<string | null>;
}

/**
 * Does a command with one id once and gives a second request with that id the first one's answer, also while the first is under way. The same id
 * with other words in the form is refused: it was done as it stood before, and nobody must believe otherwise.
 */
export function once(): MiddlewareHandler {
  const commands = new Map<string, Done>();
  return async (c, next) => {
    const id = c.req.header(ONCE_HEADER);
    if (id === undefined || !ID.test(id)) return next();
    const body = `${c.req.path}\n${await readText(c.req.raw.clone())}`;
    for (let first = commands.get(id); first !== undefined; first = commands.get(id)) {
      const answered = await first.answer;
      if (answered === null) continue;
      if (first.body !== body) return c.json({ error: "done-already" }, 409);
      return c.body(answered, 200, { "content-type": "application/json" });
    }
    const { promise, resolve } = Promise.withResolvers<string | null>();
    commands.set(id, { body, answer: promise });
    const oldest = commands.size > KEPT ? commands.keys().next().value : undefined;
    if (oldest !== undefined) commands.delete(oldest);
    let answer: string | null = null;
    try {
      await next();
      if (c.res.ok) answer = await c.res.clone().text();
    } finally {
      if (answer === null) commands.delete(id);
      resolve(answer);
    }
  };
}
