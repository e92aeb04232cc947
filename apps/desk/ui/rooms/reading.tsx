import { useEffect, useMemo, useState } from "preact/hooks";
import { ask, revision } from "../client.ts";
import { day, language, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { FORMS, type FormName } from "../parts/keep/draft.ts";
import { draftsChanged, draftsOf, dropDraft } from "../parts/drafts.ts";
import { KeepForm } from "../parts/keep/form.tsx";
import { Level } from "../parts/level.tsx";
import { LikelySame } from "../parts/links-waiting.tsx";
import { Missing } from "../parts/missing.tsx";
import type { Span } from "../parts/passages.ts";
import { Mark, RoomHead, Said, useView } from "../parts/room.tsx";
import { citedIn, ReadText } from "../parts/text.tsx";
import { useWrite } from "../parts/undo.tsx";
import { useSignal } from "../signal.ts";
import { WhoSaysWhat } from "../parts/value.tsx";
import type { ReadingView, StatementView, SubjectRef } from "../../api.ts";
import type { RoomProps } from "./room-props.ts";

/** One text, read closely: words are chosen, become statements, and stand in the margin beside themselves. */
export function ReadingRoom({ id }: RoomProps) {
  const { view, failed } = useView<ReadingView>(`/api/reports/${id ?? ""}`);
  const [chosen, setChosen] = useState<Span | null>(null);
  const [form, setForm] = useState<FormName | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const [asked, setAsked] = useState<StatementView | null>(null);
  const points = useMemo(() => [...(view?.text ?? "")], [view?.text]);
  const unseen = view?.seen === false ? view.report : null;

  useEffect(() => {
    if (unseen !== null)
      void ask("/api/triage", { report: unseen, seen: true }).then(
        () => (revision.value += 1),
        () => undefined,
      );
  }, [unseen]);

  if (view === null) return <Said code={failed} />;
  const words = chosen === null ? "" : points.slice(chosen.start, chosen.end).join("");
  const leave = (): void => {
    setForm(null);
    setChosen(null);
    document.querySelector<HTMLElement>(".text")?.focus();
  };
  const askOf = (ids: readonly string[]): void => setAsked(view.statements.find((s) => ids.includes(s.id)) ?? null);

  return (
    <>
      <RoomHead title={view.title === "" ? t("reading.report") : view.title}>
        {view.case !== null && (
          <a class="button" href={href("case", view.case.id)} dir="auto">
            {view.case.title}
          </a>
        )}
        <Triage view={view} />
      </RoomHead>
      <Said code={failed} />
      <p class="soft meta">
        {term("channel", view.channel)} · {day(view.receivedDay)} · {language(view.lang)}
      </p>
      <div class="reading">
        <div class="column">
          <ReadText
            text={view.text}
            lang={view.lang}
            dir={view.dir}
            cited={citedIn(view.report, view.statements, view.officials)}
            lit={lit}
            chosen={chosen}
            choose={(span) => form === null && setChosen(span)}
            open={(letter) => setForm(FORMS.find((f) => f.letter === letter)?.name ?? null)}
            ask={askOf}
            light={setLit}
            disabled={form !== null}
          />
          {view.otherTexts.map((text) => (
            <section class="words" key={text}>
              <Mark tone="amber">{term("mark", "text-disagrees")}</Mark>
              <p class="text" dir="auto">
                {text}
              </p>
            </section>
          ))}
          {chosen !== null && form === null ? (
            <div class="choose" role="toolbar" aria-label={t("reading.make")}>
              {FORMS.map((f) => (
                <button key={f.name} onClick={() => setForm(f.name)}>
                  {t(`form.${f.name}`)} <kbd>{f.letter}</kbd>
                </button>
              ))}
            </div>
          ) : (
            <p class="soft hint" id="reading-keys">
              {t("reading.choose")} <span class="keys">{t("reading.keys")}</span>
            </p>
          )}
        </div>
        <aside class="margin" aria-label={t("reading.margin")}>
          {chosen !== null && form !== null && <KeepForm reading={view} span={chosen} words={words} form={form} close={leave} key={form} />}
          {form === null && (
            <Unfinished
              report={view.report}
              points={points}
              goOn={(span, name) => {
                setChosen(span);
                setForm(name);
              }}
            />
          )}
          <Level view={view} lit={lit} light={setLit} ask={setAsked} hold={form !== null} />
        </aside>
      </div>
      <LikelySame persons={personsIn(view)} />
      <Missing rows={view.missing} />
      {asked !== null && <WhoSaysWhat of={asked} close={() => setAsked(null)} />}
    </>
  );
}

/** Persons that statements of this text are about, each once. */
function personsIn(view: ReadingView): readonly SubjectRef[] {
  const named = view.statements.flatMap(({ subject, ref }) => (ref === null ? [subject] : [subject, ref])).filter(({ kind }) => kind === "person");
  return [...new Map(named.map((person) => [person.id, person])).values()];
}

/** Forms of this text that were left before they were kept, each with its passage. */
function Unfinished({
  report,
  points,
  goOn,
}: {
  readonly report: string;
  readonly points: readonly string[];
  readonly goOn: (span: Span, form: FormName) => void;
}) {
  useSignal(draftsChanged);
  return (
    <>
      {draftsOf(`keep/${report}/`).map((key) => {
        const [, , name, start, end] = key.split("/");
        const form = FORMS.find((f) => f.name === name);
        if (form === undefined) return null;
        const span = { start: Number(start), end: Number(end) };
        return (
          <div class="from-before" key={key}>
            {t("draft.left", { form: t(`form.${form.name}`) })} <q dir="auto">{points.slice(span.start, span.end).join("")}</q>
            <div class="do-row">
              <button onClick={() => goOn(span, form.name)}>{t("draft.goOn")}</button>
              <button class="plain" onClick={() => dropDraft(key)}>
                {t("draft.drop")}
              </button>
            </div>
          </div>
        );
      })}
    </>
  );
}

/** Who has it, and whether it is urgent. */
function Triage({ view }: { readonly view: ReadingView }) {
  const { report, urgent, takenByMe, takenByName } = view;
  const { busy, write } = useWrite();
  const mark = (what: string, marks: object): void => void write(what, "/api/triage", { report, ...marks });
  return (
    <>
      <button class={urgent ? "is-urgent" : ""} onClick={() => mark("triage.marked", { urgent: !urgent })} aria-pressed={urgent} disabled={busy}>
        {t("inbox.urgent")}
      </button>
      <button
        onClick={() => (takenByMe ? mark("triage.freed", { takenBy: "nobody" }) : mark("triage.taken", { takenBy: "me" }))}
        aria-pressed={takenByMe}
        disabled={busy}
      >
        {takenByMe ? t("inbox.mine") : takenByName === null ? t("inbox.take") : t("inbox.taken", { name: takenByName })}
      </button>
    </>
  );
}
