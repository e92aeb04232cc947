import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CaseList, CasePage, CaseWindow } from "../../../api-archive.ts";
import { codeOf, get } from "../../client.ts";
import { t } from "../../i18n.ts";
import { Said } from "../room.tsx";

const MORE = 100;

/** The rows of one list of a case: those that came with the case, and as many more as somebody asks for. After a change they are read anew, as many as were shown. */
export function useMoreRows<R>(view: CasePage, list: CaseList, first: readonly R[]): { readonly rows: readonly R[]; readonly more: ComponentChildren } {
  const [rest, setRest] = useState<readonly R[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  const total = view.totals[list];
  const read = async (from: number, upTo: number): Promise<readonly R[]> => {
    const rows: R[] = [];
    while (from + rows.length < upTo) {
      const window = await get<CaseWindow<R>>(`/api/archive/cases/${view.id}/${list}?from=${from + rows.length}&limit=${Math.min(MORE, upTo - from - rows.length)}`, true);
      if (window.rows.length === 0) break;
      rows.push(...window.rows);
    }
    return rows;
  };
  useEffect(() => {
    if (rest.length === 0) return undefined;
    let here = true;
    read(first.length, first.length + rest.length).then(
      (rows) => here && setRest(rows),
      (error: unknown) => here && setFailed(codeOf(error)),
    );
    return () => {
      here = false;
    };
  }, [view]);
  const shown = first.length + rest.length;
  const ask = (): void =>
    void read(shown, Math.min(total, shown + MORE)).then(
      (rows) => setRest((now) => [...now, ...rows]),
      (error: unknown) => setFailed(codeOf(error)),
    );
  return {
    rows: rest.length === 0 ? first : [...first, ...rest],
    more:
      shown >= total ? null : (
        <>
          <Said code={failed} />
          <p class="more-rows">
            <span class="soft">{t("more.shown", { n: total, shown })}</span>{" "}
            <button type="button" onClick={ask}>
              {t("more.ask")}
            </button>
          </p>
        </>
      ),
  };
}
