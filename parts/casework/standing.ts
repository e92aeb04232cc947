/**
 * Where a record stands (docs/formats/record.md, "Standing"):
 * it came after the suspension, or is withdrawn, or is superseded, or is current. The same for every order of arrival, and safe against
 * records that withdraw or supersede each other in a ring.
 */
import type { AuthoredRecord, Standing } from "./authored.ts";
import { pushTo, strongComponents } from "./graph.ts";
import type { CaseRecord } from "./records.ts";

export interface Standings {
  readonly standingOf: (one: AuthoredRecord) => Standing;
  /** Ids of the current records that stand in an id's place, sorted. */
  readonly heads: (id: string) => readonly string[];
}

/** @param groups the signatures of each record, the one that stands for it first */
export function standings(groups: readonly (readonly AuthoredRecord[])[]): Standings {
  const counted = groups.filter(([first]) => first!.counted);
  const byId = Map.groupBy(counted, ([first]) => first!.record.id);
  const withdrawn = withdrawnIds(counted);
  const replaced = supersession(counted, byId, withdrawn);
  const standingOf = (one: AuthoredRecord): Standing => {
    if (!one.counted) return "came-after";
    if (withdrawn.has(one.record.id)) return "withdrawn";
    return replaced.superseded.has(one.record.id) ? "superseded" : "current";
  };
  return { standingOf, heads: replaced.heads };
}

type Group = readonly AuthoredRecord[];
type ById = ReadonlyMap<string, readonly Group[]>;

/**
 * A withdrawal counts unless a withdrawal that counts withdraws it. Judged from those nobody withdraws downwards; what is left at the end
 * stands in a ring, and a ring withdraws nothing.
 */
function withdrawnIds(counted: readonly Group[]): ReadonlySet<string> {
  const decided = decidersOf(counted);
  const targets = new Map<string, Set<string>>();
  const waitingFor = new Map<string, number>();
  for (const group of counted) {
    const { record } = group[0]!;
    if (record.kind !== "withdraw" || !mayWithdraw(group, decided(record.target))) continue;
    const ofThis = targets.get(record.id) ?? new Set<string>();
    if (!ofThis.has(record.target)) waitingFor.set(record.target, (waitingFor.get(record.target) ?? 0) + 1);
    targets.set(record.id, ofThis.add(record.target));
  }
  const withdrawn = new Set<string>();
  const ready = [...targets.keys()].filter((id) => !waitingFor.has(id));
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const target of targets.get(id) ?? []) {
      if (!withdrawn.has(id)) withdrawn.add(target);
      const left = waitingFor.get(target)! - 1;
      waitingFor.set(target, left);
      if (left === 0 && targets.has(target)) ready.push(target);
    }
  }
  return withdrawn;
}

/**
 * Who signed each decision that goes by an id, and each taking back of one, and of that again: else another could make a word stand that its writer has taken
 * back. Found from the decisions upwards, each withdrawal once.
 */
function decidersOf(counted: readonly Group[]): (id: string) => ReadonlySet<string> {
  const above = new Map<string, Group[]>();
  const found: Group[] = [];
  for (const group of counted) {
    const { record } = group[0]!;
    if (record.kind === "withdraw") pushTo(above, record.target, group);
    else if (isDecision(record)) found.push(group);
  }
  const deciders = new Map<string, Set<string>>();
  for (const group of found) {
    const { id } = group[0]!.record;
    const known = deciders.get(id);
    if (known === undefined) for (const withdrawal of above.get(id) ?? []) found.push(withdrawal);
    deciders.set(id, (known ?? new Set<string>()).add(personsOf(group).join(" ")));
  }
  return (id) => deciders.get(id) ?? NOBODY;
}

const NOBODY: ReadonlySet<string> = new Set();

/** What a person decided, only that person takes back, and makes stand again. `decided`: who signed each decision of that id, or its taking back. */
function mayWithdraw(withdrawal: Group, decided: ReadonlySet<string>): boolean {
  const persons = personsOf(withdrawal);
  return [...decided].every((signers) => persons.some((person) => signers.split(" ").includes(person)));
}

