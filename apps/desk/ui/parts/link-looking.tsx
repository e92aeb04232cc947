import { useEffect, useState } from "preact/hooks";
import { get, post, revision } from "../client.ts";
import { t, term } from "../i18n.ts";
import type { LinksView, LinkWorkView } from "../../api-links.ts";

const ASK_EVERY_MS = 700;

/** How the looking stands now: as it was `seen`, and while it runs asked again. When it is done, what the screen shows is fetched anew. */
function useLooking(seen: LinkWorkView): readonly [LinkWorkView, (next: LinkWorkView) => void] {
  const [heard, setHeard] = useState<{ readonly seen: LinkWorkView; readonly work: LinkWorkView } | null>(null);
  // What the screen was told later counts for more than what was heard before.
  const now = heard?.seen === seen ? heard.work : seen;
  const hear = (work: LinkWorkView): void => setHeard({ seen, work });
  const isRunning = now.state === "running";
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      void get<LinksView>("/api/links?limit=1", true).then(
        ({ work }) => {
          hear(work);
          if (work.state !== "running") revision.value++;
        },
        () => undefined,
      );
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, seen]);
  return [now, hear];
}

/** How the looking stands, how far it is, and the one thing to do about it. `brief`: only where something is to be known. */
export function LinkLooking({ seen, brief = false }: { readonly seen: LinkWorkView; readonly brief?: boolean }) {
  const [work, hear] = useLooking(seen);
  const ask = (path: string): void => void post<LinkWorkView>(path, {}).then(hear, () => undefined);
  if (work.state === "running")
    return (
      <div class="waits" role="status">
        <label>
          <span>{term("links.phase", work.phase)}</span>
          <progress max={Math.max(1, work.of)} value={work.done} /> {work.of > 1 && t("links.progress", { done: work.done, of: work.of })}
        </label>
        <button onClick={() => ask("/api/links/stop")}>{t("links.stop")}</button>
      </div>
    );
  const waits = work.uncompared > 0;
  if (brief && !waits && work.state !== "failed") return null;
  return (
    <div class="link-work">
      <p class={waits ? "waits" : "soft"} role="status">
        {work.state === "done" ? t("links.looked", { n: work.persons, pairs: work.compared }) : t(`links.work.${work.state}`)}{" "}
        {work.state === "done" && work.recallAtMost !== null && work.compared > 0 && t("links.recall", { n: Math.min(99, Math.floor(work.recallAtMost * 100)) })} {waits && t("links.uncompared", { n: work.uncompared })}
      </p>
      <button class={work.state === "done" && !waits ? "" : "do"} onClick={() => ask("/api/links/look")}>
        {t(waits ? "links.compare" : work.state === "done" ? "links.lookAgain" : "links.look")}
      </button>
    </div>
  );
}
