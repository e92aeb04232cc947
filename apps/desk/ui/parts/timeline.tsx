import { day, t, term } from "../i18n.ts";
import { labelOf } from "./statement.tsx";
import type { TimelineRow } from "../../api.ts";

const DAY_MS = 86_400_000;

/** Fuzzy time drawn as what it is: solid where it is certain, fading where it is only possible, open ends running out. */
export function Timeline({ rows }: { readonly rows: readonly TimelineRow[] }) {
  const dated = rows.filter((r) => r.possible[0] !== null || r.possible[1] !== null);
  const undated = rows.filter((r) => r.possible[0] === null && r.possible[1] === null);
  if (dated.length === 0 && undated.length === 0) return <p class="soft">{t("timeline.empty")}</p>;
  const ends = dated.flatMap((r) => r.possible).filter((d): d is string => d !== null).map((d) => Date.parse(d));
  const from = Math.min(...ends);
  const span = Math.max(DAY_MS, Math.max(...ends) + DAY_MS - from);
  const pad = span * 0.06;
  const x = (iso: string, end: boolean): number => ((Date.parse(iso) + (end ? DAY_MS : 0) - from + pad) / (span + 2 * pad)) * 100;

  return (
    <>
      <ol class="timeline" dir="ltr">
        {dated.map((r) => {
          const left = r.possible[0] === null ? 0 : x(r.possible[0], false);
          const right = r.possible[1] === null ? 100 : x(r.possible[1], true);
          return (
            <li key={r.statement} class={`${r.official ? "official" : ""} ${r.disputed ? "disputed" : ""}`}>
              <div class="label" dir="auto">
                {spanLabel(r)}
                <span class="soft">
                  {" "}
                  {r.asGiven === "" ? [r.possible[0], r.possible[1]].filter((d) => d !== null).map((d) => day(d)).join(" – ") : r.asGiven}
                  {r.disputed && ` · ${t("statement.disputed")}`}
                </span>
              </div>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <line x1="0" x2="100" y1="3" y2="3" class="axis" />
                <rect x={left} width={Math.max(0.7, right - left)} y="1.4" height="3.2" class="possible" />
                {r.certain !== null && <rect x={x(r.certain[0], false)} width={Math.max(0.7, x(r.certain[1], true) - x(r.certain[0], false))} y="1.4" height="3.2" class="certain" />}
              </svg>
            </li>
          );
        })}
      </ol>
      {dated.length > 0 && (
        <p class="ends soft" dir="ltr">
          <span>{day(new Date(from).toISOString().slice(0, 10))}</span>
          <span>{day(new Date(from + span - DAY_MS).toISOString().slice(0, 10))}</span>
        </p>
      )}
      {undated.length > 0 && (
        <>
          <h2>{t("timeline.undated")}</h2>
          <ul>
            {undated.map((r) => (
              <li key={r.statement} dir="auto">
                {spanLabel(r)} <span class="soft">{r.asGiven}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function spanLabel(row: TimelineRow): string {
  if (row.subject === null) return row.label;
  const what = row.property === null || row.property === "time" ? "" : `${term("property", row.property)} · `;
  return `${what}${labelOf(row.subject)}`;
}
