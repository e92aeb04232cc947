/** What a run of histories has reached: kind by outcome or rule. */
import { withheld } from "./desk.ts";
import { allSteps, type Step } from "./meetings.ts";
import { hasLapsed, pendingOf, type Judged } from "./judge.ts";
import { isKnown, type Written } from "./types.ts";

/** Every rule name of roster.md that can be a code. `targetCantReinstateSelf` never is: the page says why. */
export const RULES = [
  "genesisSignedByAllFounders",
  "personsDistinct",
  "regenesisOnlyOfOne",
  "cantAdmitAlone",
  "cantAddBackRemovedMember",
  "alreadyMember",
  "deviceAlreadyKnown",
  "badCertificate",
  "notAMember",
  "cantRemoveSelf",
  "cantSuspendSelf",
  "oneOpenSuspension",
  "mayAnswerTheirSuspender",
  "noSuchSuspension",
  "tooManyDevices",
  "notADevice",
  "cantRevokeLast",
  "nothingToConfirm",
  "secondMustBeAnother",
  "noSuchParent",
  "recipientsMustCount",
  "cantNarrow",
  "keyUsedBefore",
  "notARecipient",
  "signerMustCount",
  "noSuchFork",
  "resolveByTwo",
] as const;

export class Coverage {
  readonly #hits = new Map<string, Map<string, number>>();

  add(kind: string, result: string): void {
    const row = this.#hits.get(kind) ?? new Map<string, number>();
    row.set(result, (row.get(result) ?? 0) + 1);
    this.#hits.set(kind, row);
  }

  /** Counts every step of a history once. */
  addHistory(root: Step): void {
    for (const step of allSteps(root)) for (const [kind, result] of resultsOf(step)) this.add(kind, result);
  }

  /** Hits of a result, of one kind or of all. */
  count(result: string, kind?: string): number {
    const rows = kind === undefined ? [...this.#hits.values()] : [this.#hits.get(kind) ?? new Map<string, number>()];
    return rows.reduce((sum, row) => sum + (row.get(result) ?? 0), 0);
  }

  /** One line a kind. */
  table(): string {
    return [...this.#hits]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, row]) => {
        const cells = [...row].toSorted(([, a], [, b]) => b - a).map(([result, hits]) => `${result} ${hits}`);
        return `${kind.padEnd(14)} ${cells.join(" · ")}`;
      })
      .join("\n");
  }
}

function resultsOf({ letter, fate, desk, before }: Step): readonly (readonly [string, string])[] {
  if (letter === null || fate === null) return [];
  const kind = isKnown(letter.body) ? letter.body.act.kind : "unknown";
  if (fate !== "linked") return [[kind, `(${fate})`]];
  if (withheld(desk).has(letter.id)) return [[kind, "(withheld)"]];
  const outcome = desk.line.outcomes.at(-1)!;
  if (outcome.is === "void") {
    const ofLapsed = outcome.rule === "nothingToConfirm" && isOfLapsed(desk.line, letter);
    return [[kind, outcome.rule], ...(ofLapsed ? [[kind, "(of a lapsed one)"] as const] : [])];
  }
  const happened = desk.line.past.filter((one) => !before!.desk.line.past.includes(one) && one.act.id !== letter.id);
  const lapsed = pendingOf(before!.desk.line).filter((one) => outcome.is === "pending" && hasLapsed(desk.line, one));
  return [
    [kind, outcome.is],
    ...lapsed.map(({ body }) => [body.act.kind, "lapsed"] as const),
    ...happened.map(({ act }) => [act.body.act.kind, kind === "confirm" ? "confirmed" : "brought by resolve"] as const),
  ];
}

/** Whether this CONFIRM names a proposal that has lapsed. */
function isOfLapsed(line: Judged, { body }: Written): boolean {
  const said = body.act;
  const named = said.kind === "confirm" ? line.acts.findIndex(({ id }) => id === said.act) : -1;
  return line.outcomes[named]?.is === "pending" && hasLapsed(line, line.acts[named]!);
}
