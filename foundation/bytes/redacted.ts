const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A secret that cannot be printed by accident: it shows as `<redacted>` in logs, JSON, templates and the debugger. */
export class Redacted<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The secret itself. Call it only where the secret is used. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return "<redacted>";
  }

  toJSON(): string {
    return "<redacted>";
  }

  [INSPECT](): string {
    return "<redacted>";
  }
}
