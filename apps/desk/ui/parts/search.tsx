import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../client.ts";
import { t, term } from "../i18n.ts";
import { ROOMS } from "../rooms/index.ts";
import { href } from "../router.ts";
import type { ArchiveSearch, FoundRow } from "../../api-archive.ts";

const PAUSE_MS = 60;
/** While the record is being made searchable, it is asked again so often. */
const AGAIN_MS = 2_000;

/** A line one can go to, or that brings more of its kind. */
interface Line {
  readonly key: string;
  readonly go: () => void;
  readonly row: Pick<FoundRow, "title" | "before" | "match" | "after" | "soundsLike">;
}

/** `/` and Ctrl K: searches every record as one types, by kind and with the words that matched, and goes to rooms by their names. Arrows choose, Enter goes, Escape closes. */
export function Search({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState("");
  const [more, setMore] = useState<string | null>(null);
  const [found, setFound] = useState<ArchiveSearch | null>(null);
  const [at, setAt] = useState(0);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    setAt(0);
    if (words.trim() === "") {
      setFound(null);
      return undefined;
    }
    let here = true;
    const ask = (): void =>
      void get<ArchiveSearch>(`/api/archive/search?q=${encodeURIComponent(words)}${more === null ? "" : `&more=${more}`}`).then(
        (view) => {
          if (!here) return;
          setFound(view);
          if (isUnfinished(view)) timer = setTimeout(ask, AGAIN_MS);
        },
        () => here && setFound(null),
      );
    let timer = setTimeout(ask, PAUSE_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [words, more]);
  useEffect(() => {
    document.getElementById(`found-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const go = (to: string): void => {
    location.hash = to;
    close();
  };
  const rooms = words === "" ? [] : ROOMS.filter((r) => r.letter !== null && t(`room.${r.name}`).toLowerCase().startsWith(words.toLowerCase()));
  const plain = { before: "", match: "", after: "", soundsLike: false };
  const groups: readonly { readonly name: string; readonly lines: readonly Line[] }[] = [
    { name: t("search.room"), lines: rooms.map((r) => ({ key: r.name, go: () => go(href(r.name)), row: { ...plain, title: t(`room.${r.name}`) } })) },
    ...(found?.groups ?? []).map(({ kind, results, more: hasMore }) => ({
      name: term("kind", kind),
      lines: [
        ...results.map((row) => ({ key: `${kind}${row.id}`, go: () => go(row.goto), row })),
        ...(hasMore && more !== kind ? [{ key: `more ${kind}`, go: () => setMore(kind), row: { ...plain, title: t("search.more", { kind: term("kind", kind) }) } }] : []),
      ],
    })),
  ].filter(({ lines }) => lines.length > 0);
  const lines = groups.flatMap((group) => group.lines);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((n) => Math.max(0, Math.min(lines.length - 1, n + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") lines[at]?.go();
  };

  let index = -1;
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
          "aria-expanded": lines.length > 0,
          "aria-controls": "found",
          "aria-activedescendant": lines.length > 0 ? `found-${at}` : undefined,
        }}
        value={words}
        onInput={(e) => {
          setMore(null);
          setWords(e.currentTarget.value);
        }}
        onKeyDown={onKey}
      />
      {found !== null && found.alsoSpelled.length > 0 && (
        <p class="soft also">
          {t("search.also")} <bdi>{found.alsoSpelled.join(" · ")}</bdi>
        </p>
      )}
      <div role="listbox" id="found" aria-label={t("search.found")} class="found">
        {groups.map(({ name, lines: of }, g) => (
          <div role="group" aria-labelledby={`found-group-${g}`} key={name}>
            <div class="found-kind soft" id={`found-group-${g}`}>
              {name}
            </div>
            {of.map(({ key, go: goes, row }) => {
              index += 1;
              return (
                <div role="option" id={`found-${index}`} aria-selected={index === at} key={key} onClick={goes} class="found-row">
                  <span dir="auto">
                    <b>{row.title}</b>
                    {row.soundsLike && <span class="alike">{t("search.soundsLike")}</span>}
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
              );
            })}
          </div>
        ))}
      </div>
      {words.trim() !== "" && lines.length === 0 && <p class="soft">{t(isPartial(found) ? "search.noneYet" : "search.none")}</p>}
      {found?.isCutShort === true && (
        <p class="soft cut-short" role="status">
          {t("search.cutShort")}
        </p>
      )}
      {isUnfinished(found) && (
        <p class="soft searched">
          <progress aria-label={t("search.searchable")} value={found.searched.entries} max={found.searched.of} />
          {t("search.searched", { done: found.searched.entries, n: found.searched.of })}
        </p>
      )}
    </dialog>
  );
}

/** Not all of the record can be searched yet. */
function isUnfinished(found: ArchiveSearch | null): found is ArchiveSearch {
  return found !== null && found.searched.entries < found.searched.of;
}

/** There may be more than was found. */
function isPartial(found: ArchiveSearch | null): boolean {
  return found?.isCutShort === true || isUnfinished(found);
}
