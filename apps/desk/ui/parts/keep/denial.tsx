import { useEffect, useState } from "preact/hooks";
import { get } from "../../client.ts";
import { t } from "../../i18n.ts";
import { RefField, SelectField, TimeFields, type Known } from "../fields.tsx";
import { labelOf } from "../statement.tsx";
import type { FormProps } from "./draft.ts";
import type { CaseView, SaidFoundRow } from "../../../api.ts";

const POSITIONS = [
  "denies the fact",
  "denies responsibility",
  "other explanation",
  "blames the source",
  "says never held",
  "refuses comment",
  "acknowledges",
] as const;

/** An office answers: who, how, and which claims of the case it answers. The claims most often come from other texts than this one. */
export function DenialFields({ draft, set, reading, known }: FormProps & { readonly known: readonly Known[] }) {
  const inCase = draft.case !== null && "id" in draft.case ? draft.case.id : null;
  const [claims, setClaims] = useState<readonly SaidFoundRow[]>([]);
  useEffect(() => {
    setClaims([]);
    if (inCase === null) return undefined;
    let here = true;
    get<CaseView>(`/api/cases/${inCase}`, true).then(
      (view) => here && setClaims(view.saidFound.filter((row) => row.claim !== null)),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [inCase]);
  const tick = (id: string, on: boolean): void => set({ denies: on ? [...draft.denies, id] : draft.denies.filter((x) => x !== id) });
  return (
    <>
      <RefField label={t("keep.speaker")} known={known} value={draft.speaker} set={(speaker) => set({ speaker })} first={reading.case !== null} />
      <SelectField label={t("keep.position")} of={POSITIONS} prefix="position" value={draft.position} set={(position) => set({ position })} />
      <fieldset>
        <legend>{t("keep.denies")}</legend>
        {claims.length === 0 && <p class="soft">{t("keep.noClaims")}</p>}
        {claims.map(({ claim }) =>
          claim === null ? null : (
            <label class="tick" key={claim.id}>
              <input type="checkbox" checked={draft.denies.includes(claim.id)} onChange={(e) => tick(claim.id, e.currentTarget.checked)} />
              <span dir="auto">{labelOf(claim)}</span>
            </label>
          ),
        )}
        <label class="tick">
          <input type="checkbox" checked={draft.atCase} onChange={(e) => set({ atCase: e.currentTarget.checked })} />
          <span>{t("keep.atCase")}</span>
        </label>
      </fieldset>
      <label>
        <span>{t("keep.target")}</span>
        <input dir="auto" maxLength={200} value={draft.target} onInput={(e) => set({ target: e.currentTarget.value })} />
      </label>
      <TimeFields time={draft.time} set={(time) => set({ time })} label={t("keep.said")} />
    </>
  );
}
