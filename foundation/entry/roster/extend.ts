/** Taking one act into a line, from the relay's line or as a file (docs/formats/roster.md, "Who counts" and "A fork"). */
import { EntryError } from "../errors.ts";
import { NO_GROUP, type NewerAct, type SignedAct } from "./act.ts";
import { branchesOf, type Place } from "./branch.ts";
import { judgeAct, suspensionRefusedBy, type ActOutcome } from "./judged.ts";
import { isOwn, joinedView, Line, lineCarriesOneBy, stillHeld, wasDropped, type Beside, type LineParts } from "./line.ts";
import type { RuleName } from "./rules.ts";
import { counts, EMPTY_STATE, isMember, type RosterState } from "./state.ts";
import { requireSignatures } from "./signed.ts";

/** How an act came: in the order of a relay's line, or handed over. */
export type Road = "line" | "file";

/** Why an act is no part of the line. `prev-unknown` and `dropped-unknown` may become something else once another act is here: offer it again. */
export type NoiseReason =
  | "already-here"
  | "bad-signature"
  | "prev-unknown"
  | "another-line"
  | "after-newer"
  | "wrong-n"
  | "wrong-group"
  | "unknown-device"
  | "dropped-unknown"
  | "branch-dropped"
  | "signer-gone"
  | "line-carries-one"
  | RuleName;

export type Outcome =
  | ActOutcome
  | { readonly kind: "noise"; readonly why: NoiseReason }
  | { readonly kind: "fork" }
  | { readonly kind: "update-needed" }
  | { readonly kind: "held-suspension" };

export type Extended = { readonly line: Line; readonly outcome: Outcome };

/** Takes one act. Never throws on hostile input; the same act again changes nothing. */
export function extendLine(line: Line, act: SignedAct | NewerAct, road: Road): Extended {
  const refuse = (why: NoiseReason): Extended => ({ line, outcome: { kind: "noise", why } });
  if (!signaturesHold(act)) return refuse("bad-signature");
  const fileSuspend = road === "file" && isSuspend(act);
  const known = line.parts.beside.get(act.id)?.place;
  const isAwaited = known !== undefined && known.before === line.headPlace && !line.updateNeeded && !fileSuspend;
  if (isHere(line.parts, act) && !isAwaited) return refuse("already-here");
  if (fileSuspend) return holdSuspension(line, act);

  const before = act.body.prev === null ? null : line.placeOf(act.body.prev);
  if (before === null && act.body.prev !== null) return line.updateNeeded ? { line, outcome: { kind: "update-needed" } } : refuse("prev-unknown");
  if (before === null && line.n > 0) return refuse("another-line");
  const unlinked = whyNotLinked(line, act, before);
  if (unlinked !== null) return refuse(unlinked);
  // What was met before keeps its place: acts may have been met that stand upon it.
  const place = known?.before === before ? known : placeUpon(line, act, before);

  if (before !== line.headPlace || line.updateNeeded) return takeBeside(line, place);
  if (place.outcome.kind === "newer") return { line: changed(line, { newer: act as NewerAct }), outcome: { kind: "update-needed" } };
  const grown = changed(line, { own: [...line.parts.own, place], beside: without(line.parts.beside, act.id) });
  const waits = grown.fork !== null && place.outcome.kind !== "void" && !isSuspend(act) && act.body.act.kind !== "resolve";
  return { line: grown, outcome: waits ? { kind: "pending" } : place.outcome };
}

/** Met before, in the line or in a branch. What only a file brought may still come by the line, and so may what follows the head. */
function isHere({ own, beside, newer }: LineParts, act: SignedAct | NewerAct): boolean {
  return own[act.body.n]?.act.id === act.id || newer?.id === act.id || beside.get(act.id)?.onlyFile === false;
}

function signaturesHold(act: SignedAct | NewerAct): boolean {
  try {
    requireSignatures(act);
    return true;
  } catch (error) {
    if (error instanceof EntryError) return false;
    throw error;
  }
}

function isSuspend(act: SignedAct | NewerAct): act is SignedAct {
  return !act.newer && act.body.act.kind === "suspend";
}

function whyNotLinked(line: Line, act: SignedAct | NewerAct, before: Place | null): NoiseReason | null {
  const state = before?.state ?? EMPTY_STATE;
  if (before?.outcome.kind === "newer") return "after-newer";
  if (act.body.n !== (before === null ? 0 : before.act.body.n + 1)) return "wrong-n";
  if (act.body.group !== (before === null ? NO_GROUP : state.group)) return "wrong-group";
  const named = namedBy(act) ?? state.devices;
  if (!act.body.by.every((device) => named.has(device))) return "unknown-device";
  if (!act.newer && act.body.act.kind === "resolve" && line.placeOf(act.body.act.heads[1]) === null) return "dropped-unknown";
  return null;
}

/** The devices that a genesis names in itself; `null` for every other act. */
function namedBy(act: SignedAct | NewerAct): ReadonlySet<string> | null {
  if (act.newer || act.body.act.kind !== "genesis") return null;
  return new Set(act.body.act.persons.flatMap((person) => person.devices.map((cert) => cert.device)));
}

