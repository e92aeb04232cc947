import { useState } from "preact/hooks";
import type { BulkDone, BulkPreview, BulkRequest, ListAsk, ListOf } from "../../../api-archive.ts";
import { ask, codeOf } from "../../client.ts";
import { t, term } from "../../i18n.ts";
import { termsOf } from "../codes.ts";
import { SelectField } from "../fields.tsx";
import { Said } from "../room.tsx";
import { labelOf } from "../statement.tsx";
import { useWrite } from "../undo.tsx";

/** What can be said of many at once, and from which list its value comes. */
const FIELDS: Partial<Record<ListOf, readonly { readonly property: string; readonly list: string | null }[]>> = {
  person: [
    { property: "status", list: "status" },
    { property: "sex", list: "sex" },
    { property: "occupation", list: null },
    { property: "remark", list: null },
  ],
  group: [{ property: "remark", list: null }],
  act: [
    { property: "kind", list: "act" },
    { property: "method", list: null },
    { property: "remark", list: null },
  ],
};

/** Whether many of these can be changed at once. */
export function hasBulk(of: ListOf): boolean {
  return FIELDS[of] !== undefined;
}

/** The same said of many: chosen, or all that the list finds. What it would do is shown first; one undo takes all of it back. */
export function BulkEdit({
  of,
  chosen,
  all,
  total,
  close,
}: {
  readonly of: ListOf;
  readonly chosen: readonly string[];
  readonly all: ListAsk;
  readonly total: number;
  readonly close: () => void;
}) {
  const fields = FIELDS[of]!;
  const [whom, setWhom] = useState<"chosen" | "all">(chosen.length > 0 ? "chosen" : "all");
  const [property, setProperty] = useState(fields[0]!.property);
  const list = fields.find((f) => f.property === property)!.list;
  const terms = list === null ? null : termsOf(list);
  const [value, setValue] = useState(terms?.[0] ?? "");
  const [reason, setReason] = useState("");
  const [how, setHow] = useState<"add" | "replace">("add");
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const { busy, write } = useWrite();
  const request: BulkRequest = { subjects: whom === "chosen" ? chosen : all, property, value, reason, how };
  /** A preview is of this very request: any change of it asks for another. */
  const change = (make: () => void): void => {
    make();
    setPreview(null);
    setFailed(null);
  };
  const look = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      setPreview(await ask<BulkPreview>("/api/archive/bulk/preview", request));
      setFailed(null);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  const doIt = async (): Promise<void> => {
    if ((await write<BulkDone>("bulk.done", "/api/archive/bulk", request)) !== null) close();
  };
  return (
    <form class="bulk" onSubmit={(event) => void look(event)} autocomplete="off" aria-label={t("bulk.title")}>
      <fieldset>
        <legend>{t("bulk.whom")}</legend>
        {(["chosen", "all"] as const).map((who) => (
          <label class="tick" key={who}>
            <input type="radio" name="whom" disabled={who === "chosen" && chosen.length === 0} checked={whom === who} onChange={() => change(() => setWhom(who))} />
            <span>{who === "chosen" ? t("bulk.chosen", { n: chosen.length }) : t("bulk.all", { n: total })}</span>
          </label>
        ))}
      </fieldset>
      <div class="pair">
        <SelectField
          label={t("keep.property")}
          of={fields.map((f) => f.property)}
          prefix="property"
          value={property}
          set={(next) =>
            change(() => {
              const of_ = fields.find((f) => f.property === next)?.list ?? null;
              setProperty(next);
              setValue(of_ === null ? "" : (termsOf(of_)?.[0] ?? ""));
            })
          }
        />
        {terms !== null ? (
          <SelectField label={t("keep.value")} of={terms} prefix={`list.${list}`} value={value} set={(next) => change(() => setValue(next))} />
        ) : (
          <label>
            <span>{t("keep.value")}</span>
            <input required maxLength={2000} dir="auto" value={value} onInput={(e) => change(() => setValue(e.currentTarget.value))} />
          </label>
        )}
      </div>
      <label>
        <span>{t("statement.reason")}</span>
        <input required maxLength={500} dir="auto" value={reason} onInput={(e) => change(() => setReason(e.currentTarget.value))} />
      </label>
      <label class="tick">
        <input type="checkbox" checked={how === "replace"} onChange={() => change(() => setHow(how === "add" ? "replace" : "add"))} />
        <span>{t("bulk.replace")}</span>
      </label>
      <Said code={failed} />
      {preview !== null && <Preview of={preview} />}
      <div class="do-row">
        {preview === null ? (
          <button class="do">{t("bulk.look")}</button>
        ) : (
          <button type="button" class="do" disabled={busy || preview.statements === 0} onClick={() => void doIt()}>
            {t("bulk.do", { n: preview.statements })}
          </button>
        )}
        <button type="button" onClick={close}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}

function Preview({ of }: { readonly of: BulkPreview }) {
  const lines = [
    t("bulk.writes", { n: of.statements }),
    of.already > 0 ? t("bulk.already", { n: of.already }) : "",
    of.conflicts > 0 ? t("bulk.conflicts", { n: of.conflicts }) : "",
    of.unfit > 0 ? t("bulk.unfit", { n: of.unfit }) : "",
  ].filter((line) => line !== "");
  return (
    <div class="waits" role="status">
      <ul class="plain-list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {of.sample.length > 0 && (
        <details>
          <summary>{t("bulk.sample", { n: of.sample.length })}</summary>
          <ul class="plain-list">
            {of.sample.map(({ subject, now }) => (
              <li key={subject.id}>
                <bdi>{labelOf(subject)}</bdi> <span class="soft">{now.length === 0 ? t("bulk.nothingSaid") : t("bulk.now", { value: now.map(wordOf).join(" / ") })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function wordOf(value: string): string {
  for (const list of ["status", "sex", "act"]) if (termsOf(list)?.includes(value) === true) return term(`list.${list}`, value);
  return value;
}
