import { useEffect, useState } from "preact/hooks";
import type { TimelineAsk, TimelineView } from "../../../api-archive.ts";
import type { TimelineRow } from "../../../api.ts";
import { get } from "../../client.ts";
import { day, number, t, term } from "../../i18n.ts";
import { letterOf } from "../../keys.ts";
import { archive } from "../archive/ask.ts";
import { List, type Column } from "../list/list.tsx";
import { useRows, type Part } from "../list/rows.ts";
import { Mark, Nothing, Said, useView } from "../room.tsx";
import { labelOf } from "../statement.tsx";
import { beside, prefixOf, roomy, share, ticks, wider, type Period } from "./period.ts";

const BINS = 60;
const TICKS = 8;
const NARROW_TICKS = 4;
/** How wide a letter of a mark is at most, and the empty space about its words; and what stands beside the line of time on a narrow and a wide screen: px. */
const LETTER_PX = 7.5;
const ABOUT_WORDS_PX = 16;
const BESIDE_PX = { narrow: 48, wide: 280 };
/** The narrowest bar, in hundredths of the time shown: some 8 px, also where all of it is 104 px wide. */
const LEAST_SHARE = 2;
const NARROW_LEAST_SHARE = 8;

interface Rows extends Part<TimelineRow> {
  readonly undated: number;
}

/**
 * What happened when, across cases: solid where it is certain, fading where it is only possible, open ends running out. Above, how much falls into each stretch;
 * below, every one. Years, months and days are chosen at the marks.
 */
export function Spans({
  name,
  cases,
  of,
  open,
}: {
  readonly name: string;
  readonly cases: readonly string[];
  readonly of?: TimelineAsk["of"];
  readonly open: (row: TimelineRow) => void;
}) {
  const [period, setPeriod] = useState<Period | null>(null);
  const ask: TimelineAsk = { ...(cases.length === 0 ? {} : { cases }), ...(of === undefined ? {} : { of }), ...period };
  const { view, failed } = useView<TimelineView>(archive("timeline", { ...ask, limit: 1, bins: BINS }));
  const query = JSON.stringify(ask);
  const rows = useRows<TimelineRow, Rows>(query, (asked, from, limit) => get<TimelineView>(archive("timeline", { ...(JSON.parse(asked) as TimelineAsk), from, limit, bins: 1 }), true));
  const whole = useView<TimelineView>(archive("timeline", { ...ask, first: undefined, last: undefined, limit: 1, bins: 1 }));
  if (view === null || whole.view === null || rows.answer === null) return <Said code={failed ?? whole.failed ?? rows.failed} />;
  const all = spanOf(whole.view);
  if (all === null && whole.view.undated === 0 && whole.view.total === 0) return <Nothing of="timeline" />;
  const shown = period ?? all;
  const columns: Column<TimelineRow>[] = [
    {
      key: "what",
      label: t("timeline.what"),
      track: "minmax(0, 4fr)",
      weight: "name",
      cell: (r) => (
        <>
          <bdi>{spanText(r)}</bdi> {r.disputed && <Mark tone="amber">{t("statement.disputed")}</Mark>}
        </>
      ),
    },
    { key: "when", label: t("form.time"), track: "minmax(0, 3fr)", cell: (r) => <bdi class="soft">{whenOf(r)}</bdi> },
    ...(shown === null ? [] : [{ key: "bar", label: t("timeline.bar"), track: "minmax(0, 6fr)", cell: (r: TimelineRow) => <Bar row={r} in={shown} /> }]),
  ];
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || shown === null) return;
    if (event.key === "[" || event.key === "]") setPeriod(beside(shown, event.key === "[" ? -1 : 1));
    else if (event.key === "-") setPeriod(period === null || all === null ? null : wider(period, all));
    else if (letterOf(event) === "0") setPeriod(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="spans" onKeyDown={onKey}>
      <Fades />
      <Said code={failed ?? rows.failed} />
      {shown !== null && all !== null && (
        <>
          <div class="spans-tools" role="group" aria-label={t("timeline.period")}>
            <b>{periodText(shown)}</b>
            <button type="button" onClick={() => setPeriod(beside(shown, -1))}>
              {t("timeline.before")} <kbd>[</kbd>
            </button>
            <button type="button" onClick={() => setPeriod(beside(shown, 1))}>
              {t("timeline.after")} <kbd>]</kbd>
            </button>
            <button type="button" disabled={period === null} onClick={() => period !== null && setPeriod(wider(period, all))}>
              {t("timeline.wider")} <kbd>-</kbd>
            </button>
            <button type="button" disabled={period === null} onClick={() => setPeriod(null)}>
              {t("timeline.all")} <kbd>0</kbd>
            </button>
          </div>
          <Bins view={view} in={shown} choose={setPeriod} />
        </>
      )}
      {rows.total === 0 ? (
        <p class="soft">{t("timeline.nothingThen")}</p>
      ) : (
        <List
          name={name}
          label={t("case.timeline")}
          query={query}
          columns={columns}
          total={rows.total}
          at={rows.at}
          see={rows.see}
          idOf={(r) => r.statement}
          classOf={(r) => (r.official ? "official" : "")}
          open={open}
        />
      )}
      {whole.view.undated > 0 && <p class="soft">{t("timeline.undated.n", { n: whole.view.undated })}</p>}
    </div>
  );
}

