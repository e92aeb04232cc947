import { useState } from "preact/hooks";
import { post } from "../client.ts";
import { t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { Mark, rootsText } from "./room.tsx";
import { labelOf, Official, Statement } from "./statement.tsx";
import { attempt } from "./undo.tsx";
import type { CaseView, FindingView } from "../../api.ts";

const STANDARDS = [0, 1, 2, 3, 4, 5] as const;

/** A finding with what speaks for and against it. The program shows what a standard asks; two persons decide. */
export function FindingCard({ finding, withCase = false }: { readonly finding: FindingView; readonly withCase?: boolean }) {
  const [made, setMade] = useState<{ readonly path: string; readonly fingerprint: string } | null>(null);
  const f = finding;
  return (
    <section class="finding">
      <h2 dir="auto">{f.proposition}</h2>
      <p>
        <Mark tone={f.decided ? "teal" : "amber"}>{term("standard", String(f.standard))}</Mark>{" "}
        {f.review && <Mark tone="amber">{t("finding.review")}</Mark>}{" "}
        {f.decided ? t("finding.decided", { names: [f.proposedBy, ...f.decidedBy].join(", ") }) : t("finding.proposed", { name: f.proposedBy })}
        {withCase && f.case !== null && (
          <>
            {" · "}
            <a href={href("case", f.case.id)} dir="auto">
              {f.case.title}
            </a>
          </>
        )}
      </p>
      <ul class="needs">
        {f.needs.map((need) => (
          <li key={need.code}>
            <Mark tone={need.met === "yes" ? "teal" : "amber"}>{t(`finding.met.${need.met}`)}</Mark>{" "}
            {term("need", need.code, { n: need.atLeast ?? 0 })}
          </li>
        ))}
        <li class="soft">{rootsText(f.roots)}</li>
      </ul>
      <div class="pair for-against">
        <div>
          <h3>{t("finding.for", { n: f.for.length })}</h3>
          {f.for.map((s) => (
            <Statement statement={s} key={s.id} />
          ))}
        </div>
        <div>
          <h3>{t("finding.against", { n: f.against.length })}</h3>
          {f.against.map((s) => ("speaker" in s ? <Official official={s} key={s.id} /> : <Statement statement={s} key={s.id} />))}
        </div>
      </div>
      <div class="do-row">
        {f.mayDecide && (
          <button class="do" onClick={() => void attempt("finding.youDecided", () => post<object>("/api/findings/decide", { finding: f.id }))}>
            {t("finding.decide")}
          </button>
        )}
        {f.decided && (
          <button
            onClick={() =>
              void attempt("package.made", () => post<{ path: string; fingerprint: string }>("/api/packages", { finding: f.id })).then(setMade)
            }
          >
            {t("package.make")}
          </button>
        )}
      </div>
      {made !== null && (
        <p role="status">
          {t("package.where")} <code dir="ltr">{made.path}</code>
          <br />
          {t("package.fingerprint")} <code dir="ltr">{made.fingerprint}</code>
        </p>
      )}
    </section>
  );
}

/** Puts a finding to a colleague: the proposition in one sentence, its standard, and what it rests on. */
export function ProposeFinding({ view }: { readonly view: CaseView }) {
  const [open, setOpen] = useState(false);
  const [proposition, setProposition] = useState("");
  const [standard, setStandard] = useState(1);
  const [about, setAbout] = useState("");
  const [alternatives, setAlternatives] = useState("");
  const claims = view.saidFound.filter((row) => row.level === "claim");
  const claim = claims.find((row) => row.claim?.id === about);
  const propose = async (event: Event): Promise<void> => {
    event.preventDefault();
    const made = await attempt("finding.youProposed", () =>
      post<{ undo: string }>("/api/findings", {
        case: view.id,
        proposition,
        standard,
        for: claim?.alleged.map((s) => s.id) ?? [],
        against: claim?.officials.map((o) => o.id) ?? [],
        alternatives,
        about: about === "" ? null : about,
      }),
    );
    if (made !== null) setOpen(false);
  };
  if (!open)
    return (
      <button class="opens" onClick={() => setOpen(true)}>
        {t("finding.propose")}
      </button>
    );
  return (
    <form class="propose" autocomplete="off" onSubmit={(event) => void propose(event)}>
      <label>
        <span>{t("finding.about")}</span>
        <select required value={about} onChange={(e) => setAbout(e.currentTarget.value)}>
          <option value="" />
          {claims.map((row) => (
            <option value={row.claim?.id} key={row.claim?.id}>
              {row.claim === null ? "" : [labelOf(row.claim), row.claimText].filter((words) => words !== "").join(" · ")}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("finding.proposition")}</span>
        <textarea required rows={3} maxLength={1000} dir="auto" value={proposition} onInput={(e) => setProposition(e.currentTarget.value)} />
      </label>
      <label>
        <span>{t("finding.standard")}</span>
        <select value={standard} onChange={(e) => setStandard(Number(e.currentTarget.value))}>
          {STANDARDS.map((s) => (
            <option value={s} key={s}>
              {term("standard", String(s))}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("finding.alternatives")}</span>
        <textarea rows={2} maxLength={2000} dir="auto" value={alternatives} onInput={(e) => setAlternatives(e.currentTarget.value)} />
      </label>
      {claim !== undefined && <p class="soft">{t("finding.rests", { for: claim.alleged.length, against: claim.officials.length })}</p>}
      <button class="do">{t("finding.put")}</button>
    </form>
  );
}
