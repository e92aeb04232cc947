import { day, number, t, term } from "../i18n.ts";
import { isQuestion } from "../keys.ts";
import { Mark } from "./room.tsx";
import type { Count, FuzzyTime, OfficialView, SaidFoundRow, StatementView, SubjectRef } from "../../api.ts";

/** A statement as a reader sees it: what, of whom, who says so; and the way to who disagrees. */
export function Statement({
  statement,
  ask,
  compact = false,
}: {
  readonly statement: StatementView;
  readonly ask?: (s: StatementView) => void;
  readonly compact?: boolean;
}) {
  const s = statement;
  return (
    <div class={`statement ${s.stance} ${s.status}`} onKeyDown={(e) => asksByKey(e) && ask?.(s)}>
      <div class="what">
        {s.stance !== "asserts" && <Mark>{term("stance", s.stance)}</Mark>}{" "}
        {s.property !== "kind" && <span class="property">{term("property", s.property)} </span>}
        <b>
          <Parts of={valueParts(s)} />
        </b>
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
        {!compact && s.property !== "name" && (
          <>
            <bdi>{labelOf(s.subject)}</bdi> ·{" "}
          </>
        )}
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

function asksByKey(event: KeyboardEvent): boolean {
  if (!isQuestion(event)) return false;
  event.preventDefault();
  return true;
}

/** What an office said, in its own words. */
export function Official({ official }: { readonly official: OfficialView }) {
  return (
    <div class="statement denies official">
      <div class="what">
        <Mark tone="amber">{term("position", official.position)}</Mark>{" "}
        <b dir="auto">{official.speaker === "" ? t("official.unnamed") : official.speaker}</b>
      </div>
      <q dir="auto">{official.words}</q>
      <div class="soft">
        {[
          official.day === null ? "" : day(official.day),
          official.target ?? "",
          official.contradictedBy.length === 0 ? "" : t("official.contradicted", { n: official.contradictedBy.length }),
        ]
          .filter((part) => part !== "")
          .join(" · ")}
      </div>
    </div>
  );
}

/** `up to 26`, `at least 3`, `3–5`. */
export function countText(count: Count): string {
  if (count.min !== undefined && count.max !== undefined)
    return count.min === count.max ? number(count.min) : t("count.range", { min: count.min, max: count.max });
  if (count.max !== undefined) return t("count.upTo", { max: count.max });
  if (count.min !== undefined) return t("count.atLeast", { min: count.min });
  return count.asGiven ?? "";
}

/** Words of several languages in a row, each in its own direction. */
export function Parts({ of }: { readonly of: readonly string[] }) {
  return (
    <>
      {of.map((part, n) => (
        <span key={part}>
          {n > 0 && " · "}
          <bdi>{part}</bdi>
        </span>
      ))}
    </>
  );
}

/** Imprecise time: the source's own words first, then the days it can have been. */
export function timeParts(time: FuzzyTime): string[] {
  return told(time.asGiven, rangeText(time));
}

function rangeText(time: FuzzyTime): string {
  const { first, last } = time;
  if (first !== undefined && last !== undefined) {
    if (first === last) return day(first);
    return t(time.kind === "throughout" ? "time.throughout" : "time.within", { first: day(first), last: day(last) });
  }
  if (first !== undefined) return t("time.after", { first: day(first) });
  return last === undefined ? "" : t("time.before", { last: day(last) });
}

/** What there is of these, once each. */
function told(...parts: readonly (string | undefined)[]): string[] {
  return [...new Set(parts.filter((part): part is string => part !== undefined && part !== ""))];
}

/** What a subject is called: what kind of thing it is where a code says so, and its names. */
export function labelOf(ref: SubjectRef): string {
  const words = [ref.code === null ? "" : term(`list.${ref.code.list}`, ref.code.term), ref.label].filter((part) => part !== "");
  if (words.length > 0) return words.join(" · ");
  return term(ref.kind === "person" || ref.kind === "group" ? "people.unnamed" : "kind", ref.kind);
}

/** A claim as a row is called: what it was, whom it befell, and how many. */
export function claimLabel(row: SaidFoundRow): string {
  const counts = row.claimCounts.map(countText);
  return [row.claim === null ? "" : labelOf(row.claim), ...new Set(counts)].filter((words) => words !== "").join(" · ");
}

/** A value as words of this language where it is a code, as the source's own otherwise. */
function valueParts(s: StatementView): string[] {
  if (s.code !== null) return [term(`list.${s.code.list}`, s.code.term)];
  if (s.ref !== null) return [labelOf(s.ref)];
  if (s.form === "flag") return [term("flag", s.value)];
  if (s.count !== null) return told(s.count.asGiven, countText(s.count));
  if (s.place !== null) return told(s.place.asGiven, s.place.kind === undefined ? "" : term("place", s.place.kind));
  if (s.time !== null && (s.time.asGiven === undefined || s.value === "" || s.value === s.time.asGiven)) return timeParts(s.time);
  return told(s.value);
}
