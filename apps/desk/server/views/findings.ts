import { findingState, isKind, missingOfSubject, type Finding, type Shown } from "#casework";
import { checkFinding, needsOf } from "#confirm";
import { caseOf, subjectRef, type ViewContext } from "./context.ts";
import { sayingView } from "./statements.ts";
import type { FindingView, OfficialView, StatementView } from "../../api.ts";

/** A finding with what it rests on and what its standard asks. */
export function findingView(context: ViewContext, shown: Shown<Finding>): FindingView {
  const { book, nameOf, me } = context;
  const state = findingState(book, shown);
  const sayings = (ids: readonly string[] | undefined): (StatementView | OfficialView)[] => (ids ?? []).flatMap((id) => sayingView(context, id) ?? []);
  const { support } = checkFinding(book, shown.record);
  return {
    id: shown.record.id,
    case: caseOf(book, shown),
    proposition: shown.record.proposition,
    standard: shown.record.standard,
    proposedBy: state.proposedBy.map(nameOf).join(", "),
    decidedBy: state.agreedBy.map(nameOf),
    decided: state.decided,
    mayDecide: !state.decided && !state.twice.includes(shown.record.id) && shown.standing === "current" && !state.proposedBy.includes(me) && !state.agreedBy.includes(me) && !state.disagreedBy.includes(me),
    objections: objectionsTo(context, shown),
    namesWithoutConsent: namesWithoutConsent(context, shown).map((person) => subjectRef(book, person)),
    for: sayings(shown.record.for).filter((s): s is StatementView => !("speaker" in s)),
    against: sayings(shown.record.against),
    roots: support.roots,
    needs: needsOf(book, shown.record).map(({ code, atLeast, met, depends }) => ({ code, atLeast, met: met ? ("yes" as const) : depends ? ("depends" as const) : ("no" as const) })),
    review: state.notWeighed.length + state.lost.length > 0,
    twoVersions: state.twice.length > 0,
  };
}

/** The findings that stand, oldest first; of very many those written last. */
export function reviewView(context: ViewContext): { readonly findings: readonly FindingView[] } {
  const { book } = context;
  const current = context.findings().toReversed().flatMap((id) => book.byId(id)).filter(isKind("finding")).filter(({ standing }) => standing === "current");
  return { findings: current.map((shown) => findingView(context, shown)) };
}

/** The noes that stand, oldest first, each with its reason. */
function objectionsTo({ book, me, nameOf }: ViewContext, finding: Shown<Finding>): FindingView["objections"] {
  return book
    .naming(finding.record.id)
    .filter(isKind("decision"))
    .filter(({ record, standing }) => standing === "current" && record.on === finding.record.id && record.outcome === "disagrees")
    .map(({ record, entryId, person }) => ({ entry: entryId, by: nameOf(person), reason: record.reasoning ?? "", mine: person === me }));
}

/** Victims whom the sentence names and who have not allowed it. */
function namesWithoutConsent({ book, named, today }: ViewContext, { record }: Shown<Finding>): string[] {
  return named(record.proposition).filter((person) => missingOfSubject(book, person, today).some(({ code }) => code === "no-consent"));
}
