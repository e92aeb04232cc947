/**
 * A desk that meets acts one after another, from the line or as files. The line is judged from the line alone, so that two desks with one line agree;
 * what else the desk knows (branches of a fork, suspensions that came as files) lies over its view and decides nothing in the line.
 */
import { counts, devicesEver, groupOf, isMember, isRemoved, isUnrevoked, once, ownerOf, standing, type Past } from "./facts.ts";
import { joined } from "./fork.ts";
import { append, headOf, isLinked, NOTHING, type Judged } from "./judge.ts";
import { failingRule, type CertificateHolds } from "./rules.ts";
import { isKnown, type Road, type Written } from "./types.ts";

/**
 * An act with a place: the chain that ends with it, judged; when it was met; `byFile` while it came only as a file; since when it is evidence
 * of a fork (judged when it is met, and again when the desk goes over to another line).
 */
type Placed = {
  readonly act: Written;
  readonly chain: Judged;
  readonly met: number;
  readonly byFile: boolean;
  readonly evidenceSince: number | null;
};

type Held = { readonly act: Written; readonly by: string; readonly target: string };

export type Desk = {
  readonly holds: CertificateHolds;
  /** How many acts have been met: the desk's only clock. */
  readonly time: number;
  /** Every act linked in the line or beside it. */
  readonly placed: ReadonlyMap<string, Placed>;
  readonly line: Judged;
  readonly held: readonly Held[];
  /** The act at which judging the line stopped: of a version or kind this page does not know. */
  readonly stoppedAt: Written | null;
};

/** What became of a met act. */
export type Fate = {
  readonly is: "linked" | "beside" | "over" | "held" | "not-held" | "waits" | "update-needed" | "known" | "noise";
  readonly desk: Desk;
};

export function newDesk(holds: CertificateHolds): Desk {
  return { holds, time: 0, placed: new Map(), line: NOTHING, held: [], stoppedAt: null };
}

const idsOf = once((acts: readonly Written[]): ReadonlySet<string | null> => new Set(acts.map(({ id }) => id)));

export function inLine(desk: Desk, id: string | null): boolean {
  return idsOf(desk.line.acts).has(id);
}

/**
 * Acts that a resolve in the line has done with: the branch up to the dropped head, and what comes after that head unless a resolve of its own
 * took effect there ("two that cross are a fork again"). What only another branch has dropped is not done with.
 */
function isSettled(desk: Desk, { act, chain }: Placed): boolean {
  return droppedIn(desk.line.past).some((head) => {
    if (!idsOf(chain.acts).has(head)) return idsOf(desk.placed.get(head)!.chain.acts).has(act.id);
    return !hasResolveAfter(
      chain,
      chain.acts.findIndex(({ id }) => id === head),
    );
  });
}

const droppedIn = once((past: Past) => past.flatMap(({ act: { body } }) => (body.act.kind === "resolve" ? [body.act.heads[1]] : [])));

/** Whether a resolve took effect in the chain after this place. */
function hasResolveAfter({ acts, outcomes }: Judged, at: number): boolean {
  return acts.some(({ body }, place) => place > at && body.act.kind === "resolve" && outcomes[place]!.is === "effect");
}

/** Linked acts beside the line: where their chain leaves it, the line goes on otherwise. */
function beside(desk: Desk): readonly Placed[] {
  if (desk.placed.size === desk.line.acts.length) return [];
  return [...desk.placed.values()].filter((placed) => {
    if (inLine(desk, placed.act.id) || isSettled(desk, placed)) return false;
    const lastCommon = placed.chain.acts.findLast(({ id }) => inLine(desk, id));
    if (lastCommon === undefined) return false;
    return lastCommon.id !== headOf(desk.line) || desk.stoppedAt !== null || isUponFiled(desk, placed);
  });
}

/** "An act upon it is": what follows a suspend that came only as a file. */
function isUponFiled(desk: Desk, { act, chain }: Placed): boolean {
  return chain.acts.some(({ id }) => id !== act.id && !inLine(desk, id) && isFiledSuspend(desk.placed.get(id)!));
}

