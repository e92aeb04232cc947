import { useId } from "preact/hooks";
import { t, term } from "../i18n.ts";
import type { FuzzyPlace, FuzzyTime, Ref, SubjectRef } from "../../api.ts";

interface RefProps {
  readonly label: string;
  readonly known: readonly SubjectRef[];
  readonly value: Ref | null;
  readonly set: (ref: Ref | null) => void;
  readonly first?: boolean;
}

/** Somebody or something known, offered as one types; any other words name somebody new. */
export function RefField({ label, known, value, set, first = false }: RefProps) {
  const list = useId();
  const shown = value === null ? "" : "new" in value ? value.new : (known.find((k) => k.id === value.id)?.label ?? "");
  const change = (text: string): void => {
    const found = known.find((k) => k.label === text);
    set(text.trim() === "" ? null : found === undefined ? { new: text } : { id: found.id });
  };
  return (
    <label data-first={first ? "" : undefined}>
      <span>
        {label} {value !== null && "new" in value && <em class="soft">({t("field.new")})</em>}
      </span>
      <input dir="auto" list={list} maxLength={120} value={shown} onInput={(e) => change(e.currentTarget.value)} />
      <datalist id={list}>
        {known.map((k) => (
          <option value={k.label} key={k.id} />
        ))}
      </datalist>
    </label>
  );
}

const DAY = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";

/** Imprecise time: as the source gave it, and the first and last day it can have been. Either may stay open. */
export function TimeFields({ time, set }: { readonly time: FuzzyTime | null; readonly set: (t: FuzzyTime | null) => void }) {
  const change = (key: "asGiven" | "first" | "last", text: string): void => {
    const { [key]: _gone, ...rest } = time ?? { kind: "within" as const };
    const next: FuzzyTime = text === "" ? { ...rest, kind: rest.kind } : { ...rest, kind: rest.kind, [key]: text };
    set(next.first === undefined && next.last === undefined && next.asGiven === undefined ? null : next);
  };
  return (
    <>
      <label>
        <span>{t("keep.when")}</span>
        <input dir="auto" maxLength={200} value={time?.asGiven ?? ""} onInput={(e) => change("asGiven", e.currentTarget.value)} />
      </label>
      <div class="pair">
        <label>
          <span>{t("keep.first")}</span>
          <input dir="ltr" pattern={DAY} placeholder="2026-03" maxLength={10} value={time?.first ?? ""} onInput={(e) => change("first", e.currentTarget.value)} />
        </label>
        <label>
          <span>{t("keep.last")}</span>
          <input dir="ltr" pattern={DAY} placeholder="2026-03" maxLength={10} value={time?.last ?? ""} onInput={(e) => change("last", e.currentTarget.value)} />
        </label>
      </div>
    </>
  );
}

const PLACE_KINDS = ["home", "street", "checkpoint", "police-station", "unofficial-prison", "military-base", "hospital", "morgue", "grave", "border", "online"] as const;

/** Imprecise place: as the source gave it, and what kind of place it was. */
export function PlaceFields({ place, set }: { readonly place: FuzzyPlace | null; readonly set: (p: FuzzyPlace | null) => void }) {
  const change = (key: "asGiven" | "kind", text: string): void => {
    const { [key]: _gone, ...rest } = place ?? {};
    const next: FuzzyPlace = text === "" ? rest : { ...rest, [key]: text };
    set(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <div class="pair">
      <label>
        <span>{t("keep.where")}</span>
        <input dir="auto" maxLength={200} value={place?.asGiven ?? ""} onInput={(e) => change("asGiven", e.currentTarget.value)} />
      </label>
      <label>
        <span>{t("keep.placeKind")}</span>
        <select value={place?.kind ?? ""} onChange={(e) => change("kind", e.currentTarget.value)}>
          <option value="" />
          {PLACE_KINDS.map((kind) => (
            <option value={kind} key={kind}>
              {term("place", kind)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
