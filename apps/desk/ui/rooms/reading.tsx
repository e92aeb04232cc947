import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "../client.ts";
import { day, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { FORMS, KeepForm, type FormName } from "../parts/keep-form.tsx";
import { Mark, RoomHead, Said, useView } from "../parts/room.tsx";
import { Official, Statement } from "../parts/statement.tsx";
import { citedIn, ReadText } from "../parts/text.tsx";
import { attempt } from "../parts/undo.tsx";
import { WhoSaysWhat } from "../parts/value.tsx";
import { Missing } from "../parts/missing.tsx";
import type { Span } from "../parts/passages.ts";
import type { ReadingView, StatementView } from "../../api.ts";
import type { RoomProps } from "./index.ts";

/** One text, read closely: words are chosen, become statements, and stand in the margin beside themselves. */
export function ReadingRoom({ id }: RoomProps) {
  const { view, failed } = useView<ReadingView>(`/api/reports/${id ?? ""}`);
  const [chosen, setChosen] = useState<Span | null>(null);
  const [form, setForm] = useState<FormName | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const [asked, setAsked] = useState<StatementView | null>(null);
  const points = useMemo(() => [...(view?.text ?? "")], [view?.text]);
  const lastCase = useRef<string | null>(null);

  if (view === null) return <Said code={failed} />;
  const cited = citedIn(view.report, view.statements, view.officials);
  const words = chosen === null ? "" : points.slice(chosen.start, chosen.end).join("");
  const caseTitle = lastCase.current ?? view.case?.title ?? "";
  const leave = (): void => {
    setForm(null);
    setChosen(null);
    document.querySelector<HTMLElement>(".text")?.focus();
  };

  return (
    <>
      <RoomHead title={view.title === "" ? t("reading.report") : view.title}>
        {view.case !== null && (
          <a class="button" href={href("case", view.case.id)} dir="auto">
            {view.case.title}
          </a>
        )}
        <button onClick={() => void attempt("triage.urgent", () => post<object>("/api/triage", { report: view.report, urgent: !view.urgent }))} aria-pressed={view.urgent}>
          {t("inbox.urgent")}
        </button>
        <button onClick={() => void attempt("triage.taken", () => post<object>("/api/triage", { report: view.report, takenBy: "me" }))}>
          {view.takenByName === null ? t("inbox.take") : t("inbox.taken", { name: view.takenByName })}
        </button>
      </RoomHead>
      <Said code={failed} />
      <p class="soft">
        {term("channel", view.channel)} · {day(view.receivedDay)} · <Mark>{view.lang}</Mark>
      </p>
      <p class="soft" id="reading-keys">
        {t("reading.keys")}
      </p>
      <div class="reading">
        <div class="column">
          <ReadText
            text={view.text}
            lang={view.lang}
            dir={view.dir}
            cited={cited}
            lit={lit}
            chosen={chosen}
            choose={(span) => form === null && setChosen(span)}
            open={(letter) => setForm(FORMS.find((f) => f.letter === letter)?.name ?? null)}
            light={setLit}
            disabled={form !== null}
          />
          {chosen !== null && form === null && (
            <div class="choose" role="toolbar" aria-label={t("reading.make")}>
              {FORMS.map((f) => (
                <button key={f.name} onClick={() => setForm(f.name)}>
                  {t(`form.${f.name}`)} <kbd>{f.letter}</kbd>
                </button>
              ))}
            </div>
          )}
        </div>
        <aside class="margin" aria-label={t("reading.margin")}>
          {chosen !== null && form !== null && (
            <KeepForm
              reading={view}
              span={chosen}
              words={words}
              form={form}
              caseTitle={caseTitle}
              close={leave}
            />
          )}
          <Level view={view} lit={lit} light={setLit} ask={setAsked} hold={form !== null} />
        </aside>
      </div>
      <Missing rows={view.missing} />
      {asked !== null && <WhoSaysWhat of={asked} close={() => setAsked(null)} />}
    </>
  );
}

interface LevelProps {
  readonly view: ReadingView;
  readonly lit: string | null;
  readonly light: (id: string | null) => void;
  readonly ask: (s: StatementView) => void;
  /** While a form stands in the margin the notes follow it in plain order. */
  readonly hold: boolean;
}

/** The statements, each as level with its passage as the ones above it allow. */
function Level({ view, lit, light, ask, hold }: LevelProps) {
  const list = useRef<HTMLOListElement>(null);
  const notes = [
    ...view.statements.filter((s) => s.status !== "withdrawn" && s.status !== "superseded").map((s) => ({ id: s.id, start: s.citations.find((c) => c.document === view.report)?.start ?? 0, s, o: null })),
    ...view.officials.map((o) => ({ id: o.id, start: o.citations.find((c) => c.document === view.report)?.start ?? 0, s: null, o })),
  ].sort((a, b) => a.start - b.start || a.id.localeCompare(b.id));

  useLayoutEffect(() => {
    const ol = list.current;
    if (ol === null) return;
    const wide = matchMedia("(min-width: 1000px)").matches && !hold;
    let bottom = 0;
    const top = ol.getBoundingClientRect().top;
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
      {notes.map((n) => (
        <li key={n.id} data-note={n.id} class={lit === n.id ? "lit" : undefined} onMouseEnter={() => light(n.id)} onMouseLeave={() => light(null)}>
          {n.s !== null ? <Statement statement={n.s} ask={ask} /> : <Official official={n.o} />}
        </li>
      ))}
    </ol>
  );
}
