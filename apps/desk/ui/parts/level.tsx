import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Official, Statement } from "./statement.tsx";
import type { OfficialView, ReadingView, StatementView } from "../../api.ts";

interface LevelProps {
  readonly view: ReadingView;
  readonly lit: string | null;
  readonly light: (id: string | null) => void;
  readonly ask: (s: StatementView) => void;
  /** While a form stands in the margin the notes follow it in plain order. */
  readonly hold: boolean;
}

interface Note {
  readonly start: number;
  readonly end: number;
  readonly statements: readonly StatementView[];
  readonly officials: readonly OfficialView[];
}

/** What was read from the text, one note for each passage, as level with it as the notes above allow. */
export function Level({ view, lit, light, ask, hold }: LevelProps) {
  const list = useRef<HTMLOListElement>(null);
  const [, measure] = useState(0);
  const notes = notesOf(view);

  useLayoutEffect(() => {
    const again = (): void => measure((n) => n + 1);
    addEventListener("resize", again);
    return () => removeEventListener("resize", again);
  }, []);
  useLayoutEffect(() => {
    const ol = list.current;
    if (ol === null) return;
    const items = [...(ol.children as HTMLCollectionOf<HTMLLIElement>)];
    for (const li of items) li.style.marginTop = "";
    if (hold || !matchMedia("(min-width: 1000px)").matches) return;
    // All is measured before anything is moved: one layout, however many notes.
    const top = ol.getBoundingClientRect().top;
    const passages = topsOfPassages();
    const measured = items.map((li) => ({ li, wanted: (passages.get(li.dataset["note"] ?? "") ?? top) - top, height: li.offsetHeight }));
    let bottom = 0;
    for (const { li, wanted, height } of measured) {
      li.style.marginTop = `${Math.max(0, wanted - bottom)}px`;
      bottom = Math.max(wanted, bottom) + height;
    }
  });

  return (
    <ol ref={list} class="level">
      {notes.map((note) => {
        const ids = [...note.statements, ...note.officials].map(({ id }) => id);
        return (
          <li
            key={`${note.start} ${note.end}`}
            data-note={ids[0]}
            class={lit !== null && ids.includes(lit) ? "lit" : undefined}
            onMouseEnter={() => light(ids[0] ?? null)}
            onMouseLeave={() => light(null)}
          >
            {note.statements.map((s) => (
              <Statement statement={s} ask={ask} key={s.id} />
            ))}
            {note.officials.map((o) => (
              <Official official={o} key={o.id} />
            ))}
          </li>
        );
      })}
    </ol>
  );
}

/** Where the first run of each cited passage stands. */
function topsOfPassages(): Map<string, number> {
  const tops = new Map<string, number>();
  for (const run of document.querySelectorAll<HTMLElement>(".text [data-cites]")) {
    const { top } = run.getBoundingClientRect();
    for (const id of (run.dataset["cites"] ?? "").split(" ")) if (!tops.has(id)) tops.set(id, top);
  }
  return tops;
}

function notesOf(view: ReadingView): Note[] {
  const place = (s: StatementView | OfficialView): { start: number; end: number } =>
    s.citations.find((c) => c.document === view.report) ?? { start: 0, end: 0 };
  const notes = new Map<string, { start: number; end: number; statements: StatementView[]; officials: OfficialView[] }>();
  const at = (s: StatementView | OfficialView) => {
    const { start, end } = place(s);
    const note = notes.get(`${start} ${end}`) ?? { start, end, statements: [], officials: [] };
    notes.set(`${start} ${end}`, note);
    return note;
  };
  for (const s of view.statements) if (s.status !== "withdrawn" && s.status !== "superseded") at(s).statements.push(s);
  for (const o of view.officials) at(o).officials.push(o);
  return [...notes.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
