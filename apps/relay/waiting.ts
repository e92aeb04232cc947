/** Requests that wait for a log to grow. */
export class Waiting {
  readonly #limit: number;
  readonly #byLog = new Map<string, Set<() => void>>();
  #count = 0;
  #isStopped = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Listens to `logId` from now on, so that nothing is missed between looking and waiting. Call `close` in the end.
   * `until(ms)` is fulfilled when the log has grown since, the time is over, the asker has gone, or there is no room to wait.
   */
  listen(logId: string, whenGone: (hear: () => void) => void): { readonly until: (ms: number) => Promise<void>; readonly close: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wakers = this.#byLog.get(logId) ?? new Set();
    this.#byLog.set(logId, wakers.add(resolve));
    this.#count++;
    whenGone(resolve);
    if (this.#isStopped || this.#count > this.#limit) resolve();
    let timer: NodeJS.Timeout | null = null;
    return {
      until: (ms) => {
        timer = setTimeout(resolve, ms);
        return promise;
      },
      close: () => {
        if (timer !== null) clearTimeout(timer);
        wakers.delete(resolve);
        if (wakers.size === 0 && this.#byLog.get(logId) === wakers) this.#byLog.delete(logId);
        this.#count--;
      },
    };
  }

  /** Wakes who waits for this log. */
  wake(logId: string): void {
    for (const waker of this.#byLog.get(logId) ?? []) waker();
  }

  /** Wakes everybody, and lets nobody wait again. */
  stop(): void {
    this.#isStopped = true;
    for (const logId of this.#byLog.keys()) this.wake(logId);
  }
}
