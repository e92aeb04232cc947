/**
 * The line as one desk holds it: its own acts, other branches it has met, and suspensions that came as files.
 *
 * `judged` is what the line says, from the line alone: desks with one head agree on it. `state` is the desk's view, which an open fork and
 * files overlay (docs/formats/roster.md, "A fork").
 */
import type { Act, ActDraft, NewerAct, SignedAct } from "./act.ts";
import { NO_GROUP } from "./act.ts";
import { cutOf, lastCommon, placesAfter, suspensionsIn, withSuspension, withSuspensions, type Carried, type Place } from "./branch.ts";
import { headCode } from "./headcode.ts";
import { RULE_TABLE, type RuleTable } from "./rules.ts";
import { EMPTY_STATE, hasOpenSuspension, isMember, suspensionsOf, type RosterState } from "./state.ts";

/** A linked act beside the desk's own line. */
export type Beside = {
  readonly place: Place;
  /** the desk's own `n` when it met this act as evidence of a fork; `null` where it is none */
  readonly evidenceAt: number | null;
  /** a SUSPEND that only a file has brought so far */
  readonly onlyFile: boolean;
};

export type LineParts = {
  readonly rules: RuleTable;
  readonly own: readonly Place[];
  readonly beside: ReadonlyMap<string, Beside>;
  readonly held: readonly SignedAct[];
  readonly newer: NewerAct | null;
};

/** Heads of an open fork: the desk's own and those of the other branches, sorted. */
export type Fork = { readonly own: string; readonly others: readonly string[]; readonly since: number };

type OpenBranches = { readonly heads: readonly Place[]; readonly since: number };

/** An immutable value: `extendLine` makes a new one. */
export class Line {
  readonly parts: LineParts;
  #view: RosterState | undefined;
  #acts: ReadonlyMap<string, { act: SignedAct | NewerAct; outcome: Place["outcome"] }> | undefined;

  constructor(parts: LineParts) {
    this.parts = parts;
  }

  /** Id of the newest act that this desk has judged; `null` for an empty line. */
  get head(): string | null {
    return this.headPlace?.act.id ?? null;
  }

  /** How many acts the line has: the `n` of the next. */
  get n(): number {
    return this.parts.own.length;
  }

  get headPlace(): Place | null {
    return this.parts.own.at(-1) ?? null;
  }

  /** The group id; `null` before a genesis took effect. */
  get group(): string | null {
    return this.judged.group;
  }

  /** What the line says, from the line alone. Acts are composed and judged upon this. */
  get judged(): RosterState {
    return this.headPlace?.state ?? EMPTY_STATE;
  }

