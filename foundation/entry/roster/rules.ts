/**
 * The rules of the roster, each a sentence (docs/formats/roster.md, "Acts and their rules"). A rule answers whether it is met; the first of an act's
 * rules that is not gives the code under which the act is void. Rules look at the line before the act and at nothing else.
 */
import type { Act, ActKind, ActOf, BodyFrame, DeviceCert, EpochElement } from "./act.ts";
import { deviceCertHolds } from "./certificate.ts";
import { MAX_DEVICES } from "./form.ts";
import {
  activeIn,
  countingIn,
  counts,
  devicesOf,
  epochInForce,
  hasOpenSuspension,
  isMember,
  recipientsOf,
  standingOf,
  suspensionsOf,
  type RosterState,
} from "./state.ts";

/** An act at its place. */
export type CaseOf<A extends Act> = {
  /** the line before the act; for the rules of a pending act at its CONFIRM, before the CONFIRM */
  readonly state: RosterState;
  readonly body: BodyFrame;
  readonly act: A;
  /** who confirms, where the act is judged again at a CONFIRM */
  readonly second: string | null;
  /** for RESOLVE of two branches: both heads, each with the other's suspensions */
  readonly branches: { readonly kept: RosterState; readonly dropped: RosterState } | null;
};

export type Case<K extends ActKind> = CaseOf<ActOf<K>>;

type Joining = Case<"admit"> | Case<"add-device">;

export const RULES = {
  signerMustCount: ({ state, body }: CaseOf<Act>) => body.by.every((device) => counts(state, device)),

  // genesis
  genesisSignedByAllFounders({ body, act }: Case<"genesis">) {
    const signedBy = (devices: readonly DeviceCert[]): number => devices.filter((cert) => body.by.includes(cert.device)).length;
    return body.by.length === act.persons.length && act.persons.every((person) => signedBy(person.devices) === 1);
  },
  personsDistinct({ state, act }: Case<"genesis">) {
    const devices = act.persons.flatMap((person) => person.devices.map((cert) => ({ cert, person: person.person })));
    return (
      allDistinct(act.persons.map((person) => person.person)) &&
      allDistinct(devices.map(({ cert }) => cert.device)) &&
      devices.every(({ cert, person }) => deviceCertHolds(person, cert) && [undefined, person].includes(state.devices.get(cert.device)?.person))
    );
  },
  regenesisOnlyOfOne({ state, body, act }: Case<"genesis">) {
    if (body.n === 0) return true;
    const members = [...state.persons.keys()].filter((person) => isMember(state, person));
    const [last] = members;
    return (
      members.length === 1 &&
      standingOf(state, last!) === "active" &&
      act.persons.length >= 2 &&
      act.persons.some((person) => person.person === last) &&
      body.by.some((device) => counts(state, device)) &&
      act.before !== null &&
      act.before.group === state.group &&
      act.before.head === body.prev
    );
  },

  // who is in
  cantAdmitAlone: ({ state }: Case<"admit">) => activeIn(state).length >= 2,
  cantAddBackRemovedMember: ({ state, act }: Case<"admit">) => standingOf(state, act.person.person) !== "removed",
  alreadyMember: ({ state, act }: Case<"admit">) => !isMember(state, act.person.person),
  notAMember: ({ state, act }: Case<"remove"> | Case<"suspend"> | Case<"add-device">) => isMember(state, act.person),
  cantRemoveSelf: ({ state, body, act }: Case<"remove">) => proposerOf(state, body) !== act.person,

  // suspension
  cantSuspendSelf: ({ state, body, act }: Case<"suspend">) => proposerOf(state, body) !== act.person,
  oneOpenSuspension: ({ state, body }: Case<"suspend">) => !hasOpenSuspension(state, proposerOf(state, body)),
  mayAnswerTheirSuspender({ state, body, act }: Case<"suspend">) {
    const device = body.by[0]!;
    if (counts(state, device)) return true;
    const signer = proposerOf(state, body);
    const against = suspensionsOf(state, signer);
    const revoked = state.devices.get(device)?.revoked ?? true;
    return !revoked && against.every(({ confirmed }) => !confirmed) && against.some(({ by }) => by === act.person);
  },
  noSuchSuspension: ({ state, act }: Case<"reinstate">) => state.suspensions.has(act.suspension),
  targetCantReinstateSelf({ state, body, act, second }: Case<"reinstate">) {
    const target = state.suspensions.get(act.suspension)?.person;
    return target === undefined || (target !== proposerOf(state, body) && target !== second);
  },

  // devices
  deviceAlreadyKnown({ state, act }: Joining) {
    const devices = certsOf(act).map((cert) => cert.device);
    return allDistinct(devices) && !devices.some((device) => state.devices.has(device));
  },
  badCertificate: ({ act }: Joining) => certsOf(act).every((cert) => deviceCertHolds(act.kind === "admit" ? act.person.person : act.person, cert)),
  tooManyDevices: ({ state, act }: Case<"add-device">) => devicesOf(state, act.person).length < MAX_DEVICES,
  notADevice({ state, act }: Case<"revoke-device">) {
    const device = state.devices.get(act.device);
    return device !== undefined && !device.revoked && isMember(state, device.person);
  },
  cantRevokeLast({ state, act }: Case<"revoke-device">) {
    const owner = state.devices.get(act.device)?.person;
    return owner !== undefined && devicesOf(state, owner).some((device) => device !== act.device);
  },

  // the second person
  nothingToConfirm: ({ state, act }: Case<"confirm">) => state.pending.has(act.act) || state.suspensions.get(act.act)?.confirmed === false,
  secondMustBeAnother({ state, body, act }: Case<"confirm">) {
    const second = proposerOf(state, body);
    const suspension = state.suspensions.get(act.act);
    if (suspension !== undefined) return second !== suspension.by && second !== suspension.person;
    const pending = state.pending.get(act.act);
    return pending === undefined || second !== proposerOf(state, pending.body);
  },

  // epochs
  noSuchParent: ({ state, act }: Case<"epoch">) => act.epochs.every((epoch) => epoch.parent === (state.inForce.get(epoch.compartment) ?? null)),
  recipientsMustCount: ({ state, act }: Case<"epoch">) => act.epochs.every((epoch) => recipientsOf(epoch).every((device) => counts(state, device))),
  cantNarrow: ({ state, act }: Case<"epoch">) => act.epochs.every((epoch) => leavesOutOnlyWhoDoesNotCount(state, epoch)),
  keyUsedBefore: ({ state, act }: Case<"epoch">) =>
    allDistinct(act.epochs.map((epoch) => epoch.keyCommitment)) && !act.epochs.some((epoch) => state.keys.has(epoch.keyCommitment)),
  notARecipient({ state, body, act }: Case<"epoch-bad">) {
    const epoch = state.epochs.get(act.epoch);
    return epoch !== undefined && recipientsOf(epoch.element).includes(body.by[0]!);
  },

  // a fork
  noSuchFork: ({ body, act, branches }: Case<"resolve">) => branches !== null && act.heads[0] === body.prev,
  resolveByTwo({ body, branches }: Case<"resolve">) {
    if (branches === null) return false;
    const { kept, dropped } = branches;
    const persons = body.by.map((device) => kept.devices.get(device)?.person);
    return (
      allDistinct(persons) &&
      persons.length === 2 &&
      body.by.every((device) => counts(kept, device)) &&
      persons.every((person) => standingOf(dropped, person!) === "active")
    );
  },
};

