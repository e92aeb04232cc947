import { day, number, t, term } from "../i18n.ts";
import { Mark } from "./room.tsx";
import type { Count, FuzzyTime, OfficialView, StatementView, SubjectRef } from "../../api.ts";

/** A statement as a reader sees it: what, of whom, who says so; and the way to who disagrees. */
export function Statement({ statement, ask, compact = false }: { readonly statement: StatementView; readonly ask?: (s: StatementView) => void; readonly compact?: boolean }) {
  const s = statement;
  return (
    <div class={`statement ${s.stance} ${s.status}`} onKeyDown={(e) => e.key === "?" && ask?.(s)}>
      <div class="what">
        {s.stance !== "asserts" && <Mark>{term("stance", s.stance)}</Mark>} {s.property !== "kind" && <span class="property">{term("property", s.property)} </span>}
        <b dir="auto">{valueText(s)}</b>
        {s.disputed &&
          (ask === undefined ? (
            <span class="disputed">{t("statement.disputed")}</span>
          ) : (
            <button class="plain disputed" onClick={() => ask(s)}>
              {t("statement.disputed")}
            </button>
          ))}
        {ask !== undefined && (
          <button class="plain ask" aria-label={t("statement.who")} title={t("statement.who")} onClick={() => ask(s)}>
            ?
          </button>
        )}
      </div>
      <div class="soft">
        {!compact && s.property !== "name" && <bdi>{labelOf(s.subject)} · </bdi>}
        <bdi>{s.saidBy === null ? t("statement.noSource") : s.saidBy.alias}</bdi>
        {s.saidBy !== null && !s.saidBy.assessed && <span> · {t("sources.unassessed")}</span>}
        {s.citations.some((c) => !c.stands) && <span class="amber"> · {t("statement.quoteDiffers")}</span>}
        {s.status !== "current" && (
          <>
            {" "}
            <Mark tone="amber">{term("statement.status", s.status)}</Mark>
          </>
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
        <Mark tone="amber">{term("position", official.position)}</Mark> <b dir="auto">{official.speaker === "" ? t("official.unnamed") : official.speaker}</b>
      </div>
      <q dir="auto">{official.words}</q>
      <div class="soft">
        {[official.day === null ? "" : day(official.day), official.target ?? "", official.contradictedBy.length === 0 ? "" : t("official.contradicted", { n: official.contradictedBy.length })]
          .filter((part) => part !== "")
          .join(" · ")}
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

/** What a subject is called: what kind of thing it is where a code says so, and its names. */
export function labelOf(ref: SubjectRef): string {
  const words = [ref.code === null ? "" : term(`list.${ref.code.list}`, ref.code.term), ref.label].filter((part) => part !== "");
  return words.length === 0 ? term("kind", ref.kind) : words.join(" · ");
}

/** A value as words of this language where it is a code, as the source's own otherwise. */
export function valueText(s: StatementView): string {
  if (s.code !== null) return term(`list.${s.code.list}`, s.code.term);
  if (s.ref !== null) return labelOf(s.ref);
  if (s.count !== null) return [s.count.asGiven, countText(s.count)].filter((part, i, all) => part !== undefined && part !== "" && all.indexOf(part) === i).join(" · ");
  if (s.time !== null && (s.value === "" || s.value === s.time.asGiven || s.time.asGiven === undefined)) return timeText(s.time);
  if (s.place !== null) return [s.place.asGiven, s.place.kind === undefined ? "" : term("place", s.place.kind)].filter((part) => part !== undefined && part !== "").join(" · ");
  return s.value;
}
