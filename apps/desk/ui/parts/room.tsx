import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { codeOf, get, revision } from "../client.ts";
import { t, term } from "../i18n.ts";
import { useSignal } from "../signal.ts";

/** Reads `path` now and again after every change; what was read before stays on screen meanwhile. */
export function useView<T>(path: string): { readonly view: T | null; readonly failed: string | null } {
  const changed = useSignal(revision);
  const [view, setView] = useState<T | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    get<T>(path, true).then(
      (next) => {
        if (!here) return;
        setView(next);
        setFailed(null);
      },
      (error: unknown) => here && setFailed(codeOf(error)),
    );
    return () => {
      here = false;
    };
  }, [path, changed]);
  return { view, failed };
}

/** Head of a room: what it is, and what can be done in it. */
export function RoomHead({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <header>
      <h1 dir="auto">{title}</h1>
      <div class="spread">{children}</div>
    </header>
  );
}

/** What a room says while it has nothing: what will be here, and the one way to begin. */
export function Nothing({ of, children }: { readonly of: string; readonly children?: ComponentChildren }) {
  return (
    <div class="nothing">
      <b>{t(`${of}.empty`)}</b>
      <p>{t(`${of}.empty.how`)}</p>
      {children}
    </div>
  );
}

/** Something did not work: what happened, what is safe, what to do. */
export function Said({ code }: { readonly code: string | null }) {
  return (
    <div role="alert" class={code === null ? undefined : "said"}>
      {code === null ? null : term("error", code)}
    </div>
  );
}

/** How many sources of their own stand behind something: a range while some are not assessed. */
export function rootsText([low, high]: readonly [number, number]): string {
  return low === high ? t("roots", { n: low }) : t("roots.range", { low, high });
}

/** A small word about a row; the colour is never its only sign. */
export function Mark({ children, tone = "" }: { readonly children: ComponentChildren; readonly tone?: "" | "amber" | "red" | "teal" }) {
  return <span class={`mark ${tone}`}>{children}</span>;
}
