import { useState } from "preact/hooks";
import { codeOf } from "../client.ts";
import { t } from "../i18n.ts";
import { hasDraft, useDraft } from "./drafts.ts";
import { FileTells, lookAt, UnderWay } from "./export-file.tsx";
import { RefField, SelectField } from "./fields.tsx";
import { FromBefore } from "./from-before.tsx";
import { Said } from "./room.tsx";
import { useWrite } from "./undo.tsx";
import type { ExportLook, ExportsView } from "../../api-exports.ts";
import type { Ref } from "../../api.ts";

const KEY = "ask-export";
const EVERYTHING = "all";
const CHOSEN = "chosen";
const FORMATS = ["csv", "jsonl", "xml"];
const CEILINGS = ["0", "1", "2", "3"];
const SEALS = ["passphrase", "recipient", "plain"];

interface Asking {
  readonly of: string;
  readonly people: readonly string[];
  readonly format: string;
  readonly bom: boolean;
  readonly ceiling: string;
  readonly earlier: boolean;
  readonly to: string;
  readonly why: string;
  readonly days: number;
  readonly seal: string;
  readonly recipient: string;
}

/** Asks for an export. What it would hold can be looked at before. */
export function AskExport({ view }: { readonly view: ExportsView }) {
  const draft = useDraft<Asking>(KEY, () => ({ of: view.cases[0]?.id ?? EVERYTHING, people: [], format: "csv", bom: false, ceiling: "2", earlier: false, to: "", why: "", days: 14, seal: "passphrase", recipient: "" }));
  const [open, setOpen] = useState(hasDraft(KEY));
  const [look, setLook] = useState<ExportLook | null>(null);
  const [looking, setLooking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const { busy, write } = useWrite();
  const asking = draft.value;
  const set = (change: Partial<Asking>): void => {
    setLook(null);
    draft.set({ ...draft.now(), ...change });
  };
  const file = {
    of: asking.of === EVERYTHING ? { all: true } : asking.of === CHOSEN ? { subjects: asking.people } : { case: asking.of },
    format: asking.format,
    ceiling: Number(asking.ceiling),
    ...(asking.bom && asking.format === "csv" ? { bom: true } : {}),
    ...(asking.earlier ? { earlier: true } : {}),
  };
  const see = async (): Promise<void> => {
    setFailed(null);
    setLooking(true);
    setLook(await lookAt(file).catch((error: unknown) => (setFailed(codeOf(error)), null)));
    setLooking(false);
  };
  const put = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { to, why, days, seal } = asking;
    const recipient = seal === "recipient" ? { recipient: asking.recipient.replace(/\s+/g, "") } : {};
    if ((await write("export.youAsked", "/api/exports", { ...file, to, why, days, seal, ...recipient })) === null) return;
    draft.drop();
    setLook(null);
    setOpen(false);
  };
  if (!open)
    return (
      <>
        <button class="opens-export" onClick={() => setOpen(true)}>
          {t("export.ask")}
        </button>
        {!view.canBeApproved && <p class="waits">{t("export.alone")}</p>}
      </>
    );
  const nobody = asking.of === CHOSEN && asking.people.length === 0;
  return (
    <form class="propose ask-export" autocomplete="off" onSubmit={(event) => void put(event)} onKeyDown={(e) => e.key === "Escape" && setOpen(false)}>
      <FromBefore draft={draft} />
      <label>
        <span>{t("export.to")}</span>
        <input required autofocus dir="auto" maxLength={200} value={asking.to} onInput={(e) => set({ to: e.currentTarget.value })} />
      </label>
      <label>
        <span>{t("export.why")}</span>
        <textarea required rows={2} maxLength={2000} dir="auto" value={asking.why} onInput={(e) => set({ why: e.currentTarget.value })} />
      </label>
      <label>
        <span>{t("export.of")}</span>
        <select value={asking.of} onChange={(e) => set({ of: e.currentTarget.value })}>
          {view.cases.map((one) => (
            <option value={one.id} key={one.id}>
              {t("export.case", { title: one.title })}
            </option>
          ))}
          <option value={CHOSEN}>{t("export.chosen")}</option>
          <option value={EVERYTHING}>{t("export.everything")}</option>
        </select>
      </label>
      {asking.of === CHOSEN && <People view={view} chosen={asking.people} set={(people) => set({ people })} />}
      <div class="pair top">
        <SelectField label={t("export.format")} of={FORMATS} prefix="export.format" value={asking.format} set={(format) => set({ format })} />
        <SelectField label={t("export.ceiling")} of={CEILINGS} prefix="export.ceiling" value={asking.ceiling} set={(ceiling) => set({ ceiling })} />
      </div>
      <p class="soft">{t("export.never")}</p>
      <Tick label={t("export.earlier")} value={asking.earlier} set={(earlier) => set({ earlier })} />
      {asking.format === "csv" && <Tick label={t("export.bom")} value={asking.bom} set={(bom) => set({ bom })} />}
      <div class="pair top">
        <SelectField label={t("export.seal")} of={SEALS} prefix="export.seal" value={asking.seal} set={(seal) => set({ seal })} />
        <label>
          <span>{t("export.days")}</span>
          <input type="number" required min={1} max={90} value={asking.days} onInput={(e) => set({ days: e.currentTarget.valueAsNumber || 1 })} />
        </label>
      </div>
      {asking.seal === "recipient" && (
        <label>
          <span>{t("export.recipient")}</span>
          <textarea required rows={3} dir="ltr" maxLength={4000} value={asking.recipient} onInput={(e) => set({ recipient: e.currentTarget.value })} />
        </label>
      )}
      <Said code={failed} />
      {looking && <UnderWay />}
      {look !== null && <FileTells look={look} isTable={asking.format === "csv"} more={null} />}
      <div class="do-row">
        <button type="button" class={look === null ? "do sees" : "sees"} disabled={looking || nobody} onClick={() => void see()}>
          {t("export.lookFirst")}
        </button>
        <button class={look === null ? undefined : "do"} disabled={busy || nobody}>
          {t("export.put")}
        </button>
        <button type="button" onClick={() => setOpen(false)}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}

/** Persons one by one: a known name, and it is among them. */
function People({ view, chosen, set }: { readonly view: ExportsView; readonly chosen: readonly string[]; readonly set: (people: readonly string[]) => void }) {
  const [typed, setTyped] = useState<Ref | null>(null);
  const labelOf = (id: string): string => view.people.find((one) => one.id === id)?.label ?? id;
  const take = (ref: Ref | null): void => {
    if (ref === null || !("id" in ref)) return setTyped(ref);
    setTyped(null);
    if (!chosen.includes(ref.id) && chosen.length < 200) set([...chosen, ref.id]);
  };
  return (
    <>
      <RefField label={t("export.person")} known={view.people.filter(({ id }) => !chosen.includes(id))} value={typed} set={take} />
      <ul>
        {chosen.map((id) => (
          <li key={id}>
            <bdi>{labelOf(id)}</bdi>{" "}
            <button type="button" class="plain" onClick={() => set(chosen.filter((other) => other !== id))}>
              {t("export.drop", { name: labelOf(id) })}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Tick({ label, value, set }: { readonly label: string; readonly value: boolean; readonly set: (value: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={value} onChange={(e) => set(e.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
