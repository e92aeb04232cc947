import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../client.ts";
import { t, term } from "../i18n.ts";
import { valueText } from "./statement.tsx";
import { attempt } from "./undo.tsx";
import { PlaceFields, RefField, TimeFields } from "./fields.tsx";
import type { Count, FuzzyPlace, FuzzyTime, Guess, KeepRequest, ReadingView, Ref, Stance } from "../../api.ts";
import type { Span } from "./passages.ts";

export const FORMS = [
  { name: "act", letter: "a" },
  { name: "person", letter: "p" },
  { name: "denial", letter: "d" },
  { name: "place", letter: "l" },
  { name: "time", letter: "t" },
  { name: "other", letter: "o" },
] as const;
export type FormName = (typeof FORMS)[number]["name"];

const ACT_TYPES = ["killing", "disappearance", "detention", "torture", "ill-treatment", "planted evidence", "forced statement", "reprisal", "threat", "search", "other"] as const;
const POSITIONS = ["denies the fact", "denies responsibility", "other explanation", "blames the source", "says never held", "refuses comment", "acknowledges"] as const;
const DEGREES = ["did", "ordered", "planned", "present", "knew and did not prevent"] as const;
const STANCES: readonly Stance[] = ["asserts", "denies", "doubts", "corrects"];

interface Props {
  readonly reading: ReadingView;
  readonly span: Span;
  readonly words: string;
  readonly form: FormName;
  readonly caseTitle: string;
  readonly close: () => void;
}

