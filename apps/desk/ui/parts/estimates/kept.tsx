import { useState } from "preact/hooks";
import type { ComparedView, SavedEstimate } from "../../../api-estimates.ts";
import { day, number, t, term } from "../../i18n.ts";
import { Mark, Said, useView } from "../room.tsx";
import { Beside, between, Made, saying, TONES } from "./result.tsx";

/** What is kept, newest first, and two of them side by side. */
export function Kept({ all }: { readonly all: readonly SavedEstimate[] }) {
  const [[a, b], setPair] = useState<readonly [string, string]>(["", ""]);
  const current = all.filter(({ standing }) => standing === "current");
  return (
    <section>
      <h2>{t("est.saved")}</h2>
      {all.length >= 2 && (
        <form class="est-pair" onSubmit={(event) => event.preventDefault()}>
          <Choice label={t("est.compare")} all={all} value={a} onChange={(one) => setPair([one, b])} />
          <Choice label={t("est.compare.with")} all={all} value={b} onChange={(one) => setPair([a, one])} />
        </form>
      )}
      {a !== "" && b !== "" && a !== b && <Compared a={a} b={b} />}
      {current.map((one) => (
        <SavedCard of={one} key={one.id} />
      ))}
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly all: readonly SavedEstimate[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

function Choice({ label, all, value, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        <option value="">–</option>
        {all.map((one) => (
          <option value={one.id} key={one.id}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function nameOf(one: SavedEstimate): string {
  return `${one.title} · ${day(one.day)}${one.standing === "earlier" ? ` · ${t("est.version.earlier")}` : ""} · ${one.result.slice(0, 6)}`;
}

/** What differs in what they were made of, and in what came out. */
function Compared({ a, b }: { readonly a: string; readonly b: string }) {
  const { view, failed } = useView<ComparedView>(`/api/estimates/compare?a=${a}&b=${b}`);
  if (view === null) return <Said code={failed} />;
  const rows: readonly (readonly [string, (of: SavedEstimate) => string])[] = [
    [t("est.compare.day"), (of) => `${day(of.day)}, ${of.by}`],
    [t("est.listed"), (of) => number(of.listed)],
    [t("est.compare.verdict"), (of) => term("est.verdict", of.verdict)],
    [t("est.compare.range"), (of) => between(of)],
    [t("est.against"), (of) => of.warnings.map((code) => term("est.short", code)).join(" ")],
    [t("est.compare.agreed"), (of) => (of.links === null ? "–" : number(of.links.agreed))],
    [t("est.compare.alone"), (of) => (of.links === null ? "–" : number(of.links.alone))],
    [t("est.compare.ways"), (of) => (of.ways === null ? "–" : between(of.ways))],
    [t("est.compare.groups"), (of) => (of.groups === null ? "–" : between(of.groups))],
    [t("est.made.input"), (of) => of.input.slice(0, 16)],
    [t("est.made.result"), (of) => of.result.slice(0, 16)],
    [t("est.made.how"), (of) => `${t("est.made.reckoning", { version: of.reckoning })} · ${t("est.made.seed")} ${of.seed}`],
  ];
  return (
    <div class="est-compared" aria-live="polite">
      <ul>
        <li>{t(view.sameInput ? "est.compare.input.same" : "est.compare.input.other")}</li>
        <li>{t(view.sameSettings ? "est.compare.settings.same" : "est.compare.settings.other")}</li>
        {view.lists.map(({ name, in: where, madeOfOthers }) =>
          where === "both" && !madeOfOthers ? null : (
            <li key={name}>
              <bdi>{name}</bdi>: {where === "both" ? t("est.compare.list.made") : where === "a" ? t("est.compare.list.a") : t("est.compare.list.b")}
            </li>
          ),
        )}
        {view.patterns?.map((pattern) => (
          <li key={pattern.lists.join("\n")}>
            <bdi>{pattern.lists.join(" + ")}</bdi>: {number(pattern.a)} → {number(pattern.b)}
          </li>
        ))}
      </ul>
      <div class="est-wide" role="region" tabIndex={0} aria-label={t("est.compare.table")}>
        <table>
          <caption>{t("est.compare.table")}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col" dir="auto">
                {view.a.title}
              </th>
              <th scope="col" dir="auto">
                {view.b.title}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([what, say]) => {
              const [left, right] = [say(view.a), say(view.b)];
              return (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td dir="auto">{left}</td>
                  <td dir="auto">{left === right ? right : <b>{right}</b>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function SavedCard({ of: one }: { readonly of: SavedEstimate }) {
  return (
    <article class="finding">
      <h3 dir="auto">{one.title}</h3>
      <p>
        <Mark tone={TONES[one.verdict]}>{term("est.verdict", one.verdict)}</Mark> <span dir="auto">{saying(one)}</span>
      </p>
      <ul>
        {one.warnings.map((code) => (
          <li key={code}>{term("est.short", code)}</li>
        ))}
        <li class="soft">
          {t("est.by", { name: one.by, day: day(one.day) })}
          {one.earlier > 0 && <> {t("est.earlier", { n: one.earlier })}</>}
        </li>
      </ul>
      <details>
        <summary>{t("est.more.kept")}</summary>
        <Beside {...one} />
        <Made of={one} />
      </details>
    </article>
  );
}
