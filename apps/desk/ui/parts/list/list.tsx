import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { letterOf } from "../../keys.ts";
import { number, t } from "../../i18n.ts";
import { place, scrolledTo, type Scrolled } from "./placement.ts";
import { extend, NOTHING_CHOSEN, toggle, type Selection } from "./selection.ts";

const ROW_PX = 32;
/** On a telephone a row has two lines. */
const NARROW_ROW_PX = 56;
const NARROW = "(max-width: 760px)";
/** Heights before the first measuring: enough rows for the first picture. */
const FIRST_VIEW_PX = 640;

/** One column of a list. */
export interface Column<R> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: R) => ComponentChildren;
  /** `name` leads the line and is never left out. Where there is less room `last` is left out first, then `rest`. */
  readonly weight?: "name" | "plain" | "rest" | "last";
  /** Share of the line, as a CSS track. */
  readonly track: string;
}

export interface ListProps<R> {
  /** Names the place in the list while one is elsewhere and comes back. */
  readonly name: string;
  readonly label: string;
  /** What the list answers: when it changes, the list begins at its top. */
  readonly query: string;
  readonly columns: readonly Column<R>[];
  readonly total: number;
  readonly at: (index: number) => R | undefined;
  readonly see: (first: number, end: number) => void;
  readonly idOf: (row: R) => string;
  readonly open: (row: R) => void;
  /** Keys of this list's own. Gives whether it was one. */
  readonly onRowKey?: (letter: string, row: R) => boolean;
  readonly chosen?: Selection;
  readonly choose?: (next: Selection) => void;
  readonly classOf?: (row: R) => string;
}

/** Where each list was left: scroll, and the row the keys were at. In memory only, so that locking forgets it. */
const LEFT = new Map<string, { readonly query: string; readonly scrollTop: number; readonly active: number }>();

/**
 * A list of any length. Only the rows that can be seen are in the page once there are more than 200; whoever listens is told how many there are and at which
 * they stand. Arrows (or j and k), PageUp, PageDown, Home and End go; Enter opens; x chooses, Shift extends.
 */
