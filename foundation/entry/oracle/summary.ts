/** What a desk holds, in the shape `rosterSummary` of `#entry` gives. */
import { effective, tips, viewOf, withheld, type Desk } from "./desk.ts";
import { counts, devicesEver, epochs, groupOf, inForce, isBad, ownerOf, personsEver, standing, statusOf } from "./facts.ts";
import { headOf, pendingOf } from "./judge.ts";
import type { Summary } from "./types.ts";

const byName = <T>(names: readonly string[], value: (name: string) => T): { [name: string]: T } =>
  Object.fromEntries(names.toSorted().map((name) => [name, value(name)]));

export function summarise(desk: Desk): Summary {
  const past = viewOf(desk);
  const open = tips(desk).map(({ act }) => act.id);
  const head = headOf(desk.line);
  const rules = new Map(desk.line.acts.flatMap(({ id }, at) => ruleOf(desk, at).map((rule) => [id, rule] as const)));
  return {
    devices: byName(devicesEver(past), (device) => ({ counts: counts(past, device), person: ownerOf(past, device)! })),
    epochs: byName([...new Set(epochs(past).map(({ part }) => part.compartment))], (compartment) => {
      const epoch = inForce(past, compartment)!;
      return { bad: isBad(past, epoch.id), id: epoch.id, recipients: epoch.recipients.toSorted() };
    }),
    fork: open.length === 0 ? null : { heads: [head!, ...open].toSorted() },
    group: groupOf(past),
    head,
    pending: pendingNow(desk).toSorted(),
    persons: byName(personsEver(past), (person) => statusOf(past, person)),
    suspensions: standing(past).toSorted((a, b) => (a.act < b.act ? -1 : 1)),
    updateNeeded: desk.stoppedAt !== null,
    void: byName([...rules.keys()], (id) => rules.get(id)!),
  };
}

function ruleOf(desk: Desk, at: number): readonly string[] {
  const outcome = desk.line.outcomes[at]!;
  return outcome.is === "void" ? [outcome.rule] : [];
}

/** Waiting for a second as far as the line has effect, or for the end of a fork. */
function pendingNow(desk: Desk): readonly string[] {
  const late = withheld(desk);
  const { acts, outcomes } = desk.line;
  const inEffect = {
    acts: acts.filter(({ id }) => !late.has(id)),
    outcomes: outcomes.filter((_, at) => !late.has(acts[at]!.id)),
    past: effective(desk),
  };
  const waiting = acts.filter(({ id }, at) => late.has(id) && outcomes[at]!.is !== "void");
  return [...pendingOf(inEffect), ...waiting].map(({ id }) => id);
}
