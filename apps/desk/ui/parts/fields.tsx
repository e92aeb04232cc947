import { useId } from "preact/hooks";
import { t, term } from "../i18n.ts";
import type { FuzzyPlace, FuzzyTime, Ref } from "../../api.ts";

/** Somebody or something of the record, as a field offers it. */
export interface Known {
  readonly id: string;
  readonly label: string;
}

interface RefProps {
  readonly label: string;
  readonly known: readonly Known[];
  readonly value: Ref | null;
  readonly set: (ref: Ref | null) => void;
  /** The form begins here. */
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
    <label>
      <span>
        {label} {value !== null && "new" in value && <em class="new">{t("field.new")}</em>}
      </span>
      <input
        data-first={first ? "" : undefined}
        dir="auto"
        list={list}
        maxLength={120}
        value={shown}
        onInput={(e) => change(e.currentTarget.value)}
      />
      <datalist id={list}>
        {known.map((k) => (
          <option value={k.label} key={k.id} />
        ))}
      </datalist>
    </label>
  );
}

interface SelectProps {
  readonly label: string;
  readonly of: readonly string[];
  /** Where the words for the codes stand in the catalogue. */
  readonly prefix: string;
  readonly value: string;
  readonly set: (value: string) => void;
  /** What an empty choice says; absent: there is none. */
  readonly empty?: string;
  readonly disabled?: boolean;
}

/** One code of a short list. */
export function SelectField({ label, of, prefix, value, set, empty, disabled = false }: SelectProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} disabled={disabled} onChange={(e) => set(e.currentTarget.value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {of.map((code) => (
          <option value={code} key={code}>
            {term(prefix, code)}
          </option>
        ))}
      </select>
    </label>
  );
}

const DAY = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";

/** Imprecise time: as the source gave it, and the first and last day it can have been. Either may stay open. */
export function TimeFields({
  time,
  set,
  label,
}: {
  readonly time: FuzzyTime | null;
  readonly set: (t: FuzzyTime | null) => void;
  readonly label?: string;
}) {
  const change = (key: "asGiven" | "first" | "last", text: string): void => {
    const { [key]: _gone, ...rest } = time ?? { kind: "within" as const };
    const next: FuzzyTime = text === "" ? { ...rest, kind: rest.kind } : { ...rest, kind: rest.kind, [key]: text };
    set(next.first === undefined && next.last === undefined && next.asGiven === undefined ? null : next);
  };
  return (
    <>
      <label>
        <span>{label ?? t("keep.when")}</span>
        <input dir="auto" maxLength={200} value={time?.asGiven ?? ""} onInput={(e) => change("asGiven", e.currentTarget.value)} />
      </label>
      <div class="pair">
        <label>
          <span>{t("keep.first")}</span>
          <input
            dir="ltr"
            pattern={DAY}
            placeholder="2026-03"
            maxLength={10}
            value={time?.first ?? ""}
            onInput={(e) => change("first", e.currentTarget.value)}
          />
        </label>
        <label>
          <span>{t("keep.last")}</span>
          <input
            dir="ltr"
            pattern={DAY}
            placeholder="2026-03"
            maxLength={10}
            value={time?.last ?? ""}
            onInput={(e) => change("last", e.currentTarget.value)}
          />
        </label>
      </div>
    </>
  );
}

const PLACE_KINDS = [
  "home",
  "street",
  "checkpoint",
  "police-station",
  "unofficial-prison",
  "military-base",
  "hospital",
  "morgue",
  "grave",
  "border",
  "online",
] as const;

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
      <SelectField
        label={t("keep.placeKind")}
        of={PLACE_KINDS}
        prefix="place"
        value={place?.kind ?? ""}
        set={(kind) => change("kind", kind)}
        empty=""
      />
    </div>
  );
}
