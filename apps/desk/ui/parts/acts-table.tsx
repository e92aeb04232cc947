import { t, term } from "../i18n.ts";
import { Mark, rootsText } from "./room.tsx";
import { countText, labelOf, Parts, timeParts } from "./statement.tsx";
import type { PeopleRow } from "../../api.ts";

/** Acts, a line each: what was done, by whom, when, where, on whose word. `whom`: also to whom; a person's own page says that in its heading. */
export function ActsTable({ rows, whom = false }: { readonly rows: readonly PeopleRow[]; readonly whom?: boolean }) {
  return (
    <table>
      <thead>
        <tr>
          {whom && <th scope="col">{t("people.whom")}</th>}
          <th scope="col">{t("people.what")}</th>
          <th scope="col">{t("people.who")}</th>
          <th scope="col">{t("form.time")}</th>
          <th scope="col">{t("form.place")}</th>
          <th scope="col">{t("room.sources")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Act of={row} whom={whom} key={row.act.id} />
        ))}
      </tbody>
    </table>
  );
}

function Act({ of, whom }: { readonly of: PeopleRow; readonly whom: boolean }) {
  const unknown = <span class="soft">{t("people.unknown")}</span>;
  const nothing = <span class="soft">–</span>;
  return (
    <tr>
      {whom && (
        <td data-column={t("people.whom")}>
          {of.victims.length === 0 && of.counts.length === 0 && unknown}
          <Parts of={[of.victims.map(labelOf).join(", "), ...of.counts.map((count) => countText(count))].filter((part) => part !== "")} />
        </td>
      )}
      <td data-column={t("people.what")}>
        {of.kinds.length === 0 && !whom ? <bdi>{labelOf(of.act)}</bdi> : of.kinds.map((kind) => term("list.act", kind)).join(" / ")}{" "}
        {of.denied && <Mark tone="amber">{t("people.denied")}</Mark>}
      </td>
      <td data-column={t("people.who")}>
        {of.involved.length === 0 && unknown}
        {of.involved.map((i) => (
          <div key={i.who}>
            <bdi>{i.who}</bdi> <span class="soft">{i.degrees.map((degree) => term("list.degree", degree)).join(" / ")}</span>
            {i.disputed && <span class="soft"> · {t("statement.disputed")}</span>}
          </div>
        ))}
      </td>
      <td data-column={t("form.time")}>
        {of.when.length === 0
          ? nothing
          : of.when.map((time, n) => (
              <div key={n}>
                <Parts of={timeParts(time)} />
              </div>
            ))}
      </td>
      <td data-column={t("form.place")}>
        {of.where.length === 0 ? nothing : <Parts of={of.where.map((p) => p.asGiven ?? term("place", p.kind ?? ""))} />}
      </td>
      <td class="soft" data-column={t("room.sources")}>
        {rootsText(of.roots)}
      </td>
    </tr>
  );
}
