/**
 * What must hold whatever the rules say in detail: stated over what desks show and what was signed, with nothing of the oracle's or the
 * implementation's judgement. Each finding is a sentence; none is good.
 */
import type { Letter } from "./pen.ts";
import type { Summary } from "./types.ts";

/** One act met, with what the desk showed before and after. `plain`: it never met a file or a fork. */
export type Met = { readonly letter: Letter; readonly before: Summary; readonly now: Summary; readonly plain: boolean };

/** A letter by its act id. */
export type Post = (id: string) => Letter | undefined;

export function findings(met: Met, post: Post): readonly string[] {
  return [
    ...oneEach(met),
    ...nobodyReturns(met),
    ...(met.plain ? [...twoPersons(met, post), ...noneOfTheSuspended(met), ...oneChain(met, post)] : []),
  ];
}

/** I1: nobody has more than one open suspension: a captive alone takes out one colleague at most. (In a fork a CONFIRM may be withheld.) */
function oneEach({ now }: Met): readonly string[] {
  if (now.fork !== null) return [];
  const signers = now.suspensions.filter(({ open }) => open).map(({ by }) => by);
  return new Set(signers).size < signers.length ? ["I1: one signer has two open suspensions"] : [];
}

/** I4: a removed person is back only by a genesis, or where two persons chose another branch. */
function nobodyReturns({ letter, before, now }: Met): readonly string[] {
  if (letter.body.act.kind === "genesis" || letter.body.act.kind === "resolve") return [];
  return Object.entries(before.persons).some(([person, status]) => status === "removed" && now.persons[person] !== "removed")
    ? ["I4: a removed person is back"]
    : [];
}

/** I2: who comes, who goes, who is reinstated and who newly reads needs two persons, both active there. */
function twoPersons({ letter, before, now }: Met, post: Post): readonly string[] {
  if (letter.body.act.kind === "genesis") return [];
  const needs = [
    ...Object.keys(now.persons).filter((person) => before.persons[person] === undefined),
    ...Object.keys(now.persons).filter((person) => now.persons[person] === "removed" && before.persons[person] !== "removed"),
    ...before.suspensions.filter(({ act, person }) => now.persons[person] !== "removed" && !now.suspensions.some((one) => one.act === act)),
    ...Object.entries(now.epochs).filter(([name, { recipients }]) => {
      const old = before.epochs[name];
      return old !== undefined && recipients.some((device) => !old.recipients.includes(device));
    }),
  ];
  if (needs.length === 0) return [];
  const said = letter.body.act;
  const proposal = said.kind === "confirm" ? post(said.act) : undefined;
  if (proposal === undefined) return ["I2: an act that needs two persons took effect without a CONFIRM"];
  const persons = [letter, proposal].map(({ body }) => before.devices[body.by[0]!]);
  const good = persons.every((one) => one?.counts === true) && persons[0]?.person !== persons[1]?.person;
  return good ? [] : ["I2: an act that needs two persons took effect without two who count"];
}

/** I3: no act of a suspended person changes anything, except that they suspend who suspended them. */
function noneOfTheSuspended({ letter, before, now }: Met): readonly string[] {
  const said = letter.body.act;
  if (said.kind === "genesis") return [];
  const signers = letter.body.by.map((device) => before.devices[device]?.person ?? "");
  const mayAct = signers.every((signer) => {
    if (before.persons[signer] === "active") return true;
    const under = before.suspensions.filter(({ person }) => person === signer);
    return said.kind === "suspend" && under.length > 0 && under.every(({ open }) => open) && under.some(({ by }) => by === said.person);
  });
  return mayAct || visible(before) === visible(now) ? [] : ["I3: an act of somebody suspended or removed took effect"];
}

function visible({ devices, epochs, pending, persons, suspensions }: Summary): string {
  return JSON.stringify([devices, epochs, pending, persons, suspensions]);
}

/** I5: the epochs of a compartment follow each other by `parent`. */
function oneChain({ letter, before, now }: Met, post: Post): readonly string[] {
  const said = letter.body.act;
  const made = said.kind === "confirm" ? post(said.act)?.body.act : said;
  return Object.entries(now.epochs).some(([name, { id }]) => {
    const old = before.epochs[name]?.id ?? null;
    const part = made?.kind === "epoch" ? made.epochs.find(({ compartment }) => compartment === name) : undefined;
    return id !== old && part?.parent !== old;
  })
    ? ["I5: an epoch does not follow the one before it"]
    : [];
}