export function List<R>(props: ListProps<R>) {
  const { name, label, query, columns, total, at, see, idOf, open, choose, chosen = NOTHING_CHOSEN } = props;
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const rowPx = narrow ? NARROW_ROW_PX : ROW_PX;
  const left = LEFT.get(name);
  const back = left !== undefined && left.query === query ? left : null;
  const [scroll, setScroll] = useState({ top: back?.scrollTop ?? 0, viewPx: FIRST_VIEW_PX });
  const [active, setActive] = useState(back?.active ?? 0);
  const now: Scrolled = { total, rowPx, viewPx: scroll.viewPx, scrollTop: scroll.top };
  const placed = place(now);

  // Back where one was, once there are rows to scroll over.
  const restored = useRef(false);
  useLayoutEffect(() => {
    if (restored.current || total === 0 || box.current === null) return;
    restored.current = true;
    if (back !== null) box.current.scrollTop = back.scrollTop;
  });
  const asked = useRef(query);
  useLayoutEffect(() => {
    if (asked.current === query) return;
    asked.current = query;
    setActive(0);
    if (box.current !== null) box.current.scrollTop = 0;
    setScroll((s) => ({ ...s, top: 0 }));
  }, [query]);
  useEffect(() => {
    LEFT.set(name, { query, scrollTop: scroll.top, active });
  }, [name, query, scroll.top, active]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => {
      // The head stands over the rows, but where it is only read aloud.
      const viewPx = element.clientHeight - (narrow ? 0 : (head.current?.offsetHeight ?? 0));
      setScroll((s) => (s.viewPx === viewPx ? s : { ...s, viewPx }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [total === 0, narrow]);
  useEffect(() => see(placed.first, placed.end), [placed.first, placed.end, see]);

  if (total === 0) return null;
  const activeNow = Math.min(active, total - 1);
  const goTo = (index: number): void => {
    const next = Math.max(0, Math.min(total - 1, index));
    setActive(next);
    const top = scrolledTo(next, now);
    if (box.current !== null && top !== scroll.top) {
      box.current.scrollTop = top;
      setScroll((s) => ({ ...s, top }));
    }
  };
  const idAt = (index: number): string | undefined => {
    const row = at(index);
    return row === undefined ? undefined : idOf(row);
  };
  const go = (index: number, extends_: boolean): void => {
    const next = Math.max(0, Math.min(total - 1, index));
    if (extends_ && choose !== undefined) choose(extend(chosen, activeNow, next, idAt));
    goTo(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    const on = event.target as HTMLElement;
    // Enter on a link of a row goes where the link goes.
    if (event.ctrlKey || event.altKey || event.metaKey || (on !== box.current && (event.key === "Enter" || event.key === " "))) return;
    const step = stepOf(event, Math.max(1, placed.seenEnd - placed.seenFirst - 1), total);
    const row = at(activeNow);
    const letter = letterOf(event);
    if (step !== null) go(activeNow + step, event.shiftKey);
    else if (row === undefined) return;
    else if (event.key === "Enter") open(row);
    else if (letter === "x" && choose !== undefined) choose(toggle(chosen, idOf(row), activeNow));
    else if (event.key === "Escape" && choose !== undefined && chosen.ids.size > 0) choose(NOTHING_CHOSEN);
    else if (props.onRowKey?.(letter, row) !== true) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const indices = Array.from({ length: placed.end - placed.first }, (_, i) => placed.first + i);
  const rowId = (index: number): string => `${name}-row-${index}`;
  const activeDrawn = activeNow >= placed.first && activeNow < placed.end;
  return (
    <div class={`list list-${name} ${name}`} ref={(element) => tracks(element, columns, choose !== undefined)}>
      <div
        class="list-box"
        ref={box}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length + (choose === undefined ? 0 : 1)}
        aria-multiselectable={choose === undefined ? undefined : true}
        aria-activedescendant={activeDrawn ? rowId(activeNow) : undefined}
        onScroll={(e) => {
          const top = e.currentTarget.scrollTop;
          setScroll((s) => (s.top === top ? s : { ...s, top }));
        }}
        onKeyDown={onKey}
      >
        <div role="row" aria-rowindex={1} class="list-row list-head" ref={head}>
          {choose !== undefined && (
            <span role="columnheader" class="list-tick">
              <span class="aloud">{t("list.chosen")}</span>
            </span>
          )}
          {columns.map((c) => (
            <span role="columnheader" class={`cell ${c.weight ?? "plain"}`} key={c.key}>
              {c.label}
            </span>
          ))}
        </div>
        <div role="presentation" class="list-space" style={{ height: `${placed.heightPx}px` }}>
          {indices.map((index) => {
            const row = at(index);
            const isChosen = row !== undefined && chosen.ids.has(idOf(row));
            return (
              <div
                role="row"
                id={rowId(index)}
                key={index}
                aria-rowindex={index + 2}
                aria-selected={choose === undefined ? undefined : isChosen}
                class={`list-row ${index === activeNow ? "active" : ""} ${row === undefined ? "coming" : (props.classOf?.(row) ?? "")}`}
                style={{ top: `${placed.topPx + (index - placed.first) * rowPx}px`, height: `${rowPx}px` }}
                onFocusIn={() => setActive(index)}
                onClick={(e) => {
                  setActive(index);
                  if (row === undefined || (e.target as Element).closest("a, button") !== null) return;
                  if (e.shiftKey && choose !== undefined) choose(extend(chosen, activeNow, index, idAt));
                  else open(row);
                }}
              >
                {choose !== undefined && (
                  <span role="gridcell" class="list-tick">
                    {row !== undefined && (
                      <button
                        type="button"
                        tabIndex={-1}
                        aria-pressed={isChosen}
                        aria-label={t("list.choose")}
                        class="tick-box"
                        onClick={() => choose(toggle(chosen, idOf(row), index))}
                      >
                        {isChosen ? "✓" : ""}
                      </button>
                    )}
                  </span>
                )}
                {columns.map((c) => (
                  <span role="gridcell" class={`cell ${c.weight ?? "plain"}`} key={c.key}>
                    {row === undefined ? "" : c.cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <p class="list-foot soft" role="status">
        {t("list.total", { n: total })}
        {chosen.ids.size > 0 && ` · ${t("list.chosen.n", { n: chosen.ids.size })}`}
        {total > 0 && placed.seenEnd - placed.seenFirst < total && (
          <span aria-hidden="true">{` · ${number(placed.seenFirst + 1)}–${number(placed.seenEnd)}`}</span>
        )}
      </p>
    </div>
  );
}

/** How far a key goes; `null` where it goes nowhere. */
function stepOf(event: KeyboardEvent, page: number, total: number): number | null {
  const letter = letterOf(event);
  if (event.key === "ArrowDown" || letter === "j") return 1;
  if (event.key === "ArrowUp" || letter === "k") return -1;
  if (event.key === "PageDown") return page;
  if (event.key === "PageUp") return -page;
  if (event.key === "Home") return -total;
  return event.key === "End" ? total : null;
}

/** Widths of the columns, all of them and those that stay where there is less room, as properties of the list: rows then need no style of their own. */
function tracks<R>(element: HTMLDivElement | null, columns: readonly Column<R>[], ticks: boolean): void {
  const of = (some: readonly Column<R>[]): string => [...(ticks ? ["24px"] : []), ...some.map((c) => c.track)].join(" ");
  element?.style.setProperty("--tracks", of(columns));
  element?.style.setProperty("--tracks-some", of(columns.filter((c) => c.weight !== "last")));
  element?.style.setProperty("--tracks-few", of(columns.filter((c) => c.weight !== "last" && c.weight !== "rest")));
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const listen = (): void => setNarrow(query.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  }, []);
  return narrow;
}
