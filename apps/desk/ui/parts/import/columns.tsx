import { useId } from "preact/hooks";
import { number, t, term } from "../../i18n.ts";
import { draft, type ImportDraft } from "./draft.ts";
import type { ColumnChoice, ColumnLook, ImportsView } from "../../../api-import.ts";

const DATES = ["iso", "dmy", "mdy", "ymd", "my", "month-first", "year", "mixed-day-first", "mixed-month-first"] as const;

/** What each column is: one row for each, with what stands in it beside. */
export function Columns({ of, view }: { readonly of: ImportDraft; readonly view: ImportsView }) {
  const set = (changed: ColumnChoice): void => {
    draft.value = {
      ...of,
      choices: { ...of.choices, columns: of.choices.columns.map((choice) => (choice.column === changed.column ? changed : choice)) },
    };
  };
  const looks = new Map(of.look.columns.map((look) => [look.column, look]));
  return (
    <ul class="rows import-columns">
      {of.choices.columns.map((choice) => (
        <li key={choice.column}>
          <Column choice={choice} look={looks.get(choice.column)!} view={view} set={set} />
        </li>
      ))}
    </ul>
  );
}

interface ColumnProps {
  readonly choice: ColumnChoice;
  readonly look: ColumnLook;
  readonly view: ImportsView;
  readonly set: (choice: ColumnChoice) => void;
}

function Column({ choice, look, view, set }: ColumnProps) {
  const name = useId();
  const list = view.listed[choice.use];
  const isDate = view.dated.includes(choice.use);
  const { date: _date, terms: _terms, ...bare } = choice;
  return (
    <div class="row">
      <div>
        <b dir="auto" id={name}>
          {choice.column}
        </b>
        <div class="soft">{t("import.filled", { n: look.filled, rows: number(look.rows) })}</div>
        <div class="soft samples">
          {look.samples.slice(0, 4).map((sample) => (
            <bdi key={sample}>{sample}</bdi>
          ))}
        </div>
      </div>
      <div>
        <select
          aria-labelledby={name}
          value={choice.use}
          onChange={(e) => {
            const use = e.currentTarget.value as ColumnChoice["use"];
            const listed = view.listed[use];
            set({
              ...bare,
              use,
              ...(view.dated.includes(use) ? { date: choice.date ?? "iso" } : {}),
              ...(listed === undefined
                ? {}
                : { terms: Object.fromEntries(look.values.map(({ value }) => [value, view.lists[listed]!.includes(value) ? value : ""])) }),
            });
          }}
        >
          {view.uses.map((use) => (
            <option value={use} key={use}>
              {term("use", use)}
            </option>
          ))}
        </select>
        {choice.use === "leave-out" && look.filled > 0 && <p class="waits">{t("import.left-out", { n: look.filled })}</p>}
        {isDate && (
          <label>
            <span>{t("import.date")}</span>
            <select
              value={choice.date ?? "iso"}
              onChange={(e) => set({ ...choice, date: e.currentTarget.value as NonNullable<ColumnChoice["date"]> })}
            >
              {DATES.map((format) => (
                <option value={format} key={format}>
                  {term("dateform", format)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div>
        {list !== undefined && <Terms choice={choice} look={look} terms={view.lists[list] ?? []} list={list} set={set} />}
        {look.values.length > 0 && look.values.length <= 12 && choice.use !== "leave-out" && <NotRecorded choice={choice} look={look} set={set} />}
      </div>
    </div>
  );
}

/** The file's words, and ours for them. A word without one is kept as it is. */
function Terms({ choice, look, terms, list, set }: Omit<ColumnProps, "view"> & { readonly terms: readonly string[]; readonly list: string }) {
  return (
    <fieldset>
      <legend>{t("import.terms")}</legend>
      {look.values.slice(0, 40).map(({ value, count }) => (
        <label class="pair" key={value}>
          <span>
            <bdi>{value}</bdi> <span class="soft">{number(count)}</span>
          </span>
          <select
            value={choice.terms?.[value] ?? ""}
            onChange={(e) => set({ ...choice, terms: { ...choice.terms, [value]: e.currentTarget.value } })}
          >
            <option value="">{t("import.as-given")}</option>
            {terms.map((one) => (
              <option value={one} key={one}>
                {term(`list.${list}`, one)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  );
}

/** Values that stand where nobody recorded anything: neither a statement nor a denial. */
function NotRecorded({ choice, look, set }: Omit<ColumnProps, "view">) {
  const now = choice.notRecorded ?? [];
  return (
    <details open={now.length > 0}>
      <summary>{t("import.not-recorded")}</summary>
      {look.values.map(({ value }) => (
        <label class="tick" key={value}>
          <input
            type="checkbox"
            checked={now.includes(value)}
            onChange={(e) => set({ ...choice, notRecorded: e.currentTarget.checked ? [...now, value] : now.filter((one) => one !== value) })}
          />
          <bdi>{value}</bdi>
        </label>
      ))}
    </details>
  );
}