export type RuleName = keyof typeof RULES;
/** The rules that can judge an act of this kind. */
type RuleFor<K extends ActKind> = { [N in RuleName]: (typeof RULES)[N] extends (at: Case<K>) => boolean ? N : never }[RuleName];

/** Kinds to rules in the page's order, and what the second person must meet after the act's own rules. */
export type RuleTable = { readonly [K in ActKind]: readonly RuleFor<K>[] } & { readonly second: readonly RuleFor<"confirm">[] };

export const RULE_TABLE: RuleTable = {
  genesis: ["genesisSignedByAllFounders", "personsDistinct", "regenesisOnlyOfOne"],
  admit: ["signerMustCount", "cantAdmitAlone", "cantAddBackRemovedMember", "alreadyMember", "deviceAlreadyKnown", "badCertificate"],
  remove: ["signerMustCount", "notAMember", "cantRemoveSelf"],
  suspend: ["notAMember", "cantSuspendSelf", "oneOpenSuspension", "mayAnswerTheirSuspender"],
  reinstate: ["signerMustCount", "noSuchSuspension", "targetCantReinstateSelf"],
  "add-device": ["signerMustCount", "notAMember", "deviceAlreadyKnown", "badCertificate", "tooManyDevices"],
  "revoke-device": ["signerMustCount", "notADevice", "cantRevokeLast"],
  confirm: ["signerMustCount", "nothingToConfirm"],
  second: ["secondMustBeAnother"],
  epoch: ["signerMustCount", "noSuchParent", "recipientsMustCount", "cantNarrow", "keyUsedBefore"],
  "epoch-bad": ["signerMustCount", "notARecipient"],
  policy: ["signerMustCount"],
  "move-relay": ["signerMustCount"],
  resolve: ["noSuchFork", "resolveByTwo"],
};

/** The person whose device signs an ordinary act; the empty string for a device that the line does not name. */
export function proposerOf(state: RosterState, body: BodyFrame): string {
  return state.devices.get(body.by[0]!)?.person ?? "";
}

function allDistinct(items: readonly unknown[]): boolean {
  return new Set(items).size === items.length;
}

function certsOf(act: Joining["act"]): readonly DeviceCert[] {
  return act.kind === "admit" ? act.person.devices : [act.device];
}

/** Who had the keys and counts keeps them. A compartment's first epoch is for everybody. */
function leavesOutOnlyWhoDoesNotCount(state: RosterState, epoch: EpochElement): boolean {
  const recipients = recipientsOf(epoch);
  const before = epochInForce(state, epoch.compartment);
  if (before === null) return recipients.join() === countingIn(state).join();
  return recipientsOf(before.element).every((device) => recipients.includes(device) || !counts(state, device));
}
