import { t, term } from "../i18n.ts";
import { labelOf } from "./statement.tsx";
import type { MissingRow, SubjectRef } from "../../api.ts";

/** What is still missing, one line for each subject: the foot of every text and case. */
export function Missing({ rows }: { readonly rows: readonly MissingRow[] }) {
  if (rows.length === 0) return null;
  const about = new Map<string, { readonly subject: SubjectRef | null; readonly said: Set<string> }>();
  for (const row of rows) {
    const key = row.about?.id ?? "";
    const line = about.get(key) ?? { subject: row.about, said: new Set() };
    line.said.add(term("missing", row.code, { property: row.property === null ? "" : term("property", row.property) }));
    about.set(key, line);
  }
  return (
    <section class="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">{t("missing.title")}</h2>
      <ul>
        {[...about].map(([key, { subject, said }]) => (
          <li key={key}>
            {subject !== null && <b dir="auto">{labelOf(subject)}</b>} <span>{[...said].join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
