/** A line, act by act: which take effect where, which wait, and which are void by which rule. */
import { devicesEver, groupOf, hasHappened, type Past } from "./facts.ts";
import { activeInBoth, joined } from "./fork.ts";
import { failingRule, needsSecond, signerOf, type CertificateHolds, type Place } from "./rules.ts";
import { isKnown, NO_GROUP, type Written } from "./types.ts";

export type Outcome = { readonly is: "effect" | "pending" | "not-judged" } | { readonly is: "void"; readonly rule: string };

/** An unbroken chain from its first act, each act with its outcome, and what has taken effect. */
export type Judged = { readonly acts: readonly Written[]; readonly outcomes: readonly Outcome[]; readonly past: Past };

export const NOTHING: Judged = { acts: [], outcomes: [], past: [] };

/** What judging needs to know beside the chain: certificates, and the branches a `resolve` names. */
export type Lore = { readonly holds: CertificateHolds; readonly branch: (head: string) => Judged | null };

export function headOf(judged: Judged): string | null {
  return judged.acts.at(-1)?.id ?? null;
}

/** Acts whose rules were met and that wait for a second, oldest first. A newer genesis ends them, and so does a ninth by the same person. */
export function pendingOf(judged: Judged): readonly Written[] {
  return proposalsOf(judged).filter((act) => !hasHappened(judged.past, act.id) && !hasLapsed(judged, act));
}

/** Every act since the newest genesis that had to wait for a second at its place, oldest first. */
function proposalsOf({ acts, outcomes, past }: Judged): readonly Written[] {
  const genesis = acts.findIndex(({ id }) => id === groupOf(past));
  return acts.filter((_, at) => at > genesis && outcomes[at]!.is === "pending");
}

/**
 * "A ninth ends the oldest": some later proposal of the same person came when eight of theirs, each after this one and itself among them, had
 * not yet taken effect. (While this one waits, none that came after it has ended: the oldest goes first.)
 */
export function hasLapsed(judged: Judged, act: Written): boolean {
  const { acts, past } = judged;
  const placeOf = (id: string | undefined): number => acts.findIndex((one) => one.id === id);
  const tookEffectAt = ({ id }: Written): number => {
    const cause = past.find((one) => one.act.id === id)?.cause;
    return cause === undefined ? Infinity : placeOf(cause);
  };
  const proposals = proposalsOf(judged).filter((one) => signerOf(past, one) === signerOf(past, act));
  const later = proposals.slice(proposals.indexOf(act) + 1);
  if (later.length < 8) return false;
  return later.some((ninth, at) => later.slice(0, at + 1).filter((one) => tookEffectAt(one) > placeOf(ninth.id)).length >= 8);
}

/** "Linked": prev is the head, n and group fit, every signature verifies against a device named, as many as the kind needs. */
export function isLinked(judged: Judged, act: Written): boolean {
  const { body } = act;
  const said = body.act;
  const named = said.kind === "genesis" ? said.persons.flatMap(({ devices }) => devices.map(({ device }) => device)) : devicesEver(judged.past);
  return (
    judged.outcomes.at(-1)?.is !== "not-judged" &&
    body.prev === headOf(judged) &&
    body.n === judged.acts.length &&
    body.group === (body.n === 0 ? NO_GROUP : groupOf(judged.past)) &&
    act.signaturesHold &&
    (!isKnown(body) || said.kind === "genesis" || body.by.length === (said.kind === "resolve" ? 2 : 1)) &&
    body.by.every((device) => named.includes(device))
  );
}

/** The chain with one more linked act. */
export function append(judged: Judged, act: Written, lore: Lore): Judged {
  const { past } = judged;
  const place = placeAfter(judged, lore);
  const end = (outcome: Outcome, ...happened: readonly (readonly [Written, string])[]): Judged => ({
    acts: [...judged.acts, act],
    outcomes: [...judged.outcomes, outcome],
    past: happened.length === 0 ? past : [...past, ...happened.map(([one, by]) => ({ act: one, by, cause: act.id }))],
  });
  const rule = failingRule(place, act, lore.holds);
  if (rule !== null) return end({ is: "void", rule });
  if (!isKnown(act.body)) return end({ is: "not-judged" });
  if (needsSecond(past, act)) return end({ is: "pending" });

  const itself: readonly [Written, string] = [act, signerOf(past, act) ?? ""];
  const said = act.body.act;
  if (said.kind === "confirm") {
    const waiting = place.pending.filter(({ id }) => id === said.act);
    return end({ is: "effect" }, itself, ...waiting.map((second) => [second, signerOf(past, second)!] as const));
  }
  if (said.kind === "resolve") {
    const brought = joined(past, [lore.branch(said.heads[1])!.past]).filter((one) => !past.includes(one));
    return end({ is: "effect" }, itself, ...brought.map((one) => [one.act, one.by] as const));
  }
  return end({ is: "effect" }, itself);
}

function placeAfter(judged: Judged, lore: Lore): Place {
  return {
    past: judged.past,
    pending: pendingOf(judged),
    head: headOf(judged),
    fork: (dropped) => {
      const branch = lore.branch(dropped);
      const comesBefore = (acts: readonly Written[], head: string | null): boolean => acts.some(({ id }) => id === head);
      return {
        isFork: branch !== null && !comesBefore(judged.acts, dropped) && !comesBefore(branch.acts, headOf(judged)),
        activeInBoth: branch === null ? [] : activeInBoth(judged.past, branch.past),
      };
    },
  };
}
