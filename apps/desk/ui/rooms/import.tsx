import { useEffect, useRef, useState } from "preact/hooks";
import { ask, codeOf, get, post, revision } from "../client.ts";
import { known, number, t, term } from "../i18n.ts";
import { ChoiceField, SelectField } from "../parts/fields.tsx";
import { Columns } from "../parts/import/columns.tsx";
import { chosenBefore, draft, draftOf, freshDraft, requestOf, send, type ImportDraft } from "../parts/import/draft.ts";
import type { Act } from "../parts/import/act.ts";
import { Past } from "../parts/import/past.tsx";
import { titleOf } from "../parts/import/title.ts";
import { Sums } from "../parts/import/sums.tsx";
import { Nothing, RoomHead } from "../parts/room.tsx";
import { useSignal } from "../signal.ts";
import type { ImportLook, ImportProblem, ImportsView } from "../../api-import.ts";

/** Until what was asked for has surely begun. */
const SOON_MS = 150;
const ENCODINGS = ["utf-8", "utf-16le", "windows-1250", "windows-1251", "windows-1252", "windows-1256"] as const;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Bringing a group's archive in: choose a file, say what its columns are, see what will happen, watch it, read what became of it, take it back. */
export function ImportRoom() {
  const { view, again } = useImports();
  const preparing = useSignal(draft);
  const [failed, setFailed] = useState<string | null>(null);
  const act: Act = async (work) => {
    setFailed(null);
    try {
      await work(() => setTimeout(again, SOON_MS));
    } catch (error) {
      setFailed(codeOf(error));
    }
    again();
  };
  if (view === null) return <RoomHead title={t("room.import")} />;
  return (
    <>
      <RoomHead title={t("room.import")} />
      {failed !== null && (
        <div role="alert" class="said">
          {problemText({ code: failed, row: null, lacking: [] })}
        </div>
      )}
      {view.running === null && view.last !== null && (preparing === null || view.last.outcome !== "done") && <Ended last={view.last} />}
      {view.running !== null ? (
        <Working running={view.running} act={act} />
      ) : preparing === null ? (
        <Choose view={view} act={act} />
      ) : (
        <Prepare of={preparing} view={view} act={act} />
      )}
      {view.running === null && preparing === null && <Past view={view} act={act} />}
    </>
  );
}

