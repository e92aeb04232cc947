import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t, term } from "../i18n.ts";
import type { Count, FuzzyPlace, FuzzyTime, Ref } from "../../api.ts";

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
  // Typed before the list came: a name that is known is never somebody new.
  const meant = value !== null && "new" in value ? known.find((k) => k.label === value.new) : undefined;
  useEffect(() => {
    if (meant !== undefined) set({ id: meant.id });
  }, [meant?.id, value]);
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
export function SelectField({ of, prefix, ...more }: SelectProps) {
  return <ChoiceField of={of.map((code) => ({ id: code, label: term(prefix, code) }))} {...more} />;
}

/** One of those that are known. */
export function ChoiceField({ label, of, value, set, empty, disabled = false }: Omit<SelectProps, "of" | "prefix"> & { readonly of: readonly Known[] }) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} disabled={disabled} onChange={(e) => set(e.currentTarget.value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {of.map((one) => (
          <option value={one.id} key={one.id}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface CheckedProps {
  readonly label: string;
  readonly value: string;
  /** What the typed words mean to the record, `""` for nothing, or `null` where they mean nothing to it. */
  readonly read: (typed: string) => string | null;
  readonly set: (value: string) => void;
  /** Says beside the field what may be written in it. */
  readonly wrong: string;
  readonly maxLength: number;
  readonly numeric?: boolean;
  readonly placeholder?: string;
}

/** A field whose words must have a form. What does not fit stays as typed, is told beside it, and holds the form back. */
function CheckedField({ label, value, read, set, wrong, maxLength, numeric = false, placeholder }: CheckedProps) {
  const field = useRef<HTMLInputElement>(null);
  const says = useId();
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(false);
  const isWrong = read(typed) === null;
  useEffect(() => {
    // What the program fills in is shown; what somebody is typing is left alone.
    const meant = read(typed);
    if (meant !== value && !(meant === null && value === "")) setTyped(value);
  }, [value]);
  useEffect(() => field.current?.setCustomValidity(isWrong ? wrong : ""), [isWrong, wrong]);
  const refused = (event: Event & { currentTarget: HTMLInputElement }): void => {
    event.preventDefault();
    setTold(true);
    if (event.currentTarget.form?.querySelector("input:invalid, textarea:invalid") === event.currentTarget) event.currentTarget.focus();
  };
  return (
    <label>
      <span>{label}</span>
      <input
        ref={field}
        dir="ltr"
        inputMode={numeric ? "numeric" : undefined}
        maxLength={maxLength}
        placeholder={placeholder}
        value={typed}
        aria-invalid={isWrong && told}
        aria-describedby={isWrong && told ? says : undefined}
        onInput={(e) => {
          setTyped(e.currentTarget.value);
          set(read(e.currentTarget.value) ?? "");
        }}
        onBlur={() => setTold(isWrong)}
        onInvalid={refused}
      />
      {isWrong && told && (
        <span class="wrong" id={says} role="alert">
          {wrong}
        </span>
      )}
    </label>
  );
}

/** Arabic and Persian digits as ASCII ones. */
function plainDigits(typed: string): string {
  return typed.trim().replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

function readNumber(typed: string): string | null {
  const digits = plainDigits(typed);
  return /^[0-9]{0,9}$/.test(digits) ? digits : null;
}

const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** `2026`, `2026-03`, `2026-03-14`, or `14.3.2026` as much of the world writes it. */
function readDay(typed: string): string | null {
  const digits = plainDigits(typed);
  const [, d, m, y] = /^([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})$/.exec(digits) ?? [];
  const iso = y === undefined ? digits : `${y}-${m!.padStart(2, "0")}-${d!.padStart(2, "0")}`;
  if (iso === "" || INSTANT.test(iso)) return iso;
  const parts = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(iso);
  if (parts === null) return null;
  const [year, month, dayOfMonth] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth ? iso : null;
}

/** How many: at least and at most. Either may stay open. */
export function CountFields({ count, set }: { readonly count: Count | null; readonly set: (c: Count | null) => void }) {
  const change = (key: "min" | "max", digits: string): void => {
    const { [key]: _gone, ...rest } = count ?? {};
    const next: Count = digits === "" ? rest : { ...rest, [key]: Number(digits) };
    set(Object.keys(next).length === 0 ? null : next);
  };
  const field = (key: "min" | "max", label: string) => (
    <CheckedField
      label={label}
      value={count?.[key]?.toString() ?? ""}
      read={readNumber}
      set={(digits) => change(key, digits)}
      wrong={t("field.number")}
      maxLength={12}
      numeric
    />
  );
  return (
    <div class="pair top">
      {field("min", t("keep.countMin"))}
      {field("max", t("keep.countMax"))}
    </div>
  );
}

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
    // That something lasted from one day to another is not claimed by typing the second.
    const kind = key !== "asGiven" && next.kind === "exact" && next.first !== next.last ? "within" : next.kind;
    set(next.first === undefined && next.last === undefined && next.asGiven === undefined ? null : { ...next, kind });
  };
  const dayField = (key: "first" | "last", dayLabel: string) => (
    <CheckedField
      label={dayLabel}
      value={time?.[key] ?? ""}
      read={readDay}
      set={(iso) => change(key, iso)}
      wrong={t("field.day")}
      maxLength={20}
      placeholder="2026-03-14"
    />
  );
  return (
    <>
      <label>
        <span>{label ?? t("keep.when")}</span>
        <input dir="auto" maxLength={200} value={time?.asGiven ?? ""} onInput={(e) => change("asGiven", e.currentTarget.value)} />
      </label>
      <div class="pair top">
        {dayField("first", t("keep.first"))}
        {dayField("last", t("keep.last"))}
      </div>
      {time?.first !== undefined && time.last !== undefined && time.first !== time.last && (
        <label class="tick">
          <input
            type="checkbox"
            checked={time.kind === "throughout"}
            onChange={(e) => set({ ...time, kind: e.currentTarget.checked ? "throughout" : "within" })}
          />
          <span>{t("keep.throughout")}</span>
        </label>
      )}
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
