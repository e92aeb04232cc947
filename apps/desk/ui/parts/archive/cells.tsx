import type { ListRow } from "../../../api-archive.ts";
import { day, term } from "../../i18n.ts";
import { href } from "../../router.ts";

/** Earliest and latest day something can have been; an open end is a dash alone. */
export function whenText({ first, last }: Pick<ListRow, "first" | "last">): string {
  if (first === null && last === null) return "";
  if (first === last) return day(first!);
  return `${first === null ? "" : day(first)} – ${last === null ? "" : day(last)}`.trim();
}

/** What befell somebody: in our terms, and in the words of a list that has others. */
export function befellText({ kinds, words }: Pick<ListRow, "kinds" | "words">) {
  return (
    <>
      {kinds.map((kind) => term("list.act", kind)).join(" / ")}
      {words.map((given, n) => (
        <span key={given}>
          {(n > 0 || kinds.length > 0) && " / "}
          <bdi>{given}</bdi>
        </span>
      ))}
    </>
  );
}

export function whereText({ place, area }: ListRow) {
  return <bdi>{place === "" ? (area.at(-1) ?? "") : place}</bdi>;
}

/** The cases of a row, each a way there. */
export function caseLinks({ cases }: ListRow, tab: string) {
  return cases.map((c, n) => (
    <span key={c.id}>
      {n > 0 && " · "}
      <a href={href("case", c.id, tab)} tabIndex={-1} dir="auto">
        {c.title}
      </a>
    </span>
  ));
}
