/** For every rule at least one line whose last act it stops: void by its name, and not void where it is switched off. */
import { makeDeviceCert, type RuleName } from "#entry";
import { amina, applied, bako, chidi, dalia, Device, emre, epochFor, epochOf, farid, id, Member, pending, proposals, say, Scene } from "./cast.ts";

const THREE_LAPTOPS = [amina.laptop, bako.laptop, chidi.laptop];

export type Refusal = { readonly rule: RuleName; readonly name: string; readonly play: () => Scene };

export const REFUSALS: readonly Refusal[] = [
  ...refusals("signerMustCount", {
    "a suspended person proposes": () => ending(suspended(), say.policy(), bako),
    "a suspended person confirms": () => {
      const scene = Scene.of(amina, bako, chidi);
      const open = scene.does(pending, say.policy(), amina);
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.confirm(open), bako);
    },
    "a removed person proposes": () => ending(removed(), say.policy(), bako),
    "a revoked device proposes": () => {
      const scene = withPhone();
      scene.does(applied, say.revoke(amina.laptop), amina.phone);
      return ending(scene, say.policy(), amina.laptop);
    },
    "the proposer is suspended when it is confirmed": () => {
      const scene = Scene.of(amina, bako, chidi);
      const open = scene.does(pending, say.policy(), bako);
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.confirm(open), chidi);
    },
    "the proposing device is revoked when it is confirmed": () => {
      const scene = withPhone();
      const open = scene.does(pending, say.policy(), amina.phone);
      scene.does(applied, say.revoke(amina.phone), amina);
      return ending(scene, say.confirm(open), bako);
    },
    "a suspended person adds an own device": () => ending(suspended(), say.addDevice(bako.phone), bako),
    "a suspended person narrows the keys": () => {
      const { scene, first } = withEpoch();
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.epoch(epochFor([amina.laptop, chidi.laptop], epochOf(first))), bako);
    },
    "a suspended recipient calls the epoch bad": () => {
      const { scene, first } = withEpoch();
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.epochBad(epochOf(first)), bako);
    },
  }),

  ...refusals("genesisSignedByAllFounders", {
    "one founder did not sign": () => ending(new Scene(), say.genesis([amina.joining(), bako.joining()]), amina),
    "two devices of one person sign": () => ending(new Scene(), say.genesis([amina.joining(amina.laptop, amina.phone)]), amina.laptop, amina.phone),
    "one signs twice for another": () =>
      ending(new Scene(), say.genesis([amina.joining(amina.laptop, amina.phone), bako.joining()]), amina.laptop, amina.phone),
  }),
  ...refusals("personsDistinct", {
    "one person twice": () => ending(new Scene(), say.genesis([amina.joining(), amina.joining(amina.phone)]), amina.laptop, amina.phone),
    "a certificate by somebody else": () => ending(new Scene(), say.genesis([{ ...amina.joining(), devices: [forged(amina.laptop)] }]), amina),
    "one device of two persons": () => {
      const shared = { ...bako.joining(), devices: [bako.laptop.cert, certFor(bako, amina.phone)] };
      return ending(new Scene(), say.genesis([amina.joining(amina.laptop, amina.phone), shared]), amina, bako);
    },
    "a device that was somebody else's before": () => {
      const scene = Scene.of(amina, bako);
      scene.both(say.remove(bako), amina, bako);
      const claiming = { ...chidi.joining(), devices: [chidi.laptop.cert, certFor(chidi, bako.laptop)] };
      return ending(scene, say.genesis([amina.joining(), claiming], before(scene)), amina, chidi);
    },
  }),
  ...refusals("regenesisOnlyOfOne", {
    "two members are left": () => begunAnew(Scene.of(amina, bako), [amina, chidi]),
    "the one who is left is not in it": () => begunAnew(lone(), [chidi, dalia]),
    "one person alone": () => begunAnew(lone(), [amina]),
    "it names another head": () => {
      const scene = lone();
      const wrong = { group: scene.line.group!, head: id("elsewhere") };
      return ending(scene, say.genesis([amina.joining(), chidi.joining()], wrong), amina, chidi);
    },
    "it names another group": () => {
      const scene = lone();
      return ending(scene, say.genesis([amina.joining(), chidi.joining()], { group: id("elsewhere"), head: scene.head }), amina, chidi);
    },
    "it names nothing before": () => ending(lone(), say.genesis([amina.joining(), chidi.joining()]), amina, chidi),
    "signed with a device that never counted": () => {
      const scene = lone();
      return ending(scene, say.genesis([amina.joining(amina.laptop, amina.phone), chidi.joining()], before(scene)), amina.phone, chidi);
    },
  }),

  ...refusals("cantAdmitAlone", {
    "a lone founder": () => ending(lone(), say.admit(chidi.joining()), amina),
  }),
  ...refusals("cantAddBackRemovedMember", {
    "removed for good": () => ending(removed(), say.admit(bako.joining(bako.phone)), amina),
  }),
  ...refusals("alreadyMember", {
    "an active member": () => ending(Scene.of(amina, bako, chidi), say.admit(chidi.joining(chidi.phone)), amina),
    "a suspended member": () => ending(suspended(), say.admit(bako.joining(bako.phone)), amina),
    "admitted twice, the second confirmed by its own proposer": () => {
      const scene = Scene.of(amina, bako);
      const twice = scene.does(pending, say.admit(chidi.joining(chidi.phone)), amina);
      scene.both(say.admit(chidi.joining()), amina, bako);
      return ending(scene, say.confirm(twice), amina);
    },
    "admitted twice, the second confirmed later": () => {
      const scene = Scene.of(amina, bako);
      const twice = scene.does(pending, say.admit(chidi.joining(chidi.phone)), amina);
      scene.both(say.admit(chidi.joining()), amina, bako);
      return ending(scene, say.confirm(twice), bako);
    },
  }),
  ...refusals("notAMember", {
    "removes a stranger": () => ending(Scene.of(amina, bako), say.remove(dalia), amina),
    "suspends a stranger": () => ending(Scene.of(amina, bako), say.suspend(dalia), amina),
    "removes the removed": () => ending(removed(), say.remove(bako), amina),
    "a device for a stranger": () => ending(Scene.of(amina, bako), say.addDevice(dalia.laptop), amina),
    "a device for the removed": () => ending(removed(), say.addDevice(bako.phone), amina),
  }),
  ...refusals("cantRemoveSelf", {
    "proposes to remove herself": () => ending(Scene.of(amina, bako), say.remove(amina), amina),
  }),

  ...refusals("cantSuspendSelf", {
    "suspends herself": () => ending(Scene.of(amina, bako), say.suspend(amina), amina),
  }),
  ...refusals("oneOpenSuspension", {
    "a second suspension": () => {
      const scene = Scene.of(amina, bako, chidi);
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.suspend(chidi), amina);
    },
    "a second by another device of theirs": () => {
      const scene = withPhone();
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.suspend(chidi), amina.phone);
    },
  }),
  ...refusals("mayAnswerTheirSuspender", {
    "answers somebody who suspended nobody": () => ending(suspended(), say.suspend(chidi), bako),
    "answers though two have decided": () => {
      const scene = Scene.of(amina, bako, chidi);
      const open = scene.does(applied, say.suspend(bako), amina);
      scene.does(applied, say.confirm(open), chidi);
      return ending(scene, say.suspend(amina), bako);
    },
    "answers with a revoked device": () => {
      const scene = withPhone();
      scene.does(applied, say.revoke(amina.phone), amina);
      scene.does(applied, say.suspend(amina), bako);
      return ending(scene, say.suspend(bako), amina.phone);
    },
    "suspends with a revoked device": () => {
      const scene = withPhone();
      scene.does(applied, say.revoke(amina.phone), amina);
      return ending(scene, say.suspend(bako), amina.phone);
    },
    "a removed person suspends": () => ending(removed(), say.suspend(amina), bako),
  }),
  ...refusals("noSuchSuspension", {
    "an act that is none": () => ending(Scene.of(amina, bako), say.reinstate(id("nothing")), amina),
    "one that was lifted": () => {
      const scene = Scene.of(amina, bako, chidi);
      const lifted = scene.does(applied, say.suspend(bako), amina);
      scene.both(say.reinstate(lifted), amina, chidi);
      return ending(scene, say.reinstate(lifted), amina);
    },
    "lifted twice": () => {
      const scene = Scene.of(amina, bako, chidi);
      const lifted = scene.does(applied, say.suspend(bako), amina);
      const again = scene.does(pending, say.reinstate(lifted), chidi);
      scene.both(say.reinstate(lifted), amina, chidi);
      return ending(scene, say.confirm(again), amina);
    },
  }),

  ...refusals("deviceAlreadyKnown", {
    "a colleague's device": () => ending(Scene.of(amina, bako), say.admit({ ...dalia.joining(), devices: [certFor(dalia, bako.laptop)] }), amina),
    "one device twice": () => ending(Scene.of(amina, bako), say.admit(dalia.joining(dalia.laptop, dalia.laptop)), amina),
    "one's own again": () => ending(withPhone(), say.addDevice(amina.phone), amina),
    "a revoked device": () => {
      const scene = withPhone();
      scene.does(applied, say.revoke(amina.phone), amina);
      return ending(scene, say.addDevice(amina.phone), amina);
    },
    "a device of the removed": () => ending(removed(), say.admit({ ...dalia.joining(), devices: [certFor(dalia, bako.laptop)] }), amina),
  }),
  ...refusals("badCertificate", {
    "admits with somebody else's signature": () =>
      ending(Scene.of(amina, bako), say.admit({ ...dalia.joining(), devices: [forged(dalia.laptop)] }), amina),
    "adds with somebody else's signature": () =>
      ending(Scene.of(amina, bako), { kind: "add-device", person: amina.key, device: forged(amina.phone) }, amina),
    "adds with another recipient": () =>
      ending(
        Scene.of(amina, bako),
        { kind: "add-device", person: amina.key, device: { ...amina.phone.cert, recipient: bako.laptop.recipient } },
        amina,
      ),
  }),
  ...refusals("tooManyDevices", {
    "a ninth": () => {
      const scene = Scene.of(amina, bako);
      for (let n = 2; n <= 8; n++) scene.does(applied, say.addDevice(new Device(amina, `device ${n}`)), amina);
      return ending(scene, say.addDevice(new Device(amina, "device 9")), amina);
    },
  }),
  ...refusals("notADevice", {
    "no device": () => ending(withPhone(), say.revoke(dalia.laptop), amina),
    "revoked before": () => {
      const scene = withPhone();
      scene.does(applied, say.revoke(amina.phone), amina);
      return ending(scene, say.revoke(amina.phone), amina);
    },
    "a removed person's": () => {
      const scene = Scene.of(amina, bako, chidi);
      scene.does(applied, say.addDevice(bako.phone), bako);
      scene.both(say.remove(bako), amina, chidi);
      return ending(scene, say.revoke(bako.phone), amina);
    },
  }),
  ...refusals("cantRevokeLast", {
    "one's only device": () => ending(Scene.of(amina, bako), say.revoke(amina.laptop), amina),
    "a colleague's only device": () => ending(Scene.of(amina, bako, chidi), say.revoke(chidi.laptop), amina),
    "the last one left when it is confirmed": () => {
      const scene = withPhone();
      const open = scene.does(pending, say.revoke(amina.phone), bako);
      scene.does(applied, say.revoke(amina.laptop), amina);
      return ending(scene, say.confirm(open), chidi);
    },
  }),

  ...refusals("nothingToConfirm", {
    "an act that is none": () => ending(Scene.of(amina, bako), say.confirm(id("nothing")), amina),
    "an act that took effect at once": () => {
      const scene = Scene.of(amina, bako);
      return ending(scene, say.confirm(scene.does(applied, say.addDevice(amina.phone), amina)), bako);
    },
    "confirmed before": () => {
      const scene = Scene.of(amina, bako, chidi);
      return ending(scene, say.confirm(scene.both(say.policy(), amina, bako)), chidi);
    },
    "the oldest of nine by one person": () => {
      const scene = Scene.of(amina, bako);
      const [oldest] = proposals(scene, bako, 9);
      return ending(scene, say.confirm(oldest!), amina);
    },
    "a suspension confirmed before": () => {
      const scene = Scene.of(amina, bako, chidi, dalia);
      const open = scene.does(applied, say.suspend(bako), amina);
      scene.does(applied, say.confirm(open), chidi);
      return ending(scene, say.confirm(open), dalia);
    },
  }),
  ...refusals("secondMustBeAnother", {
    "the proposer": () => {
      const scene = Scene.of(amina, bako);
      return ending(scene, say.confirm(scene.does(pending, say.admit(chidi.joining()), amina)), amina);
    },
    "the proposer's other device": () => {
      const scene = withPhone();
      return ending(scene, say.confirm(scene.does(pending, say.admit(dalia.joining()), amina)), amina.phone);
    },
    "who suspended": () => {
      const scene = Scene.of(amina, bako, chidi);
      return ending(scene, say.confirm(scene.does(applied, say.suspend(bako), amina)), amina);
    },
  }),

  ...refusals("noSuchParent", {
    "side by side": () => ending(withEpoch().scene, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop])), amina),
    "upon nothing": () => ending(Scene.of(amina, bako), say.epoch(epochFor([amina.laptop, bako.laptop], id("nothing"))), amina),
    "another has come before it is confirmed": () => {
      const { scene, first } = withEpoch();
      scene.does(applied, say.addDevice(amina.phone), amina);
      const wider = epochFor([amina.laptop, amina.phone, bako.laptop, chidi.laptop], epochOf(first));
      const open = scene.does(pending, say.epoch(wider), amina);
      scene.does(applied, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop], epochOf(first))), bako);
      return ending(scene, say.confirm(open), chidi);
    },
    "one of two is wrong": () => {
      const { scene, first } = withEpoch();
      const all = [amina.laptop, bako.laptop, chidi.laptop];
      return ending(scene, say.epoch(epochFor(all, epochOf(first)), epochFor(all, id("nothing"), "inbox")), amina);
    },
  }),
  ...refusals("recipientsMustCount", {
    "a suspended person": () => {
      const { scene, first } = withEpoch();
      scene.does(applied, say.suspend(bako), amina);
      return ending(scene, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop], epochOf(first))), amina);
    },
    "a stranger": () => {
      const { scene, first } = withEpoch();
      return ending(scene, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop, farid.laptop], epochOf(first))), amina);
    },
  }),
  ...refusals("cantNarrow", {
    "leaves out a colleague": () => {
      const { scene, first } = withEpoch();
      return ending(scene, say.epoch(epochFor([amina.laptop, chidi.laptop], epochOf(first))), amina);
    },
    "a first epoch for some": () => ending(Scene.of(amina, bako, chidi), say.epoch(epochFor([amina.laptop, bako.laptop])), amina),
  }),
  ...refusals("keyUsedBefore", {
    "the key of the epoch before": () => {
      const { scene, first } = withEpoch();
      const again = { ...epochFor(THREE_LAPTOPS, epochOf(first)), keyCommitment: epochFor(THREE_LAPTOPS).keyCommitment };
      return ending(scene, say.epoch(again), bako);
    },
    "another compartment's key": () => {
      const { scene } = withEpoch();
      const same = { ...epochFor(THREE_LAPTOPS, null, "inbox"), keyCommitment: epochFor(THREE_LAPTOPS).keyCommitment };
      return ending(scene, say.epoch(same), bako);
    },
    "one key for two compartments": () => {
      const inbox = epochFor(THREE_LAPTOPS, null, "inbox");
      const same = { ...epochFor(THREE_LAPTOPS, null, "work"), keyCommitment: inbox.keyCommitment };
      return ending(Scene.of(amina, bako, chidi), say.epoch(inbox, same), amina);
    },
    "another compartment has taken it before it is confirmed": () => {
      const { scene, first } = withEpoch();
      scene.does(applied, say.addDevice(amina.phone), amina);
      const wider = epochFor([amina.laptop, amina.phone, bako.laptop, chidi.laptop], epochOf(first));
      const open = scene.does(pending, say.epoch(wider), amina);
      const inbox = epochFor([amina.laptop, amina.phone, bako.laptop, chidi.laptop], null, "inbox");
      scene.does(applied, say.epoch({ ...inbox, keyCommitment: wider.keyCommitment }), bako);
      return ending(scene, say.confirm(open), chidi);
    },
  }),
  ...refusals("notARecipient", {
    "no such epoch": () => ending(withEpoch().scene, say.epochBad(id("nothing")), amina),
    "another device of a recipient": () => {
      const { scene, first } = withEpoch();
      scene.does(applied, say.addDevice(amina.phone), amina);
      return ending(scene, say.epochBad(epochOf(first)), amina.phone);
    },
  }),

  ...refusals("noSuchFork", {
    "a head that is no branch": () => {
      const scene = Scene.of(amina, bako);
      const start = scene.head;
      scene.does(applied, say.addDevice(amina.phone), amina);
      return ending(scene, say.resolve(scene.head, start), amina, bako);
    },
    "it stands on another head than it keeps": () => {
      const { desk, other } = forked();
      return ending(desk, say.resolve(other, other), amina, chidi);
    },
  }),
  ...refusals("resolveByTwo", {
    "two devices of one person": () => {
      const { desk, other } = forked(withPhone());
      return ending(desk, say.resolve(desk.head, other), amina.laptop, amina.phone);
    },
    "one whom the other branch suspends": () => {
      const { desk, other } = forked();
      return ending(desk, say.resolve(desk.head, other), amina, dalia);
    },
    "a device that this branch revoked": () => {
      const { desk, other } = forked(withPhone());
      desk.does(null, say.revoke(amina.phone), amina);
      return ending(desk, say.resolve(desk.head, other), amina.phone, bako);
    },
    "one whom only this branch admits": () => {
      const start = Scene.of(amina, bako, chidi);
      const branch = start.copy();
      const other = branch.does(applied, say.addDevice(chidi.phone), chidi);
      start.both(say.admit(emre.joining()), amina, bako);
      start.meets({ kind: "fork" }, [...branch.line.acts.values()][1]!.act);
      return ending(start, say.resolve(start.head, other), amina, emre);
    },
  }),
];

