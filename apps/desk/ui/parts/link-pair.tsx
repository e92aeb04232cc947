import { useEffect, useState } from "preact/hooks";
import { get } from "../client.ts";
import { day, number, t, term } from "../i18n.ts";
import { letterOf } from "../keys.ts";
import { goTo, href } from "../router.ts";
import { howSure, Standing } from "./link-words.tsx";
import { RoomHead, Said, useView } from "./room.tsx";
import { labelOf, Statement } from "./statement.tsx";
import { useWrite } from "./undo.tsx";
import { WhoSaysWhat } from "./value.tsx";
import type { CodeRef, StatementView } from "../../api.ts";
import type { LinksView, PairSide, PairTold, PairView } from "../../api-links.ts";

type Verdict = "same" | "not the same" | "cannot tell" | "ask";
const KEYS: Readonly<Record<string, Verdict>> = { s: "same", n: "not the same", c: "cannot tell", a: "ask" };

const DONE: Readonly<Record<Verdict, string>> = { same: "links.done.same", "not the same": "links.done.not-the-same", "cannot tell": "links.done.cannot-tell", ask: "links.done.ask" };

/** Two profiles side by side, what speaks for and against their being one, and four answers. */
export function LinkPair({ a, b }: { readonly a: string; readonly b: string }) {
  const { view, failed } = useView<PairView>(`/api/links/pair?a=${a}&b=${b}`);
  const { busy, write } = useWrite();
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState("");
  const [asked, setAsked] = useState<StatementView | null>(null);
  useEffect(() => {
    setAsking(false);
    setWhy("");
  }, [a, b]);

  const decide = async (verdict: Verdict): Promise<void> => {
    if (verdict === "ask" && why.trim() === "") return setAsking(true);
    const said = why.trim() === "" ? {} : { why: why.trim() };
    if ((await write(DONE[verdict], "/api/links/decide", { a, b, verdict, ...said })) !== null) await next();
  };
  const next = async (): Promise<void> => {
    const { rows } = await get<LinksView>("/api/links?show=open&limit=2", true);
    const row = rows.find((one) => one.a.id + one.b.id !== a + b);
    if (row === undefined) goTo("links");
    else goTo("links", row.a.id + row.b.id);
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const writing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog") !== null;
      if (writing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      const verdict = KEYS[letterOf(event)];
      if (verdict === undefined) return;
      event.preventDefault();
      if (verdict === "ask") setAsking(true);
      else void decide(verdict);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  });
  if (view === null) return <Said code={failed} />;
  const { row, sides, told, decisions, movesNumber } = view;
  return (
    <>
      <RoomHead title={t("links.pair")}>
        <a class="button" href={href("links")}>
          {t("links.back")}
        </a>
        <button onClick={() => void next()}>{t("links.next")}</button>
      </RoomHead>
      <Said code={failed} />
      <p>
        {row.probability === null ? t("links.notProposed") : howSure(row.probability)} <Standing row={row} />
      </p>
      {movesNumber && (
        <p class="waits" role="status">
          {t("links.movesNumber")}
        </p>
      )}
      <div class="do-row" role="group" aria-label={t("links.answers")}>
        {Object.entries(KEYS).map(([key, verdict]) => (
          <button class={verdict === "same" || verdict === "not the same" ? "do" : ""} disabled={busy} key={key} onClick={() => (verdict === "ask" ? setAsking(true) : void decide(verdict))}>
            {term("links.verdict", verdict)} <kbd>{key}</kbd>
          </button>
        ))}
      </div>
      {asking ? (
        <form
          class="propose"
          onSubmit={(event) => {
            event.preventDefault();
            void decide("ask");
          }}
          onKeyDown={(event) => event.key === "Escape" && setAsking(false)}
        >
          <label>
            <span>{t("links.question")}</span>
            <textarea required rows={2} maxLength={1000} dir="auto" value={why} ref={(box) => box?.focus()} onInput={(event) => setWhy(event.currentTarget.value)} />
          </label>
          <div class="do-row">
            <button class="do" disabled={busy}>
              {t("links.askNow")}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {t("leave")}
            </button>
          </div>
        </form>
      ) : (
        <details>
          <summary>{t("links.why")}</summary>
          <label>
            <span>{t("links.whyHow")}</span>
            <textarea rows={2} maxLength={1000} dir="auto" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
          </label>
        </details>
      )}
      {told !== null && told.probability >= 0.99 && told.barredBy.length > 0 && (
        <p class="waits" role="status">
          {t("links.barred", { fields: told.barredBy.map((field) => term("links.field", field)).join(", ") })}
        </p>
      )}
      {told !== null && <Waterfall told={told} names={[labelOf(sides[0].person), labelOf(sides[1].person)]} />}
      <div class="pair top sides">
        {sides.map((side) => (
          <Side side={side} ask={setAsked} key={side.person.id} />
        ))}
      </div>
      {decisions.length > 0 && (
        <section>
          <h2>{t("links.said")}</h2>
          <ul class="rows">
            {decisions.map((one) => (
              <li key={one.id}>
                <div class="row">
                  <span>
                    <b>{term("links.verdict", one.decision === "possibly" ? (one.reasoning === "" ? "cannot tell" : "ask") : one.decision)}</b> · <bdi>{one.by}</bdi> · {day(one.day)}
                    {one.reasoning !== "" && (
                      <>
                        {" "}
                        <q dir="auto">{one.reasoning}</q>
                      </>
                    )}
                    {one.mayUndo && (
                      <>
                        {" "}
                        <button class="plain" disabled={busy} onClick={() => void write("undo.done", "/api/undo", { undo: one.entry })}>
                          {t("undo")}
                        </button>
                      </>
                    )}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {asked !== null && <WhoSaysWhat of={asked} close={() => setAsked(null)} />}
    </>
  );
}

function Side({ side, ask }: { readonly side: PairSide; readonly ask: (statement: StatementView) => void }) {
  return (
    <section>
      <h2 dir="auto">{labelOf(side.person)}</h2>
      <p class="soft">
        {side.cases.map((one) => (
          <a href={href("case", one.id)} key={one.id} dir="auto">
            {one.title}{" "}
          </a>
        ))}
      </p>
      {side.statements.map((statement) => (
        <div key={statement.id}>
          <Statement statement={statement} ask={ask} />
          {statement.citations.map((citation, n) => (
            <a class="quote" href={href("report", citation.document)} key={n}>
              <q dir="auto">{citation.quote}</q>
            </a>
          ))}
        </div>
      ))}
    </section>
  );
}

/** Where the sum comes from: one row for each field, a bar to the right where it speaks for one person, to the left where it speaks against. */
function Waterfall({ told, names }: { readonly told: PairTold; readonly names: readonly [string, string] }) {
  const rows = [{ field: "prior", bits: told.priorBits, level: null, shared: false, values: ["", ""] as const, code: [null, null] as const }, ...told.fields];
  let sum = 0;
  const steps = rows.map((row) => {
    const from = sum;
    sum += row.bits;
    return { ...row, from, to: sum };
  });
  const ends = [0, ...steps.flatMap(({ from, to }) => [from, to])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (bits: number): number => ((bits - low) / Math.max(1e-9, high - low)) * 100;
  return (
    <table class="waterfall">
      <caption class="soft">{t("links.waterfall", { rival: term("links.rival", told.against) })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("links.field")}</th>
          {names.map((name, n) => (
            <th scope="col" dir="auto" key={n}>
              {name}
            </th>
          ))}
          <th scope="col">{t("links.bits")}</th>
          <th scope="col" aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {steps.map((row) => (
          <tr key={row.field} class={row.level === null && row.field !== "prior" ? "silent" : undefined}>
            <th scope="row">{term("links.field", row.field)}</th>
            {row.values.map((value, n) => (
              <td dir="auto" data-column={names[n]} key={n}>
                {row.field === "prior" ? "" : (codeOf(row.code[n] ?? null) ?? (value === "" ? t("links.notSaid") : value))}
              </td>
            ))}
            <td data-column={t("links.bits")}>
              {row.shared ? t("links.shared") : row.level === null && row.field !== "prior" ? t("links.noEvidence") : signed(row.bits)}
              {row.level !== null && <span class="soft"> {term("links.level", row.level)}</span>}
            </td>
            <td aria-hidden="true">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" class={row.bits < 0 ? "against" : "for"}>
                <line x1={x(0)} x2={x(0)} y1="0" y2="8" class="axis" />
                <rect x={Math.min(x(row.from), x(row.to))} width={Math.max(0.6, Math.abs(x(row.to) - x(row.from)))} y="1" height="6" />
              </svg>
            </td>
          </tr>
        ))}
        <tr class="sum">
          <th scope="row">{t("links.sum")}</th>
          <td />
          <td />
          <td>
            {signed(told.bits)} <span class="soft">{howSure(told.probability)}</span>
          </td>
          <td aria-hidden="true" />
        </tr>
      </tbody>
    </table>
  );
}

function codeOf(code: CodeRef | null): string | null {
  return code === null ? null : term(`list.${code.list}`, code.term);
}

function signed(bits: number): string {
  const shown = Math.round(bits * 10) / 10;
  return `${shown > 0 ? "+" : shown < 0 ? "−" : ""}${number(Math.abs(shown))}`;
}