/** Looks again soon while something is being done, and once when it has ended. */
function useImports(): { readonly view: ImportsView | null; readonly again: () => void } {
  const [view, setView] = useState<ImportsView | null>(null);
  const [asked, setAsked] = useState(0);
  const wasRunning = useRef(false);
  useEffect(() => {
    let here = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    get<ImportsView>("/api/import", true).then(
      (next) => {
        if (!here) return;
        if (wasRunning.current && next.running === null) {
          revision.value += 1;
          if (next.last?.work === "run" && next.last.outcome === "done") draft.value = null;
        }
        wasRunning.current = next.running !== null;
        setView(next);
        if (next.running !== null) timer = setTimeout(() => setAsked((n) => n + 1), 400);
      },
      () => undefined,
    );
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return { view, again: () => setAsked((n) => n + 1) };
}

function problemText({ code, row, lacking }: ImportProblem): string {
  const said = known(`importproblem.${code}`) ? term("importproblem", code) : term("error", code);
  // Names of columns are of any direction of writing.
  const named = lacking.length === 0 ? said : `${said} ${lacking.map((column) => `\u2068${column}\u2069`).join(", ")}`;
  return row === null ? named : `${named} ${t("import.problem.row", { row: number(row) })}`;
}

function Ended({ last }: { readonly last: NonNullable<ImportsView["last"]> }) {
  if (last.outcome === "failed") {
    return (
      <div role="alert" class="said">
        {last.problem === null ? t("error.failed") : problemText(last.problem)}
      </div>
    );
  }
  if ((last.work === "compare" || last.work === "look") && last.outcome === "done") return null;
  return (
    <p role="status" class={last.outcome === "stopped" ? "waits" : undefined}>
      {last.outcome !== "stopped" ? t(`import.did.${last.work}`, { n: last.count }) : t(last.work === "compare" || last.work === "look" ? "error.import-stopped" : "import.stopped")}
    </p>
  );
}

function Working({ running, act }: { readonly running: NonNullable<ImportsView["running"]>; readonly act: Act }) {
  const { work, rows, rowsAll, records } = running;
  return (
    <section class="import-working" aria-live="off">
      <h2>{t(`import.doing.${work}`)}</h2>
      {rowsAll > 0 ? (
        <progress max={rowsAll} value={Math.min(rows, rowsAll)} aria-label={t(`import.doing.${work}`)} />
      ) : (
        <progress aria-label={t(`import.doing.${work}`)} />
      )}
      <p class="soft">
        {rowsAll > 0 ? t("import.far", { rows: number(rows), all: number(rowsAll), records: number(records) }) : t("import.far.open", { rows: number(rows), records: number(records) })}
      </p>
      <p>{work === "compare" || work === "look" ? t("import.nothing-written") : t("import.may-stop")}</p>
      <button onClick={() => void act(() => post("/api/import/stop"))}>{t("import.stop")}</button>
    </section>
  );
}

function Choose({ view, act }: { readonly view: ImportsView; readonly act: Act }) {
  const [part, setPart] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const take = (file: File): Promise<void> =>
    act(async (soon) => {
      let sent: string | null = null;
      setPart(0);
      stop.current = new AbortController();
      try {
        const name = await send(file, setPart, stop.current.signal);
        sent = name;
        soon();
        const look = await ask<ImportLook>("/api/import/look", { file: name, csv: null });
        draft.value = draftOf(name, look, null, view, t("import.title.new"));
      } catch (error) {
        if (stop.current.signal.aborted) return;
        if (codeOf(error) === "import-stopped" && sent !== null) return void (await ask("/api/import/files/forget", { file: sent }));
        throw error;
      } finally {
        setPart(null);
      }
    });
  return (
    <section>
      {view.imports.length === 0 && part === null && <Nothing of="import" />}
      {part !== null ? (
        <>
          <progress max={1} value={part} aria-label={t("import.sending")} />
          <p>{t("import.sending")}</p>
          <button onClick={() => stop.current?.abort()}>{t("import.stop")}</button>
        </>
      ) : (
        <label class="import-file">
          <span>{t("import.choose")}</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xml,.json,.sql"
            onChange={(e) => {
              const file = e.currentTarget.files?.[0];
              if (file !== undefined) void take(file);
            }}
          />
        </label>
      )}
      <p class="soft">{t("import.where")}</p>
    </section>
  );
}

function Prepare({ of, view, act }: { readonly of: ImportDraft; readonly view: ImportsView; readonly act: Act }) {
  const set = (change: Partial<ImportDraft>): void => void (draft.value = { ...of, ...change });
  const choose = (change: Partial<ImportDraft["choices"]>): void => set({ choices: { ...of.choices, ...change } });
  const [warnings, setWarnings] = useState<readonly { readonly code: string; readonly columns: readonly string[] }[]>([]);
  const ask2 = JSON.stringify(of.choices);
  useEffect(() => {
    let here = true;
    if (of.kept === null && of.look.problem === null)
      void ask<{ warnings: typeof warnings }>("/api/import/warnings", of.choices).then(
        ({ warnings }) => here && setWarnings(warnings),
        () => undefined,
      );
    return () => {
      here = false;
    };
  }, [ask2, of.kept]);
  const lookAgain = (csv: ImportLook["csv"]): Promise<void> =>
    act(async (soon) => {
      soon();
      const look = await ask<ImportLook>("/api/import/look", { file: of.file, csv });
      draft.value = draftOf(of.file, look, of, view, of.choices.title);
    });
  const giveUp = (): Promise<void> =>
    act(async () => {
      draft.value = null;
      await ask("/api/import/files/forget", { file: of.file });
    });
  const chooseMapping = (id: string): void => {
    const kept = view.mappings.find((one) => one.id === id);
    // One made on the screen is opened again as it was made, so that it can be changed.
    if (kept !== undefined && kept.choices !== null) set({ kept: null, choices: chosenBefore(of, kept.choices) });
    else if (id === "") draft.value = freshDraft(of.file, of.look, null, view, t("import.title.new"));
    else set({ kept: id });
  };
  const again = of.kept === null && view.mappings.some(({ id, choices }) => id === of.choices.id && choices !== null);
  const compared = view.last?.work === "compare" && view.last.outcome === "done" ? view.compared : null;
  return (
    <>
      <section>
        <h2>{t("import.step.file")}</h2>
        <div class="import-settings">
          <SelectField
            label={t("import.encoding")}
            of={ENCODINGS}
            prefix="encoding"
            value={of.look.csv.encoding}
            set={(encoding) => void lookAgain({ ...of.look.csv, encoding: encoding as ImportLook["csv"]["encoding"] })}
          />
          <ChoiceField
            label={t("import.delimiter")}
            of={DELIMITERS.map((one) => ({ id: one, label: term("delimiter", DELIMITER_NAMES[one]) }))}
            value={of.look.csv.delimiter}
            set={(delimiter) => void lookAgain({ ...of.look.csv, delimiter: delimiter as ImportLook["csv"]["delimiter"] })}
          />
          <button onClick={() => void giveUp()}>{t("import.give-up")}</button>
        </div>
        {of.look.problem === null && !of.look.encodingIsSure && <p class="waits">{t("import.encoding.look")}</p>}
        {of.look.problem !== null && (
          <div role="alert" class="said">
            {problemText(of.look.problem)} {t("import.not-a-table")}
          </div>
        )}
        {of.look.problem === null && <Head look={of.look} />}
      </section>
      <section>
        <h2>{t("import.step.mapping")}</h2>
        <div class="import-settings">
          <ChoiceField
            label={t("import.mapping")}
            of={view.mappings.map((one) => ({ id: one.id, label: titleOf(one) }))}
            value={of.kept ?? (again ? of.choices.id : "")}
            set={chooseMapping}
            empty={t("import.mapping.here")}
          />
          <ChoiceField
            label={t("import.case")}
            of={view.cases.map(({ id, title }) => ({ id, label: title }))}
            value={of.case ?? ""}
            set={(id) => set({ case: id === "" ? null : id })}
            empty={t("import.case.own")}
          />
          <ChoiceField
            label={t("import.said-by")}
            of={view.sources.map(({ id, alias }) => ({ id, label: alias }))}
            value={of.saidBy ?? ""}
            set={(id) => set({ saidBy: id === "" ? null : id })}
            empty={t("import.said-by.own")}
          />
        </div>
        {again && of.look.problem === null && <p>{t("import.again")}</p>}
        {view.mappings.some(({ id, publishes }) => id === of.kept && publishes) && <p class="waits">{t("import.publishes")}</p>}
        {of.kept === null && of.look.problem === null && (
          <>
            <div class="import-settings">
              <label>
                <span>{t("import.title")}</span>
                <input dir="auto" maxLength={120} value={of.choices.title} onInput={(e) => choose({ title: e.currentTarget.value })} />
              </label>
              <label>
                <span>{t("import.source")}</span>
                <input dir="auto" maxLength={120} value={of.choices.sourceAlias} onInput={(e) => choose({ sourceAlias: e.currentTarget.value })} />
              </label>
              <SelectField
                label={t("import.source.kind")}
                of={view.sourceKinds}
                prefix="list.sourceKind"
                value={of.choices.sourceKind}
                set={(kind) => choose({ sourceKind: kind as typeof of.choices.sourceKind })}
              />
              <label>
                <span>{t("import.missing")}</span>
                <input
                  value={of.choices.missing.join(" ")}
                  onInput={(e) => choose({ missing: [...new Set(e.currentTarget.value.split(/\s+/).filter((word) => word !== ""))] })}
                />
              </label>
            </div>
            <Columns of={of} view={view} />
            {warnings.map(({ code, columns }) => (
              <p class="waits" key={code}>
                {term("importwarning", code)} <bdi>{columns.join(", ")}</bdi>
              </p>
            ))}
          </>
        )}
      </section>
      {(of.kept !== null || of.look.problem === null) && (
        <section>
          <h2>{t("import.step.happens")}</h2>
          <p class="soft">{t("import.nothing-written")}</p>
          <button class={compared === null ? "do" : undefined} onClick={() => void act(() => post("/api/import/compare", requestOf(of)))}>
            {t("import.compare")}
          </button>
          {compared !== null && (
            <>
              <Sums report={compared.report} />
              {compared.undone && <p class="waits">{t("import.was-undone")}</p>}
              {compared.missing > 0 && (
                <label class="tick">
                  <input type="checkbox" checked={of.withdrawMissing} onChange={(e) => set({ withdrawMissing: e.currentTarget.checked })} />
                  <span>{t("import.missing-records", { n: compared.missing })}</span>
                </label>
              )}
              <button class="do" onClick={() => void act(() => post("/api/import/run", requestOf(of)))}>
                {t("import.run")}
              </button>
            </>
          )}
        </section>
      )}
    </>
  );
}

const DELIMITER_NAMES = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

function Head({ look }: { readonly look: ImportLook }) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={t("import.first-rows")}>
      <p class="soft">
        {t("import.first-rows")} · {t("import.rows.n", { n: look.rows })}
      </p>
      <table>
        <thead>
          <tr>
            {look.columns.map(({ column }) => (
              <th scope="col" key={column}>
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {look.head.map(({ n, cells }) => (
            <tr key={n}>
              {cells.map((cell, i) => (
                <td key={i}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