/**
 * What `tell` says of the records under an id, each answer once, worked out when it is first asked for. One id may be that of thousands of
 * records and be named by thousands more: each is looked at once.
 */
function underId(byId: ById, tell: (group: Group) => string | null): (id: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (id) => {
    const told = known.get(id) ?? new Set((byId.get(id) ?? []).map(tell).filter((one) => one !== null));
    known.set(id, told);
    return told;
  };
}

interface Supersession {
  readonly superseded: ReadonlySet<string>;
  readonly heads: (id: string) => readonly string[];
}

/**
 * A record is superseded when one that counts and is not withdrawn leads to it, also through some that are withdrawn, and it does not lead back.
 * Members of a ring stay versions beside each other; a ring hides nothing.
 */
function supersession(counted: readonly Group[], byId: ById, withdrawn: ReadonlySet<string>): Supersession {
  const older = new Map<string, string[]>();
  const newer = new Map<string, string[]>();
  const anchors = underId(byId, anchorOf);
  for (const group of counted) {
    const { record } = group[0]!;
    if (record.kind === "newer form") continue;
    for (const before of record.supersedes ?? []) {
      if (!anchors(before).has(anchorOf(group))) continue;
      pushTo(older, record.id, before);
      pushTo(newer, before, record.id);
    }
  }
  const touched = new Set([...older.keys(), ...newer.keys()]);
  const components = strongComponents(touched, (id) => older.get(id) ?? []);
  const superseded = new Set<string>();
  for (const component of components.reverse()) {
    const inside = new Set(component);
    const passesOn = component.some((id) => superseded.has(id) || !withdrawn.has(id));
    if (passesOn) for (const id of component) for (const before of older.get(id) ?? []) if (!inside.has(before)) superseded.add(before);
    // One member of a ring superseded from outside is all of them superseded: each leads to the other.
    if (component.some((id) => superseded.has(id))) for (const id of component) superseded.add(id);
  }
  const isCurrent = (id: string): boolean => byId.has(id) && !withdrawn.has(id) && !superseded.has(id);
  const heads = (id: string): readonly string[] => {
    if (isCurrent(id)) return [id];
    const seen = new Set([id]);
    for (const at of seen) for (const next of newer.get(at) ?? []) seen.add(next);
    return [...seen].filter(isCurrent).sort();
  };
  return { superseded, heads };
}

const TRIAGE_ASPECT = { seen: "seen", taken: "who", free: "who", urgent: "haste", calm: "haste", "in case": "case" } as const;

/** A record supersedes only what is about the same thing, so that nothing is hidden by something unlike it. */
function anchorOf(group: Group): string {
  const { record } = group[0]!;
  switch (record.kind) {
    case "statement":
      return `statement ${record.subject} ${record.property}`;
    case "triage":
      return `triage ${record.report} ${TRIAGE_ASPECT[record.mark]} ${record.mark === "in case" ? record.case : ""}`;
    case "translation":
      return `translation ${record.report} ${record.lang}`;
    case "assessment":
    case "derivesFrom":
      return `${record.kind} ${record.source}`;
    case "consent":
      return `consent ${record.of} ${record.purpose}`;
    case "linkDecision":
      return `link ${[...record.persons].sort().join(" ")}`;
    case "decision":
    case "exportApproval":
      return `${record.kind} ${record.on} ${personsOf(group).join(" ")}`;
    case "estimate":
      return `estimate ${record.case ?? ""} ${record.title}`;
    case "exportMade":
      return `made ${record.on}`;
    case "custody":
      return `custody ${record.person}`;
    default:
      return record.kind;
  }
}

function isDecision(record: CaseRecord): boolean {
  return record.kind === "decision" || record.kind === "exportApproval";
}

function personsOf(group: Group): readonly string[] {
  return [...new Set(group.filter((one) => one.counted && one.person !== null).map((one) => one.person!))].sort();
}
