import { t, term } from "../i18n.ts";
import { labelOf } from "./statement.tsx";
import type { MissingRow } from "../../api.ts";

/** What is still missing: the foot of every text and case. */
export function Missing({ rows }: { readonly rows: readonly MissingRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">{t("missing.title")}</h2>
      <ul>
        {rows.map((row) => (
          <li key={`${row.code}${row.about?.id ?? ""}${row.record ?? ""}${row.property ?? ""}`}>
            {term("missing", row.code)} {row.property !== null && term("property", row.property)} {row.about !== null && <b dir="auto">{labelOf(row.about)}</b>}
          </li>
        ))}
      </ul>
    </section>
  );
}
