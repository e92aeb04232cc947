/** Stories of lines that part, of backups and lost races, and of acts that come as files. */
import { deepEqual, equal } from "node:assert/strict";
import { cutsFor, deviceCounts, personStanding, rosterSummary, writableEpoch } from "#entry";
import { amina, applied, bako, chidi, dalia, Device, epochFor, epochOf, isVoid, noise, pending, proposals, say, Scene } from "./cast.ts";
import { fork, forkHeads, pendingIn, standings, storyBook } from "./story.ts";

const { stories, story } = storyBook();
export const FORK_STORIES = stories;
const held = { kind: "held-suspension" } as const;

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

story("each branch counts its own proposals, and an open fork shows none of them as lapsed", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const waiting = proposals(start, amina, 7);
  const [east, west] = [start.copy(), start.copy().copy()];
  const eastern = proposals(east, amina, 1);
  const western = proposals(west, amina, 2);
  deepEqual(pendingIn(west), [...waiting.slice(1), ...western].sort(), "the ninth of this branch");
  deepEqual(pendingIn(east), [...waiting, ...eastern].sort());
  east.meetsAll(west, start.line.n, fork);
  const late = proposals(east, amina, 2);
  deepEqual(pendingIn(east), [...waiting, ...eastern, ...late].sort(), "what was met after the fork ends nothing yet");
  east.does(applied, say.resolve(east.head, west.head), bako, chidi);
  deepEqual(pendingIn(east), [...waiting.slice(2), ...eastern, ...late].sort());
  east.does(isVoid("nothingToConfirm"), say.confirm(western[0]!), dalia);
  east.does(isVoid("nothingToConfirm"), say.confirm(waiting[1]!), dalia);
  east.does(applied, say.confirm(waiting[2]!), dalia);
  return [east];
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

story("an act upon a suspension that only a file had brought is a branch no more once the line brings that, and is taken with it", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const other = start.copy();
  const suspension = other.drafted(say.suspend(bako), amina);
  other.meets(applied, suspension);
  const upon = other.drafted(say.addDevice(chidi.phone), chidi);
  other.meets(applied, upon);
  const further = other.drafted(say.addDevice(dalia.phone), dalia);
  other.meets(applied, further);
  const desk = start.copy();
  desk.meets(held, suspension, "file");
  desk.meets(fork, upon, "file");
  desk.meets(fork, further);
  deepEqual(forkHeads(desk), [further.id]);
  desk.meets(applied, suspension);
  equal(desk.line.fork, null);
  const parted = desk.copy();
  desk.meets(applied, upon);
  desk.meets(applied, further, "file");
  equal(desk.head, other.head);
  deepEqual(desk.line.judged, other.line.judged);
  deepEqual(desk.line.state, other.line.state);
  // Where the line goes on otherwise, they are the branch they were.
  const otherwise = start.copy();
  otherwise.meets(applied, suspension);
  parted.meets(pending, otherwise.drafted(say.addDevice(amina.phone), amina));
  deepEqual(forkHeads(parted), [further.id]);
  return [desk, parted];
});
