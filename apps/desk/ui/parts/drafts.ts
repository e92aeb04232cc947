/** What was typed into a form and not sent. It stays in the memory of this page, so that Escape, Back or another room lose nothing, and goes when the desk locks. */
import { useRef, useState } from "preact/hooks";
import { signal } from "../signal.ts";

const drafts = new Map<string, unknown>();
/** Rises when a draft is begun or ends. */
export const draftsChanged = signal(0);

export interface Kept<T> {
  readonly value: T;
  /** As it is at this moment: two fields may change before the form is drawn again, and neither must undo the other. */
  readonly now: () => T;
  /** Somebody's hand changed it: it is kept until it is sent or dropped. */
  readonly set: (next: T) => void;
  /** The program fills in what it guesses; that alone is nothing to keep. */
  readonly fill: (next: (now: T) => T) => void;
  /** It was there when the form opened. */
  readonly isFromBefore: boolean;
  /** It was sent, or is not wanted. */
  readonly drop: () => void;
}

/** The draft of the form named `key`: what was left in it, or `first`. */
export function useDraft<T>(key: string, first: () => T): Kept<T> {
  const [isFromBefore, setFromBefore] = useState(drafts.has(key));
  const [value, setValue] = useState<T>(() => (drafts.has(key) ? (drafts.get(key) as T) : first()));
  const newest = useRef(value);
  const show = (next: T): void => {
    newest.current = next;
    setValue(next);
  };
  return {
    value,
    now: () => newest.current,
    isFromBefore,
    set: (next) => {
      keepDraft(key, next);
      show(next);
    },
    fill: (next) => {
      const filled = next(newest.current);
      if (drafts.has(key)) drafts.set(key, filled);
      show(filled);
    },
    drop: () => {
      dropDraft(key);
      show(first());
      setFromBefore(false);
    },
  };
}

/** Whether something waits in the form named `key`. */
export function hasDraft(key: string): boolean {
  return drafts.has(key);
}

/** Names of forms with something in them that begin with `prefix`, oldest first. */
export function draftsOf(prefix: string): string[] {
  return [...drafts.keys()].filter((key) => key.startsWith(prefix));
}

export function dropDraft(key: string): void {
  if (drafts.delete(key)) draftsChanged.value += 1;
}

function keepDraft(key: string, value: unknown): void {
  const isNew = !drafts.has(key);
  drafts.set(key, value);
  if (isNew) draftsChanged.value += 1;
}
