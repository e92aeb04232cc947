/** What each role tries: the useful, the harmful, and the wild. */
import { forgedCertificate, joining, player, PLAYERS } from "./cast.ts";
import { tips } from "./desk.ts";
import { counts, devicesEver, devicesOf, epochs, groupOf, inForce, isActive, isRemoved, ownerOf, personsEver, standing, statusOf } from "./facts.ts";
import { activeInBoth } from "./fork.ts";
import { headOf, pendingOf } from "./judge.ts";
import {
  addDevice,
  COMPARTMENTS,
  counting,
  cut,
  deviceOf,
  everybody,
  freshDevice,
  joiner,
  members,
  mine,
  others,
  part,
  playerOf,
  proposerOf,
  someAct,
  type Intent,
  type Sight,
} from "./sight.ts";
import type { Of } from "./types.ts";

type Move = (sight: Sight) => Intent | null;

const pickOr = <T>(thing: T | undefined, then: (thing: T) => Intent | null): Intent | null => (thing === undefined ? null : then(thing));

/** Confirms what somebody else proposed; `trusts` says whose proposals. */
const confirmOf =
  (trusts: (sight: Sight, proposer: string | null) => boolean): Move =>
  (sight) => {
    const waiting = pendingOf(sight.desk.line).filter(({ id }) => trusts(sight, proposerOf(sight, id)));
    return pickOr(sight.dice.pick(waiting.slice(-4)), ({ id }) => mine(sight, { kind: "confirm", act: id }));
  };

const confirmOthers = confirmOf((sight, proposer) => proposer !== sight.me && proposer !== sight.captive);
const confirmAnybody = confirmOf(() => true);
const confirmCaptive = confirmOf((sight, proposer) => proposer === sight.captive);

const confirmSuspension: Move = (sight) =>
  pickOr(sight.dice.pick(standing(sight.past).filter(({ open, by }) => open && by !== sight.me)), ({ act }) => mine(sight, { kind: "confirm", act }));

const suspendSomebody =
  (whom: (sight: Sight) => readonly string[]): Move =>
  (sight) =>
    pickOr(sight.dice.pick(whom(sight)), (person) => mine(sight, { kind: "suspend", person, cut: cut(sight.dice) }));

/** Whether the writer may suspend anybody; now and then they try without. */
const isFree = ({ past, me, dice }: Sight): boolean => dice.chance(0.1) || !standing(past).some(({ by, open }) => by === me && open);

const suspendCaptive = suspendSomebody((sight) =>
  sight.captive !== null && sight.captive !== sight.me && isFree(sight) && (isActive(sight.past, sight.captive) || sight.dice.chance(0.2))
    ? [sight.captive]
    : [],
);
const suspendColleague = suspendSomebody((sight) => (isFree(sight) ? others(sight).filter((person) => isActive(sight.past, person)) : []));
const answer = suspendSomebody((sight) => standing(sight.past).flatMap(({ person, by }) => (person === sight.me ? [by] : [])));
const defendCaptive = suspendSomebody((sight) =>
  !isFree(sight) ? [] : standing(sight.past).flatMap(({ person, by }) => (person === sight.captive ? [by] : [])),
);

const admit: Move = (sight) => {
  const strangers = everybody().filter(({ person }) => !personsEver(sight.past).includes(person));
  return pickOr(sight.dice.pick(strangers), (who) => mine(sight, { kind: "admit", person: joiner(sight, who) }));
};

const removeSuspended: Move = (sight) => {
  const suspended = others(sight).filter((person) => statusOf(sight.past, person) === "suspended");
  return pickOr(sight.dice.pick(suspended), (person) => mine(sight, { kind: "remove", person, cut: cut(sight.dice) }));
};

const removeSomebody: Move = (sight) =>
  pickOr(sight.dice.pick(others(sight)), (person) => mine(sight, { kind: "remove", person, cut: cut(sight.dice) }));

const reinstate: Move = (sight) =>
  pickOr(sight.dice.pick(standing(sight.past).filter(({ person }) => person !== sight.captive)), ({ act }) =>
    mine(sight, { kind: "reinstate", suspension: act }),
  );