/** Rules that another rule makes unreachable: kept as a second lock, tested with the first switched off. */
export const SECOND_LOCKS: readonly RuleName[] = ["targetCantReinstateSelf"];

function refusals(rule: RuleName, plays: Readonly<Record<string, () => Scene>>): Refusal[] {
  return Object.entries(plays).map(([name, play]) => ({ rule, name, play }));
}

/** The scene after one more act; what comes of it is for the caller to see. */
function ending(scene: Scene, act: Parameters<Scene["does"]>[1], ...by: readonly (Device | Member)[]): Scene {
  scene.does(null, act, ...by);
  return scene;
}

function before(scene: Scene): { group: string; head: string } {
  return { group: scene.line.group!, head: scene.head };
}

function suspended(): Scene {
  const scene = Scene.of(amina, bako, chidi);
  scene.does(applied, say.suspend(bako), amina);
  return scene;
}

function removed(): Scene {
  const scene = Scene.of(amina, bako, chidi);
  scene.both(say.remove(bako), amina, chidi);
  return scene;
}

function withPhone(): Scene {
  const scene = Scene.of(amina, bako, chidi);
  scene.does(applied, say.addDevice(amina.phone), amina);
  return scene;
}

function withEpoch(): { scene: Scene; first: string } {
  const scene = Scene.of(amina, bako, chidi);
  return { scene, first: scene.does(applied, say.epoch(epochFor(THREE_LAPTOPS)), amina) };
}

/** A founder alone, after a colleague left. */
function lone(): Scene {
  const scene = Scene.of(amina, bako);
  scene.both(say.remove(bako), amina, bako);
  return scene;
}

function begunAnew(scene: Scene, persons: readonly Member[]): Scene {
  return ending(
    scene,
    say.genesis(
      persons.map((member) => member.joining()),
      before(scene),
    ),
    ...persons,
  );
}

function forged(device: Device) {
  return { ...device.cert, signature: farid.laptop.cert.signature };
}

/** A certificate by `member` for a device that is not theirs. */
function certFor(member: Member, device: Device) {
  return makeDeviceCert(member.signer, device.key, device.recipient);
}

/** A desk that has met a fork: its own line adds a device, the other branch suspends Dalia or, in a group without her, Chidi. */
function forked(start = Scene.of(amina, bako, chidi, dalia)): { desk: Scene; other: string } {
  const branch = start.copy();
  const target = start.line.state.persons.has(dalia.key) ? dalia : chidi;
  const other = branch.drafted(say.suspend(target), bako);
  start.does(applied, say.addDevice(new Device(amina, "tablet")), amina);
  start.meets({ kind: "fork" }, other);
  return { desk: start, other: other.id };
}
