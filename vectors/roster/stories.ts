/** The hostile stories that the roster was designed against (docs/formats/roster.md): played by the tests, frozen as vectors. */
import { deepEqual, equal, notEqual } from "node:assert/strict";
import { activePersons, cutsFor, deviceCounts, personStanding, rosterSummary, writableEpoch } from "#entry";
import { amina, applied, bako, chidi, dalia, Device, emre, epochFor, epochOf, farid, id, isVoid, Member, noise, pending, say, Scene } from "./cast.ts";

const standings = (scene: Scene, ...members: readonly Member[]) => members.map((member) => personStanding(scene.line, member.key));
const forkHeads = (scene: Scene) => scene.line.fork?.others ?? [];
const fork = { kind: "fork" } as const;

export type Story = { readonly name: string; readonly play: () => readonly Scene[] };

/** Each fails where a promise is broken, and gives the desks whose lines are frozen as vectors. */
export const STORIES: Story[] = [];

function story(name: string, play: () => readonly Scene[]): void {
  STORIES.push({ name, play });
}

story("group of two: the captive suspends the other and then admits nobody", () => {
  const scene = Scene.of(amina, bako);
  scene.does(applied, say.suspend(amina), bako);
  scene.does(isVoid("cantAdmitAlone"), say.admit(chidi.joining()), bako);
  equal(personStanding(scene.line, chidi.key), null);
  return [scene];
});

story("group of two: the other answers, and then nobody decides anything", () => {
  const scene = Scene.of(amina, bako);
  const first = scene.does(applied, say.suspend(amina), bako);
  const answer = scene.does(applied, say.suspend(bako), amina);
  deepEqual(standings(scene, amina, bako), ["suspended", "suspended"]);
  for (const member of [amina, bako]) {
    scene.does(isVoid("signerMustCount"), say.confirm(first), member);
    scene.does(isVoid("signerMustCount"), say.reinstate(answer), member);
    scene.does(isVoid("signerMustCount"), say.admit(chidi.joining()), member);
    scene.does(isVoid("oneOpenSuspension"), say.suspend(member === amina ? bako : amina), member);
  }
  scene.does(isVoid("regenesisOnlyOfOne"), say.genesis([amina.joining(), chidi.joining()], { group: scene.line.group!, head: scene.head }), amina, chidi);
  return [scene];
});

story("group of three: mutual suspension leaves the third, who alone brings nobody back", () => {
  const scene = Scene.of(amina, bako, chidi);
  const attack = scene.does(applied, say.suspend(amina), bako);
  const answer = scene.does(applied, say.suspend(bako), amina);
  deepEqual(standings(scene, amina, bako, chidi), ["suspended", "suspended", "active"]);
  scene.does(applied, say.confirm(answer), chidi);
  const lift = scene.does(pending, say.reinstate(attack), chidi);
  scene.does(isVoid("signerMustCount"), say.confirm(lift), amina);
  scene.does(isVoid("secondMustBeAnother"), say.confirm(lift), chidi);
  deepEqual(standings(scene, amina, bako, chidi), ["suspended", "suspended", "active"]);
  return [scene];
});

story("group of four: mutual suspension, and the other two put it right", () => {
  const scene = Scene.of(amina, bako, chidi, dalia);
  const attack = scene.does(applied, say.suspend(amina), bako);
  const answer = scene.does(applied, say.suspend(bako), amina);
  scene.does(applied, say.confirm(answer), chidi);
  scene.both(say.reinstate(attack), chidi, dalia);
  deepEqual(standings(scene, amina, bako, chidi, dalia), ["active", "suspended", "active", "active"]);
  scene.both(say.remove(bako), amina, dalia);
  equal(personStanding(scene.line, bako.key), "removed");
  return [scene];
});