const ownDevice: Move = (sight) =>
  pickOr(freshDevice(sight, playerOf(sight.me)), (device) => addDevice(sight, sight.me, device, sight.dice.chance(0.1)));

const deviceOfColleague: Move = (sight) =>
  pickOr(sight.dice.pick(others(sight)), (person) =>
    pickOr(freshDevice(sight, playerOf(person)), (device) => addDevice(sight, person, device, sight.dice.chance(0.1))),
  );

const revokeOf =
  (whose: (sight: Sight) => readonly string[]): Move =>
  (sight) =>
    pickOr(sight.dice.pick(whose(sight)), (person) =>
      pickOr(sight.dice.pick(devicesOf(sight.past, person)), (device) => mine(sight, { kind: "revoke-device", device, cut: cut(sight.dice) })),
    );

const someCompartments = ({ dice }: Sight): readonly string[] =>
  dice.some(
    COMPARTMENTS,
    dice.weighted([
      [6, 1],
      [2, 2],
      [1, 3],
    ]),
  );

/** The parts of one epoch act; now and then all with the key of the first. */
const parts = (sight: Sight, recipientsOf: (compartment: string) => readonly string[]): Of<"epoch">["epochs"] => {
  const made = someCompartments(sight).map((compartment) => part(sight, compartment, recipientsOf(compartment)));
  return sight.dice.chance(0.1) ? made.map((one) => ({ ...one, keyCommitment: made[0]!.keyCommitment })) : made;
};

/** A new key for those who had the old one and still count; the first for everybody. */
const renew: Move = (sight) => {
  const epochsNow = parts(sight, (compartment) => {
    const before = inForce(sight.past, compartment)?.recipients ?? counting(sight);
    return before.filter((device) => counts(sight.past, device));
  });
  return epochsNow.every(({ lockboxes }) => lockboxes.length > 0) ? mine(sight, { kind: "epoch", epochs: epochsNow }) : null;
};

const widen: Move = (sight) => {
  const all = counting(sight);
  return all.length === 0 ? null : mine(sight, { kind: "epoch", epochs: parts(sight, () => all) });
};

const narrowToSelf: Move = (sight) =>
  mine(sight, { kind: "epoch", epochs: [part(sight, sight.dice.pick(COMPARTMENTS)!, sight.dice.chance(0.5) ? [sight.device] : devicesOfMe(sight))] });

const devicesOfMe = (sight: Sight): readonly string[] => [...new Set([sight.device, ...devicesOf(sight.past, sight.me)])];

const strangeEpoch: Move = (sight) => {
  const compartment = sight.dice.pick(COMPARTMENTS)!;
  const ever = devicesEver(sight.past);
  const parent = sight.dice.weighted<string | null | undefined>([
    [4, undefined],
    [1, null],
    [2, sight.dice.pick(epochs(sight.past))?.id],
    [1, sight.dice.hex(32)],
  ]);
  const recipients = sight.dice.some(ever, sight.dice.from(1, ever.length));
  return ever.length === 0 ? null : mine(sight, { kind: "epoch", epochs: [part(sight, compartment, recipients, parent)] });
};

const epochBad: Move = (sight) =>
  pickOr(sight.dice.pick(epochs(sight.past)), ({ id }) =>
    mine(sight, { kind: "epoch-bad", epoch: sight.dice.chance(0.9) ? id : sight.dice.hex(32) }),
  );

/** Confirms what waits longest, or waits no more. */
const confirmOld: Move = (sight) => {
  const { acts, outcomes } = sight.desk.line;
  const proposals = acts.filter((_, at) => outcomes[at]!.is === "pending");
  return pickOr(sight.dice.pick(proposals.slice(0, 5)), ({ id }) => mine(sight, { kind: "confirm", act: id }));
};

const policy: Move = (sight) => mine(sight, { kind: "policy", policy: {} });
const moveRelay: Move = (sight) => mine(sight, { kind: "move-relay", relay: `https://relay${sight.dice.below(9)}.example` });

