import { useEffect, useState } from "preact/hooks";

/** One value that screens watch. */
export interface Signal<T> {
  value: T;
  watch(listener: () => void): () => void;
}

export function signal<T>(first: T): Signal<T> {
  const listeners = new Set<() => void>();
  let value = first;
  return {
    get value() {
      return value;
    },
    set value(next: T) {
      if (next === value) return;
      value = next;
      for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value now, and again whenever it changes. */
export function useSignal<T>(source: Signal<T>): T {
  const [, again] = useState(0);
  useEffect(() => source.watch(() => again((n) => n + 1)), [source]);
  return source.value;
}
