import { useEffect, useState } from "preact/hooks";
import type { EstimateJob, EstimateSign, EstimatesView, EstimateView, OverlapView, SavedEstimate } from "../../api-estimates.ts";
import { ask, codeOf, get } from "../client.ts";
import { day, lang, number, t, term } from "../i18n.ts";
import { drawn } from "../parts/drawn.ts";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { useWrite } from "../parts/undo.tsx";
import { useSignal } from "../signal.ts";

const LOOKS_EVERY_MS = 800;
const TONES = { range: "teal", "not-estimable": "amber", refused: "red" } as const;

/** Lists are chosen, their overlap looked at, how many are on none estimated or refused, and what came out kept with its date. */
export function EstimatesRoom() {
  const { view, failed } = useView<EstimatesView>("/api/estimates");
  return (
    <>
      <RoomHead title={t("room.estimates")} />
      <Said code={failed} />
      {view !== null && view.sources.length < 2 && <Nothing of="est" />}
      {view !== null && view.sources.length >= 2 && <Choosing view={view} />}
      {view !== null && view.saved.length > 0 && (
        <section>
          <h2>{t("est.saved")}</h2>
          {view.saved.map((one) => (
            <SavedCard of={one} key={one.id} />
          ))}
        </section>
      )}
    </>
  );
}