/** A new beginning in the same line, as only the last one left may make it. */
const beginAnew: Move = (sight) => {
  const company = sight.dice.some(
    everybody().filter(({ person }) => person !== sight.me),
    sight.dice.from(sight.dice.chance(0.1) ? 0 : 1, 2),
  );
  const kept = sight.dice.chance(0.9) ? [...new Set([sight.device, ...devicesOf(sight.past, sight.me)])].slice(0, 8) : [sight.device];
  const known = (owner: string) => (device: string) => [null, owner].includes(ownerOf(sight.past, device)) || sight.dice.chance(0.1);
  const theirs = company.map((who) => joining(who, sight.dice.some(who.devices.map(({ publicKey }) => publicKey).filter(known(who.person)), 2)));
  const joins = [joining(playerOf(sight.me), kept), ...theirs.filter(({ devices }) => devices.length > 0)];
  const persons = sight.dice.chance(0.1)
    ? joins.map((one) => ({ ...one, devices: one.devices.map(({ device }) => forgedCertificate(device)) }))
    : joins;
  const signing = persons.map(({ devices }, at) => (at === 0 ? sight.device : sight.dice.pick(devices)!.device));
  const before = {
    group: groupOf(sight.past) ?? sight.dice.hex(32),
    head: sight.dice.chance(0.9) ? (headOf(sight.desk.line) ?? sight.dice.hex(32)) : sight.dice.hex(32),
  };
  const act: Of<"genesis"> = {
    kind: "genesis",
    persons,
    relay: "https://relay.example",
    before: sight.dice.chance(0.95) ? before : null,
    policy: {},
  };
  return { act, by: sight.dice.chance(0.9) ? signing : signing.slice(0, Math.max(1, signing.length - 1)) };
};

/** Two persons choose a branch of a fork: ours, or another. */
export function settle(sight: Sight): (Intent & { readonly onto: string }) | null {
  const { desk, dice } = sight;
  const tip = dice.pick(tips(desk));
  if (tip === undefined) return null;
  const ours = headOf(desk.line)!;
  const [kept, dropped] = dice.chance(0.6) ? [ours, tip.act.id] : [tip.act.id, ours];
  const sides = [desk.placed.get(kept)!.chain.past, desk.placed.get(dropped)!.chain.past] as const;
  const able = dice.chance(0.85) ? activeInBoth(...sides) : personsEver(sides[0]);
  const by = dice.some(able, 2).flatMap((person) => deviceOf(sight, person) ?? []);
  return by.length === 0 ? null : { act: { kind: "resolve", heads: [kept, dropped] }, by, onto: kept };
}

/** A resolve where there may be nothing to resolve. */
const wildResolve: Move = (sight) => {
  const heads = [headOf(sight.desk.line) ?? sight.dice.hex(32), someAct(sight)] as const;
  const by = [...new Set([sight.device, ...sight.dice.some(members(sight), 1).flatMap((person) => deviceOf(sight, person) ?? [])])];
  return { act: { kind: "resolve", heads: sight.dice.chance(0.9) ? heads : [heads[1], heads[0]] }, by };
};

/** Anything at all about anybody. */
const wild: Move = (sight) => {
  const { dice } = sight;
  const anybody = player(dice.below(PLAYERS)).person;
  const known = dice.pick(personsEver(sight.past)) ?? anybody;
  const somebody = dice.chance(0.8) ? known : anybody;
  const anyDevice = dice.pick(devicesEver(sight.past)) ?? dice.hex(32);
  return dice.weighted<() => Intent | null>([
    [3, () => mine(sight, { kind: "admit", person: joiner(sight, playerOf(anybody), dice.chance(0.2)) })],
    [
      3,
      () =>
        pickOr(dice.pick(personsEver(sight.past).filter((one) => isRemoved(sight.past, one))), (gone) =>
          mine(sight, { kind: "admit", person: joiner(sight, playerOf(gone)) }),
        ),
    ],
    [2, () => mine(sight, { kind: "admit", person: withKnownDevice(sight, playerOf(anybody)) })],
    [3, () => mine(sight, { kind: "remove", person: dice.chance(0.2) ? sight.me : somebody, cut: cut(dice) })],
    [4, () => mine(sight, { kind: "suspend", person: dice.chance(0.15) ? sight.me : somebody, cut: cut(dice) })],
    [3, () => mine(sight, { kind: "reinstate", suspension: someAct(sight, "suspend") })],
    [2, () => addDevice(sight, somebody, dice.pick(playerOf(somebody).devices)!.publicKey, dice.chance(0.3))],
    [
      2,
      () =>
        addDevice(
          sight,
          sight.me,
          anyDevice.length === 64 && playerHas(sight.me, anyDevice) ? anyDevice : dice.pick(playerOf(sight.me).devices)!.publicKey,
          false,
        ),
    ],
    [3, () => mine(sight, { kind: "revoke-device", device: dice.chance(0.85) ? anyDevice : dice.hex(32), cut: cut(dice) })],
    [4, () => mine(sight, { kind: "confirm", act: someAct(sight) })],
    [2, () => mine(sight, { kind: "confirm", act: someAct(sight, "suspend") })],
    [3, () => strangeEpoch(sight)],
    [2, () => mine(sight, { kind: "epoch-bad", epoch: dice.pick(epochs(sight.past))?.id ?? dice.hex(32) })],
    [1, () => beginAnew(sight)],
    [1, () => wildResolve(sight)],
    [2, () => confirmAnybody(sight)],
  ])();
};

