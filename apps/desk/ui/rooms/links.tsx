import { number, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { LinkLooking } from "../parts/link-looking.tsx";
import { LinkPair } from "../parts/link-pair.tsx";
import { howSure, Standing } from "../parts/link-words.tsx";
import { Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { labelOf } from "../parts/statement.tsx";
import { useWrite } from "../parts/undo.tsx";
import type { RoomProps } from "./room-props.ts";
import type { LinkRow, LinkShow, LinksView } from "../../api-links.ts";

const SHOWS: readonly LinkShow[] = ["open", "second", "sure", "asked", "decided"];
const PAIR = /^([0-9a-f]{32})([0-9a-f]{32})$/;
const MOST_SURE = 500;

/** The same person reported twice: what was found, and what people say of it. An address with two ids shows the two side by side. */
export function LinksRoom({ id, tab }: RoomProps) {
  const pair = PAIR.exec(id ?? "");
  if (pair !== null) return <LinkPair a={pair[1]!} b={pair[2]!} />;
  return <Queue show={SHOWS.find((show) => show === tab) ?? "open"} />;
}

function Queue({ show }: { readonly show: LinkShow }) {
  const { view, failed } = useView<LinksView>(`/api/links?show=${show}&limit=200`);
  const rows = view?.rows ?? [];
  return (
    <>
      <RoomHead title={t("links.title")} />
      <Said code={failed} />
      {view !== null && <LinkLooking seen={view.work} />}
      <nav class="tabs" aria-label={t("links.lists")}>
        {SHOWS.map((name) => (
          <a href={href("links", "0", name)} aria-current={name === show ? "page" : undefined} key={name}>
            {term("links.show", name)} {view !== null && view.counts[name] > 0 && <span class="soft">{number(view.counts[name])}</span>}
          </a>
        ))}
      </nav>
      {view !== null && rows.length === 0 && <Empty show={show} />}
      {show === "sure" && rows.length > 0 && <LinkSure rows={rows} />}
      <ul class="rows links">
        {rows.map((row) => (
          <Row row={row} key={row.a.id + row.b.id} />
        ))}
      </ul>
      {view !== null && view.total > rows.length && <p class="soft">{t("links.more", { n: view.total - rows.length })}</p>}
    </>
  );
}

/** What will stand in each list. */
function Empty({ show }: { readonly show: LinkShow }) {
  if (show === "second") return <Nothing of="links.second" />;
  if (show === "sure") return <Nothing of="links.sure" />;
  if (show === "asked") return <Nothing of="links.asked" />;
  return show === "decided" ? <Nothing of="links.decided" /> : <Nothing of="links.open" />;
}

function Row({ row }: { readonly row: LinkRow }) {
  return (
    <li>
      <a href={href("links", row.a.id + row.b.id)}>
        <b dir="auto">{labelOf(row.a)}</b>
        <b dir="auto">{labelOf(row.b)}</b>
        <span class="soft">{row.probability === null ? "" : howSure(row.probability)}</span>
        <Standing row={row} />
      </a>
    </li>
  );
}

function LinkSure({ rows }: { readonly rows: readonly LinkRow[] }) {
  const { busy, write } = useWrite();
  const pairs = rows.slice(0, MOST_SURE).map(({ a, b }) => [a.id, b.id]);
  return (
    <p class="waits">
      {t("links.sure.how")}{" "}
      <button class="do" disabled={busy} onClick={() => void write("links.done.sure", "/api/links/sure", { pairs })}>
        {t("links.sure.do", { n: pairs.length })}
      </button>
    </p>
  );
}