story("a captive takes out one colleague and no second, whatever comes first", () => {
  const first = Scene.of(amina, bako, chidi, dalia);
  first.does(applied, say.suspend(amina), bako);
  first.does(isVoid("oneOpenSuspension"), say.suspend(chidi), bako);
  first.does(applied, say.suspend(bako), chidi);
  first.does(isVoid("oneOpenSuspension"), say.suspend(chidi), bako);
  deepEqual(activePersons(first.line), [chidi.key, dalia.key].sort());

  const second = Scene.of(amina, bako, chidi, dalia);
  second.does(applied, say.suspend(bako), chidi);
  second.does(isVoid("mayAnswerTheirSuspender"), say.suspend(amina), bako);
  second.does(applied, say.suspend(chidi), bako);
  second.does(isVoid("oneOpenSuspension"), say.suspend(amina), bako);
  deepEqual(activePersons(second.line), [amina.key, dalia.key].sort());
  return [first, second];
});

story("a captive whose suspension two have decided answers nobody", () => {
  const scene = Scene.of(amina, bako, chidi);
  const suspension = scene.does(applied, say.suspend(bako), chidi);
  scene.does(applied, say.confirm(suspension), amina);
  scene.does(isVoid("mayAnswerTheirSuspender"), say.suspend(chidi), bako);
  return [scene];
});

story("a lone founder admits nobody, and a stale second device cannot undo the new beginning that left it out", () => {
  const scene = new Scene();
  scene.does(applied, say.genesis([amina.joining(amina.laptop, amina.phone)]), amina);
  scene.does(isVoid("cantAdmitAlone"), say.admit(bako.joining()), amina);
  const stale = scene.drafted(say.addDevice(new Device(amina, "tablet")), amina.phone);
  const second = scene.copy().drafted(say.genesis([amina.joining(amina.phone), chidi.joining()], { group: scene.line.group!, head: scene.head }), amina.phone, chidi);

  const began = scene.does(applied, say.genesis([amina.joining(), bako.joining()], { group: scene.line.group!, head: scene.head }), amina, bako);
  equal(scene.line.group, began);
  equal(deviceCounts(scene.line, amina.phone.key), false);
  const before = rosterSummary(scene.line);
  scene.meets(noise("signer-gone"), stale);
  scene.meets(noise("signer-gone"), second);
  scene.does(isVoid("signerMustCount"), say.policy(), amina.phone);
  deepEqual({ ...(rosterSummary(scene.line) as object), head: null, void: null }, { ...(before as object), head: null, void: null });
  return [scene];
});

story("a lone founder's stale device that is still one of theirs makes a fork that is seen", () => {
  const scene = new Scene();
  scene.does(applied, say.genesis([amina.joining(amina.laptop, amina.phone)]), amina);
  const stale = scene.drafted(say.addDevice(new Device(amina, "tablet")), amina.phone);
  scene.does(applied, say.genesis([amina.joining(amina.laptop, amina.phone), bako.joining()], { group: scene.line.group!, head: scene.head }), amina, bako);
  scene.meets(fork, stale);
  equal(scene.line.state.devices.size, 3);
  deepEqual(forkHeads(scene), [stale.id]);
  return [scene];
});

story("an empty cut and a stale cut are recorded, and cuts of one target unite", () => {
  const scene = Scene.of(amina, bako, chidi, dalia);
  const [old, late] = [id("an old head"), id("a late head")];
  const empty = scene.does(applied, say.suspend(bako), amina);
  const stale = scene.does(applied, say.suspend(bako, { work: [old] }), chidi);
  const removal = scene.both(say.remove(bako, { work: [old, late].sort(), inbox: [] }), chidi, dalia);
  deepEqual(
    cutsFor(scene.line, bako.key).map(({ act, heads, signerDevice, lineIndex, lifted }) => ({ act, heads, signerDevice, lineIndex, lifted })),
    [
      { act: empty, heads: {}, signerDevice: amina.laptop.key, lineIndex: 1, lifted: true },
      { act: stale, heads: { work: [old] }, signerDevice: chidi.laptop.key, lineIndex: 2, lifted: true },
      { act: removal, heads: { work: [old, late].sort(), inbox: [] }, signerDevice: chidi.laptop.key, lineIndex: 3, lifted: false },
    ],
  );
  return [scene];
});

story("a lifted suspension's cut leaves nothing out any more, a standing one's does", () => {
  const scene = Scene.of(amina, bako, chidi);
  const first = scene.does(applied, say.suspend(bako), amina);
  equal(cutsFor(scene.line, bako.key)[0]?.lifted, false);
  scene.both(say.reinstate(first), amina, chidi);
  equal(cutsFor(scene.line, bako.key)[0]?.lifted, true);
  return [scene];
});