  /** What counts for this desk now. */
  get state(): RosterState {
    return (this.#view ??= viewOf(this.parts));
  }

  /** The open fork, or `null`. */
  get fork(): Fork | null {
    const open = openBranches(this.parts);
    return open === null ? null : { own: this.head!, others: open.heads.map((place) => place.act.id).sort(), since: open.since };
  }

  /** An act of a newer version or unknown kind follows the head: nothing can be decided here until the program is renewed. */
  get updateNeeded(): boolean {
    return this.parts.newer !== null;
  }

  /** The line's acts by id, in order, with what each came to at its place. */
  get acts(): ReadonlyMap<string, { act: SignedAct | NewerAct; outcome: Place["outcome"] }> {
    return (this.#acts ??= new Map(this.parts.own.map(({ act, outcome }) => [act.id, { act, outcome }])));
  }

  /** Twelve words to read aloud; `null` for an empty line. */
  headCode(words?: readonly string[]): string[] | null {
    return this.head === null ? null : headCode(this.head, words);
  }

  /** A draft of the next act upon this head. */
  draft(act: Act, clock: number): ActDraft {
    return { act, clock, group: this.group ?? NO_GROUP, n: this.n, prev: this.head };
  }

  /** The place of an act in the own line or beside it; `null` where it was not met or not linked. */
  placeOf(id: string): Place | null {
    return this.parts.beside.get(id)?.place ?? this.parts.own.findLast((place) => place.act.id === id) ?? null;
  }
}

/** A line without acts. `rules` other than the page's are for tests that switch one off. */
export function emptyLine(rules: RuleTable = RULE_TABLE): Line {
  return new Line({ rules, own: [], beside: new Map(), held: [], newer: null });
}

export function isOwn({ own }: LineParts, place: Place): boolean {
  return own[place.act.body.n] === place;
}

/** From `place` back to the own line, newest first. */
export function besideChain(parts: LineParts, place: Place): Place[] {
  const chain: Place[] = [];
  for (let at: Place | null = place; at !== null && !isOwn(parts, at); at = at.before) chain.push(at);
  return chain;
}

/** Whether this place is a head that a RESOLVE in the own line dropped, or comes after one. Another RESOLVE begins anew: two that cross are a fork. */
function isAfterDropped(parts: LineParts, place: Place): boolean {
  const { dropped } = parts.own.at(-1)?.state ?? EMPTY_STATE;
  if (dropped.size === 0) return false;
  const last = besideChain(parts, place).find(
    ({ act, outcome }) => dropped.has(act.id) || (outcome.kind === "applied" && act.body.act.kind === "resolve"),
  );
  return last !== undefined && dropped.has(last.act.id);
}

/** Whether a RESOLVE in the own line settled this place: it is after a dropped head, or leads to one. */
export function wasDropped(parts: LineParts, place: Place): boolean {
  const { dropped } = parts.own.at(-1)?.state ?? EMPTY_STATE;
  const leadsTo = (id: string): boolean => {
    const head = parts.beside.get(id)?.place;
    return head !== undefined && besideChain(parts, head).includes(place);
  };
  return isAfterDropped(parts, place) || [...dropped].some(leadsTo);
}

/** Whether this place goes on from the head, and by more than files: the line may bring it yet, so it is no branch. */
function goesOn(parts: LineParts, place: Place): boolean {
  const chain = besideChain(parts, place);
  return parts.newer === null && chain.at(-1)?.before === parts.own.at(-1) && !chain.some(({ act }) => parts.beside.get(act.id)?.onlyFile === true);
}

/** The branches that make an open fork, by their heads; `null` where there is none. */
function openBranches(parts: LineParts): OpenBranches | null {
  const evidence = new Map<Place, number>();
  for (const { place, evidenceAt } of parts.beside.values()) {
    if (evidenceAt !== null && !wasDropped(parts, place) && !goesOn(parts, place)) evidence.set(place, evidenceAt);
  }
  if (evidence.size === 0) return null;
  const branches = [...parts.beside.values()].filter(({ onlyFile, place }) => !onlyFile && !wasDropped(parts, place) && !goesOn(parts, place)).map(({ place }) => place);
  const inner = new Set(branches.map((place) => place.before));
  const heads = branches.filter((place) => !inner.has(place) && besideChain(parts, place).some((at) => evidence.has(at)));
  return { heads, since: [...evidence.values()].reduce((first, met) => Math.min(first, met)) };
}

function viewOf(parts: LineParts): RosterState {
  const joined = joinedView(parts);
  return parts.held.reduce((view, act) => withSuspension(view, heldSuspension(view, act)), joined);
}

/** The desk's view without what came as files. */
export function joinedView(parts: LineParts): RosterState {
  const head = parts.own.at(-1);
  if (head === undefined) return EMPTY_STATE;
  const open = openBranches(parts);
  if (open === null) return head.state;
  const known = parts.own[open.since]!;
  const since = placesAfter(known, head);
  const own = since.filter(({ act }) => act.body.act.kind === "suspend" || act.body.act.kind === "resolve");
  const waiting = since.filter(({ act, outcome }) => outcome.kind !== "void" && !own.some((place) => place.act === act));
  const kept = suspensionsIn(own, 0).reduce(
    (state, { suspension }) => withSuspension(state, { suspension, cut: cutOf(head.state, suspension) }),
    known.state,
  );
  const others = open.heads.flatMap((place) => {
    const fork = lastCommon(head, place)!;
    return suspensionsIn(placesAfter(fork, place), fork.act.body.n + 1);
  });
  const pending = waiting.reduce((all, { act }) => (act.newer ? all : all.with(act.id, act)), kept.pending);
  return withSuspensions({ ...kept, pending, dropped: head.state.dropped }, distinct(others));
}

/** Whether a suspension that came as a file still counts over this view (which holds no files). */
export function stillHeld(parts: LineParts, view: RosterState, act: SignedAct): boolean {
  const signer = view.devices.get(act.body.by[0]!)?.person;
  const { act: suspend } = act.body;
  if (signer === undefined || suspend.kind !== "suspend") return false;
  return (
    act.body.group === view.group &&
    isMember(view, signer) &&
    isMember(view, suspend.person) &&
    !suspensionsOf(view, signer).some(({ confirmed }) => confirmed) &&
    !hasOpenSuspension(view, signer) &&
    !lineCarriesOneBy(parts, signer, act.body.n)
  );
}

/** Whether the own line has a SUSPEND by this person, void or not, at this `n` or later. */
export function lineCarriesOneBy({ own }: LineParts, signer: string, n: number): boolean {
  return own.slice(n).some(({ act, state }) => act.body.act.kind === "suspend" && state.devices.get(act.body.by[0]!)?.person === signer);
}

function heldSuspension(view: RosterState, { id, body }: SignedAct): Carried {
  const { act } = body;
  if (act.kind !== "suspend") throw new TypeError("only a SUSPEND is held");
  const signerDevice = body.by[0]!;
  const by = view.devices.get(signerDevice)?.person ?? "";
  return {
    suspension: { act: id, by, byDevice: signerDevice, person: act.person, n: body.n, confirmed: false },
    cut: { act: id, kind: "suspend", target: act.person, heads: act.cut, signerDevice, lineIndex: Number.POSITIVE_INFINITY },
  };
}

function distinct(carried: readonly Carried[]): Carried[] {
  return [...new Map(carried.map((one) => [one.suspension.act, one])).values()];
}
