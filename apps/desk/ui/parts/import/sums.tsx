import { number, t, term } from "../../i18n.ts";
import type { ImportReport } from "../../../api-import.ts";

/** What became of a file, or would: rows, records, what is worth a look, and every column. */
export function Sums({ report }: { readonly report: ImportReport }) {
  const { added, same, superseding, withdrawn } = report.records;
  return (
    <div class="import-sums">
      <dl class="facts">
        {report.tables.map(({ table, rows, rowFates }) => (
          <div key={table}>
            <dt>{t("import.rows")}</dt>
            <dd>
              {number(rows)}:{" "}
              {t("import.rows.of", {
                new: number(rowFates.new),
                changed: number(rowFates.changed),
                same: number(rowFates.same),
                nothing: number(rowFates.nothing),
              })}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("import.records")}</dt>
          <dd>
            {t("import.records.of", { added: number(added), superseding: number(superseding), same: number(same), withdrawn: number(withdrawn) })}
          </dd>
        </div>
        <div>
          <dt>{t("import.speaks")}</dt>
          <dd>
            {Object.entries(report.says.subjects)
              .map(([type, count]) => `${term("kind", type)}: ${number(count)}`)
              .join(" · ")}
          </dd>
        </div>
      </dl>
      {report.notes.length > 0 && (
        <>
          <h2>{t("import.notes")}</h2>
          <ul class="notes">
            {report.notes.map(({ code, about, count, rows }) => (
              <li key={`${code} ${about}`}>
                {term("importnote", code)} <bdi class="soft">{about}</bdi> <b>{number(count)}</b>{" "}
                <span class="soft">
                  {t("import.in-rows", {
                    rows:
                      rows
                        .slice(0, 5)
                        .map((row) => number(row))
                        .join(", ") + (rows.length > 5 ? " …" : ""),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{t("import.columns.all")}</summary>
        {report.tables.map((table) => (
          <div class="scroll" key={table.table} tabIndex={0} role="group" aria-label={t("import.columns.all")}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("import.column")}</th>
                  {FATES.map((fate) => (
                    <th scope="col" key={fate}>
                      {term("fate", fate)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.columns.map(({ column, cells }) => (
                  <tr key={column}>
                    <th scope="row">
                      <bdi>{column}</bdi>
                    </th>
                    {FATES.map((fate) => (
                      <td key={fate} class={cells[fate] > 0 && (fate === "unmapped" || fate === "left-out") ? "waits" : undefined}>
                        {number(cells[fate])}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </details>
    </div>
  );
}

const FATES = ["stated", "key", "as-given", "no-statement", "not-recorded", "ignored", "unmapped", "left-out"] as const;
