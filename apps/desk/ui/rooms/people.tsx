import { number, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import type { PeopleView } from "../../api.ts";

/** Everyone the record speaks of, with where they stand now and in which cases. */
export function PeopleRoom() {
  const { view, failed } = useView<PeopleView>("/api/people");
  return (
    <>
      <RoomHead title={t("room.people")} />
      <Said code={failed} />
      {view?.people.length === 0 && <Nothing of="people" />}
      {view !== null && view.people.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("people.name")}</th>
              <th scope="col">{t("people.status")}</th>
              <th scope="col">{t("room.cases")}</th>
              <th scope="col">{t("people.statements")}</th>
            </tr>
          </thead>
          <tbody>
            {view.people.map((p) => (
              <tr key={p.id}>
                <td data-column={t("people.name")}>
                  <b dir="auto">{p.label}</b> {p.kind !== "person" && <Mark>{term("kind", p.kind)}</Mark>}
                </td>
                <td data-column={t("people.status")}>
                  {p.status === null ? (
                    <span class="soft">–</span>
                  ) : (
                    p.status
                      .split(" / ")
                      .map((status) => term("list.status", status))
                      .join(" / ")
                  )}
                </td>
                <td data-column={t("room.cases")}>
                  {p.cases.map((c) => (
                    <a href={href("case", c.id, "people")} key={c.id} dir="auto">
                      {c.title}
                    </a>
                  ))}
                </td>
                <td data-column={t("people.statements")}>{number(p.statements)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
