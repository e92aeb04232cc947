import { useEffect, useState } from "preact/hooks";
import { ask } from "../client.ts";
import { t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { hasDraft, useDraft } from "./drafts.ts";
import { FromBefore } from "./from-before.tsx";
import { PackageTells } from "./package.tsx";
import { Mark, rootsText } from "./room.tsx";
import { claimLabel, labelOf, Official, Statement } from "./statement.tsx";
import { useWrite } from "./undo.tsx";
import type { CaseView, FindingView, Guess, SubjectRef } from "../../api.ts";

const STANDARDS = [0, 1, 2, 3, 4, 5] as const;

/** A finding with what speaks for and against it. The program shows what a standard asks; two persons decide. */
export function FindingCard({ finding, withCase = false }: { readonly finding: FindingView; readonly withCase?: boolean }) {
  const f = finding;
  const [made, setMade] = useState<{ readonly path: string; readonly fingerprint: string } | null>(null);
  const [warned, setWarned] = useState(false);
  const [declining, setDeclining] = useState(hasDraft(declineKey(f.id)));
  const decision = useWrite();
  const packing = useWrite();
  const warnings = warningsOf(f);
  const pack = async (): Promise<void> => setMade(await packing.write("package.made", "/api/packages", { finding: f.id }));
  return (
    <section class="finding">
      <h2 dir="auto">{f.proposition}</h2>
      <p>
        <Mark tone={f.decided ? "teal" : "amber"}>{term("standard", String(f.standard))}</Mark>{" "}
        {f.review && <Mark tone="amber">{t("finding.review")}</Mark>}{" "}
        {f.twoVersions && <Mark tone="red">{t("finding.twoVersions")}</Mark>}{" "}
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
      {f.objections.map((o) => (
        <Objection objection={o} key={o.entry} />
      ))}
      <div class="do-row">
        {f.mayDecide && (
          <button
            class="do"
            disabled={decision.busy}
            onClick={() => void decision.write("finding.youDecided", "/api/findings/decide", { finding: f.id })}
          >
            {t("finding.decide")}
          </button>
        )}
        {f.mayDecide && !declining && (
          <button onClick={() => setDeclining(true)} class="opens-no">
            {t("finding.decline")}
          </button>
        )}
        {f.decided && !warned && (
          <button disabled={packing.busy} onClick={() => setWarned(true)}>
            {t("package.make")}
          </button>
        )}
      </div>
      {declining && f.mayDecide && <Decline finding={f.id} close={() => setDeclining(false)} />}
      {f.decided && warned && made === null && (
        <div class="waits" role="alert">
          {warnings.length > 0 && <p>{t("package.before")}</p>}
          <ul>
            {warnings.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <PackageTells finding={f.id}>
            <button disabled={packing.busy} onClick={() => void pack()}>
              {t("package.allTheSame")}
            </button>
          </PackageTells>
          <button onClick={() => setWarned(false)}>{t("leave")}</button>
        </div>
      )}
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

/** What somebody should know before a finding goes out, in sentences. */
function warningsOf(f: FindingView): string[] {
  return [
    ...f.namesWithoutConsent.map((person) => t("package.noConsent", { name: labelOf(person) })),
    ...f.needs.flatMap((need) => (need.met === "yes" ? [] : [`${t(`finding.met.${need.met}`)}: ${term("need", need.code, { n: need.atLeast ?? 0 })}`])),
  ];
}

/** A no that stands, with its reason; who said it can take it back. */
function Objection({ objection: o }: { readonly objection: FindingView["objections"][number] }) {
  const { busy, write } = useWrite();
  return (
    <div class="waits">
      <b>{t("finding.declinedBy", { name: o.by })}</b> <span dir="auto">{o.reason}</span>{" "}
      {o.mine && (
        <button class="plain" disabled={busy} onClick={() => void write("undo.done", "/api/undo", { undo: o.entry })}>
          {t("finding.takeBack")}
        </button>
      )}
    </div>
  );
}

/** A no needs its reason: whoever proposed must know what to look at again. */
function Decline({ finding, close }: { readonly finding: string; readonly close: () => void }) {
  const draft = useDraft(declineKey(finding), () => "");
  const { busy, write } = useWrite();
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await write("finding.youDeclined", "/api/findings/decline", { finding, reason: draft.value })) === null) return;
    draft.drop();
    close();
  };
  return (
    <form class="propose" autocomplete="off" onSubmit={(event) => void send(event)} onKeyDown={(e) => e.key === "Escape" && close()}>
      <FromBefore draft={draft} />
      <label>
        <span>{t("finding.because")}</span>
        <textarea required autofocus rows={3} maxLength={2000} dir="auto" value={draft.value} onInput={(e) => draft.set(e.currentTarget.value)} />
      </label>
      <div class="do-row">
        <button class="do" disabled={busy}>
          {t("finding.sayNo")}
        </button>
        <button type="button" onClick={close}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}

function declineKey(finding: string): string {
  return `decline/${finding}`;
}

interface Proposal {
  readonly proposition: string;
  readonly standard: number;
  readonly about: string;
  readonly alternatives: string;
}

/** Puts a finding to a colleague: the proposition in one sentence, its standard, and what it rests on. */
export function ProposeFinding({ view }: { readonly view: CaseView }) {
  const key = `propose/${view.id}`;
  const draft = useDraft<Proposal>(key, () => ({ proposition: "", standard: 1, about: "", alternatives: "" }));
  const [open, setOpen] = useState(hasDraft(key));
  const { busy, write } = useWrite();
  const { proposition, standard, about, alternatives } = draft.value;
  const set = (change: Partial<Proposal>): void => draft.set({ ...draft.now(), ...change });
  const claims = view.saidFound.filter((row) => row.level === "claim");
  const claim = claims.find((row) => row.claim?.id === about);
  const unassessed = new Set(claim?.alleged.flatMap(({ saidBy }) => (saidBy !== null && !saidBy.assessed ? [saidBy.id] : [])));
  const named = useNamesWithoutConsent(proposition, view);
  const propose = async (event: Event): Promise<void> => {
    event.preventDefault();
    const made = await write<{ undo: string }>("finding.youProposed", "/api/findings", {
      case: view.id,
      proposition,
      standard,
      for: claim?.alleged.map((s) => s.id) ?? [],
      against: claim?.officials.map((o) => o.id) ?? [],
      alternatives,
      about: about === "" ? null : about,
    });
    if (made === null) return;
    draft.drop();
    setOpen(false);
  };
  if (!open)
    return (
      <button class="opens" onClick={() => setOpen(true)}>
        {t("finding.propose")}
      </button>
    );
  return (
    <form class="propose" autocomplete="off" onSubmit={(event) => void propose(event)} onKeyDown={(e) => e.key === "Escape" && setOpen(false)}>
      <FromBefore draft={draft} />
      <label>
        <span>{t("finding.about")}</span>
        <select required value={about} onChange={(e) => set({ about: e.currentTarget.value })}>
          <option value="" />
          {claims.map((row) => (
            <option value={row.claim?.id} key={row.claim?.id}>
              {claimLabel(row)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("finding.proposition")}</span>
        <textarea required rows={3} maxLength={1000} dir="auto" value={proposition} onInput={(e) => set({ proposition: e.currentTarget.value })} />
      </label>
      {named.length > 0 && (
        <div class="waits" role="status">
          {named.map((person) => (
            <p key={person.id}>{t("finding.noConsent", { name: labelOf(person) })}</p>
          ))}
          <button type="button" onClick={() => set({ proposition: withoutNames(proposition, named) })}>
            {t("finding.withhold")}
          </button>
        </div>
      )}
      <label>
        <span>{t("finding.standard")}</span>
        <select value={standard} onChange={(e) => set({ standard: Number(e.currentTarget.value) })}>
          {STANDARDS.map((s) => (
            <option value={s} key={s}>
              {term("standard", String(s))}
            </option>
          ))}
        </select>
      </label>
      {view.standardsNotSaid.includes(standard) && (
        <p class="waits" role="status">
          {t("finding.notSaid")}
        </p>
      )}
      <label>
        <span>{t("finding.alternatives")}</span>
        <textarea rows={2} maxLength={2000} dir="auto" value={alternatives} onInput={(e) => set({ alternatives: e.currentTarget.value })} />
      </label>
      {claim !== undefined && (
        <p class={unassessed.size > 0 ? "waits" : "soft"} role="status">
          {t("finding.rests", { for: claim.alleged.length, against: claim.officials.length })} {rootsText(claim.roots)}.
          {unassessed.size > 0 && <> {t("finding.unassessed", { n: unassessed.size })}</>}
        </p>
      )}
      <div class="do-row">
        <button class="do" disabled={busy}>
          {t("finding.put")}
        </button>
        <button type="button" onClick={() => setOpen(false)}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}

/** Asked when the typing rests. */
const PAUSE_MS = 400;

/** Victims whom the sentence names and whose consent to that nobody has recorded. */
function useNamesWithoutConsent(proposition: string, view: CaseView): readonly SubjectRef[] {
  const [named, setNamed] = useState<readonly SubjectRef[]>([]);
  useEffect(() => {
    let here = true;
    const timer = setTimeout(
      () =>
        void ask<Guess>("/api/guess", { words: proposition, lang: "und" }).then(
          ({ persons }) => here && setNamed(persons.filter((person) => view.missing.some((m) => m.code === "no-consent" && m.about?.id === person.id))),
          () => undefined,
        ),
      PAUSE_MS,
    );
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [proposition, view]);
  return named;
}

/** The sentence with each name put as `[…]`: whoever proposes finds the words that tell no name. */
function withoutNames(sentence: string, persons: readonly SubjectRef[]): string {
  const names = persons.flatMap(({ label }) => label.split(" / ")).filter((name) => name !== "");
  return names.sort((a, b) => b.length - a.length).reduce((text, name) => text.replaceAll(name, "[…]"), sentence);
}
