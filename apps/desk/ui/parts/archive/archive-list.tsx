import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ListAsk, ListOf, ListRow, ListSort, ListView } from "../../../api-archive.ts";
import { get, revision } from "../../client.ts";
import { t } from "../../i18n.ts";
import { useSignal } from "../../signal.ts";
import { List, type Column } from "../list/list.tsx";
import { NOTHING_CHOSEN } from "../list/selection.ts";
import { useRows, type Part } from "../list/rows.ts";
import { Said, useView } from "../room.tsx";
import { archive } from "./ask.ts";
import { BulkEdit, hasBulk } from "./bulk.tsx";
import { FacetPanel } from "./facets.tsx";
import { SavedSearches } from "./saved.tsx";
import { ALL, askOf, isNarrowed, narrowedBy, narrowedOf, type Facet, type Narrowed } from "./state.ts";

/** While the list is still taking in an import, it is asked again. */
const PENDING_MS = 2000;

interface Rows extends Part<ListRow> {
  readonly pending: number;
}

/** One kind of thing of the archive, as a list one can narrow, search, keep the question of, and change many of. */
export function ArchiveList({
  name,
  of,
  label,
  columns,
  sorts,
  open,
  empty,
  without,
  onRowKey,
  classOf,
}: {
  readonly name: string;
  readonly of: ListOf;
  readonly label: string;
  readonly columns: readonly Column<ListRow>[];
  readonly sorts: readonly ListSort[];
  readonly open: (row: ListRow) => void;
  /** Said while there is nothing of it at all. */
  readonly empty: ComponentChildren;
  readonly without?: readonly (Facet | "times")[];
  readonly onRowKey?: (letter: string, row: ListRow) => boolean;
  readonly classOf?: (row: ListRow) => string;
}) {
  const held = narrowedOf(name);
  const state = useSignal(held);
  const set = (next: Partial<Narrowed>): void => {
    held.value = { ...held.value, ...next };
  };
  const ask: ListAsk = askOf(of, state);
  const query = JSON.stringify(ask);
  const rows = useRows<ListRow, Rows>(query, (asked, from, limit) => get<ListView>(archive("list", { ...(JSON.parse(asked) as ListAsk), from, limit }), true));
  const { view: counted } = useView<ListView>(archive("list", { ...ask, limit: 1, facets: true }));
  const [chosen, choose] = useState(NOTHING_CHOSEN);
  const [editing, setEditing] = useState(false);
  const narrowed = isNarrowed(state);
  const pending = rows.answer?.pending ?? 0;
  useAgainWhile(pending > 0);

  if (rows.answer === null) return <Said code={rows.failed} />;
  if (rows.total === 0 && !narrowed && pending === 0) return <>{empty}</>;
  const panel = <FacetPanel of={of} facets={counted?.facets ?? null} filter={state.filter} set={(filter) => set({ filter })} {...(without === undefined ? {} : { without })} />;
  return (
    <>
      <Said code={rows.failed} />
      <div class="archive">
        <details class="narrow" open={matchMedia("(min-width: 1000px)").matches}>
          <summary>{t("facet.title")}</summary>
          {panel}
        </details>
        <div class="archive-main">
          <div class="archive-tools">
            <input
              type="search"
              autocomplete="off"
              dir="auto"
              maxLength={200}
              aria-label={t("list.find")}
              placeholder={t("list.find")}
              value={state.text}
              onInput={(e) => set({ text: e.currentTarget.value })}
            />
            <label class="sort">
              <span>{t("list.sort")}</span>
              <select
                value={state.sort === null ? "" : `${state.sort.by}${state.sort.down ? "-down" : ""}`}
                onChange={(e) => {
                  const [by = "", down] = e.currentTarget.value.split("-");
                  set({ sort: by === "" ? null : { by: by as ListSort, down: down !== undefined } });
                }}
              >
                <option value="">{t("list.sort.own")}</option>
                {sorts.flatMap((by) => [
                  <option value={by} key={by}>
                    {t(`list.sort.${by}`)}
                  </option>,
                  <option value={`${by}-down`} key={`${by}-down`}>
                    {t("list.sort.down", { by: t(`list.sort.${by}`) })}
                  </option>,
                ])}
              </select>
            </label>
            {narrowed && (
              <button type="button" onClick={() => set({ ...ALL, sort: state.sort })}>
                {t("facet.none")}
              </button>
            )}
            {hasBulk(of) && !editing && rows.total > 0 && (
              <button type="button" class="opens-bulk" onClick={() => setEditing(true)}>
                {chosen.ids.size > 0 ? t("bulk.open.n", { n: chosen.ids.size }) : t("bulk.open")}
              </button>
            )}
          </div>
          <SavedSearches ask={ask} mayKeep={narrowed} go={(saved) => (held.value = narrowedBy(saved))} />
          {pending > 0 && (
            <p class="waits" role="status">
              {t("list.pending", { n: pending })}
            </p>
          )}
          {editing && (
            <BulkEdit
              of={of}
              chosen={[...chosen.ids]}
              all={ask}
              total={rows.total}
              close={() => {
                setEditing(false);
                choose(NOTHING_CHOSEN);
              }}
            />
          )}
          {rows.total === 0 ? (
            <p class="soft">{t("list.none")}</p>
          ) : (
            <List
              name={name}
              label={label}
              query={query}
              columns={columns}
              total={rows.total}
              at={rows.at}
              see={rows.see}
              idOf={idOf}
              open={open}
              {...(hasBulk(of) ? { chosen, choose } : {})}
              {...(onRowKey === undefined ? {} : { onRowKey })}
              {...(classOf === undefined ? {} : { classOf })}
            />
          )}
        </div>
      </div>
    </>
  );
}

function idOf(row: ListRow): string {
  return row.id;
}

function useAgainWhile(waits: boolean): void {
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => {
      revision.value += 1;
    }, PENDING_MS);
    return () => clearInterval(timer);
  }, [waits]);
}
