import { useState } from "preact/hooks";
import type { EstimateSign, EstimateVerdict, EstimateView, GroupsView, LinksView, WaysView } from "../../../api-estimates.ts";
import { number, t, term } from "../../i18n.ts";
import { drawn } from "../drawn.ts";
import { Mark } from "../room.tsx";
import { useWrite } from "../undo.tsx";

export const TONES = { range: "teal", "not-estimable": "amber", refused: "red" } as const;

/** What came out: what may be said, what speaks against it, every method's answer, and what stands beside. */
export function Result({ of: view, onKept }: { readonly of: EstimateView; readonly onKept: () => void }) {
  const [title, setTitle] = useState("");
  const { busy, write } = useWrite();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await write("est.kept", "/api/estimates/save", { title })) === null) return;
    setTitle("");
    onKept();
  };
  return (
    <section class="est-result">
      <h2>{t("est.result")}</h2>
      <p>
        <Mark tone={TONES[view.verdict]}>{term("est.verdict", view.verdict)}</Mark>
      </p>
      <p class="est-said" dir="auto">
        {saying(view)}
      </p>
      <Signs signs={view.refusals} title={t("est.refused")} say={refusal} />
      <Signs signs={view.warnings} title={t("est.against")} say={warning} />
      <Beside {...view} />
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
                  <td>{answer.lower === null ? "" : between(answer)}</td>
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
      <Made of={view} />
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

/** Where every number comes from: who was counted, what came out, which reckoning, which seed. */
export function Made({ of }: { readonly of: { readonly input: string; readonly result: string; readonly reckoning: number; readonly seed: string } }) {
  return (
    <dl class="est-made">
      <dt>{t("est.made.input")}</dt>
      <dd>
        <code dir="ltr">SHA-256 {of.input}</code>
      </dd>
      <dt>{t("est.made.result")}</dt>
      <dd>
        <code dir="ltr">SHA-256 {of.result}</code>
      </dd>
      <dt>{t("est.made.how")}</dt>
      <dd>
        <span>{t("est.made.reckoning", { version: of.reckoning })}</span> · <span>{t("est.made.seed")}</span> <bdi>{of.seed}</bdi>
      </dd>
    </dl>
  );
}

interface BesideProps {
  readonly links: LinksView | null;
  readonly groups: GroupsView | null;
  readonly ways: WaysView | null;
}

/** What the number hangs on: links, groups apart, ways of linking. None of it takes the place of what may be said. */
export function Beside({ links, groups, ways }: BesideProps) {
  return (
    <>
      {links !== null && <LinksSaid of={links} />}
      {ways !== null && (
        <p class="est-said">
          {ways.lower === null ? t("est.ways.none", { ways: ways.ways }) : t("est.ways.said", { ways: ways.ways, lower: ways.lower, upper: ways.upper ?? 0 })}
        </p>
      )}
      {groups !== null && (
        <div class="est-wide" role="region" tabIndex={0} aria-label={t("est.groups")}>
          <table>
            <caption>
              {t("est.groups")}: {term("est.by", groups.by)}
            </caption>
            <thead>
              <tr>
                <th scope="col">{t("est.group")}</th>
                <th scope="col">{t("est.listed")}</th>
                <th scope="col">{t("est.interval")}</th>
                <th scope="col">{t("est.said.whether")}</th>
              </tr>
            </thead>
            <tbody>
              {groups.groups.map((group) => (
                <tr key={group.name ?? ""}>
                  <th scope="row" dir="auto">
                    {group.name ?? t("est.group.notone")}
                  </th>
                  <td>{number(group.listed)}</td>
                  <td>{group.lower === null ? "–" : between(group)}</td>
                  <td>{term("est.verdict", group.verdict)}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{t("est.group.sum")}</th>
                <td>{number(groups.groups.reduce((sum, { listed }) => sum + listed, 0))}</td>
                <td>{groups.lower === null ? "–" : between(groups)}</td>
                <td>{t(groups.lower === null ? "est.group.nosum" : "est.group.beside")}</td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** How many links the count rests on, and what it would be if one reader's word were enough. */
export function LinksSaid({ of }: { readonly of: Omit<LinksView, "lower" | "upper"> & { readonly lower?: number | null; readonly upper?: number | null } }) {
  return (
    <>
      <p class={of.alone > 0 || of.contested > 0 ? "waits" : "soft"}>
        {t("est.links.agreed", { n: of.agreed })} {of.alone > 0 && t("est.links.alone", { n: of.alone, listed: of.listed })}{" "}
        {of.alone > 0 && (of.lower ?? null) !== null && t("est.links.would", { lower: of.lower ?? 0, upper: of.upper ?? 0 })}{" "}
        {of.contested > 0 && t("est.links.contested", { n: of.contested })}
      </p>
      <p class="est-said">
        {t("est.links.unread")} <a href="#/links">{t("est.links.read")}</a>
      </p>
    </>
  );
}

export function between({ lower, upper }: { readonly lower: number | null; readonly upper: number | null }): string {
  return lower === null ? "–" : `${number(lower)} – ${upper === null ? t("est.nolimit") : number(upper)}`;
}

export function saying({ verdict, listed, lower, upper, lists }: { readonly verdict: EstimateVerdict; readonly listed: number; readonly lower: number | null; readonly upper: number | null; readonly lists: readonly string[] }): string {
  return t(`est.say.${verdict}`, { listed, lower: lower ?? 0, upper: upper ?? 0, lists: lists.join(", ") });
}

const named = (lists: readonly string[]) => ({ list: lists[0] ?? "", other: lists[1] ?? "" });
export const refusal = ({ code, lists }: EstimateSign): string => term("est.refusal", code, named(lists));
const warning = ({ code, lists }: EstimateSign): string => term("est.warning", code, named(lists));

export function Signs({ signs, title, say }: { readonly signs: readonly EstimateSign[]; readonly title: string; readonly say: (sign: EstimateSign) => string }) {
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
export function Picture({ svg, title, how }: { readonly svg: string; readonly title?: string; readonly how?: string }) {
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
