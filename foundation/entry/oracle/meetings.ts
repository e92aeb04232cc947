/**
 * What desks have met, in order, as a tree: desks that met the same things share the path, so that each is judged once. A step is a desk's
 * whole state; nothing is ever changed in it.
 */
import { certificateHolds } from "./cast.ts";
import { meet, newDesk, type Desk, type Fate } from "./desk.ts";
import type { Letter } from "./pen.ts";
import type { Road } from "./types.ts";

export type Step = {
  readonly before: Step | null;
  readonly letter: Letter | null;
  readonly road: Road;
  readonly fate: Fate["is"] | null;
  readonly desk: Desk;
  readonly next: Map<string, Step>;
};

export function beginning(): Step {
  return { before: null, letter: null, road: "line", fate: null, desk: newDesk(certificateHolds), next: new Map() };
}

/** The step after this one, when `letter` is met. */
export function after(step: Step, letter: Letter, road: Road): Step {
  const name = `${letter.serial} ${road}`;
  const known = step.next.get(name);
  if (known !== undefined) return known;
  const fate = meet(step.desk, letter, road);
  const made: Step = { before: step, letter, road, fate: fate.is, desk: fate.desk, next: new Map() };
  step.next.set(name, made);
  return made;
}

/** Every step of the tree, each after the one before it. */
export function* allSteps(root: Step): Generator<Step> {
  const open = [root];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    yield step;
    open.push(...step.next.values());
  }
}

/** The way to a step from the beginning. */
export function pathTo(step: Step): readonly Step[] {
  return step.before === null ? [] : [...pathTo(step.before), step];
}
