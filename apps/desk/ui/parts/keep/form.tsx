import { useEffect, useRef, useState } from "preact/hooks";
import { ask, post } from "../../client.ts";
import { t, term } from "../../i18n.ts";
import { PlaceFields, RefField, SelectField, TimeFields, type Known } from "../fields.tsx";
import type { Span } from "../passages.ts";
import { useView } from "../room.tsx";
import { labelOf } from "../statement.tsx";
import { attempt } from "../undo.tsx";
import { ActFields } from "./act.tsx";
import { DenialFields } from "./denial.tsx";
import { firstDraft, keepOf, lastCase, withGuess, type Draft, type FormName } from "./draft.ts";
import type { CasesView, Guess, ReadingView, Ref, Stance, SubjectKind, SubjectRef } from "../../../api.ts";

const STANCES: readonly Stance[] = ["asserts", "denies", "doubts", "corrects"];
const OF_PERSON = ["name", "age", "status", "occupation", "remark"] as const;
const OF_OTHER = ["method", "pretext", "motive", "consequence", "remark"] as const;
const STATUSES = ["free", "held", "missing", "released", "fled", "dead confirmed", "dead presumed"] as const;

interface Props {
  readonly reading: ReadingView;
  readonly span: Span;
  readonly words: string;
  readonly form: FormName;
  readonly close: () => void;
}

/** A passage becomes a statement, beside the passage, filled with what its words give. Enter keeps it, Escape leaves it. */
export function KeepForm({ reading, span, words, form, close }: Props) {
  const frame = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(() => firstDraft(form, words, reading));
  const [need, setNeed] = useState<string | null>(null);
  const { view: cases } = useView<CasesView>("/api/cases");
  const set = (change: Partial<Draft>): void => setDraft((now) => ({ ...now, ...change }));

  useEffect(() => {
    frame.current?.querySelector<HTMLElement>("[data-first] input, [data-first] select, input[data-first]")?.focus();
    frame.current?.scrollIntoView({ block: "nearest" });
    void ask<Guess>("/api/guess", { words, lang: reading.lang }).then(
      (guess) => setDraft((now) => withGuess(form, now, guess)),
      () => undefined,
    );
  }, []);

  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const kept = keepOf(form, draft);
    const missing = typeof kept === "string" ? kept : draft.case === null ? "case" : null;
    setNeed(missing);
    if (missing !== null || typeof kept === "string" || draft.case === null) return;
    const request = {
      report: reading.report,
      case: draft.case,
      start: span.start,
      end: span.end,
      stance: draft.stance,
      saidBy: form === "denial" ? null : draft.saidBy,
      keep: kept,
    };
    const answer = await attempt("statement.kept", () => post<{ undo: string }>("/api/keep", request));
    if (answer === null) return;
    lastCase.value = draft.case;
    close();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target instanceof HTMLSelectElement) {
      event.preventDefault();
      frame.current?.requestSubmit();
    }
  };

  const of = (...kinds: readonly SubjectKind[]): Known[] => knownOf(reading.subjects.filter((s) => kinds.includes(s.kind)));
  const fields = { draft, set, reading };
  const caseField = (
    <RefField
      label={t("keep.case")}
      known={casesKnown(cases, draft.case)}
      value={draft.case}
      set={(ref) => set({ case: ref })}
      first={form === "denial" && reading.case === null}
    />
  );
  return (
    <form ref={frame} class="keep" autocomplete="off" aria-label={t(`form.${form}`)} onSubmit={(event) => void keep(event)} onKeyDown={onKey}>
      <h2>{t(`form.${form}`)}</h2>
      <q dir="auto" lang={reading.lang}>
        {words}
      </q>
      {form === "act" && <ActFields {...fields} known={of("person", "group", "unit")} />}
      {form === "denial" && caseField}
      {form === "denial" && <DenialFields {...fields} known={of("person", "unit")} />}
      {form === "person" && (
        <>
          <RefField label={t("keep.person")} known={of("person", "group", "unit")} value={draft.about} set={(about) => set({ about })} first />
          <SelectField
            label={t("keep.property")}
            of={OF_PERSON}
            prefix="property"
            value={draft.property}
            set={(property) => set({ property, value: property === "status" ? "held" : draft.value })}
          />
          {draft.property === "status" ? (
            <SelectField label={t("keep.value")} of={STATUSES} prefix="list.status" value={draft.value} set={(value) => set({ value })} />
          ) : (
            <ValueField {...fields} />
          )}
        </>
      )}
      {(form === "place" || form === "time" || form === "other") && (
        <RefField label={t("keep.about")} known={of("act", "event", "person")} value={draft.about} set={(about) => set({ about })} first />
      )}
      {form === "place" && <PlaceFields place={draft.place} set={(place) => set({ place })} />}
      {form === "time" && <TimeFields time={draft.time} set={(time) => set({ time })} />}
      {form === "other" && (
        <>
          <SelectField
            label={t("keep.property")}
            of={OF_OTHER}
            prefix="property"
            value={draft.property}
            set={(property) => set({ property })}
            empty=""
          />
          <ValueField {...fields} />
        </>
      )}
      {form !== "denial" && (
        <div class="pair">
          <RefField
            label={t("keep.saidBy")}
            known={reading.sources.map((s) => ({ id: s.id, label: s.alias }))}
            value={draft.saidBy}
            set={(saidBy) => set({ saidBy })}
          />
          <SelectField
            label={t("keep.stance")}
            of={STANCES}
            prefix="stance"
            value={draft.stance}
            set={(stance) => set({ stance: stance as Stance })}
          />
        </div>
      )}
      {form !== "denial" && caseField}
      <p role="alert" class={need === null ? "" : "waits"}>
        {need === null ? "" : term("keep.need", need)}
      </p>
      <div class="do-row">
        <button class="do">
          {t("keep")} <kbd>↵</kbd>
        </button>
        <button type="button" onClick={close}>
          {t("leave")} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}

/** Subjects as a field offers them; those that would read alike are numbered. */
export function knownOf(refs: readonly SubjectRef[]): Known[] {
  const times = new Map<string, number>();
  return refs.map((ref) => {
    const label = labelOf(ref);
    const n = (times.get(label) ?? 0) + 1;
    times.set(label, n);
    return { id: ref.id, label: n === 1 ? label : `${label} (${n})` };
  });
}

function casesKnown(view: CasesView | null, chosen: Ref | null): Known[] {
  const known = (view?.cases ?? []).map((c) => ({ id: c.id, label: c.title }));
  return chosen !== null && "id" in chosen && !known.some((k) => k.id === chosen.id) ? [...known, { id: chosen.id, label: "…" }] : known;
}

function ValueField({ draft, set }: { readonly draft: Draft; readonly set: (change: Partial<Draft>) => void }) {
  return (
    <label>
      <span>{t("keep.value")}</span>
      <input required dir="auto" maxLength={2000} value={draft.value} onInput={(e) => set({ value: e.currentTarget.value })} />
    </label>
  );
}
