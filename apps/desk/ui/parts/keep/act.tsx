import { t, term } from "../../i18n.ts";
import { PlaceFields, RefField, SelectField, TimeFields, type Known } from "../fields.tsx";
import type { FormProps } from "./draft.ts";
import type { Count } from "../../../api.ts";

const ACT_TYPES = [
  "killing",
  "disappearance",
  "detention",
  "torture",
  "ill-treatment",
  "planted evidence",
  "forced statement",
  "reprisal",
  "threat",
  "search",
  "other",
] as const;
const DEGREES = ["did", "ordered", "planned", "present", "knew and did not prevent"] as const;

/** What was done, to whom, by whom, how many, when, where. */
export function ActFields({ draft, set, known }: FormProps & { readonly known: readonly Known[] }) {
  return (
    <>
      <Types types={draft.types} set={(types) => set({ types })} />
      <RefField label={t("keep.victim")} known={known} value={draft.victim} set={(victim) => set({ victim })} />
      <div class="pair">
        <RefField label={t("keep.involved")} known={known} value={draft.involved} set={(involved) => set({ involved })} />
        <SelectField
          label={t("keep.degree")}
          of={DEGREES}
          prefix="list.degree"
          value={draft.degree}
          set={(degree) => set({ degree })}
          empty={t("keep.degreeUnknown")}
          disabled={draft.involved === null}
        />
      </div>
      <CountFields count={draft.count} set={(count) => set({ count })} />
      <TimeFields time={draft.time} set={(time) => set({ time })} />
      <PlaceFields place={draft.place} set={(place) => set({ place })} />
      <label>
        <span>{t("keep.pretext")}</span>
        <input dir="auto" maxLength={500} value={draft.pretext} onInput={(e) => set({ pretext: e.currentTarget.value })} />
      </label>
    </>
  );
}

/** One stop for the Tab key: arrows move inside, Space ticks. */
function Types({ types, set }: { readonly types: readonly string[]; readonly set: (types: readonly string[]) => void }) {
  const move = (event: KeyboardEvent & { currentTarget: HTMLFieldSetElement }): void => {
    const step = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : event.key === "ArrowUp" || event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const ticks = [...event.currentTarget.querySelectorAll("input")];
    const at = ticks.indexOf(document.activeElement as HTMLInputElement);
    ticks[(at + step + ticks.length) % ticks.length]?.focus();
  };
  const stop = ACT_TYPES.find((type) => types.includes(type)) ?? ACT_TYPES[0];
  return (
    <fieldset data-first class="types" onKeyDown={move}>
      <legend>{t("keep.type")}</legend>
      {ACT_TYPES.map((type) => (
        <label class="tick" key={type}>
          <input
            type="checkbox"
            tabIndex={type === stop ? 0 : -1}
            checked={types.includes(type)}
            onChange={(e) => set(e.currentTarget.checked ? [...types, type] : types.filter((x) => x !== type))}
          />
          <span>{term("list.act", type)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function CountFields({ count, set }: { readonly count: Count | null; readonly set: (c: Count | null) => void }) {
  const change = (key: "min" | "max", text: string): void => {
    const { [key]: _gone, ...rest } = count ?? {};
    const next: Count = /^[0-9]{1,9}$/.test(text) ? { ...rest, [key]: Number(text) } : rest;
    set(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <div class="pair">
      <label>
        <span>{t("keep.countMin")}</span>
        <input inputMode="numeric" pattern="[0-9]*" maxLength={9} value={count?.min ?? ""} onInput={(e) => change("min", e.currentTarget.value)} />
      </label>
      <label>
        <span>{t("keep.countMax")}</span>
        <input inputMode="numeric" pattern="[0-9]*" maxLength={9} value={count?.max ?? ""} onInput={(e) => change("max", e.currentTarget.value)} />
      </label>
    </div>
  );
}