story("an informer with a suspended person's key is still one person", () => {
  const scene = Scene.of(amina, bako, chidi, dalia);
  scene.does(applied, say.suspend(bako), amina);
  const admission = scene.does(pending, say.admit(emre.joining()), chidi);
  scene.does(isVoid("signerMustCount"), say.confirm(admission), bako);
  const proposed = scene.does(isVoid("signerMustCount"), say.remove(amina), bako);
  scene.does(isVoid("nothingToConfirm"), say.confirm(proposed), chidi);
  scene.does(isVoid("signerMustCount"), say.addDevice(bako.phone), bako);
  scene.does(isVoid("secondMustBeAnother"), say.confirm(admission), chidi);
  deepEqual(standings(scene, amina, bako, chidi, dalia, emre), ["active", "suspended", "active", "active", null]);
  return [scene];
});

story("an informer with a suspended person's key and a relay that forks: they keep no branch of their own", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const honest = start.copy();
  honest.does(applied, say.suspend(bako), amina);
  const theirs = start.copy();
  theirs.both(say.admit(emre.joining()), bako, chidi);
  theirs.does(isVoid("noSuchFork"), say.resolve(theirs.head, start.head), chidi, emre);

  const other = theirs.copy();
  other.meetsAll(honest, 1, fork);
  other.does(isVoid("resolveByTwo"), say.resolve(other.head, honest.head), chidi, emre);
  other.does(isVoid("resolveByTwo"), say.resolve(other.head, honest.head), chidi, bako);

  const desk = honest.copy();
  desk.meetsAll(theirs, 1, null);
  notEqual(desk.line.fork, null);
  deepEqual(standings(desk, amina, bako, chidi, dalia, emre), ["active", "suspended", "active", "active", null]);
  desk.does(applied, say.resolve(desk.head, theirs.head), amina, dalia);
  equal(desk.line.fork, null);
  equal(personStanding(desk.line, emre.key), null);
  return [theirs, other, desk];
});

story("a captor forks the suspender's chain: both suspensions hold, authority waits, two others go on", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const desk = start.copy();
  const just = desk.does(applied, say.suspend(bako), amina);
  const captor = start.copy();
  const back = captor.does(applied, say.suspend(amina), bako);
  captor.both(say.admit(emre.joining()), bako, chidi);

  desk.meetsAll(captor, 1, fork);
  deepEqual(standings(desk, amina, bako, chidi, dalia, emre), ["suspended", "suspended", "active", "active", null]);
  deepEqual(desk.line.fork, { own: just, others: [captor.head], since: 1 });

  const waiting = desk.does(pending, say.remove(bako), chidi);
  desk.does(pending, say.confirm(waiting), dalia);
  equal(personStanding(desk.line, bako.key), "suspended");
  desk.does(isVoid("resolveByTwo"), say.resolve(desk.head, captor.head), amina, dalia);
  desk.does(applied, say.resolve(desk.head, captor.head), chidi, dalia);
  equal(desk.line.fork, null);
  deepEqual(standings(desk, amina, bako, chidi, dalia), ["active", "removed", "active", "active"], "what two decided meanwhile holds, and the removed suspend nobody");
  equal(desk.line.state.suspensions.has(back), false);
  return [desk];
});

story("a captive who forks many times takes out one colleague", () => {
  const desk = Scene.of(amina, bako, chidi, dalia, emre);
  const branches = [amina, chidi, dalia].map((target) => {
    const branch = desk.copy();
    desk.does(pending, say.policy(), emre);
    return branch.drafted(say.suspend(target), bako);
  });
  for (const suspension of branches) desk.meets(fork, suspension);
  equal(forkHeads(desk).length, 3);
  const out = [amina, chidi, dalia, emre].filter((member) => personStanding(desk.line, member.key) === "suspended");
  equal(out.length, 1);
  return [desk];
});