function isFiledSuspend({ act, byFile }: Placed): boolean {
  return byFile && isKnown(act.body) && act.body.act.kind === "suspend";
}

/** See "Evidence of a fork". Asked of an act beside the line. */
function judgeEvidence(desk: Desk, placed: Placed): boolean {
  const { act, chain } = placed;
  if (isFiledSuspend(placed)) return false;
  const before = desk.placed.get(act.body.prev ?? "")!.chain.past;
  const now = desk.line.past;
  const named = act.body.by.filter((device) => devicesEver(now).includes(device));
  const isVoid = chain.outcomes.at(-1)!.is === "void";
  return (
    (!isVoid || act.body.by.every((device) => counts(before, device))) &&
    named.length > 0 &&
    named.every((device) => isMember(now, ownerOf(now, device)!) && isUnrevoked(now, device))
  );
}

/** What shows open forks now. */
function evidence(desk: Desk): readonly Placed[] {
  return beside(desk).filter(({ evidenceSince }) => evidenceSince !== null);
}

/** The ends of the other branches: of those acts beside the line that are evidence, or that lead to or follow one. */
export function tips(desk: Desk): readonly Placed[] {
  const all = beside(desk);
  const shown = evidence(desk);
  const has = ({ chain }: Placed, { act }: Placed): boolean => idsOf(chain.acts).has(act.id);
  const branches = all.filter((placed) => shown.some((one) => has(one, placed) || (has(placed, one) && !isFiledSuspend(placed))));
  return branches.filter((placed) => !branches.some((other) => other.act.body.prev === placed.act.id));
}

/** Acts of the line met after a fork became known that is still open: without effect until it is resolved. */
export function withheld(desk: Desk): ReadonlySet<string> {
  const since = evidence(desk).reduce((first, { evidenceSince }) => Math.min(first, evidenceSince!), Infinity);
  const late = desk.line.acts.filter(({ id, body }) => desk.placed.get(id)!.met > since && !["suspend", "resolve"].includes(body.act.kind));
  return new Set(late.map(({ id }) => id));
}

/** What of the line has effect. */
export function effective(desk: Desk): Past {
  const late = withheld(desk);
  return late.size === 0 ? desk.line.past : desk.line.past.filter(({ cause }) => !late.has(cause));
}

/** What the desk takes for true: its line, the suspensions of open branches, and those it holds from files. */
export function viewOf(desk: Desk): Past {
  const past = withBranches(desk);
  const held = desk.held.filter(({ act }) => !past.some((one) => one.act.id === act.id));
  return held.length === 0 ? past : [...past, ...held.map(({ act, by }) => ({ act, by, cause: act.id }))];
}

function withBranches(desk: Desk): Past {
  const branches = tips(desk).map(({ chain }) => chain.past);
  return branches.length === 0 ? effective(desk) : joined(effective(desk), branches);
}

/** The desk after it has met one act more. What "waits" or came too early it must be shown again. */
export function meet(desk: Desk, act: Written, road: Road): Fate {
  const now = { ...desk, time: desk.time + 1 };
  const fate = place(now, act, road);
  return fate.desk === now ? { is: fate.is, desk } : { is: fate.is, desk: tidy(fate.desk) };
}

function place(desk: Desk, act: Written, road: Road): Fate {
  const here = desk.placed.get(act.id);
  const said = act.body.act;
  const isToHold = road === "file" && isKnown(act.body) && said.kind === "suspend";
  // What follows the head may have been met upon an act that only a file had brought: the line goes on with it all the same.
  const isAwaited = act.body.prev === headOf(desk.line) && desk.stoppedAt === null && !isToHold;
  if (here !== undefined && (inLine(desk, act.id) || (!isFiledSuspend(here) && !isAwaited))) return { is: "known", desk };
  if (isToHold) return hold(keepPlace(desk, act, true), act);

  const before = chainBefore(desk, act);
  if (before === undefined || !isLinked(before, act)) return { is: "noise", desk };
  if (act.id === desk.stoppedAt?.id) return { is: "known", desk };
  const isNext = before === desk.line && desk.stoppedAt === null;
  const isUnread = !isKnown(act.body) && act.body.by.every((device) => counts(before.past, device));
  if (isUnread && isNext) return { is: "update-needed", desk: { ...desk, stoppedAt: act } };
  if (said.kind === "resolve" && !desk.placed.has(said.heads[1])) return { is: "waits", desk };
  const next = keepPlace(desk, act, road === "file");
  const placed = next.placed.get(act.id)!;
  if (isNext) return { is: "linked", desk: { ...next, line: placed.chain } };
  if (dropsOurs(desk, placed)) return { is: "over", desk: withEvidence({ ...next, line: placed.chain, stoppedAt: null }, () => true) };
  return { is: "beside", desk: withEvidence(next, ({ id }) => id === act.id) };
}

