/** Judging one act at its place: void by a rule, pending, or applied; and what it does to the roster (docs/formats/roster.md). */
import type { Act, ActOf, DeviceCert, JoiningPerson, SignedAct } from "./act.ts";
import { proposerOf, RULES, type Case, type CaseOf, type RuleName, type RuleTable } from "./rules.ts";
import {
  devicesOf,
  epochId,
  epochInForce,
  recipientsOf,
  withKey,
  withOnly,
  type RecordedCut,
  type RosterPerson,
  type RosterState,
  type Suspension,
} from "./state.ts";
import { SharedMap, type SharedList } from "./shared.ts";

/** So many acts of one person wait for a second; one more ends the oldest of theirs. */
const MAX_PENDING = 8;

export type ActOutcome = { readonly kind: "applied" } | { readonly kind: "pending" } | { readonly kind: "void"; readonly rule: RuleName };
export type Judged = { readonly outcome: ActOutcome; readonly state: RosterState };

/** What RESOLVE needs to know of the two branches. */
export type Resolving = {
  readonly kept: RosterState;
  readonly dropped: RosterState;
};

/** Judges a linked act before which the line was `state`. */
export function judgeAct(table: RuleTable, state: RosterState, act: SignedAct, resolving: Resolving | null): Judged {
  const at: CaseOf<Act> = { state, body: act.body, act: act.body.act, second: null, branches: resolving };
  const rule = at.act.kind === "confirm" ? failedAtConfirm(table, at as Case<"confirm">) : failedRule(table[at.act.kind], at);
  if (rule !== null) return { outcome: { kind: "void", rule }, state };
  if (needsSecond(at)) return { outcome: { kind: "pending" }, state: proposed(state, act) };
  return { outcome: { kind: "applied" }, state: effectOf(state, act, resolving) };
}

/** The first rule of a suspension that does not hold in `state`, or `null`. */
export function suspensionRefusedBy(table: RuleTable, state: RosterState, act: SignedAct): RuleName | null {
  return failedRule(table.suspend, { state, body: act.body, act: act.body.act, second: null, branches: null });
}

function failedRule(names: readonly RuleName[], at: CaseOf<Act>): RuleName | null {
  return names.find((name) => !(RULES[name] as (at: CaseOf<Act>) => boolean)(at)) ?? null;
}

function failedAtConfirm(table: RuleTable, at: Case<"confirm">): RuleName | null {
  return failedRule(table.confirm, at) ?? failedAgain(table, at) ?? failedRule(table.second, at);
}

/** The pending act's own rules, as if it stood at the CONFIRM. */
function failedAgain(table: RuleTable, { state, body, act }: Case<"confirm">): RuleName | null {
  const pending = state.pending.get(act.act);
  if (pending === undefined) return null;
  return failedRule(table[pending.body.act.kind], {
    state,
    body: pending.body,
    act: pending.body.act,
    second: proposerOf(state, body),
    branches: null,
  });
}

function needsSecond({ state, body, act }: CaseOf<Act>): boolean {
  switch (act.kind) {
    case "admit":
    case "remove":
    case "reinstate":
    case "policy":
    case "move-relay":
      return true;
    case "add-device":
      return act.person !== proposerOf(state, body);
    case "revoke-device":
      return state.devices.get(act.device)?.person !== proposerOf(state, body);
    case "epoch":
      return act.epochs.some((epoch) => {
        const before = epochInForce(state, epoch.compartment);
        return before !== null && recipientsOf(epoch).some((device) => !recipientsOf(before.element).includes(device));
      });
    default:
      return false;
  }
}

/** The act waits, and whoever proposed it has one place less for others. */
function proposed(state: RosterState, act: SignedAct): RosterState {
  const proposer = proposerOf(state, act.body);
  const theirs = [...state.pending.values()].filter(({ body }) => proposerOf(state, body) === proposer);
  const oldest = theirs.length < MAX_PENDING ? undefined : theirs[0];
  const left = oldest === undefined ? state.pending : state.pending.without(oldest.id);
  return { ...state, pending: left.with(act.id, act) };
}

