import { useEffect, useState } from "preact/hooks";
import { get, touchedMs } from "../client.ts";
import { t } from "../i18n.ts";
import type { LockState } from "../../api.ts";

/** As in server/launcher.ts. */
const LOCKS_AFTER_MS = 5 * 60_000;
const WARNS_BEFORE_MS = 60_000;
/** The server need not hear of every key. */
const TELL_AFTER_MS = 20_000;

/** Tells the server that somebody is here. */
function stay(): void {
  void get<LockState>("/api/lock").catch(() => undefined);
}

/**
 * A desk that nobody touches locks itself. Typing is touching it, though nothing is sent; and a minute before it locks it says so: what stands in a form
 * by then goes with the page.
 */
export function IdleWarning() {
  const [soon, setSoon] = useState(false);
  useEffect(() => {
    const look = (): void => setSoon(Date.now() - touchedMs() >= LOCKS_AFTER_MS - WARNS_BEFORE_MS);
    const touched = (): void => {
      if (Date.now() - touchedMs() < TELL_AFTER_MS) return;
      stay();
      look();
    };
    const timer = setInterval(look, 1000);
    addEventListener("keydown", touched);
    addEventListener("pointerdown", touched);
    return () => {
      clearInterval(timer);
      removeEventListener("keydown", touched);
      removeEventListener("pointerdown", touched);
    };
  }, []);
  return (
    <div role="alert" class={soon ? "idle" : undefined}>
      {soon && (
        <>
          {t("idle.soon")} <button onClick={stay}>{t("idle.stay")}</button>
        </>
      )}
    </div>
  );
}
