import { day, t, term } from "../i18n.ts";
import { labelOf, Parts } from "./statement.tsx";
import type { TimelineRow } from "../../api.ts";

const DAY_MS = 86_400_000;
/** Room left and right of the first and last day, as a part of the whole. */
const PAD = 0.06;

/** Fuzzy time drawn as what it is: solid where it is certain, fading where it is only possible, open ends running out. */
export function Timeline({ rows }: { readonly rows: readonly TimelineRow[] }) {
  const dated = rows.filter((r) => r.possible[0] !== null || r.possible[1] !== null);
  const undated = rows.filter((r) => r.possible[0] === null && r.possible[1] === null);
  if (rows.length === 0) return <p class="soft">{t("timeline.empty")}</p>;
  const ends = dated
    .flatMap((r) => r.possible)
    .filter((d): d is string => d !== null)
    .map((d) => Date.parse(d));
  const from = ends.reduce((a, b) => Math.min(a, b), Infinity);
  const span = Math.max(DAY_MS, ends.reduce((a, b) => Math.max(a, b), from) + DAY_MS - from);
  const pad = span * PAD;
  const x = (iso: string, end: boolean): number => ((Date.parse(iso) + (end ? DAY_MS : 0) - from + pad) / (span + 2 * pad)) * 100;

  return (
    <>
      <svg class="defs" aria-hidden="true">
        <defs>
          <linearGradient id="fade">
            <stop offset="0" class="faint" />
            <stop offset=".5" class="full" />
            <stop offset="1" class="faint" />
          </linearGradient>
        </defs>
      </svg>
      {dated.length > 0 && (
        <>
          <p class="ends soft">
            <span>{dayOfMs(from)}</span>
            <span>{dayOfMs(from + span - DAY_MS)}</span>
          </p>
          <ol class="timeline">
            {dated.map((r) => (
              <li key={r.statement} class={`${r.official ? "official" : ""} ${r.disputed ? "disputed" : ""}`}>
                <div class="label">
                  <bdi>{spanLabel(r)}</bdi>{" "}
                  <span class="soft">
                    <Parts of={whenParts(r)} />
                  </span>
                </div>
                <Bar row={r} x={x} />
              </li>
            ))}
          </ol>
        </>
      )}
      {undated.length > 0 && (
        <>
          <h2>{t("timeline.undated")}</h2>
          <ul class="plain-list">
            {undated.map((r) => (
              <li key={r.statement}>
                <bdi>{spanLabel(r)}</bdi> <bdi class="soft">{r.asGiven}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Bar({ row, x }: { readonly row: TimelineRow; readonly x: (iso: string, end: boolean) => number }) {
  const left = row.possible[0] === null ? 0 : x(row.possible[0], false);
  const right = row.possible[1] === null ? 100 : x(row.possible[1], true);
  return (
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="100" y1="3" y2="3" class="axis" />
      <rect x={left} width={Math.max(0.7, right - left)} y="1" height="4" class="possible" fill="url(#fade)" />
      {row.certain !== null && (
        <rect
          x={x(row.certain[0], false)}
          width={Math.max(0.7, x(row.certain[1], true) - x(row.certain[0], false))}
          y="1"
          height="4"
          class="certain"
        />
      )}
    </svg>
  );
}

function dayOfMs(ms: number): string {
  return day(new Date(ms).toISOString().slice(0, 10));
}

function whenParts(row: TimelineRow): string[] {
  const days = [...new Set(row.possible.filter((d) => d !== null))].map((d) => day(d)).join(" – ");
  return [row.asGiven, days, row.disputed ? t("statement.disputed") : ""].filter((part) => part !== "");
}

function spanLabel(row: TimelineRow): string {
  if (row.subject === null) return row.label;
  const what = row.property === null || row.property === "time" ? "" : `${term("property", row.property)} · `;
  return `${what}${labelOf(row.subject)}`;
}
