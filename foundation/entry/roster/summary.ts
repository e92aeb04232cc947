/** A line in a form that another implementation can compare with its own. */
import type { Json } from "#bytes";
import type { Line } from "./line.ts";
import { counts, epochInForce, recipientsOf, standingOf } from "./state.ts";

/** Everything a line has come to for this desk, as JSON with its keys sorted. (Not canonical JSON: ids are its keys.) */
export function rosterSummary(line: Line): Json {
  const { state, fork } = line;
  return {
    devices: sortedObject([...state.devices].map(([device, { person }]) => [device, { counts: counts(state, device), person }] as const)),
    epochs: sortedObject([...state.inForce.keys()].map((compartment) => [compartment, epochSummary(line, compartment)] as const)),
    fork: fork === null ? null : { heads: [fork.own, ...fork.others].sort() },
    group: state.group,
    head: line.head,
    pending: [...state.pending.keys()].sort(),
    persons: sortedObject([...state.persons.keys()].map((person) => [person, standingOf(state, person)] as const)),
    suspensions: [...state.suspensions.values()]
      .map(({ act, by, confirmed, person }) => ({ act, by, open: !confirmed, person }))
      .sort((a, b) => (a.act < b.act ? -1 : 1)),
    updateNeeded: line.updateNeeded,
    void: sortedObject(line.parts.own.flatMap(({ act, outcome }) => (outcome.kind === "void" ? [[act.id, outcome.rule] as const] : []))),
  };
}

function epochSummary({ state }: Line, compartment: string): Json {
  const { id, bad, element } = epochInForce(state, compartment)!;
  return { bad, id, recipients: recipientsOf(element) };
}

function sortedObject(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