story("four who admit each other are nobody", () => {
  const scene = Scene.of(amina, bako, chidi);
  const strangers = [dalia, emre, farid, new Member("Gulnar")];
  strangers.forEach((stranger, i) => scene.does(noise("unknown-device"), say.admit(strangers[(i + 1) % 4]!.joining()), stranger));
  const open = scene.does(pending, say.admit(dalia.joining()), amina);
  scene.does(noise("unknown-device"), say.confirm(open), dalia);
  scene.does(noise("unknown-device"), say.confirm(open), emre);
  deepEqual(activePersons(scene.line), [amina.key, bako.key, chidi.key].sort());
  return [scene];
});

story("self-only narrowing: nobody takes the keys for themselves", () => {
  const scene = Scene.of(amina, bako, chidi);
  const first = scene.does(applied, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop])), amina);
  scene.does(isVoid("cantNarrow"), say.epoch(epochFor([bako.laptop], epochOf(first))), bako);
  scene.does(isVoid("cantNarrow"), say.epoch(epochFor([bako.laptop], null, "inbox")), bako);
  scene.does(applied, say.suspend(amina), bako);
  scene.does(isVoid("cantNarrow"), say.epoch(epochFor([bako.laptop], epochOf(first))), bako);
  scene.does(applied, say.epoch(epochFor([bako.laptop, chidi.laptop], epochOf(first))), bako);
  return [scene];
});

story("a removed key with an old view changes nothing", () => {
  const scene = Scene.of(amina, bako, chidi, dalia);
  const stale = scene.copy();
  const suspension = stale.drafted(say.suspend(amina), bako);
  const proposal = stale.drafted(say.admit(emre.joining()), bako);
  scene.both(say.remove(bako), amina, chidi);
  const before = rosterSummary(scene.line);
  scene.meets(noise("signer-gone"), suspension);
  scene.meets(noise("signer-gone"), proposal);
  scene.meets(noise("mayAnswerTheirSuspender"), suspension, "file");
  deepEqual(rosterSummary(scene.line), before);
  scene.does(isVoid("signerMustCount"), say.policy(), bako);
  scene.does(isVoid("mayAnswerTheirSuspender"), say.suspend(amina), bako);
  return [scene];
});

story("a relay that forks the line: both sides see it, and end with the same roster", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const east = start.copy();
  const west = start.copy();
  const device = east.does(applied, say.addDevice(amina.phone), amina);
  const suspension = west.does(applied, say.suspend(chidi), bako);
  const [eastHead, westHead] = [east.head, west.head];
  east.meetsAll(west, 1, fork);
  west.meets(fork, [...east.line.acts.values()][1]!.act);
  for (const scene of [east, west]) {
    deepEqual(standings(scene, amina, bako, chidi, dalia), ["active", "active", "suspended", "active"]);
    equal(scene.line.headCode()?.length, 12);
  }
  equal(east.line.state.suspensions.has(suspension), true);
  west.does(pending, say.policy(), dalia);

  const resolve = east.drafted(say.resolve(eastHead, westHead), amina, dalia);
  east.meets(applied, resolve);
  west.meets(applied, resolve);
  equal(west.head, resolve.id);
  deepEqual(rosterSummary(west.line), rosterSummary(east.line));
  equal(west.line.acts.has(device), true);
  deepEqual(standings(east, chidi), ["suspended"], "the dropped branch's suspension stands");
  return [east, west];
});

story("a desk that never met the dropped branch waits with the RESOLVE until it has", () => {
  const start = Scene.of(amina, bako, chidi);
  const east = start.copy();
  const west = start.copy();
  east.does(applied, say.addDevice(amina.phone), amina);
  west.does(applied, say.suspend(chidi), bako);
  const late = east.copy();
  const [eastHead, westHead] = [east.head, west.head];
  east.meetsAll(west, 1, fork);
  const resolve = east.drafted(say.resolve(eastHead, westHead), amina, bako);
  east.meets(applied, resolve);
  late.meets(noise("dropped-unknown"), resolve);
  late.meetsAll(west, 1, fork);
  late.meets(applied, resolve);
  deepEqual(rosterSummary(late.line), rosterSummary(east.line));
  return [east, late];
});