function Choosing({ view }: { readonly view: EstimatesView }) {
  const spoken = useSignal(lang);
  const [inCase, setInCase] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [overlap, setOverlap] = useState<OverlapView | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [job, setJob] = useState<EstimateJob>({ state: "none" });
  const lists = [...Map.groupBy(chosen, ([, name]) => name.trim())].filter(([name]) => name !== "").map(([name, of]) => ({ name, sources: of.map(([source]) => source) }));
  const wanted = { case: inCase === "" ? null : inCase, lists, lang: spoken };

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

  const choose = (source: string, name: string | null): void => {
    const next = new Map(chosen);
    if (name === null) next.delete(source);
    else next.set(source, name);
    setChosen(next);
    setOverlap(null);
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
  const run = (): void =>
    void tried(async () => {
      await ask("/api/estimates/run", wanted);
      setJob({ state: "running", done: 0, of: 1 });
    });
  const stop = (): void =>
    void tried(async () => {
      await ask("/api/estimates/stop", {});
      setJob({ state: "none" });
    });

  return (
    <>
      <form class="propose" autocomplete="off" onSubmit={look}>
        <h2>{t("est.choose")}</h2>
        <p class="soft">{t("est.choose.how")}</p>
        <label>
          {t("est.case")}
          <select value={inCase} onChange={(e) => (setInCase(e.currentTarget.value), setOverlap(null))}>
            <option value="">{t("est.case.all")}</option>
            {view.cases.map((one) => (
              <option value={one.id} key={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
        <fieldset class="est-sources">
          <legend>{t("est.sources")}</legend>
          {view.sources.map(({ id, label, statements }) => (
            <div class="est-source" key={id}>
              <label>
                <input type="checkbox" checked={chosen.has(id)} onChange={(e) => choose(id, e.currentTarget.checked ? label : null)} />{" "}
                <bdi>{label}</bdi> <span class="soft">{t("est.statements", { n: statements })}</span>
              </label>
              {chosen.has(id) && (
                <label>
                  {t("est.name")} <input dir="auto" maxLength={200} value={chosen.get(id)!} onInput={(e) => choose(id, e.currentTarget.value)} />
                </label>
              )}
            </div>
          ))}
        </fieldset>
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
          <Signs signs={overlap.refusals} title={t("est.refused")} say={refusal} />
          {overlap.refusals.length === 0 && job.state !== "running" && (
            <button class="do" onClick={run}>
              {t("est.run")}
            </button>
          )}
        </section>
      )}
      <div aria-live="polite">
        {job.state === "running" && (
          <p class="waits">
            <label>
              {t("est.running", { done: job.done, of: job.of })} <progress max={job.of} value={job.done} />
            </label>{" "}
            <button onClick={stop}>{t("est.stop")}</button>
          </p>
        )}
        {job.state === "failed" && <p class="waits">{t("est.failed")}</p>}
      </div>
      {job.state === "done" && <Result of={job.view} />}
    </>
  );
}

function Result({ of: view }: { readonly of: EstimateView }) {
  const [title, setTitle] = useState("");
  const { busy, write } = useWrite();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await write("est.kept", "/api/estimates/save", { title })) !== null) setTitle("");
  };
  return (
    <section>
      <h2>{t("est.result")}</h2>
      <p>
        <Mark tone={TONES[view.verdict]}>{term("est.verdict", view.verdict)}</Mark>
      </p>
      <p class="est-said">{saying(view)}</p>
      <Signs signs={view.refusals} title={t("est.refused")} say={refusal} />
      <Signs signs={view.warnings} title={t("est.against")} say={warning} />
      {view.answers.length > 0 && (
        <div class="est-wide" role="region" tabIndex={0} aria-label={t("est.answers")}>
          <table>
            <caption>{t("est.answers")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("est.method")}</th>
                <th scope="col">{t("est.all")}</th>
                <th scope="col">{t("est.interval")}</th>
                <th scope="col">{t("est.standing")}</th>
              </tr>
            </thead>
            <tbody>
              {view.answers.map((answer) => (
                <tr key={answer.method}>
                  <th scope="row">
                    {term("est.method", answer.method)} <bdi>{answer.model}</bdi>
                  </th>
                  <td>{answer.all === null ? "–" : number(answer.all)}</td>
                  <td>{answer.lower === null ? "" : `${number(answer.lower)} – ${answer.upper === null ? t("est.nolimit") : number(answer.upper)}`}</td>
                  <td>{term("est.standing", answer.standing)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {view.pictures.map(({ of, svg }) => (
        <Picture svg={svg} key={of} title={t(`est.plot.${of}`)} how={t(`est.plot.${of}.how`)} />
      ))}
      <p class="soft">
        {t("est.made")} <code dir="ltr">{view.input.slice(0, 16)}</code> · <code dir="ltr">{view.result.slice(0, 16)}</code>
      </p>
      <form class="propose" autocomplete="off" onSubmit={(event) => void save(event)}>
        <label>
          {t("est.title")}
          <input dir="auto" required maxLength={200} value={title} onInput={(e) => setTitle(e.currentTarget.value)} />
        </label>
        <p class="soft">{t("est.title.how")}</p>
        <button class="do" disabled={busy || title.trim() === ""}>
          {t("est.keep")}
        </button>
      </form>
    </section>
  );
}

function saying({ verdict, listed, lower, upper, lists }: Pick<EstimateView, "verdict" | "listed" | "lower" | "upper" | "lists">): string {
  return t(`est.say.${verdict}`, { listed, lower: lower ?? 0, upper: upper ?? 0, lists: lists.join(", ") });
}

const named = (lists: readonly string[]) => ({ list: lists[0] ?? "", other: lists[1] ?? "" });
const refusal = ({ code, lists }: EstimateSign): string => term("est.refusal", code, named(lists));
const warning = ({ code, lists }: EstimateSign): string => term("est.warning", code, named(lists));

function Signs({ signs, title, say }: { readonly signs: readonly EstimateSign[]; readonly title: string; readonly say: (sign: EstimateSign) => string }) {
  if (signs.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {signs.map((sign) => (
          <li dir="auto" key={sign.code + sign.lists.join("\n")}>
            {say(sign)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The server's own pictures. */
function Picture({ svg, title, how }: { readonly svg: string; readonly title?: string; readonly how?: string }) {
  if (svg === "") return null;
  return (
    <figure class="est-plot">
      {title !== undefined && (
        <figcaption>
          <b>{title}</b> <span class="soft">{how}</span>
        </figcaption>
      )}
      {/* Wider than a telephone: it scrolls, also by keyboard. */}
      <div class="est-wide" tabIndex={0} role="region" aria-label={title ?? t("est.plot.overlaps")}>
        {drawn(svg)}
      </div>
    </figure>
  );
}

function SavedCard({ of: one }: { readonly of: SavedEstimate }) {
  return (
    <article class="finding">
      <h3 dir="auto">{one.title}</h3>
      <p>
        <Mark tone={TONES[one.verdict]}>{term("est.verdict", one.verdict)}</Mark> {saying(one)}
      </p>
      <ul>
        {one.warnings.map((code) => (
          <li key={code}>{term("est.short", code)}</li>
        ))}
        <li class="soft">
          {t("est.by", { name: one.by, day: day(one.day) })}
          {one.earlier > 0 && <> {t("est.earlier", { n: one.earlier })}</>}
        </li>
        <li class="soft">
          {t("est.made")} <code dir="ltr">{one.input.slice(0, 16)}</code> · <code dir="ltr">{one.result.slice(0, 16)}</code>
        </li>
      </ul>
    </article>
  );
}
