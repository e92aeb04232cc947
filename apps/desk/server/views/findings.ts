import { findingState, isKind, type Finding, type Shown } from "#casework";
import { checkFinding, needsOf } from "#confirm";
import { caseOf, type ViewContext } from "./context.ts";
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
    mayDecide: !state.decided && shown.standing === "current" && !state.proposedBy.includes(me) && !state.agreedBy.includes(me),
    for: sayings(shown.record.for).filter((s): s is StatementView => !("speaker" in s)),
    against: sayings(shown.record.against),
    roots: support.roots,
    needs: needsOf(book, shown.record).map(({ code, atLeast, met, depends }) => ({ code, atLeast, met: met ? ("yes" as const) : depends ? ("depends" as const) : ("no" as const) })),
    review: state.notWeighed.length + state.lost.length > 0,
  };
}

/** All findings that stand. */
export function reviewView(context: ViewContext): { readonly findings: readonly FindingView[] } {
  return { findings: context.book.current("finding").filter(isKind("finding")).map((shown) => findingView(context, shown)) };
}
