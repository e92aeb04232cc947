import { t, term } from "../../i18n.ts";
import { CODES } from "../codes.ts";
import { CountFields, PlaceFields, RefField, SelectField, TimeFields, type Known } from "../fields.tsx";
import type { FormProps } from "./draft.ts";

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
          of={CODES.degree}
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
  const stop = CODES.act.find((type) => types.includes(type)) ?? CODES.act[0];
  return (
    <fieldset data-first class="types" onKeyDown={move}>
      <legend>{t("keep.type")}</legend>
      {CODES.act.map((type) => (
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
