/** What was brought in before, taken back and brought back; and the mappings this desk has. */
import { useEffect, useState } from "preact/hooks";
import { codeOf, get, post } from "../../client.ts";
import { t, term } from "../../i18n.ts";
import { Mark, Said } from "../room.tsx";
import { Sums } from "./sums.tsx";
import { titleOf } from "./title.ts";
import type { ImportReport, ImportsView } from "../../../api-import.ts";
import type { Act } from "./act.ts";

/** What was brought in before: what became of it, and the way back. */
export function Past({ view, act }: { readonly view: ImportsView; readonly act: Act }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      {view.imports.length > 0 && (
        <section>
          <h2>{t("import.past")}</h2>
          <ul class="rows imports">
            {view.imports.map((one) => (
              <li key={one.id}>
                <div class="row">
                  <b dir="auto">{titleOfPast(one, view)}</b>
                  <Mark tone={one.state === "standing" ? "" : "amber"}>{term("importstate", one.state)}</Mark>
                  <span class="soft">{one.rows > 0 ? t("import.rows.n", { n: one.rows }) : ""}</span>
                  <span class="actions">
                    {one.state === "unfinished" && (
                      <button onClick={() => void act(() => post("/api/import/go-on", { id: one.id }))}>{t("import.go-on")}</button>
                    )}
                    {one.state !== "undone" && view.cases.some(({ id }) => id === one.case) && (
                      <a class="button" href={`#/case/${one.case}`}>
                        {t("import.open-case")}
                      </a>
                    )}
                    {one.hasReport && (
                      <button aria-expanded={open === one.id} onClick={() => setOpen(open === one.id ? null : one.id)}>
                        {t("import.report")}
                      </button>
                    )}
                    {one.state !== "undone" && (
                      <button onClick={() => void act(() => post("/api/import/undo", { id: one.id }))}>{t("import.undo")}</button>
                    )}
                    {(one.state === "undone" || one.state === "partly") && (
                      <button onClick={() => void act(() => post("/api/import/redo", { id: one.id }))}>{t("import.redo")}</button>
                    )}
                  </span>
                </div>
                {one.held > 0 && (
                  <div class="waits">
                    <p>{t("import.held", { n: one.held })}</p>
                    <button onClick={() => void act(() => post("/api/import/undo", { id: one.id, alsoOthers: true }))}>{t("import.undo.others")}</button>
                  </div>
                )}
                {open === one.id && <Report id={one.id} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Mappings view={view} act={act} />
    </>
  );
}

function titleOfPast({ title, mapping }: ImportsView["imports"][number], { mappings }: ImportsView): string {
  const ships = mappings.find((one) => one.id === mapping && one.ships);
  return ships === undefined ? (title ?? t("import.of-colleague")) : titleOf(ships);
}

function Report({ id }: { readonly id: string }) {
  const [report, setReport] = useState<ImportReport | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    get<ImportReport>(`/api/import/reports/${id}`, true).then(setReport, (error: unknown) => setFailed(codeOf(error)));
  }, [id]);
  return (
    <div class="report">
      <Said code={failed} />
      {report !== null && <Sums report={report} />}
      <a class="button" href={`/api/import/reports/${id}`} download="import-report.json">
        {t("import.report.save")}
      </a>
    </div>
  );
}

function Mappings({ view, act }: { readonly view: ImportsView; readonly act: Act }) {
  const take = (file: File): Promise<void> =>
    act(async () => {
      let mapping: unknown = null;
      try {
        mapping = JSON.parse(await file.text());
      } catch {
        // What is no JSON is no mapping: the desk says so.
      }
      await post("/api/import/mappings", { mapping });
    });
  return (
    <section>
      <h2>{t("import.mappings")}</h2>
      <ul class="rows imports">
        {view.mappings.map(({ id, title, ships, publishes }) => (
          <li key={id}>
            <div class="row">
              <b dir="auto">{titleOf({ id, title, ships })}</b>
              <span class="soft">{ships ? t("import.mapping.ships") : ""}</span>
              {publishes && <Mark tone="amber">{t("import.mapping.publishes")}</Mark>}
              {!publishes && <span />}
              <span class="actions">
                <a class="button" href={`/api/import/mappings/${id}`} download="mapping.json">
                  {t("import.mapping.save")}
                </a>
                {!ships && <button onClick={() => void act(() => post("/api/import/mappings/forget", { id }))}>{t("import.mapping.forget")}</button>}
              </span>
            </div>
          </li>
        ))}
      </ul>
      <label class="import-file">
        <span>{t("import.mapping.take")}</span>
        <input
          type="file"
          accept=".json,application/json"
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            if (file !== undefined) void take(file);
          }}
        />
      </label>
    </section>
  );
}