/** The desk with these acts, where they lie beside the line, judged as evidence. */
function withEvidence(desk: Desk, which: (act: Written) => boolean): Desk {
  const placed = new Map(desk.placed);
  for (const one of beside(desk)) {
    if (which(one.act)) placed.set(one.act.id, { ...one, evidenceSince: judgeEvidence(desk, one) ? desk.time : null });
  }
  return { ...desk, placed };
}

/** Whether this is a good resolve that drops our line, and ours has no resolve of its own after the dropped head. */
function dropsOurs(desk: Desk, { act, chain }: Placed): boolean {
  const said = act.body.act;
  if (said.kind !== "resolve" || chain.outcomes.at(-1)!.is !== "effect") return false;
  const at = desk.line.acts.findIndex(({ id }) => id === said.heads[1]);
  return at >= 0 && !hasResolveAfter(desk.line, at);
}

/** The chain that ends where this act would follow. A desk has one beginning: another first act is no branch of its line. */
function chainBefore(desk: Desk, { body: { prev } }: Written): Judged | undefined {
  if (prev !== null) return desk.placed.get(prev)?.chain;
  return desk.line.acts.length === 0 ? NOTHING : undefined;
}

/** The desk with this act placed after its predecessor, if it links there. */
function keepPlace(desk: Desk, act: Written, byFile: boolean): Desk {
  const before = chainBefore(desk, act);
  if (before === undefined || !isLinked(before, act)) return desk;
  const chain = append(before, act, { holds: desk.holds, branch: (head) => desk.placed.get(head)?.chain ?? null });
  return { ...desk, placed: new Map(desk.placed).set(act.id, { act, chain, met: desk.time, byFile, evidenceSince: null }) };
}

/** A suspension that came as a file: it counts at once if it could be made in the desk's view, and the line has not gone past it. */
function hold(desk: Desk, act: Written): Fate {
  const past = viewOf(desk);
  const by = ownerOf(past, act.body.by[0]!);
  const said = act.body.act;
  if (said.kind !== "suspend" || by === null || !act.signaturesHold || act.body.by.length !== 1) return { is: "noise", desk };
  const one: Held = { act, by, target: said.person };
  const here = { past, pending: [], head: null, fork: () => ({ isFork: false, activeInBoth: [] }) };
  const isGood = failingRule(here, act, desk.holds) === null && !hasEnded(desk, one) && !desk.held.some(({ act: { id } }) => id === act.id);
  return isGood ? { is: "held", desk: { ...desk, held: [...desk.held, one] } } : { is: "not-held", desk };
}

/** Whether a suspension held from a file has come to its end. */
function hasEnded(desk: Desk, { act, by, target }: Held): boolean {
  const { past, acts } = desk.line;
  const view = withBranches(desk);
  return (
    act.body.group !== groupOf(past) ||
    acts.some(({ body }) => body.act.kind === "suspend" && body.n >= act.body.n && ownerOf(past, body.by[0]!) === by) ||
    isRemoved(view, by) ||
    isRemoved(view, target) ||
    standing(view).some((suspension) => suspension.person === by && !suspension.open) ||
    standing(view).some((suspension) => suspension.by === by && suspension.open)
  );
}

/** What is held ends when it ends. */
function tidy(desk: Desk): Desk {
  return desk.held.length === 0 ? desk : { ...desk, held: desk.held.filter((one) => !hasEnded(desk, one)) };
}
