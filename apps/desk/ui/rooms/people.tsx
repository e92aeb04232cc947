import { number, t, term } from "../i18n.ts";
import { goTo, href } from "../router.ts";
import { ArchiveList } from "../parts/archive/archive-list.tsx";
import { befellText, caseLinks, whenText, whereText } from "../parts/archive/cells.tsx";
import type { Column } from "../parts/list/list.tsx";
import { Mark, Nothing, RoomHead } from "../parts/room.tsx";
import { PersonScreen } from "./person.tsx";
import type { ListRow } from "../../api-archive.ts";
import type { RoomProps } from "./room-props.ts";

/** Everyone the record speaks of, with where they stand now and in which cases; or one of them. */
export function PeopleRoom({ id }: RoomProps) {
  if (id !== null) return <PersonScreen id={id} />;
  return (
    <>
      <RoomHead title={t("room.people")} />
      <ArchiveList
        name="people"
        of="person"
        label={t("room.people")}
        columns={PEOPLE()}
        sorts={["label", "first", "changed", "statements", "sources"]}
        open={(row) => goTo("people", row.id)}
        empty={<Nothing of="people" />}
      />
    </>
  );
}

/** The columns of a list of persons. */
function PEOPLE(): Column<ListRow>[] {
  return [
    {
      key: "name",
      label: t("people.name"),
      track: "minmax(0, 5fr)",
      weight: "name",
      cell: (p) => (
        <>
          <a href={href("people", p.id)} tabIndex={-1} dir="auto">
            {p.label === "" ? term("people.unnamed", p.of) : p.label}
          </a>
          {p.profiles > 1 && <Mark>{t("people.profiles", { n: p.profiles })}</Mark>}
          {p.disputed && <Mark tone="amber">{t("statement.disputed")}</Mark>}
        </>
      ),
    },
    { key: "status", label: t("people.status"), track: "minmax(0, 3fr)", cell: (p) => p.statuses.map((s) => term("list.status", s)).join(" / ") },
    { key: "what", label: t("people.befell"), track: "minmax(0, 3fr)", weight: "rest", cell: befellText },
    { key: "when", label: t("form.time"), track: "minmax(0, 3fr)", weight: "rest", cell: whenText },
    { key: "where", label: t("form.place"), track: "minmax(0, 3fr)", weight: "last", cell: whereText },
    { key: "cases", label: t("room.cases"), track: "minmax(0, 3fr)", weight: "last", cell: (p) => caseLinks(p, "people") },
    { key: "statements", label: t("people.statements"), track: "80px", weight: "last", cell: (p) => number(p.statements) },
  ];
}
