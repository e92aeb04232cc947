/**
 * Taking in far more than is there, as a colleague's new machine does that fetches everything: the store is then filled in its quick way
 * (`Store.startBulk`), which keeps no index of the views meanwhile. Each answer of the relay is on disk when the next is asked for, as ever: a desk that is killed
 * goes on where it was, and the next opening makes the indexes.
 */
import type { Store } from "#store";

/** Entries that one exchange must bring, and more than there were before: below, keeping the indexes as one goes is quicker than making them anew. */
export const FAR_BEHIND = 250;
/** Stands in the store while this goes on. A desk that was killed in it has much by then, and is as far behind as it was. */
const MARK = "taking-in";

export class TakingIn {
  readonly #store: Store;
  readonly #enough: number;
  #came = 0;

  constructor(store: Store) {
    this.#store = store;
    this.#enough = store.get(MARK) === null ? Math.max(FAR_BEHIND, store.searchProgress().allEntries) : FAR_BEHIND;
  }

  /** So many entries have come and are about to be taken in. Not inside a transaction. */
  expects(entries: number): void {
    if (this.#store.isBulk || this.#came + entries < this.#enough) return;
    this.#store.set(MARK, new Uint8Array(1));
    this.#store.startBulk();
  }

  /** So many of them were new. */
  took(entries: number): void {
    this.#came += entries;
  }

  /** All has been taken in that will be for now. Between two indexes `pause` lets others have their turn. */
  async end(pause: () => Promise<void>): Promise<void> {
    if (!this.#store.isBulk) return;
    while (this.#store.endBulkByPart()) await pause();
    this.#store.set(MARK, null);
  }
}
