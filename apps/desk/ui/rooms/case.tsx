import { useState } from "preact/hooks";
import { day, language, t, term } from "../i18n.ts";
import { get } from "../client.ts";
import { goTo, href } from "../router.ts";
import { FindingCard, ProposeFinding } from "../parts/finding.tsx";
import { Missing } from "../parts/missing.tsx";
import { Mark, Nothing, rootsText, RoomHead, Said, useView } from "../parts/room.tsx";
import { claimLabel, countText, labelOf, Official, Statement } from "../parts/statement.tsx";
import { ActsTable } from "../parts/acts-table.tsx";
import { Graph } from "../parts/graph/graph.tsx";
import { PlacesMap } from "../parts/map/places.tsx";
import { useMoreRows } from "../parts/archive/more-rows.tsx";
import { openRow, openSubject } from "../parts/archive/open.ts";
import { Note } from "../parts/note/note.tsx";
import { Spans } from "../parts/spans/spans.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { useWrite } from "../parts/undo.tsx";
import { WhoSaysWhat } from "../parts/value.tsx";
import type { CasePage } from "../../api-archive.ts";
import type { CasesView, HistoryLine, HistoryRow, StatementView } from "../../api.ts";
import type { RoomProps } from "./room-props.ts";

const TABS = ["text", "saidfound", "timeline", "map", "people", "graph", "findings", "notes", "history"] as const;
/** From so many times on, the timeline of a case is counted in stretches. */
const MANY_TIMES = 100;

/** A case: what was said, what was answered, what was found; when; who did what to whom; and how the record came to say so. */
export function CaseRoom({ id, tab }: RoomProps) {
  const { view, failed } = useView<CasePage>(`/api/archive/cases/${id ?? ""}`);
  const [asked, setAsked] = useState<StatementView | null>(null);
  const now = TABS.find((name) => name === tab) ?? "saidfound";
  if (view === null) return <Said code={failed} />;
  return (
    <>
      <RoomHead title={view.title} />
      <Said code={failed} />
      <nav class="tabs" aria-label={t("case.tabs")}>
        {TABS.map((name) => (
          <a href={href("case", view.id, name)} aria-current={name === now ? "page" : undefined} key={name}>
            {t(`case.${name}`)}
          </a>
        ))}
      </nav>
      {now === "text" && <Texts view={view} />}
      {now === "saidfound" && <SaidFound view={view} ask={setAsked} />}
      {now === "timeline" &&
        (view.totals.timeline > MANY_TIMES ? (
          <Spans name="case-timeline" cases={[view.id]} open={openRow} />
        ) : (
          <Timeline rows={view.timeline} />
        ))}
      {now === "map" && <PlacesMap name="case-map" of={undefined} filter={{ cases: [view.id] }} open={openSubject} />}
      {now === "graph" && <Graph about={view.id} />}
      {now === "notes" && <Note subject={view.id} />}
      {now === "people" && <People view={view} />}
      {now === "findings" && (
        <>
          {view.findings.map((f) => (
            <FindingCard finding={f} key={f.id} />
          ))}
          <ProposeFinding view={view} />
        </>
      )}
      {now === "history" && <History view={view} />}
      <Missing rows={view.missing} />
      {asked !== null && <WhoSaysWhat of={asked} close={() => setAsked(null)} />}
    </>
  );
}

function Texts({ view }: { readonly view: CasePage }) {
  const { rows, more } = useMoreRows(view, "texts", view.texts);
  if (rows.length === 0) return <Nothing of="case.text" />;
  return (
    <>
    <ul class="rows texts">
      {rows.map((text) => (
        <li key={text.report}>
          <a href={href("report", text.report)}>
            <b dir="auto">{text.title === "" ? t("reading.report") : text.title}</b>
            <span class="soft">{language(text.lang)}</span>
            <span class="soft">
              {[
                text.statements > 0 || text.denials === 0 ? t("statements", { n: text.statements }) : "",
                text.denials > 0 ? t("denials", { n: text.denials }) : "",
              ]
                .filter((part) => part !== "")
                .join(" · ")}
            </span>
            <span class="soft day">{day(text.receivedDay)}</span>
          </a>
        </li>
      ))}
    </ul>
    {more}
    </>
  );
}

