/** The joined view of a fork: what stands besides a line because another branch says so. */
import { hasHappened, isActive, isMember, isUnrevoked, personsEver, standing, type Happening, type Past } from "./facts.ts";

/**
 * `line` with the suspensions of other branches: every one that took effect there, by a device not revoked of a member and of a member here,
 * unconfirmed; where a signer has several open ones, those of `preferred` (the branch that is kept) stand, else the first.
 */
export function joined(line: Past, branches: readonly Past[], preferred: Past = line): Past {
  const brought = branches
    .flatMap((branch) => branch.filter(({ act }) => !hasHappened(line, act.id)))
    .filter((one, at, every) => every.findIndex(({ act }) => act.id === one.act.id) === at)
    .filter((one) => isSuspensionAmongMembers(line, one));
  const everything = [...line, ...brought];
  const open = standing(everything).filter((suspension) => suspension.open);
  const inOrder = everything
    .filter(({ act }) => open.some((suspension) => suspension.act === act.id))
    .toSorted((a, b) => preference(preferred, a, b));
  const tooMany = inOrder.filter((one, at) => !hasHappened(preferred, one.act.id) && inOrder.findIndex(({ by }) => by === one.by) !== at);
  return everything.filter((one) => !tooMany.includes(one));
}

function isSuspensionAmongMembers(line: Past, { act, by }: Happening): boolean {
  const said = act.body.act;
  return said.kind === "suspend" && isMember(line, said.person) && isMember(line, by) && isUnrevoked(line, act.body.by[0]!);
}

/** "The one of the branch kept, else that of lowest `n`, then lowest act id." */
function preference(kept: Past, a: Happening, b: Happening): number {
  const rank = ({ act }: Happening): number => (hasHappened(kept, act.id) ? 0 : 1);
  return rank(a) - rank(b) || a.act.body.n - b.act.body.n || (a.act.id < b.act.id ? -1 : 1);
}

/** Persons active at the kept head with the dropped branch's suspensions and at the dropped head with the kept branch's. */
export function activeInBoth(kept: Past, dropped: Past): readonly string[] {
  const here = joined(kept, [dropped]);
  const there = joined(dropped, [kept], kept);
  return personsEver(here).filter((person) => isActive(here, person) && isActive(there, person));
}
