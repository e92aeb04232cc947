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
    const wide = matchMedia("(min-width: 1000px)").matches && !hold;
    const top = ol.getBoundingClientRect().top;
    let bottom = 0;
    for (const li of ol.children as HTMLCollectionOf<HTMLLIElement>) {
      li.style.marginTop = "";
      if (!wide) continue;
      const passage = document.querySelector(`[data-cites~="${li.dataset["note"]}"]`);
      const wanted = passage === null ? 0 : passage.getBoundingClientRect().top - top;
      li.style.marginTop = `${Math.max(0, wanted - bottom)}px`;
      bottom = Math.max(wanted, bottom) + li.offsetHeight;
    }
  });

  return (
    <ol ref={list} class="level">
      {notes.map((note) => {
        const ids = [...note.statements, ...note.officials].map(({ id }) => id);
        return (
          <li key={`${note.start} ${note.end}`} data-note={ids[0]} class={lit !== null && ids.includes(lit) ? "lit" : undefined} onMouseEnter={() => light(ids[0] ?? null)} onMouseLeave={() => light(null)}>
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

function notesOf(view: ReadingView): Note[] {
  const place = (s: StatementView | OfficialView): { start: number; end: number } => s.citations.find((c) => c.document === view.report) ?? { start: 0, end: 0 };
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
