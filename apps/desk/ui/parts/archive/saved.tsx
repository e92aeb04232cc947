import { useState } from "preact/hooks";
import type { ListAsk, SavedSearch } from "../../../api-archive.ts";
import { t } from "../../i18n.ts";
import { useView } from "../room.tsx";
import { useWrite } from "../undo.tsx";

/** Questions somebody asks again and again, by a name of their own. They stay on this desk. */
export function SavedSearches({ ask, mayKeep, go }: { readonly ask: ListAsk; readonly mayKeep: boolean; readonly go: (ask: ListAsk) => void }) {
  const { view } = useView<{ searches: readonly SavedSearch[] }>("/api/archive/searches");
  const [naming, setNaming] = useState<string | null>(null);
  const { busy, write } = useWrite();
  const mine = (view?.searches ?? []).filter((s) => s.ask.of === ask.of);
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await write("saved.kept", "/api/archive/searches", { name: naming ?? "", ask })) !== null) setNaming(null);
  };
  if (mine.length === 0 && !mayKeep) return null;
  return (
    <div class="saved">
      {mine.length > 0 && <span class="soft">{t("saved.title")}</span>}
      {mine.map((s) => (
        <span class="saved-one" key={s.id}>
          <button type="button" aria-pressed={JSON.stringify(s.ask) === JSON.stringify(ask)} onClick={() => go(s.ask)}>
            <bdi>{s.name}</bdi>
          </button>
          <button
            type="button"
            class="plain"
            aria-label={t("saved.away", { name: s.name })}
            title={t("saved.away", { name: s.name })}
            disabled={busy}
            onClick={() => void write("saved.gone", "/api/archive/searches/away", { id: s.id })}
          >
            ×
          </button>
        </span>
      ))}
      {mayKeep &&
        (naming === null ? (
          <button type="button" class="plain" onClick={() => setNaming("")}>
            {t("saved.keep")}
          </button>
        ) : (
          <form class="inline" onSubmit={(event) => void keep(event)} autocomplete="off">
            <input
              required
              autofocus
              maxLength={80}
              dir="auto"
              aria-label={t("saved.name")}
              placeholder={t("saved.name")}
              value={naming}
              onInput={(e) => setNaming(e.currentTarget.value)}
              onKeyDown={(e) => e.key === "Escape" && setNaming(null)}
            />
            <button class="do" disabled={busy}>
              {t("keep")}
            </button>
          </form>
        ))}
    </div>
  );
}
