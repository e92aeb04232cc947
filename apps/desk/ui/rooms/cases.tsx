import { day, t } from "../i18n.ts";
import { goTo, href } from "../router.ts";
import { useDraft } from "../parts/drafts.ts";
import { ArchiveList } from "../parts/archive/archive-list.tsx";
import type { Column } from "../parts/list/list.tsx";
import { Mark, Nothing, RoomHead } from "../parts/room.tsx";
import { useWrite } from "../parts/undo.tsx";
import type { ListRow } from "../../api-archive.ts";

export function CasesRoom() {
  const title = useDraft("case", () => "");
  const { busy, write } = useWrite();
  const begin = async (event: Event): Promise<void> => {
    event.preventDefault();
    const made = await write<{ id: string; undo: string }>("cases.begun", "/api/cases", { title: title.value });
    if (made === null) return;
    title.drop();
    goTo("case", made.id);
  };
  return (
    <>
      <RoomHead title={t("room.cases")}>
        <form onSubmit={(event) => void begin(event)} class="inline" autocomplete="off">
          <input
            required
            maxLength={120}
            aria-label={t("cases.title")}
            placeholder={t("cases.title")}
            value={title.value}
            onInput={(e) => title.set(e.currentTarget.value)}
          />
          <button class="do" disabled={busy}>
            {t("cases.begin")}
          </button>
        </form>
      </RoomHead>
      <ArchiveList
        name="cases"
        of="case"
        label={t("room.cases")}
        columns={CASES()}
        sorts={["label", "changed", "first", "statements"]}
        open={(row) => goTo("case", row.id)}
        empty={<Nothing of="cases" />}
        without={["kinds", "cases", "statuses", "marks"]}
      />
    </>
  );
}

/** The columns of the list of cases. */
function CASES(): Column<ListRow>[] {
  return [
    {
      key: "title",
      label: t("room.cases"),
      track: "minmax(0, 4fr)",
      weight: "name",
      cell: (row) => (
        <a href={href("case", row.id)} tabIndex={-1} dir="auto">
          {row.label}
        </a>
      ),
    },
    {
      key: "marks",
      label: t("cases.marks"),
      track: "minmax(0, 3fr)",
      cell: ({ case: c }) => (
        <span class="marks">
          {c !== undefined && c.denials > 0 && <Mark tone="amber">{t("denials", { n: c.denials })}</Mark>}
          {c !== undefined && c.missing > 0 && <Mark>{t("missing.n", { n: c.missing })}</Mark>}
        </span>
      ),
    },
    { key: "persons", label: t("room.people"), track: "104px", weight: "rest", cell: ({ case: c }) => (c === undefined ? "" : t("persons", { n: c.persons })) },
    { key: "statements", label: t("people.statements"), track: "128px", weight: "last", cell: (row) => t("statements", { n: row.statements }) },
    { key: "changed", label: t("list.changed"), track: "112px", weight: "rest", cell: ({ case: c }) => <span class="soft day">{c === undefined ? "" : day(c.lastChangedDay)}</span> },
  ];
}
