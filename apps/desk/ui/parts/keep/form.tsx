import { useEffect, useRef, useState } from "preact/hooks";
import { ask } from "../../client.ts";
import { t, term } from "../../i18n.ts";
import { CODES } from "../codes.ts";
import { useDraft } from "../drafts.ts";
import { PlaceFields, RefField, SelectField, TimeFields, type Known } from "../fields.tsx";
import { FromBefore } from "../from-before.tsx";
import type { Span } from "../passages.ts";
import { useView } from "../room.tsx";
import { labelOf } from "../statement.tsx";
import { useWrite } from "../undo.tsx";
import { ActFields } from "./act.tsx";
import { DenialFields } from "./denial.tsx";
import { firstDraft, isOfPerson, keepOf, lastCase, withGuess, type Draft, type FormName } from "./draft.ts";
import type { CasesView, Guess, ReadingView, Ref, Stance, SubjectKind, SubjectRef } from "../../../api.ts";

const STANCES: readonly Stance[] = ["asserts", "denies", "doubts", "corrects"];
const OF_PERSON = ["name", "age", "status", "occupation", "remark"] as const;
const OF_OTHER = ["method", "pretext", "motive", "consequence", "remark"] as const;
const OF_PERSON_AT = { time: ["lastSeenAlive", "remark"], place: ["residence", "remark"] } as const;

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
  const kept = useDraft<Draft>(draftKey(reading.report, form, span), () => firstDraft(form, words, reading));
  const draft = kept.value;
  const { busy, write } = useWrite();
  const [need, setNeed] = useState<string | null>(null);
  const { view: cases } = useView<CasesView>("/api/cases");
  const set = (change: Partial<Draft>): void => kept.set({ ...kept.now(), ...change });

  useEffect(() => {
    frame.current?.querySelector<HTMLElement>("[data-first] input, [data-first] select, input[data-first]")?.focus();
    frame.current?.scrollIntoView({ block: "nearest" });
    if (!kept.isFromBefore)
      void ask<Guess>("/api/guess", { words, lang: reading.lang }).then(
      (guess) => kept.fill((now) => withGuess(form, now, guess)),
      () => undefined,
    );
  }, []);

  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const keeps = keepOf(form, draft, reading);
    const missing = typeof keeps === "string" ? keeps : draft.case === null ? "case" : null;
    setNeed(missing);
    if (missing !== null || typeof keeps === "string" || draft.case === null) return;
    const request = {
      report: reading.report,
      case: draft.case,
      start: span.start,
      end: span.end,
      stance: draft.stance,
      saidBy: form === "denial" ? null : draft.saidBy,
      keep: keeps,
    };
    if ((await write<{ undo: string }>("statement.kept", "/api/keep", request)) === null) return;
    kept.drop();
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
      <FromBefore draft={kept} />
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
            <SelectField label={t("keep.value")} of={CODES.status} prefix="list.status" value={draft.value} set={(value) => set({ value })} />
          ) : (
            <ValueField {...fields} />
          )}
        </>
      )}
      {(form === "place" || form === "time" || form === "other") && (
        <RefField label={t("keep.about")} known={of("act", "event", "person")} value={draft.about} set={(about) => set({ about })} first />
      )}
      {(form === "place" || form === "time") && isOfPerson(form, draft, reading) && (
        <>
          <SelectField
            label={t("keep.ofPerson")}
            of={OF_PERSON_AT[form]}
            prefix="property"
            value={draft.ofPerson}
            set={(ofPerson) => set({ ofPerson: ofPerson as Draft["ofPerson"] })}
            empty=""
          />
          <p class="soft">{t("keep.ofPerson.how")}</p>
        </>
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
        <button class="do" disabled={busy}>
          {t("keep")} <kbd>↵</kbd>
        </button>
        <button type="button" onClick={close}>
          {t("leave")} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}

/** Names the draft of one form for one passage. */
export function draftKey(report: string, form: FormName, { start, end }: Span): string {
  return `keep/${report}/${form}/${start}/${end}`;
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