function placeUpon(line: Line, act: SignedAct | NewerAct, before: Place | null): Place {
  const state = before?.state ?? EMPTY_STATE;
  if (act.newer) {
    const counting = act.body.by.every((device) => counts(state, device));
    return { act, before, state, outcome: counting ? { kind: "newer" } : { kind: "void", rule: "signerMustCount" } };
  }
  const { act: said } = act.body;
  const resolving = said.kind === "resolve" ? branchesOf(before!, line.placeOf(said.heads[1])!) : null;
  return { act, before, ...judgeAct(line.parts.rules, state, act, resolving) };
}

/** An act that does not follow the head: part of another branch, or the RESOLVE that takes this desk over to one. */
function takeBeside(line: Line, place: Place): Extended {
  const { act, outcome } = place;
  const branch = new Map(line.parts.beside);
  const evidence = isEvidence(line.judged, place);
  branch.set(act.id, { place, evidenceAt: evidence ? line.n - 1 : null, onlyFile: false });
  const met = changed(line, { beside: branch });
  if (outcome.kind === "applied" && dropsOwn(line, place)) return { line: goneOver(met, place), outcome };
  if (wasDropped(met.parts, place)) return { line: met, outcome: { kind: "noise", why: "branch-dropped" } };
  return { line: met, outcome: evidence ? { kind: "fork" } : { kind: "noise", why: "signer-gone" } };
}

/** Whether an act beside the line shows that the line forked: no signer is gone from the line the desk holds, and the act was not merely made up. */
function isEvidence(judged: RosterState, { act, before, outcome }: Place): boolean {
  const { by } = act.body;
  const gone = (device: string): boolean => {
    const known = judged.devices.get(device);
    return known !== undefined && (known.revoked || !isMember(judged, known.person));
  };
  const meant = outcome.kind !== "void" || by.every((device) => counts(before?.state ?? EMPTY_STATE, device));
  return meant && by.some((device) => judged.devices.has(device)) && !by.some(gone);
}

/** Whether this is a RESOLVE that drops the desk's own branch. One that crosses a RESOLVE made upon the dropped head does not: the two are a fork again. */
function dropsOwn(line: Line, { act }: Place): boolean {
  if (act.newer || act.body.act.kind !== "resolve") return false;
  const dropped = line.placeOf(act.body.act.heads[1])!;
  if (!isOwn(line.parts, dropped)) return false;
  const after = line.parts.own.slice(dropped.act.body.n + 1);
  return !after.some((place) => place.outcome.kind === "applied" && place.act.body.act.kind === "resolve");
}

/** The line after a RESOLVE that kept another branch. What stands beside it is weighed anew, since the line is another. */
function goneOver(line: Line, head: Place): Line {
  const own: Place[] = [];
  for (let at: Place | null = head; at !== null; at = at.before) own.push(at);
  own.reverse();
  const kept = new Set(own);
  const left = line.parts.own.map((place): Beside => ({ place, evidenceAt: null, onlyFile: false }));
  const beside = [...line.parts.beside.values(), ...left]
    .filter(({ place }) => !kept.has(place))
    .map((one): [string, Beside] => [
      one.place.act.id,
      { ...one, evidenceAt: !one.onlyFile && isEvidence(head.state, one.place) ? own.length - 1 : null },
    ]);
  return changed(line, { own, beside: new Map(beside), newer: null });
}

/** A SUSPEND that came as a file counts in this desk's view at once, if it meets its rules there. */
function holdSuspension(line: Line, act: SignedAct): Extended {
  const refuse = (why: NoiseReason): Extended => ({ line: withFile(line, act), outcome: { kind: "noise", why } });
  const signer = line.judged.devices.get(act.body.by[0]!)?.person;
  if (line.parts.held.some((held) => held.id === act.id)) return refuse("already-here");
  if (signer === undefined) return refuse("unknown-device");
  if (act.body.group !== line.state.group) return refuse("wrong-group");
  if (lineCarriesOneBy(line.parts, signer, act.body.n)) return refuse("line-carries-one");
  const rule = suspensionRefusedBy(line.parts.rules, line.state, act);
  if (rule !== null) return refuse(rule);
  return { line: changed(withFile(line, act), { held: [...line.parts.held, act] }), outcome: { kind: "held-suspension" } };
}

/** Remembers where a file's act would stand, so that an act upon it can be judged. Alone it shows no fork. */
function withFile(line: Line, act: SignedAct): Line {
  const before = act.body.prev === null ? null : line.placeOf(act.body.prev);
  if (before === null || line.placeOf(act.id) !== null || whyNotLinked(line, act, before) !== null) return line;
  const place = placeUpon(line, act, before);
  return changed(line, { beside: new Map(line.parts.beside).set(act.id, { place, evidenceAt: null, onlyFile: true }) });
}

/** A new line; suspensions that came as files and have ended are let go for good. */
function changed(line: Line, parts: Partial<LineParts>): Line {
  const next = { ...line.parts, ...parts };
  if (next.held.length === 0) return new Line(next);
  const view = joinedView(next);
  return new Line({ ...next, held: next.held.filter((act) => stillHeld(next, view, act)) });
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return map.has(key) ? new Map([...map].filter(([id]) => id !== key)) : map;
}