const playerHas = (person: string, device: string): boolean => playerOf(person).devices.some(({ publicKey }) => publicKey === device);

function withKnownDevice(sight: Sight, who: ReturnType<typeof playerOf>): ReturnType<typeof joining> {
  const devices = who.devices.map(({ publicKey }) => publicKey);
  const known = devices.find((device) => devicesEver(sight.past).includes(device)) ?? devices[0]!;
  return joining(who, [...new Set([known, sight.dice.pick(devices)!])]);
}

export type Role = "honest" | "captive" | "informer" | "outsider";
export type Mood = { readonly waning: boolean; readonly manyDevices: boolean; readonly proposing: boolean };

type Weighted = readonly [number, Move];

/** One try at an act, by role and by how things stand with the writer. */
export function tryAct(sight: Sight, role: Role, mood: Mood): Intent | null {
  const { past, me } = sight;
  const alone = members(sight).length === 1 && members(sight)[0] === me;
  if (role === "outsider" || !personsEver(past).includes(me) || isRemoved(past, me)) return wild(sight);
  if (!isActive(past, me))
    return sight.dice.weighted<Move>([
      [4, answer],
      [2, wild],
      [1, confirmAnybody],
      [1, renew],
    ])(sight);
  const moves: Weighted[] = alone && sight.dice.chance(0.6) ? [[1, beginAnew]] : [...BY_ROLE[role]];
  if (mood.waning) moves.push([12, removeSomebody], [12, confirmAnybody]);
  if (mood.manyDevices) moves.push([15, ownDevice], [6, deviceOfColleague], [4, confirmOthers]);
  if (mood.proposing) moves.push([40, policy], [40, moveRelay], [8, admit], [8, deviceOfColleague], [12, confirmOld]);
  return sight.dice.weighted<Move>(moves)(sight);
}

const EVERYDAY: readonly Weighted[] = [
  [8, confirmOthers],
  [2, confirmSuspension],
  [3, admit],
  [2, removeSuspended],
  [0.5, removeSomebody],
  [4, reinstate],
  [1.5, ownDevice],
  [1, deviceOfColleague],
  [0.7, revokeOf((sight) => [sight.me])],
  [0.7, revokeOf(others)],
  [3, renew],
  [2, widen],
  [0.5, epochBad],
  [0.4, policy],
  [0.4, moveRelay],
  [1.5, wild],
];

const BY_ROLE: { readonly [role in Exclude<Role, "outsider">]: readonly Weighted[] } = {
  honest: [...EVERYDAY, [3, suspendCaptive], [0.3, suspendColleague]],
  captive: [
    [5, suspendColleague],
    [3, admit],
    [4, confirmAnybody],
    [2, narrowToSelf],
    [2, epochBad],
    [2, removeSomebody],
    [1, deviceOfColleague],
    [2, revokeOf(others)],
    [1, wildResolve],
    [2, wild],
  ],
  informer: [...EVERYDAY, [10, confirmCaptive], [4, defendCaptive], [2, strangeEpoch]],
};
