import { t } from "../i18n.ts";
import { href } from "../router.ts";
import { useState } from "preact/hooks";
import { FacetPanel } from "../parts/archive/facets.tsx";
import { archive } from "../parts/archive/ask.ts";
import { openRow, openSubject } from "../parts/archive/open.ts";
import { askOf, narrowedOf } from "../parts/archive/state.ts";
import { Graph } from "../parts/graph/graph.tsx";
import { Note } from "../parts/note/note.tsx";
import { PlacesMap } from "../parts/map/places.tsx";
import { Nothing, RoomHead, useView } from "../parts/room.tsx";
import { Spans } from "../parts/spans/spans.tsx";
import { labelOf } from "../parts/statement.tsx";
import { useSignal } from "../signal.ts";
import type { GraphView, ListView } from "../../api-archive.ts";
import type { CasesView } from "../../api.ts";
import type { RoomProps } from "./room-props.ts";

/** Where things were, across all cases; narrowed as a list of acts is. */
export function MapRoom(_: RoomProps) {
  const held = narrowedOf("map");
  const state = useSignal(held);
  const { filter } = state;
  const { view } = useView<ListView>(archive("list", { ...askOf("act", state), limit: 1, facets: true }));
  return (
    <>
      <RoomHead title={t("room.map")} />
      <details class="narrow above">
        <summary>{t("facet.title")}</summary>
        <FacetPanel of="act" facets={view?.facets ?? null} filter={filter} set={(next) => (held.value = { ...state, filter: next })} without={["statuses"]} />
      </details>
      <PlacesMap name="map" of={["act"]} filter={askOf("act", state).filter ?? {}} open={openSubject} />
    </>
  );
}

/** When things happened, across all cases or some of them. */
export function TimelineRoom(_: RoomProps) {
  const { view } = useView<CasesView>("/api/cases");
  const [chosen, setChosen] = useState<string>("");
  return (
    <>
      <RoomHead title={t("room.timeline")}>
        {view !== null && view.cases.length > 1 && (
          <label class="sort">
            <span>{t("keep.case")}</span>
            <select value={chosen} onChange={(e) => setChosen(e.currentTarget.value)}>
              <option value="">{t("timeline.allCases")}</option>
              {view.cases.map((c) => (
                <option value={c.id} key={c.id}>
                  {c.title}
                </option>
              ))}
            </select>
          </label>
        )}
      </RoomHead>
      <Spans name="times" cases={chosen === "" ? [] : [chosen]} open={openRow} />
    </>
  );
}

/** These have no other page. */
const NOTED: ReadonlySet<string> = new Set(["event", "act", "unit"]);

/** Who did what to whom around one person, act or unit, in whatever case it stands. */
export function GraphRoom({ id }: RoomProps) {
  return id === null ? <NobodyChosen /> : <GraphOf about={id} />;
}

/** The address without anybody in it: what is drawn here, and how one comes to it. */
function NobodyChosen() {
  return (
    <>
      <RoomHead title={t("room.graph")} />
      <Nothing of="graph">
        <a class="button" href={href("people")}>
          {t("room.people")}
        </a>
      </Nothing>
    </>
  );
}

function GraphOf({ about: id }: { readonly about: string }) {
  const { view } = useView<GraphView>(archive("graph", { about: id, limit: 10 }));
  const about = view?.nodes.find((n) => n.subject.id === id)?.subject;
  return (
    <>
      <RoomHead title={about === undefined ? t("room.graph") : labelOf(about)}>
        {about !== undefined && (about.kind === "person" || about.kind === "group") && (
          <a class="button" href={href("people", about.id)}>
            {t("graph.page")}
          </a>
        )}
      </RoomHead>
      <Graph about={id} />
      {about !== undefined && NOTED.has(about.kind) && <Note subject={about.id} key={about.id} />}
    </>
  );
}