/** How much may fall into each stretch, and how much surely does; the marks below zoom to their year, month or day. */
function Bins({ view, in: shown, choose }: { readonly view: TimelineView; readonly in: Period; readonly choose: (period: Period) => void }) {
  const most = Math.max(1, ...view.bins.map((b) => b.maybe));
  const isNarrow = matchMedia("(max-width: 760px)").matches;
  const width = Math.max(1, useInnerWidth() - BESIDE_PX[isNarrow ? "narrow" : "wide"]);
  const marks = roomy(ticks(shown, isNarrow ? NARROW_TICKS : TICKS), ({ iso }) => (day(iso).length * LETTER_PX + ABOUT_WORDS_PX) / width);
  return (
    <div class="bins">
      <svg viewBox={`0 0 ${Math.max(1, view.bins.length)} 100`} preserveAspectRatio="none" role="img" aria-label={t("timeline.bins", { n: most })}>
        {view.bins.map((b, n) => (
          <g key={b.first}>
            <rect class="maybe" x={n + 0.06} width="0.88" y={100 - (b.maybe / most) * 100} height={(b.maybe / most) * 100} />
            <rect class="surely" x={n + 0.06} width="0.88" y={100 - (b.surely / most) * 100} height={(b.surely / most) * 100} />
            <rect class="catch" x={n} width="1" y="0" height="100" onClick={() => b.first !== b.last && choose({ first: b.first, last: b.last })}>
              <title>{`${periodText(b)}: ${number(b.surely)}–${number(b.maybe)}`}</title>
            </rect>
          </g>
        ))}
      </svg>
      <div class="ticks">
        {marks.map((mark) => (
          <button
            type="button"
            class={`plain ${mark.isLate ? "late" : ""}`}
            key={mark.iso}
            style={{ insetInlineStart: `${mark.at * 100}%` }}
            aria-label={t("timeline.to", { period: day(mark.iso) })}
            onClick={() => choose(mark.period)}
          >
            {day(mark.iso)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The window's width, anew when it changes: a telephone is turned. */
function useInnerWidth(): number {
  const [width, setWidth] = useState(innerWidth);
  useEffect(() => {
    const look = (): void => setWidth(innerWidth);
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, []);
  return width;
}

/** The four ways a time can be unsure, as shades of a bar: once for the page. */
function Fades() {
  return (
    <svg class="defs" aria-hidden="true">
      <defs>
        <linearGradient id="fade-within">
          <stop offset="0" class="faint" />
          <stop offset=".5" class="full" />
          <stop offset="1" class="faint" />
        </linearGradient>
        <linearGradient id="fade-start">
          <stop offset="0" class="none" />
          <stop offset="1" class="full" />
        </linearGradient>
        <linearGradient id="fade-end">
          <stop offset="0" class="full" />
          <stop offset="1" class="none" />
        </linearGradient>
        <linearGradient id="fade-both">
          <stop offset="0" class="none" />
          <stop offset=".5" class="faint" />
          <stop offset="1" class="none" />
        </linearGradient>
      </defs>
    </svg>
  );
}

/** One time, drawn as what it is. */
function Bar({ row, in: shown }: { readonly row: TimelineRow; readonly in: Period }) {
  const x = (iso: string, end: boolean): number => Math.max(0, Math.min(100, share(shown, iso, end) * 100));
  const [first, last] = row.possible;
  const left = first === null ? 0 : x(first, false);
  const right = last === null ? 100 : x(last, true);
  const fade = first === null ? (last === null ? "fade-both" : "fade-start") : last === null ? "fade-end" : "fade-within";
  // A day in seventeen years is still to be seen; and nobody reads a shade on it.
  const least = matchMedia("(max-width: 760px)").matches ? NARROW_LEAST_SHARE : LEAST_SHARE;
  const isShort = right - left < least;
  return (
    <svg class="span-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="100" y1="3" y2="3" class="axis" />
      <rect x={Math.min(left, 100 - least)} width={Math.max(least, right - left)} y="1" height="4" class={isShort ? "possible short" : "possible"} fill={isShort ? undefined : `url(#${fade})`} />
      {row.certain !== null && (
        <rect
          x={Math.min(x(row.certain[0], false), 100 - least)}
          width={Math.max(least, x(row.certain[1], true) - x(row.certain[0], false))}
          y="1"
          height="4"
          class="certain"
        />
      )}
    </svg>
  );
}

function spanOf(view: TimelineView): Period | null {
  const [first, last] = [view.bins.at(0), view.bins.at(-1)];
  return first === undefined || last === undefined ? null : { first: first.first, last: last.last };
}

function periodText(period: Period): string {
  const prefix = prefixOf(period);
  return prefix === null ? `${day(period.first)} – ${day(period.last)}` : day(prefix);
}

function whenOf(row: TimelineRow): string {
  const days = [...new Set(row.possible.filter((d) => d !== null))].map((d) => day(d));
  if (row.asGiven !== "" && days.length === 0) return row.asGiven;
  const [first, last] = row.possible;
  if (first !== null && last === null) return t("time.after", { first: day(first) });
  if (first === null && last !== null) return t("time.before", { last: day(last) });
  // A whole month or year is called so.
  const prefix = first === null || last === null ? null : prefixOf({ first: first.slice(0, 10), last: last.slice(0, 10) });
  return prefix === null ? days.join(" – ") : day(prefix);
}

function spanText(row: TimelineRow): string {
  if (row.subject === null) return row.label;
  const what = row.property === null || row.property === "time" ? "" : `${term("property", row.property)} · `;
  return `${what}${labelOf(row.subject)}`;
}
