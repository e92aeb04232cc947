import { fromUtf8 } from "#bytes";
import { encodeRefusal, REFUSALS, type RefusalCode } from "#wire";
import { jsonAnswer, type Answer } from "./answer.ts";
import type { InsideCode } from "./parts.ts";
import { StoreError } from "./store.ts";

/** Thrown by a route to answer with a refusal. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly #status: number;
  readonly #head: string | null | undefined;

  /**
   * @param status where the code may come under several
   * @param head for `not-the-head`: hash of the line's newest blob, `null` for an empty line
   */
  constructor(code: RefusalCode, { status, head }: { readonly status?: number; readonly head?: string | null } = {}) {
    super(code);
    this.code = code;
    this.#status = status ?? REFUSALS[code][0];
    this.#head = head;
  }

  answer(): Answer {
    return jsonAnswer(
      fromUtf8(encodeRefusal(this.#head === undefined ? { error: this.code } : { error: this.code, head: this.#head })),
      this.#status,
    );
  }
}

/** What is answered where a route threw. @param say hears of it where it was not the asker's fault */
export function answerTo(error: unknown, say: (code: InsideCode) => void): Answer {
  if (error instanceof Refusal) return error.answer();
  if (!(error instanceof StoreError)) {
    say("bug");
    return new Refusal("bug").answer();
  }
  say(error.code);
  return new Refusal(error.code === "full" ? "full" : "failing").answer();
}
