import { day, number, t, term } from "../i18n.ts";
import { Mark } from "./room.tsx";
import type { Count, FuzzyTime, OfficialView, StatementView, SubjectRef } from "../../api.ts";

/** A statement as a reader sees it: what, of whom, when, where, who says so; and the way to who disagrees. */
export function Statement({ statement, ask, compact = false }: { readonly statement: StatementView; readonly ask?: (s: StatementView) => void; readonly compact?: boolean }) {
  const s = statement;
  const parts = [
    s.count === null ? null : countText(s.count),
    s.time === null ? null : timeText(s.time),
    s.place?.asGiven ?? null,
  ].filter((p): p is string => p !== null && p !== "" && p !== s.value);
  return (
    <div class={`statement ${s.stance} ${s.status}`}>
      <div class="what">
        <span class="property">{term("property", s.property)}</span> <b dir="auto">{valueText(s)}</b>
        {s.disputed && (
          <button class="plain disputed" onClick={() => ask?.(s)}>
            {t("statement.disputed")}
          </button>
        )}
      </div>
      {!compact && (
        <div class="soft" dir="auto">
          {labelOf(s.subject)}
          {parts.length > 0 && ` · ${parts.join(" · ")}`}
        </div>
      )}
      <div class="soft">
        {s.stance !== "asserts" && <Mark>{term("stance", s.stance)}</Mark>} <span dir="auto">{s.saidBy === null ? t("statement.noSource") : s.saidBy.alias}</span>
        {s.saidBy !== null && !s.saidBy.assessed && <span> · {t("sources.unassessed")}</span>}
        {s.status !== "current" && (
          <>
            {" "}
            <Mark tone="amber">{term("statement.status", s.status)}</Mark>
          </>
        )}
        {ask !== undefined && (
          <button class="plain ask" aria-label={t("statement.who")} onClick={() => ask(s)}>
            ?
          </button>
        )}
      </div>
    </div>
  );
}

/** What an office said, in its own words. */
export function Official({ official }: { readonly official: OfficialView }) {
  return (
    <div class="statement denies official">
      <div class="what">
        <Mark tone="amber">{term("position", official.position)}</Mark> <b dir="auto">{official.speaker}</b>
      </div>
      <q dir="auto">{official.words}</q>
      <div class="soft">
        {official.day !== null && day(official.day)} {official.target !== null && <span dir="auto">· {official.target}</span>}
        {official.contradictedBy.length > 0 && <span> · {t("official.contradicted", { n: official.contradictedBy.length })}</span>}
      </div>
    </div>
  );
}

/** `up to 26`, `at least 3`, `3–5`. */
export function countText(count: Count): string {
  if (count.min !== undefined && count.max !== undefined) return count.min === count.max ? number(count.min) : t("count.range", { min: count.min, max: count.max });
  if (count.max !== undefined) return t("count.upTo", { max: count.max });
  if (count.min !== undefined) return t("count.atLeast", { min: count.min });
  return count.asGiven ?? "";
}

/** Imprecise time in words: the source's own first. */
export function timeText(time: FuzzyTime): string {
  const { first, last } = time;
  const range =
    first !== undefined && last !== undefined
      ? first === last
        ? day(first)
        : t(time.kind === "throughout" ? "time.throughout" : "time.within", { first: day(first), last: day(last) })
      : first !== undefined
        ? t("time.after", { first: day(first) })
        : last !== undefined
          ? t("time.before", { last: day(last) })
          : "";
  if (time.asGiven === undefined) return range;
  return range === "" ? time.asGiven : `${time.asGiven} (${range})`;
}

/** What a subject is called: its names, or what its code says in this language. */
export function labelOf(ref: SubjectRef): string {
  return ref.label !== "" ? ref.label : ref.code !== null ? term(`list.${ref.code.list}`, ref.code.term) : term("kind", ref.kind);
}

/** A value as words of this language where it is a code, as the source's own otherwise. */
export function valueText(s: StatementView): string {
  if (s.code !== null) return term(`list.${s.code.list}`, s.code.term);
  if (s.ref !== null) return labelOf(s.ref);
  if (s.count !== null && s.count.asGiven === undefined) return countText(s.count);
  if (s.time !== null && s.value === "") return timeText(s.time);
  return s.value;
}