story("two RESOLVEs that cross are a fork again, on both sides", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const east = start.copy();
  const west = start.copy();
  east.does(applied, say.addDevice(amina.phone), amina);
  west.does(applied, say.addDevice(bako.phone), bako);
  const [eastHead, westHead] = [east.head, west.head];
  const eastern = [...east.line.acts.values()][1]!.act;
  east.meetsAll(west, 1, fork);
  west.meets(fork, eastern);
  const keepsEast = east.drafted(say.resolve(eastHead, westHead), amina, chidi);
  const keepsWest = west.drafted(say.resolve(westHead, eastHead), bako, dalia);
  east.meets(applied, keepsEast);
  west.meets(applied, keepsWest);
  east.meets(fork, keepsWest);
  west.meets(fork, keepsEast);
  const last = east.drafted(say.resolve(keepsEast.id, keepsWest.id), chidi, dalia);
  east.meets(applied, last);
  west.meets(applied, last);
  equal(east.line.fork, null);
  deepEqual(rosterSummary(west.line), rosterSummary(east.line));
  return [east, west];
});

story("a restored backup comes back as a new device, certified by its person and let in by two", () => {
  const scene = Scene.of(amina, bako, chidi);
  const first = scene.does(applied, say.epoch(epochFor([amina.laptop, bako.laptop, chidi.laptop])), amina);
  const restored = new Device(amina, "restored laptop");
  scene.does(noise("unknown-device"), say.addDevice(restored), restored);
  const added = scene.does(pending, say.addDevice(restored), bako);
  equal(deviceCounts(scene.line, restored.key), false);
  scene.does(applied, say.confirm(added), chidi);
  scene.both(say.revoke(amina.laptop), bako, chidi);
  equal(writableEpoch(scene.line, "work"), null, "the lost device could still read");
  const next = epochFor([bako.laptop, chidi.laptop, restored], epochOf(first));
  scene.both(say.epoch(next), bako, restored);
  deepEqual(writableEpoch(scene.line, "work")?.element, next);
  return [scene];
});

story("a lost compare-and-swap is signed again upon the new head, and leaves no trace", () => {
  const scene = Scene.of(amina, bako, chidi);
  const lost = scene.drafted(say.suspend(chidi), amina);
  scene.does(applied, say.addDevice(bako.phone), bako);
  const again = scene.does(applied, say.suspend(chidi), amina);
  scene.meets(noise("already-here"), scene.story.at(-1)!.act);
  scene.meets(noise("line-carries-one"), lost, "file");
  deepEqual([...scene.line.state.suspensions.keys()], [again]);
  equal(scene.line.fork, null);
  return [scene];
});

story("a SUSPEND by file counts at once, and ends when the line carries one by that signer", () => {
  const scene = Scene.of(amina, bako, chidi);
  const lost = scene.drafted(say.suspend(chidi), amina);
  scene.meets({ kind: "held-suspension" }, lost, "file");
  equal(deviceCounts(scene.line, chidi.laptop.key), false);
  equal(scene.line.judged.suspensions.size, 0);
  deepEqual(cutsFor(scene.line, chidi.key)[0]?.lineIndex, Number.POSITIVE_INFINITY);
  scene.does(applied, say.addDevice(chidi.phone), chidi);
  equal(scene.line.fork, null, "a SUSPEND that lost its place is no fork");
  equal(deviceCounts(scene.line, chidi.phone.key), false, "the line took the act; this desk counts no device of theirs");
  const carried = scene.does(applied, say.suspend(chidi), amina);
  deepEqual([...scene.line.state.suspensions.keys()], [carried]);
  scene.both(say.reinstate(carried), amina, bako);
  scene.meets(noise("line-carries-one"), lost, "file");
  equal(deviceCounts(scene.line, chidi.laptop.key), true);
  return [scene];
});

story("suspensions by file: one captive still takes out one, and two who suspend them end it", () => {
  const scene = Scene.of(amina, bako, chidi, dalia);
  scene.meets({ kind: "held-suspension" }, scene.drafted(say.suspend(amina), bako), "file");
  scene.meets(noise("oneOpenSuspension"), scene.drafted(say.suspend(chidi), bako), "file");
  const captive = scene.does(applied, say.suspend(bako), chidi);
  equal(personStanding(scene.line, amina.key), "suspended");
  scene.does(applied, say.confirm(captive), dalia);
  equal(personStanding(scene.line, amina.key), "active");
  return [scene];
});

