import { useEffect, useRef, useState } from "preact/hooks";
import { day, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { termsOf } from "./codes.ts";
import { hasDraft, useDraft } from "./drafts.ts";
import { CountFields, PlaceFields, SelectField, TimeFields } from "./fields.tsx";
import { FromBefore } from "./from-before.tsx";
import { labelOf, Official, Statement } from "./statement.tsx";
import { useView } from "./room.tsx";
import { useWrite } from "./undo.tsx";
import type { Count, FuzzyPlace, FuzzyTime, StatementView, ValueView } from "../../api.ts";

/** Who says what of one value: every statement for and against, newest first, each with its words; and the way to change it. */
export function WhoSaysWhat({ of, close }: { readonly of: StatementView; readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { view } = useView<ValueView>(`/api/values/${of.subject.id}/${of.property}`);
  const [changing, setChanging] = useState<string | null>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="who-title">
      <h1 id="who-title" dir="auto">
        {term("property", of.property)} · {labelOf(of.subject)}
      </h1>
      <ul class="rows who">
        {view?.statements.map((s) => (
          <li key={s.id}>
            <Statement statement={s} compact />
            {s.citations.filter((c) => c.quote !== "").map((c) => (
              <p key={`${c.document}${c.start}`}>
                <a href={href("report", c.document)} onClick={() => dialog.current?.close()}>
                  <q dir="auto">{c.quote}</q>
                </a>
              </p>
            ))}
            <p class="soft">{t("statement.recorded", { name: s.recordedBy, day: day(s.recordedDay) })}</p>
            {s.status === "current" || s.status === "conflict" ? (
              s.form === "ref" ? null : changing === s.id || hasDraft(changeKey(s)) ? (
                <ChangeForm statement={s} close={() => setChanging(null)} />
              ) : (
                <button onClick={() => setChanging(s.id)}>{t("statement.change")}</button>
              )
            ) : null}
          </li>
        ))}
        {view?.officials.map((o) => (
          <li key={o.id}>
            <Official official={o} />
          </li>
        ))}
      </ul>
      <form method="dialog">
        <button>{t("close")}</button>
      </form>
    </dialog>
  );
}

/** Names the draft of a change. */
function changeKey(statement: StatementView): string {
  return `change/${statement.id}`;
}

/** As much of a place as a form has fields for; the rest stays with the record. */
function placeFields(place: FuzzyPlace | null): FuzzyPlace | null {
  if (place === null) return null;
  const { asGiven, kind, adminPath } = place;
  return { ...(asGiven === undefined ? {} : { asGiven }), ...(kind === undefined ? {} : { kind }), ...(adminPath === undefined ? {} : { adminPath }) };
}

function timeFields(time: FuzzyTime | null): FuzzyTime | null {
  if (time === null) return null;
  const { kind, first, last, asGiven } = time;
  return { kind, ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }), ...(asGiven === undefined ? {} : { asGiven }) };
}

interface Change {
  readonly value: string;
  readonly time: FuzzyTime | null;
  readonly place: FuzzyPlace | null;
  readonly count: Count | null;
  readonly reason: string;
}

/** A change is a new statement that takes the old one's place; the old one stays to be read. It has the fields the value was made with, filled in. */
function ChangeForm({ statement, close }: { readonly statement: StatementView; readonly close: () => void }) {
  const { form, code, time, place, count } = statement;
  const draft = useDraft<Change>(changeKey(statement), () => ({ value: code === null ? statement.value : code.term, time, place, count, reason: "" }));
  const { busy, write } = useWrite();
  const [empty, setEmpty] = useState(false);
  const set = (change: Partial<Change>): void => draft.set({ ...draft.now(), ...change });
  const { value, reason } = draft.value;
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { time, place, count } = draft.value;
    const next =
      form === "time" ? { time: timeFields(time) } : form === "place" ? { place: placeFields(place) } : form === "count" ? { count } : { value };
    const saysNothing = Object.values(next).includes(null);
    setEmpty(saysNothing);
    if (saysNothing || (await write("statement.changed", "/api/change", { statement: statement.id, ...next, reason })) === null) return;
    draft.drop();
    close();
  };
  const leave = (): void => {
    draft.drop();
    close();
  };
  const terms = code === null ? null : termsOf(code.list);
  return (
    <form onSubmit={(event) => void keep(event)} autocomplete="off" class="change">
      <FromBefore draft={draft} />
      {form === "time" ? (
        <TimeFields time={draft.value.time} set={(next) => set({ time: next })} />
      ) : form === "place" ? (
        <PlaceFields place={draft.value.place} set={(next) => set({ place: next })} />
      ) : form === "count" ? (
        <CountFields count={draft.value.count} set={(next) => set({ count: next })} />
      ) : terms !== null && code !== null ? (
        <SelectField label={t("statement.newValue")} of={terms} prefix={`list.${code.list}`} value={value} set={(next) => set({ value: next })} />
      ) : (
        <label>
          <span>{t("statement.newValue")}</span>
          <input required maxLength={2000} dir="auto" value={value} onInput={(e) => set({ value: e.currentTarget.value })} />
        </label>
      )}
      <label>
        <span>{t("statement.reason")}</span>
        <input required maxLength={500} dir="auto" value={reason} onInput={(e) => set({ reason: e.currentTarget.value })} />
      </label>
      <p role="alert" class={empty ? "waits" : ""}>
        {empty ? t("statement.saysNothing") : ""}
      </p>
      <div class="do-row">
        <button class="do" disabled={busy}>
          {t("keep")}
        </button>
        <button type="button" onClick={leave}>
          {t("draft.drop")}
        </button>
      </div>
    </form>
  );
}
