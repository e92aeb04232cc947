import { useEffect, useRef, useState } from "preact/hooks";
import { codeOf, newCommand, post } from "../client.ts";
import { letterOf } from "../keys.ts";
import { t, term } from "../i18n.ts";
import { signal, useSignal } from "../signal.ts";

const SHOWN_MS = 12_000;
/** What names the entry an act wrote, or the entries of one that took several. */
type Written = string | readonly string[];
const last = signal<{ readonly what: string; readonly undo: Written | null } | null>(null);

/** Says that something was done and, where `undo` names what it wrote, offers to take it back. */
export function done(what: string, undo: Written | null): void {
  last.value = { what, undo };
}

/** Does `work`, says `what` when it is done, and what the server said when it is not. Gives `null` then. */
export async function attempt<T extends object>(what: string, work: () => Promise<T>): Promise<T | null> {
  try {
    const answer = await work();
    const undo = "undo" in answer ? answer.undo : null;
    done(t(what), typeof undo === "string" || Array.isArray(undo) ? (undo as Written) : null);
    return answer;
  } catch (error) {
    done(term("error", codeOf(error)), null);
    return null;
  }
}

/**
 * The one way a form or a button writes: a second click while the first is under way does nothing, and what comes again, because its answer was
 * lost, is done once. Gives the answer, or `null` where nothing was done.
 */
export function useWrite(): { readonly busy: boolean; readonly write: <T extends object>(what: string, path: string, body?: object) => Promise<T | null> } {
  const command = useRef<string | null>(null);
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const write = async <T extends object>(what: string, path: string, body: object = {}): Promise<T | null> => {
    if (underWay.current) return null;
    underWay.current = true;
    setBusy(true);
    command.current ??= newCommand();
    const id = command.current;
    const answer = await attempt(what, () => post<T>(path, body, id));
    // Done: whatever is sent from here next is another command.
    if (answer !== null) command.current = null;
    underWay.current = false;
    setBusy(false);
    return answer;
  };
  return { busy, write };
}

/** At the foot of the screen: what was done last. `z` undoes it. */
export function UndoToast() {
  const shown = useSignal(last);
  const undo = (): void => {
    const entry = last.value?.undo;
    if (entry === undefined || entry === null) return;
    last.value = null;
    void attempt("undo.done", () => post<object>(typeof entry === "string" ? "/api/undo" : "/api/archive/bulk/undo", { undo: entry }));
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const writing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
      if (letterOf(event) === "z" && !event.ctrlKey && !writing && !event.altKey && !event.metaKey && !event.repeat) undo();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => {
      last.value = null;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div role="status" class={shown === null ? undefined : "toast"}>
      {shown?.what}
      {shown !== null && shown.undo !== null && (
        <button onClick={undo}>
          {t("undo")} <kbd>z</kbd>
        </button>
      )}
    </div>
  );
}
