/** What long work on the record is told from outside, and how it ends early. */

export interface Progress {
  readonly rows: number;
  /** Records written. */
  readonly added: number;
}

/** When to stop, whom to tell, and how to let others have the machine between two entries. */
export interface Conduct {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly breathe?: () => Promise<void>;
}

/** The work was told to stop. What is written stays, whole. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