/** One row per claim; three columns: what is alleged, what officials said, what we found and to which standard. */
function SaidFound({ view, ask }: { readonly view: CasePage; readonly ask: (s: StatementView) => void }) {
  const { rows, more } = useMoreRows(view, "saidFound", view.saidFound);
  if (rows.length === 0) return <Nothing of="case.saidfound" />;
  return (
    <>
    <table class="saidfound">
      <thead>
        <tr>
          <th scope="col">{t("saidfound.alleged")}</th>
          <th scope="col">{t("saidfound.officials")}</th>
          <th scope="col">{t("saidfound.found")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.claim?.id ?? "case"} class={row.level}>
            <td data-column={t("saidfound.alleged")}>
              {row.level === "case" ? (
                <b class="claim-name">{t("saidfound.case")}</b>
              ) : (
                <>
                  <b class="claim-name" dir="auto">
                    {claimLabel(row)}
                  </b>
                  {row.alleged.map((s) => (
                    <div class="quoted" key={s.id}>
                      <Statement statement={s} ask={ask} compact />
                      <Quotes of={s.citations} />
                    </div>
                  ))}
                  {row.contested.length > 0 && <p class="soft">{t("saidfound.contested")}</p>}
                  {row.contested.map((s) => (
                    <Statement statement={s} ask={ask} compact key={s.id} />
                  ))}
                  <p class="soft roots">{rootsText(row.roots)}</p>
                </>
              )}
            </td>
            <td data-column={t("saidfound.officials")}>
              {row.officials.length === 0 ? (
                <span class="soft">{t("saidfound.silence")}</span>
              ) : (
                row.officials.map((o) => <Official official={o} key={o.id} />)
              )}
            </td>
            <td data-column={t("saidfound.found")}>
              {row.found.length === 0 ? (
                <span class="soft">{row.level === "case" ? "" : t("saidfound.nothing")}</span>
              ) : (
                row.found.map((f) => (
                  <p key={f.finding}>
                    <b dir="auto">{f.proposition}</b> <br /> <Mark tone={f.decided ? "teal" : "amber"}>{term("standard", String(f.standard))}</Mark>
                    {!f.decided && <span class="soft"> {t("finding.waits")}</span>}
                  </p>
                ))
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {more}
    </>
  );
}

function Quotes({ of }: { readonly of: StatementView["citations"] }) {
  return (
    <>
      {of.filter((c) => c.quote !== "").map((c) => (
        <a class="quote" href={href("report", c.document)} key={`${c.document}${c.start}`}>
          <q dir="auto">{c.quote}</q>
        </a>
      ))}
    </>
  );
}

/** Who did what to whom. */
function People({ view }: { readonly view: CasePage }) {
  const { rows, more } = useMoreRows(view, "people", view.people);
  if (rows.length === 0) return <Nothing of="case.people" />;
  return (
    <>
    <ActsTable rows={rows} whom />
    {more}
    </>
  );
}

function History({ view }: { readonly view: CasePage }) {
  const { rows, more } = useMoreRows(view, "history", view.history);
  return (
    <>
    <ul class="rows history">
      {rows.map((row) => (
        <Done row={row} theCase={view.id} key={row.entry} />
      ))}
    </ul>
    {more}
    </>
  );
}

function Done({ row, theCase }: { readonly row: HistoryRow; readonly theCase: string }) {
  const { busy, write } = useWrite();
  const undo = async (): Promise<void> => {
    if ((await write("undo.done", "/api/undo", { undo: row.entry })) === null) return;
    // With the act that began it the case itself is gone.
    const { cases } = await get<CasesView>("/api/cases", true);
    if (!cases.some((one) => one.id === theCase)) goTo("cases");
  };
  return (
    <li>
      <div class={`row ${row.undone ? "undone" : ""}`}>
        <span class="soft day">{day(new Date(row.clockMs).toISOString())}</span>
        <b dir="auto">{row.by}</b>
        <span class="what">
          {term("did", row.act.replace(/-[0-9a-f]{32}$/, ""))}
          {[...new Set(row.lines.map(lineText))].map((line) => (
            <span class="soft" key={line}>
              {" · "}
              <bdi>{line}</bdi>
            </span>
          ))}
        </span>
        {row.undone && <Mark>{t("history.undone")}</Mark>}
        {!row.counted && <Mark tone="amber">{t("history.cameAfter")}</Mark>}
        {row.mayUndo && !row.undone && (
          <button disabled={busy} onClick={() => void undo()}>
            {t("undo")}
          </button>
        )}
      </div>
    </li>
  );
}

function lineText(line: HistoryLine): string {
  if ("words" in line) return line.words;
  if ("code" in line) return term(`list.${line.code.list}`, line.code.term);
  return "count" in line ? countText(line.count) : labelOf(line.subject);
}
