import { useState } from "preact/hooks";
import type { FacetLine, Facets, ListFilter, ListOf } from "../../../api-archive.ts";
import { language, number, t, term } from "../../i18n.ts";
import { chosenOf, FACETS, toggled, withDays, withYear, yearOf, type Facet } from "./state.ts";

/** So many values of a facet are shown until somebody asks for more. */
const FEW = 6;
const MARKS = ["disputed", "missing", "profiles"] as const;

/** What the list can be narrowed by, and how many each value would leave. */
export function FacetPanel({
  of,
  facets,
  filter,
  set,
  without = [],
}: {
  readonly of: ListOf;
  readonly facets: Facets | null;
  readonly filter: ListFilter;
  readonly set: (next: ListFilter) => void;
  readonly without?: readonly (Facet | "times")[];
}) {
  return (
    <div class="facets">
      {FACETS.filter((facet) => !without.includes(facet)).map((facet) => (
        <FacetList
          key={facet}
          name={t(`facet.${facet}`)}
          lines={withChosen(facet === "marks" ? marksOf(of) : (facets?.[facet] ?? []), chosenOf(filter, facet))}
          chosen={chosenOf(filter, facet)}
          label={(line) => labelOfLine(of, facet, line)}
          toggle={(value) => set(toggled(filter, facet, value))}
        />
      ))}
      {!without.includes("times") && (
        <FacetList
          name={t("facet.times")}
          lines={facets?.times ?? []}
          chosen={[yearOf(filter) ?? ""]}
          label={({ value }) => value}
          toggle={(year) => set(withYear(filter, year))}
        >
          <Days filter={filter} set={set} />
        </FacetList>
      )}
    </div>
  );
}

function FacetList({
  name,
  lines,
  chosen,
  label,
  toggle,
  children,
}: {
  readonly name: string;
  readonly lines: readonly FacetLine[];
  readonly chosen: readonly string[];
  readonly label: (line: FacetLine) => string;
  readonly toggle: (value: string) => void;
  readonly children?: preact.ComponentChildren;
}) {
  const [all, setAll] = useState(false);
  if (lines.length === 0) return null;
  const shown = all ? lines : lines.filter((line, n) => n < FEW || chosen.includes(line.value));
  return (
    <fieldset class="facet">
      <legend>{name}</legend>
      {children}
      {shown.map((line) => (
        <label class="tick" key={line.value}>
          <input type="checkbox" checked={chosen.includes(line.value)} onChange={() => toggle(line.value)} />
          <span class="facet-value" dir="auto">
            {label(line)}
          </span>
          {line.count >= 0 && <span class="soft facet-count">{number(line.count)}</span>}
        </label>
      ))}
      {lines.length > FEW && (
        <button type="button" class="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("facet.fewer") : t("more.n", { n: lines.length - shown.length })}
        </button>
      )}
    </fieldset>
  );
}

function Days({ filter, set }: { readonly filter: ListFilter; readonly set: (next: ListFilter) => void }) {
  const { first = "", last = "" } = filter;
  return (
    <div class="days">
      <label>
        <span>{t("facet.from")}</span>
        <input type="date" value={first} onChange={(e) => set(withDays(filter, { first: e.currentTarget.value, last }))} />
      </label>
      <label>
        <span>{t("facet.to")}</span>
        <input type="date" value={last} onChange={(e) => set(withDays(filter, { first, last: e.currentTarget.value }))} />
      </label>
    </div>
  );
}

/** Marks have no count of their own: they are the same few always. */
function marksOf(of: ListOf): FacetLine[] {
  return MARKS.filter((mark) => mark !== "profiles" || of === "person").map((value) => ({ value, label: "", count: -1 }));
}

/** What is chosen stands in the list also where it would leave nothing. */
function withChosen(lines: readonly FacetLine[], chosen: readonly string[]): readonly FacetLine[] {
  const missing = chosen.filter((value) => !lines.some((line) => line.value === value));
  return [...lines, ...missing.map((value) => ({ value, label: "", count: 0 }))];
}

/** A value in words: a code in those of the screen, a name as it is. */
export function labelOfLine(of: ListOf, facet: Facet, { value, label }: FacetLine): string {
  if (facet === "langs") return language(value);
  if (facet === "marks") return term("facet.mark", value);
  if (facet === "kinds") return kindText(of, value);
  if (facet === "statuses") return statusText(of, value);
  return label === "" ? value : label;
}

/** What a row of a list is, or what befell it. */
export function kindText(of: ListOf, value: string): string {
  if (of === "event") return term("list.event", value);
  if (of === "source") return term("list.sourceKind", value);
  if (of === "report" || of === "document") return term("channel", value);
  return of === "place" ? term("place", value) : term("list.act", value);
}

function statusText(of: ListOf, value: string): string {
  return of === "person" || of === "group" ? term("list.status", value) : term("facet.status", value);
}
