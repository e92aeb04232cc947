import { useEffect, useState } from "preact/hooks";
import type { EstimateAsk, EstimateGrouping, EstimateJob, EstimatesView, OverlapView } from "../../api-estimates.ts";
import { ask, codeOf, get } from "../client.ts";
import { lang, number, t, term } from "../i18n.ts";
import { Kept } from "../parts/estimates/kept.tsx";
import { LinksSaid, Picture, refusal, Result, Signs } from "../parts/estimates/result.tsx";
import { Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { useSignal } from "../signal.ts";

const LOOKS_EVERY_MS = 800;
const GROUPINGS: readonly EstimateGrouping[] = ["area 1", "area 2", "area 3", "year", "month"];
/** Above these there are no graphs to average, and groups and ways of linking rest on them. */
const MOST_WITH_GRAPHS = 5;

/** Lists are chosen, their overlap looked at, how many are on none estimated or refused, and what came out kept with its date. */
export function EstimatesRoom() {
  const { view, failed } = useView<EstimatesView>("/api/estimates");
  const makers = view === null ? 0 : view.sources.length + view.documents.length + view.registers.length;
  return (
    <>
      <RoomHead title={t("room.estimates")} />
      <Said code={failed} />
      {view !== null && makers < 2 && <Nothing of="est" />}
      {view !== null && makers >= 2 && <Choosing view={view} />}
      {view !== null && view.saved.length > 0 && <Kept all={view.saved} />}
    </>
  );
}

function Choosing({ view }: { readonly view: EstimatesView }) {
  const spoken = useSignal(lang);
  const [inCase, setInCase] = useState("");
  const [groups, setGroups] = useState<EstimateGrouping | "">("");
  const [ways, setWays] = useState(false);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [overlap, setOverlap] = useState<OverlapView | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [job, setJob] = useState<EstimateJob>({ state: "none" });
  const lists = [...Map.groupBy(chosen, ([, name]) => name.trim())].filter(([name]) => name !== "").map(([name, of]) => ({ name, sources: of.map(([source]) => source) }));
  const hasGraphs = lists.length <= MOST_WITH_GRAPHS;
  const wanted: EstimateAsk = { case: inCase === "" ? null : inCase, lists, groups: groups === "" || !hasGraphs ? null : groups, ways: ways && hasGraphs, lang: spoken };

  useEffect(() => {
    let here = true;
    const look = async (): Promise<void> => {
      const next = await get<EstimateJob>(`/api/estimates/job?lang=${spoken}`, true).catch(() => null);
      if (here && next !== null) setJob(next);
    };
    void look();
    if (job.state !== "running") return () => void (here = false);
    const every = setInterval(() => void look(), LOOKS_EVERY_MS);
    return () => {
      here = false;
      clearInterval(every);
    };
  }, [job.state, spoken]);

  const changed = (): void => setOverlap(null);
  const choose = (maker: string, name: string | null): void => {
    const next = new Map(chosen);
    if (name === null) next.delete(maker);
    else next.set(maker, name);
    setChosen(next);
    changed();
  };
  const tried = async (work: () => Promise<void>): Promise<void> => {
    setFailed(null);
    try {
      await work();
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  const look = (event: Event): void => {
    event.preventDefault();
    void tried(async () => setOverlap(await ask<OverlapView>("/api/estimates/look", wanted)));
  };
  const begin = (path: string, body: object): void =>
    void tried(async () => {
      await ask(path, body);
      setJob({ state: "running", stage: "counting", done: 0, of: 1 });
    });
  const end = (path: string): void =>
    void tried(async () => {
      await ask(path, {});
      setJob({ state: "none" });
    });
  const makers = (title: string, all: readonly { readonly id: string; readonly label: string; readonly statements: number | null }[]) =>
    all.length > 0 && (
      <fieldset class="est-sources">
        <legend>{title}</legend>
        {all.map(({ id, label, statements }) => (
          <div class="est-source" key={id}>
            <label>
              <input type="checkbox" checked={chosen.has(id)} onChange={(e) => choose(id, e.currentTarget.checked ? label.slice(0, 200) : null)} /> <bdi>{label}</bdi>{" "}
              {statements !== null && <span class="soft">{t("est.statements", { n: statements })}</span>}
            </label>
            {chosen.has(id) && (
              <label>
                {t("est.name")} <input dir="auto" maxLength={200} value={chosen.get(id)!} onInput={(e) => choose(id, e.currentTarget.value)} />
              </label>
            )}
          </div>
        ))}
      </fieldset>
    );

  return (
    <>
      {job.state === "left" && (
        <div class="waits est-left" role="status">
          <p>
            {t(`est.left.${job.was}`)} <bdi>{job.lists.join(", ")}</bdi>
          </p>
          <button class="do" onClick={() => begin("/api/estimates/again", {})}>
            {t("est.left.again")}
          </button>{" "}
          <button onClick={() => end("/api/estimates/leave")}>{t("est.left.leave")}</button>
        </div>
      )}
      <form class="propose" autocomplete="off" onSubmit={look}>
        <h2>{t("est.choose")}</h2>
        <p class="soft">{t("est.choose.how")}</p>
        <label>
          {t("est.case")}
          <select value={inCase} onChange={(e) => (setInCase(e.currentTarget.value), changed())}>
            <option value="">{t("est.case.all")}</option>
            {view.cases.map((one) => (
              <option value={one.id} key={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
        {makers(t("est.sources"), view.sources)}
        {makers(t("est.documents"), view.documents)}
        {makers(
          t("est.registers"),
          view.registers.map(({ id, label }) => ({ id, label: label ?? t("est.register.colleague", { id: id.slice(0, 6) }), statements: null })),
        )}
        {hasGraphs ? (
          <>
            <label>
              {t("est.groups.by")}
              <select value={groups} onChange={(e) => (setGroups(e.currentTarget.value as EstimateGrouping | ""), changed())}>
                <option value="">{t("est.groups.none")}</option>
                {GROUPINGS.map((one) => (
                  <option value={one} key={one}>
                    {term("est.by", one)}
                  </option>
                ))}
              </select>
            </label>
            <label class="est-check">
              <input type="checkbox" checked={ways} onChange={(e) => (setWays(e.currentTarget.checked), changed())} /> <span>{t("est.ways")}</span>
            </label>
            <p class="soft">{t("est.ways.how")}</p>
          </>
        ) : (
          <p class="soft">{t("est.manylists")}</p>
        )}
        <button class={overlap === null ? "do" : ""} disabled={lists.length < 2}>
          {t("est.look")}
        </button>
        {lists.length < 2 && <p class="soft">{t("est.more")}</p>}
      </form>
      <Said code={failed} />
      {overlap !== null && (
        <section>
          <h2>{t("est.overlap", { n: overlap.listed })}</h2>
          <Picture svg={overlap.overlaps} />
          <details>
            <summary>{t("est.numbers")}</summary>
            <ul>
              {overlap.patterns.map(({ lists: on, people }) => (
                <li key={on.join("\n")}>
                  <bdi>{on.join(" + ")}</bdi>: {number(people)}
                </li>
              ))}
            </ul>
          </details>
          <LinksSaid of={overlap.links} />
          {overlap.groups !== null && (
            <>
              <h3>
                {t("est.groups")}: {term("est.by", groups)}
              </h3>
              <ul>
                {overlap.groups.map(({ name, listed, refused }) => (
                  <li key={name ?? ""}>
                    <bdi>{name ?? t("est.group.notone")}</bdi>: {number(listed)}
                    {refused && <> · {t("est.verdict.refused")}</>}
                  </li>
                ))}
              </ul>
            </>
          )}
          <Signs signs={overlap.refusals} title={t("est.refused")} say={refusal} />
          {overlap.refusals.length === 0 && job.state !== "running" && (
            <button class="do" onClick={() => begin("/api/estimates/run", wanted)}>
              {t("est.run")}
            </button>
          )}
        </section>
      )}
      <div aria-live="polite">
        {job.state === "running" && (
          <p class="waits">
            <label>
              {t(`est.stage.${job.stage}`, { done: job.done, of: job.of })} <progress max={job.of} value={job.done} />
            </label>{" "}
            <button onClick={() => end("/api/estimates/stop")}>{t("est.stop")}</button>
          </p>
        )}
        {job.state === "failed" && <p class="waits">{t("est.failed")}</p>}
      </div>
      {job.state === "done" && <Result of={job.view} onKept={changed} />}
    </>
  );
}