story("an act upon a SUSPEND that came as a file shows the fork", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const other = start.copy();
  const suspension = other.drafted(say.suspend(chidi), bako);
  other.meets(applied, suspension);
  const upon = other.drafted(say.addDevice(dalia.phone), dalia);
  const desk = start.copy();
  desk.does(applied, say.addDevice(amina.phone), amina);
  desk.meets({ kind: "held-suspension" }, suspension, "file");
  equal(desk.line.fork, null);
  desk.meets(fork, upon, "file");
  deepEqual(forkHeads(desk), [upon.id]);
  return [desk];
});

story("an act of a newer kind stops the line, but not when a suspended captive signs it", () => {
  const scene = Scene.of(amina, bako, chidi);
  scene.does(applied, say.suspend(bako), amina);
  scene.does(isVoid("signerMustCount"), say.policy(), bako);
  const captive = scene.newer(bako);
  scene.meets(isVoid("signerMustCount"), captive);
  equal(scene.line.updateNeeded, false);
  const newer = scene.newer(chidi);
  const head = scene.head;
  scene.meets({ kind: "update-needed" }, newer);
  equal(scene.head, head);
  equal(scene.line.updateNeeded, true);
  scene.meets(noise("already-here"), newer);
  return [scene];
});

story("a RESOLVE that crosses another below its dropped head is a fork again", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const west = start.copy();
  west.does(applied, say.addDevice(bako.phone), bako);
  const east = start.copy();
  east.does(applied, say.addDevice(amina.phone), amina);
  const [middle, westHead] = [east.head, west.head];
  const crossing = east.copy();
  east.does(applied, say.addDevice(new Device(amina, "tablet")), amina);
  east.meetsAll(west, 1, fork);
  crossing.meetsAll(west, 1, fork);
  const first = [...east.line.acts.values()].slice(1).map(({ act }) => act);
  first.forEach((act) => west.meets(fork, act));
  west.does(applied, say.resolve(westHead, east.head), bako, chidi);
  const second = crossing.drafted(say.resolve(middle, westHead), amina, dalia);
  west.meets(fork, second);
  deepEqual(forkHeads(west), [second.id]);
  return [west];
});

story("acts after a dropped head are kept: a RESOLVE upon them is a fork, and going over brings them along", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const east = start.copy();
  const west = start.copy();
  const eastHead = east.does(applied, say.addDevice(amina.phone), amina);
  const westHead = west.does(applied, say.addDevice(bako.phone), bako);
  const desk = east.copy();
  desk.meetsAll(west, 1, fork);
  desk.does(applied, say.resolve(eastHead, westHead), amina, chidi);
  const later = west.drafted(say.addDevice(dalia.phone), dalia);
  west.meets(applied, later);
  desk.meets(noise("branch-dropped"), later);
  equal(desk.line.fork, null);
  west.meetsAll(east, 1, fork);
  const crossing = west.does(applied, say.resolve(later.id, eastHead), bako, dalia);
  desk.meets(fork, [...west.line.acts.values()].at(-1)!.act);
  const resolved = desk.head;
  west.meets(fork, [...desk.line.acts.values()].at(-1)!.act);
  const last = west.drafted(say.resolve(crossing, resolved), chidi, dalia);
  west.meets(applied, last);
  desk.meets(applied, last);
  equal(desk.line.fork, null);
  deepEqual(rosterSummary(desk.line), rosterSummary(west.line));
  return [desk, west];
});

story("what an earlier line of the desk had dropped is weighed anew after going over", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const [own, other, third] = [start.copy(), start.copy(), start.copy()];
  const ownHead = own.does(applied, say.addDevice(amina.phone), amina);
  const otherHead = other.does(applied, say.addDevice(bako.phone), bako);
  own.meetsAll(other, 1, fork);
  const first = own.does(applied, say.resolve(ownHead, otherHead), amina, chidi);
  const thirdHead = third.does(applied, say.addDevice(dalia.phone), dalia);
  own.meetsAll(third, 1, fork);
  own.story.slice(1).forEach(({ act }) => third.meets(null, act));
  const over = third.does(applied, say.resolve(thirdHead, first), chidi, dalia);
  own.meets(applied, third.story.at(-1)!.act);
  for (const scene of [own, third]) deepEqual([scene.head, forkHeads(scene)], [over, [otherHead]]);
  return [own, third];
});
