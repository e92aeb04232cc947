import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../client.ts";
import { t, term } from "../i18n.ts";
import { ROOMS } from "../rooms/index.ts";
import { href } from "../router.ts";
import type { SearchView } from "../../api.ts";

const PAUSE_MS = 60;

/** `/` and Ctrl K: searches every record as one types, and goes to rooms by their names. Arrows choose, Enter goes, Escape closes. */
export function Search({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState("");
  const [found, setFound] = useState<SearchView["results"]>([]);
  const [at, setAt] = useState(0);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    setAt(0);
    if (words.trim() === "") {
      setFound([]);
      return undefined;
    }
    let here = true;
    const timer = setTimeout(
      () =>
        void get<SearchView>(`/api/search?q=${encodeURIComponent(words)}`).then(
          (view) => here && setFound(view.results),
          () => here && setFound([]),
        ),
      PAUSE_MS,
    );
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [words]);

  const rooms = words === "" ? [] : ROOMS.filter((r) => r.letter !== null && t(`room.${r.name}`).toLowerCase().startsWith(words.toLowerCase()));
  const rows = [
    ...rooms.map((r) => ({ key: r.name, to: href(r.name), kind: t("search.room"), title: t(`room.${r.name}`), before: "", match: "", after: "" })),
    ...found.map((f) => ({
      key: `${f.kind}${f.id}`,
      to: f.goto,
      kind: term("kind", f.kind),
      title: f.title,
      before: f.before,
      match: f.match,
      after: f.after,
    })),
  ];
  const go = (to: string): void => {
    location.hash = to;
    close();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((n) => Math.max(0, Math.min(rows.length - 1, n + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && rows[at] !== undefined) go(rows[at].to);
  };

  return (
    <dialog ref={dialog} onClose={close} class="search" aria-label={t("search.title")}>
      <input
        type="text"
        autofocus
        autocomplete="off"
        placeholder={t("search.title")}
        aria-label={t("search.title")}
        {...{
          role: "combobox" as const,
          "aria-expanded": rows.length > 0,
          "aria-controls": "found",
          "aria-activedescendant": rows.length > 0 ? `found-${at}` : undefined,
        }}
        value={words}
        onInput={(e) => setWords(e.currentTarget.value)}
        onKeyDown={onKey}
      />
      <div role="listbox" id="found" aria-label={t("search.found")} class="found">
        {rows.map((row, n) => (
          <div role="option" id={`found-${n}`} aria-selected={n === at} key={row.key} onClick={() => go(row.to)} class="found-row">
            <span class="soft">{row.kind}</span>
            <span dir="auto">
              <b>{row.title}</b>
              {row.match !== "" && (
                <span class="soft" dir="auto">
                  {" "}
                  … {row.before}
                  <mark>{row.match}</mark>
                  {row.after} …
                </span>
              )}
            </span>
          </div>
        ))}
      </div>
      {words.trim() !== "" && rows.length === 0 && <p class="soft">{t("search.none")}</p>}
    </dialog>
  );
}
