/**
 * I6: with two colleagues who are honest and act, a captive can always be suspended, whatever the captive does first. Played out after the end
 * of a history, by the page's rules as people would use them.
 */
import type { Dice } from "./dice.ts";
import { tips, type Desk } from "./desk.ts";
import { activePersons, devicesOf, groupOf, standing } from "./facts.ts";
import { headOf } from "./judge.ts";
import { after, type Step } from "./meetings.ts";
import { write } from "./pen.ts";
import type { Act } from "./types.ts";

export type Probe = { readonly end: Step; readonly captive: string };

/** Plays the end game from this step, or null where the history does not leave three active persons in peace. */
export function probe(from: Step, dice: Dice): Probe | null {
  if (tips(from.desk).length > 0 || from.desk.stoppedAt !== null || from.desk.held.length > 0) return null;
  const [captive, ann, ben] = dice.some(activePersons(from.desk.line.past), 3);
  if (captive === undefined || ann === undefined || ben === undefined) return null;
  let step = from;
  const says = (who: string, act: Act): void => {
    step = sign(step, who, act, dice);
  };
  const suspend = (person: string): Act => ({ kind: "suspend", person, cut: {} });
  const openOf = (who: string): string | undefined => standing(step.desk.line.past).find(({ by, open }) => by === who && open)?.act;

  says(captive, suspend(ann));
  if (activePersons(step.desk.line.past).includes(ann)) {
    const bound = openOf(ben);
    if (bound !== undefined) says(ann, { kind: "confirm", act: bound });
    says(ben, suspend(captive));
  } else {
    const bound = openOf(ann);
    if (bound !== undefined) says(ben, { kind: "confirm", act: bound });
    says(ann, suspend(captive));
  }
  return { end: step, captive };
}

function sign(step: Step, who: string, act: Act, dice: Dice): Step {
  const { line }: Desk = step.desk;
  const device = dice.pick(devicesOf(line.past, who))!;
  const body = { v: 1, by: [device], group: groupOf(line.past)!, n: line.acts.length, prev: headOf(line), clock: 0, act };
  return after(step, write(body), "line");
}
