import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { codeOf, revision } from "../../client.ts";
import { useSignal } from "../../signal.ts";

/** Rows asked for at once; asked for ahead of where one scrolls. */
export const PAGE_ROWS = 200;
/** Pages kept; the ones used longest ago go first. */
const KEPT_PAGES = 24;

/** One answer: part of the rows, and how many there are in all. */
export interface Part<R> {
  readonly total: number;
  readonly rows: readonly R[];
}

export interface Rows<R, A extends Part<R>> {
  /** The newest answer: totals, facets. `null` until the first has come. */
  readonly answer: A | null;
  readonly total: number;
  /** `undefined` while it is on its way. */
  readonly at: (index: number) => R | undefined;
  /** Says which rows are seen; those and the ones around them are fetched. */
  readonly see: (first: number, end: number) => void;
  readonly failed: string | null;
}

/**
 * The rows of a list by windows. When `query` changes, or the record does, what is on screen stays until the new rows have come.
 * `load` answers rows `from` to `from + count` of the list that `query` names.
 */
export function useRows<R, A extends Part<R>>(query: string, load: (query: string, from: number, count: number) => Promise<A>): Rows<R, A> {
  const changed = useSignal(revision);
  const [, again] = useState(0);
  const [failed, setFailed] = useState<string | null>(null);
  const generation = `${query}\n${changed}`;
  // What is shown, and which question it answers; a page of an older question is shown until the first of the new one is here.
  const held = useRef({ generation: "", wanted: generation, answer: null as A | null, pages: new Map<number, readonly R[]>(), stale: new Map<number, readonly R[]>(), asked: new Set<string>() });
  const seen = useRef<readonly [number, number]>([0, 60]);
  const loading = useRef(load);
  loading.current = load;

  const ask = useCallback(
    (page: number): void => {
      const now = held.current;
      const key = `${generation}\n${page}`;
      if (now.asked.has(key) || (now.generation === generation && now.pages.has(page))) return;
      now.asked.add(key);
      loading.current(query, page * PAGE_ROWS, PAGE_ROWS).then(
        (answer) => {
          now.asked.delete(key);
          if (now.wanted !== generation) return;
          if (now.generation !== generation) {
            // After a change of the record the rows of the same question stand where they stood, all but a few: they stay until each page is read anew.
            now.stale = now.generation.startsWith(`${query}\n`) ? now.pages : new Map();
            now.generation = generation;
            now.pages = new Map();
          }
          now.answer = answer;
          now.pages.set(page, answer.rows);
          for (const oldest of now.pages.keys()) {
            if (now.pages.size <= KEPT_PAGES) break;
            now.pages.delete(oldest);
          }
          setFailed(null);
          again((n) => n + 1);
        },
        (error: unknown) => {
          now.asked.delete(key);
          if (now.wanted === generation) setFailed(codeOf(error));
        },
      );
    },
    [generation],
  );

  const see = useCallback(
    (first: number, end: number): void => {
      seen.current = [first, end];
      const last = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
      for (let page = Math.floor(first / PAGE_ROWS); page <= last; page++) ask(page);
      const { answer } = held.current;
      const pages = answer === null ? 0 : Math.ceil(answer.total / PAGE_ROWS);
      // Ahead, when the edge of what is here comes near.
      if (last + 1 < pages && end % PAGE_ROWS > PAGE_ROWS / 2) ask(last + 1);
      const before = Math.floor(first / PAGE_ROWS) - 1;
      if (before >= 0 && first % PAGE_ROWS < PAGE_ROWS / 2) ask(before);
    },
    [ask],
  );

  useEffect(() => {
    held.current.wanted = generation;
    see(...seen.current);
  }, [generation]);

  const { answer, pages, stale } = held.current;
  return {
    answer,
    total: answer?.total ?? 0,
    at: (index) => {
      const page = Math.floor(index / PAGE_ROWS);
      return (pages.get(page) ?? stale.get(page))?.[index % PAGE_ROWS];
    },
    see,
    failed,
  };
}