/** A passage becomes a statement, beside the passage, filled with what its words give. Enter keeps it, Escape leaves it. */
export function KeepForm({ reading, span, words, form, caseTitle, close }: Props) {
  const first = useRef<HTMLFormElement>(null);
  const [stance, setStance] = useState<Stance>(form === "denial" ? "denies" : "asserts");
  const [saidBy, setSaidBy] = useState<Ref | null>(reading.sources[0] === undefined ? null : { id: reading.sources[0].id });
  const [caseName, setCaseName] = useState(caseTitle);
  const [types, setTypes] = useState<readonly string[]>([]);
  const [victim, setVictim] = useState<Ref | null>(null);
  const [involved, setInvolved] = useState<Ref | null>(null);
  const [degree, setDegree] = useState<string>("");
  const [count, setCount] = useState<Count | null>(null);
  const [time, setTime] = useState<FuzzyTime | null>(null);
  const [place, setPlace] = useState<FuzzyPlace | null>(null);
  const [pretext, setPretext] = useState("");
  const [about, setAbout] = useState<Ref | null>(null);
  const [property, setProperty] = useState(form === "person" ? "name" : "");
  const [value, setValue] = useState(words);
  const [position, setPosition] = useState<string>("denies the fact");
  const [speaker, setSpeaker] = useState<Ref | null>(null);
  const [denies, setDenies] = useState<readonly string[]>([]);
  const [target, setTarget] = useState("");
  const [atCase, setAtCase] = useState(false);

  useEffect(() => {
    first.current?.querySelector<HTMLElement>("[data-first] input, [data-first] select, [data-first]")?.focus();
    void post<Guess>("/api/guess", { words, lang: reading.lang }).then((guess) => {
      if (guess.count !== null) setCount(guess.count);
      if (guess.time !== null) setTime(guess.time);
      const known = guess.persons[0];
      if (known !== undefined) {
        setVictim({ id: known.id });
        setAbout({ id: known.id });
      }
    }, () => undefined);
  }, []);

  const body = (): KeepRequest["keep"] | null => {
    switch (form) {
      case "act":
        return types.length === 0
          ? null
          : { form, types, victim, count, involved: involved === null ? [] : [{ who: involved, degree }], time, place, pretext: pretext === "" ? null : pretext };
      case "person":
        return about === null && property !== "name" ? null : { form, person: about ?? { new: value }, property, value };
      case "denial":
        return speaker === null ? null : { form, speaker, position, denies, target: target === "" ? null : target, level: atCase ? "case" : "claim", time };
      case "place":
        return about === null || place === null ? null : { form, about, place };
      case "time":
        return about === null || time === null ? null : { form, about, time };
      case "other":
        return about === null || property === "" ? null : { form, about, property, value };
    }
  };

  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const kept = body();
    if (kept === null) return;
    const request: KeepRequest = {
      report: reading.report,
      case: reading.case !== null && reading.case.title === caseName ? { id: reading.case.id } : { new: caseName },
      start: span.start,
      end: span.end,
      stance,
      saidBy: form === "denial" ? null : saidBy,
      keep: kept,
    };
    if ((await attempt("statement.kept", () => post<{ undo: string }>("/api/keep", request))) !== null) close();
  };

  const people = reading.subjects.filter((s) => s.kind === "person" || s.kind === "group" || s.kind === "unit");
  const acts = reading.subjects.filter((s) => s.kind === "act" || s.kind === "event" || s.kind === "person");
  const claims = reading.statements.filter((s) => s.subject.kind === "act" && s.stance === "asserts" && s.property === "kind");

  return (
    <form ref={first} class="keep" autocomplete="off" onSubmit={(event) => void keep(event)} onKeyDown={(e) => e.key === "Escape" && close()}>
      <q dir="auto">{words}</q>
      {form === "act" && (
        <>
          <fieldset data-first>
            <legend>{t("keep.type")}</legend>
            {ACT_TYPES.map((type) => (
              <label class="tick" key={type}>
                <input type="checkbox" checked={types.includes(type)} onChange={(e) => setTypes(e.currentTarget.checked ? [...types, type] : types.filter((x) => x !== type))} />
                <span>{term("list.act", type)}</span>
              </label>
            ))}
          </fieldset>
          <RefField label={t("keep.victim")} known={people} value={victim} set={setVictim} />
          <RefField label={t("keep.involved")} known={people} value={involved} set={setInvolved} />
          {involved !== null && (
            <label>
              <span>{t("keep.degree")}</span>
              <select value={degree} onChange={(e) => setDegree(e.currentTarget.value)}>
                <option value="">{t("keep.degreeUnknown")}</option>
                {DEGREES.map((d) => (
                  <option value={d} key={d}>
                    {term("list.degree", d)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <CountFields count={count} set={setCount} />
          <TimeFields time={time} set={setTime} />
          <PlaceFields place={place} set={setPlace} />
          <label>
            <span>{t("keep.pretext")}</span>
            <input dir="auto" maxLength={500} value={pretext} onInput={(e) => setPretext(e.currentTarget.value)} />
          </label>
        </>
      )}
      {form === "denial" && (
        <>
          <RefField label={t("keep.speaker")} known={reading.subjects.filter((s) => s.kind === "person" || s.kind === "unit" || s.kind === "source")} value={speaker} set={setSpeaker} first />
          <label>
            <span>{t("keep.position")}</span>
            <select value={position} onChange={(e) => setPosition(e.currentTarget.value)}>
              {POSITIONS.map((p) => (
                <option value={p} key={p}>
                  {term("position", p)}
                </option>
              ))}
            </select>
          </label>
          <fieldset>
            <legend>{t("keep.denies")}</legend>
            {claims.length === 0 && <p class="soft">{t("keep.noClaims")}</p>}
            {claims.map((c) => (
              <label class="tick" key={c.id}>
                <input type="checkbox" checked={denies.includes(c.id)} onChange={(e) => setDenies(e.currentTarget.checked ? [...denies, c.id] : denies.filter((x) => x !== c.id))} />
                <span dir="auto">
                  {valueText(c)} · {c.subject.label}
                </span>
              </label>
            ))}
            <label class="tick">
              <input type="checkbox" checked={atCase} onChange={(e) => setAtCase(e.currentTarget.checked)} />
              <span>{t("keep.atCase")}</span>
            </label>
          </fieldset>
          <label>
            <span>{t("keep.target")}</span>
            <input dir="auto" maxLength={300} value={target} onInput={(e) => setTarget(e.currentTarget.value)} />
          </label>
          <TimeFields time={time} set={setTime} />
        </>
      )}
      {form === "person" && (
        <>
          <RefField label={t("keep.person")} known={people} value={about} set={setAbout} first />
          <PropertyField value={property} set={setProperty} of={["name", "age", "status", "occupation", "remark"]} />
          <ValueField value={value} set={setValue} />
        </>
      )}
      {(form === "place" || form === "time" || form === "other") && <RefField label={t("keep.about")} known={acts} value={about} set={setAbout} first />}
      {form === "place" && <PlaceFields place={place ?? { asGiven: words }} set={setPlace} />}
      {form === "time" && <TimeFields time={time ?? { kind: "within", asGiven: words }} set={setTime} />}
      {form === "other" && (
        <>
          <PropertyField value={property} set={setProperty} of={["method", "pretext", "motive", "consequence", "remark"]} />
          <ValueField value={value} set={setValue} />
        </>
      )}
      {form !== "denial" && (
        <>
          <label>
            <span>{t("keep.stance")}</span>
            <select value={stance} onChange={(e) => setStance(e.currentTarget.value as Stance)}>
              {STANCES.map((s) => (
                <option value={s} key={s}>
                  {term("stance", s)}
                </option>
              ))}
            </select>
          </label>
          <RefField label={t("keep.saidBy")} known={reading.sources.map((s) => ({ id: s.id, kind: "source" as const, label: s.alias, code: null }))} value={saidBy} set={setSaidBy} />
        </>
      )}
      <label>
        <span>{t("keep.case")}</span>
        <input required dir="auto" maxLength={120} value={caseName} onInput={(e) => setCaseName(e.currentTarget.value)} />
      </label>
      <div class="do-row">
        <button class="do">{t("keep")} <kbd>↵</kbd></button>
        <button type="button" onClick={close}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}

function CountFields({ count, set }: { readonly count: Count | null; readonly set: (c: Count | null) => void }) {
  const change = (key: "min" | "max", text: string): void => {
    const { [key]: _gone, ...rest } = count ?? {};
    const next: Count = text === "" ? rest : { ...rest, [key]: Number(text) };
    set(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <div class="pair">
      <label>
        <span>{t("keep.countMin")}</span>
        <input inputMode="numeric" pattern="[0-9]*" value={count?.min ?? ""} onInput={(e) => change("min", e.currentTarget.value)} />
      </label>
      <label>
        <span>{t("keep.countMax")}</span>
        <input inputMode="numeric" pattern="[0-9]*" value={count?.max ?? ""} onInput={(e) => change("max", e.currentTarget.value)} />
      </label>
    </div>
  );
}

function PropertyField({ value, set, of }: { readonly value: string; readonly set: (v: string) => void; readonly of: readonly string[] }) {
  return (
    <label>
      <span>{t("keep.property")}</span>
      <select required value={value} onChange={(e) => set(e.currentTarget.value)}>
        <option value="" />
        {of.map((p) => (
          <option value={p} key={p}>
            {term("property", p)}
          </option>
        ))}
      </select>
    </label>
  );
}

function ValueField({ value, set }: { readonly value: string; readonly set: (v: string) => void }) {
  return (
    <label>
      <span>{t("keep.value")}</span>
      <input required dir="auto" maxLength={2000} value={value} onInput={(e) => set(e.currentTarget.value)} />
    </label>
  );
}