function effectOf(state: RosterState, { id, body }: SignedAct, resolving: Resolving | null): RosterState {
  const { act } = body;
  const cutOf = (kind: RecordedCut["kind"], target: string, heads: RecordedCut["heads"]): SharedList<RecordedCut> =>
    state.cuts.with({ act: id, kind, target, heads, signerDevice: body.by[0]!, lineIndex: body.n });
  switch (act.kind) {
    case "genesis":
      return begun(state, id, act);
    case "admit":
      return joined(state, act.person);
    case "remove":
      return {
        ...state,
        persons: withKey(state.persons, act.person, { name: state.persons.get(act.person)?.name ?? "", removed: true }),
        suspensions: withOnly(state.suspensions, (suspension) => suspension.person !== act.person),
        cuts: cutOf("remove", act.person, act.cut),
      };
    case "suspend": {
      const suspension: Suspension = { act: id, by: proposerOf(state, body), byDevice: body.by[0]!, person: act.person, n: body.n, confirmed: false };
      return { ...state, suspensions: withKey(state.suspensions, id, suspension), cuts: cutOf("suspend", act.person, act.cut) };
    }
    case "reinstate":
      return { ...state, suspensions: withOnly(state.suspensions, (_, key) => key !== act.suspension) };
    case "add-device":
      return equipped(state, act.person, [act.device]);
    case "revoke-device": {
      const device = state.devices.get(act.device);
      return device === undefined
        ? state
        : {
            ...state,
            devices: state.devices.with(act.device, { ...device, revoked: true }),
            owned: withKey(
              state.owned,
              device.person,
              devicesOf(state, device.person).filter((one) => one !== act.device),
            ),
            cuts: cutOf("revoke-device", act.device, act.cut),
          };
    }
    case "confirm":
      return confirmed(state, act.act);
    case "epoch":
      return act.epochs.reduce((before, element) => {
        const epoch = { id: epochId(id, element.compartment), element, bad: false };
        return {
          ...before,
          epochs: before.epochs.with(epoch.id, epoch),
          keys: before.keys.with(element.keyCommitment, epoch.id),
          inForce: before.inForce.with(element.compartment, epoch.id),
        };
      }, state);
    case "epoch-bad": {
      const epoch = state.epochs.get(act.epoch);
      return epoch === undefined ? state : { ...state, epochs: state.epochs.with(act.epoch, { ...epoch, bad: true }) };
    }
    case "policy":
      return { ...state, policy: act.policy };
    case "move-relay":
      return { ...state, relay: act.relay };
    case "resolve":
      return resolving === null ? state : { ...resolving.kept, dropped: new Set([...state.dropped, act.heads[1]]) };
  }
}

/** A new beginning: the persons and devices listed and no other; those removed stay removed unless listed. */
function begun(state: RosterState, id: string, act: ActOf<"genesis">): RosterState {
  const gone = (person: RosterPerson): RosterPerson => ({ ...person, removed: true });
  const cleared: RosterState = {
    ...state,
    group: id,
    relay: act.relay,
    policy: act.policy,
    persons: new Map([...state.persons].map(([key, person]) => [key, gone(person)])),
    devices: [...state.devices].reduce((devices, [key, device]) => devices.with(key, { ...device, revoked: true }), state.devices),
    owned: new Map(),
    suspensions: new Map(),
    pending: SharedMap.empty(),
  };
  return act.persons.reduce(joined, cleared);
}

function joined(state: RosterState, person: JoiningPerson): RosterState {
  return equipped({ ...state, persons: withKey(state.persons, person.person, { name: person.name, removed: false }) }, person.person, person.devices);
}

/** These devices are the person's from here on. */
function equipped(state: RosterState, person: string, certs: readonly DeviceCert[]): RosterState {
  return {
    ...state,
    devices: certs.reduce((devices, { device, recipient }) => devices.with(device, { person, recipient, revoked: false }), state.devices),
    owned: withKey(state.owned, person, [...devicesOf(state, person), ...certs.map(({ device }) => device)]),
  };
}

function confirmed(state: RosterState, id: string): RosterState {
  const suspension = state.suspensions.get(id);
  if (suspension !== undefined) return { ...state, suspensions: withKey(state.suspensions, id, { ...suspension, confirmed: true }) };
  const pending = state.pending.get(id);
  if (pending === undefined) return state;
  return { ...effectOf(state, pending, null), pending: state.pending.without(id) };
}
