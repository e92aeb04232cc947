/** The small print of a fork and of files: which suspensions stand, what is evidence, what a file may do. */
import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { composeAct, cutsFor, epochRecipientsWanted, lineAfter, personStanding } from "#entry";
import {
  amina,
  applied,
  bako,
  chidi,
  dalia,
  Device,
  emre,
  epochFor,
  farid,
  isVoid,
  noise,
  pending,
  say,
  Scene,
} from "../../../vectors/roster/cast.ts";

const fork = { kind: "fork" } as const;
const held = { kind: "held-suspension" } as const;
const forkHeads = (scene: Scene) => scene.line.fork?.others ?? [];
const last = (scene: Scene) => scene.story.at(-1)!.act;

test("a suspension that two decided in the other branch stands unconfirmed here, and its cut counts from the fork on", () => {
  const desk = Scene.of(amina, bako, chidi, dalia);
  const other = desk.copy();
  const suspension = other.does(applied, say.suspend(bako, { work: [] }), amina);
  other.does(applied, say.confirm(suspension), chidi);
  desk.does(applied, say.addDevice(dalia.phone), dalia);
  desk.does(applied, say.addDevice(chidi.phone), chidi);
  desk.meetsAll(other, 1, fork);
  deepEqual(desk.line.state.suspensions.get(suspension)?.confirmed, false);
  equal(cutsFor(desk.line, bako.key)[0]?.lineIndex, 1);
  const resolve = desk.does(applied, say.resolve(desk.head, other.head), chidi, dalia);
  equal(desk.head, resolve);
  deepEqual(desk.line.judged.suspensions.get(suspension)?.confirmed, false);
  equal(cutsFor(desk.line, bako.key)[0]?.lineIndex, 1);
  desk.does(applied, say.confirm(suspension), dalia);
});

test("a suspension lifted in the other branch stands here all the same", () => {
  const desk = Scene.of(amina, bako, chidi, dalia);
  const other = desk.copy();
  const suspension = other.does(applied, say.suspend(bako), amina);
  other.both(say.reinstate(suspension), chidi, dalia);
  desk.does(applied, say.addDevice(dalia.phone), dalia);
  desk.meetsAll(other, 1, fork);
  equal(personStanding(desk.line, bako.key), "suspended");
});

test("in the other branch, nobody who is not a member here suspends or is suspended, and no revoked device", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  start.does(applied, say.addDevice(bako.phone), bako);
  const desk = start.copy();
  const other = start.copy();
  other.both(say.admit(emre.joining()), amina, chidi);
  const byStranger = other.does(applied, say.suspend(amina), emre);
  const ofStranger = other.does(applied, say.suspend(emre), chidi);
  const byRevoked = other.does(applied, say.suspend(dalia), bako.phone);
  desk.does(applied, say.revoke(bako.phone), bako);
  desk.meetsAll(other, 2, null);
  deepEqual(forkHeads(desk), [other.head]);
  for (const suspension of [byStranger, ofStranger, byRevoked]) equal(desk.line.state.suspensions.has(suspension), false);
  const resolve = desk.drafted(say.resolve(desk.head, other.head), chidi, dalia);
  desk.meets(isVoid("resolveByTwo"), resolve);
});

test("of one signer's suspensions in the branches the earliest stands, and none beside an open one of the own line", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const early = start.copy();
  const early1 = early.does(applied, say.suspend(amina), bako);
  start.does(applied, say.addDevice(amina.phone), amina);
  const late = start.copy();
  late.does(applied, say.suspend(chidi), bako);
  start.does(applied, say.addDevice(chidi.phone), chidi);
  const desk = start.copy();
  desk.meetsAll(late, 2, fork);
  equal(personStanding(desk.line, chidi.key), "suspended");
  desk.meetsAll(early, 1, fork);
  deepEqual([...desk.line.state.suspensions.keys()], [early1]);
  const own = desk.does(applied, say.suspend(dalia), bako);
  deepEqual([...desk.line.state.suspensions.keys()], [own]);
});

test("an act by a stranger, by the removed, or made up and void is no evidence", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  start.does(applied, say.suspend(bako), amina);
  const desk = start.copy();
  desk.does(applied, say.addDevice(amina.phone), amina);
  start.copy().does(noise("unknown-device"), say.policy(), farid);
  desk.meets(noise("signer-gone"), start.copy().drafted(say.policy(), bako));
  equal(desk.line.fork, null);
  desk.meets(fork, start.copy().drafted(say.suspend(amina), bako));
  deepEqual(personStanding(desk.line, amina.key), "suspended", "an answer is meant, though its signer did not count");
});

test("a branch begun by somebody since removed shows once a member goes on in it", () => {
  const desk = Scene.of(amina, bako, chidi, dalia);
  const other = desk.copy();
  const root = other.drafted(say.addDevice(bako.phone), bako);
  other.meets(applied, root);
  const upon = other.drafted(say.addDevice(dalia.phone), dalia);
  desk.both(say.remove(bako), amina, chidi);
  desk.meets(noise("signer-gone"), root);
  equal(desk.line.fork, null);
  desk.meets(fork, upon);
  deepEqual(forkHeads(desk), [upon.id]);
});

test("a branch of the removed and those they admitted is no evidence, also beside one that is", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const desk = start.copy();
  const other = start.copy();
  other.both(say.admit(emre.joining()), bako, chidi);
  other.does(applied, say.suspend(amina), emre);
  const shown = start.copy().drafted(say.addDevice(dalia.phone), dalia);
  desk.both(say.remove(bako), amina, dalia);
  desk.both(say.remove(chidi), amina, dalia);
  desk.meetsAll(other, 1, noise("signer-gone"));
  equal(desk.line.fork, null);
  desk.meets(fork, shown);
  deepEqual(forkHeads(desk), [shown.id]);
  equal(personStanding(desk.line, amina.key), "active");
});

test("a file upon another branch is not its head, and shows the fork when the line brings it", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const other = start.copy();
  const root = other.drafted(say.addDevice(bako.phone), bako);
  other.meets(applied, root);
  const suspension = other.drafted(say.suspend(chidi), dalia);
  const desk = start.copy();
  desk.does(applied, say.addDevice(amina.phone), amina);
  desk.meets(fork, root);
  desk.meets(held, suspension, "file");
  deepEqual(forkHeads(desk), [root.id]);
  desk.meets(fork, suspension);
  deepEqual(forkHeads(desk), [suspension.id]);
});

test("a desk that went over still knows the line it left", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const [desk, other] = [start.copy(), start.copy()];
  const left = desk.does(applied, say.addDevice(amina.phone), amina);
  const leftActs = last(desk);
  const kept = other.does(applied, say.addDevice(bako.phone), bako);
  const behind = desk.copy();
  desk.meets(fork, last(other));
  other.meets(fork, leftActs);
  behind.meets(fork, [...other.line.acts.values()].at(-1)!.act);
  other.does(applied, say.resolve(kept, left), chidi, dalia);
  desk.meets(applied, last(other));
  const upon = behind.drafted(say.addDevice(dalia.phone), dalia);
  desk.meets(noise("branch-dropped"), upon);
  behind.does(applied, say.resolve(left, kept), amina, dalia);
  desk.meets(fork, last(behind));
  deepEqual(forkHeads(desk), [behind.head]);
});

test("after going over, evidence is weighed against the line gone over to", () => {
  const start = Scene.of(amina, bako, chidi, dalia, emre);
  const [desk, other] = [start.copy(), start.copy()];
  const byEmre = start.copy().drafted(say.addDevice(emre.phone), emre);
  desk.both(say.remove(emre), amina, bako);
  const left = desk.head;
  desk.meets(noise("signer-gone"), byEmre);
  const kept = other.does(applied, say.addDevice(bako.phone), bako);
  desk.meets(fork, last(other));
  desk.story.slice(1, 3).forEach(({ act }) => other.meets(fork, act));
  other.does(applied, say.resolve(kept, left), chidi, dalia);
  desk.meets(applied, last(other));
  deepEqual(forkHeads(desk), [byEmre.id], "whom only the line left behind had removed");
});

test("while a fork is open only SUSPEND takes effect, and the RESOLVE makes up for the rest", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const branch = start.copy().drafted(say.addDevice(bako.phone), bako);
  const desk = start.copy();
  desk.does(applied, say.addDevice(amina.phone), amina);
  desk.meets(fork, branch);
  const epoch = desk.does(pending, say.epoch(epochFor([amina.laptop, amina.phone, bako.laptop, chidi.laptop, dalia.laptop])), amina);
  const suspension = desk.does(applied, say.suspend(bako), amina);
  desk.does(pending, say.confirm(suspension), chidi);
  deepEqual([...desk.line.state.pending.keys()].sort(), [...desk.line.acts.keys()].filter((act) => act === epoch || act === desk.head).sort());
  equal(desk.line.state.inForce.size, 0);
  equal(desk.line.state.suspensions.get(suspension)?.confirmed, false);
  desk.does(isVoid("cantSuspendSelf"), say.suspend(dalia), dalia);
  desk.does(applied, say.resolve(desk.head, branch.id), chidi, dalia);
  deepEqual([desk.line.state.pending.size, desk.line.state.inForce.size], [0, 1]);
  equal(desk.line.state.suspensions.get(suspension)?.confirmed, true);
});

test("a suspension that the own line had and lifted does not come back with a branch that took it over", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const [desk, other] = [start.copy(), start.copy()];
  const suspension = desk.does(applied, say.suspend(bako), amina);
  desk.both(say.reinstate(suspension), chidi, dalia);
  const own = desk.head;
  const branch = other.does(applied, say.addDevice(chidi.phone), chidi);
  other.meetsAll(desk, 1, fork);
  desk.meets(fork, [...other.line.acts.values()].at(-1)!.act);
  desk.does(applied, say.resolve(own, branch), chidi, dalia);
  other.does(applied, say.resolve(branch, own), chidi, dalia);
  equal(personStanding(other.line, bako.key), "suspended", "whether or not it was lifted there");
  desk.meets(fork, last(other));
  equal(personStanding(desk.line, bako.key), "active");
});

test("one captive who signs in both branches blocks one person from the RESOLVE, not two", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const [desk, other] = [start.copy(), start.copy()];
  desk.does(applied, say.suspend(amina), bako);
  other.does(applied, say.suspend(chidi), bako);
  desk.meetsAll(other, 1, fork);
  desk.does(isVoid("resolveByTwo"), say.resolve(desk.head, other.head), amina, dalia);
  desk.does(applied, say.resolve(desk.head, other.head), chidi, dalia);
  equal(personStanding(desk.line, chidi.key), "active");
});

test("whose suspension the kept branch lifted may sign the RESOLVE", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const [desk, other] = [start.copy(), start.copy()];
  const lifted = desk.does(applied, say.suspend(chidi), bako);
  desk.both(say.reinstate(lifted), amina, dalia);
  other.does(applied, say.suspend(amina), bako);
  desk.meetsAll(other, 1, fork);
  desk.does(applied, say.resolve(desk.head, other.head), chidi, dalia);
  equal(personStanding(desk.line, amina.key), "suspended");
});

test("two forks are resolved one after the other", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const branches = [bako, chidi].map((member) => start.copy().drafted(say.addDevice(member.phone), member));
  const suspending = start.copy().drafted(say.suspend(bako), chidi);
  const desk = start.copy();
  desk.does(applied, say.addDevice(amina.phone), amina);
  for (const act of [...branches, suspending]) desk.meets(fork, act);
  equal(forkHeads(desk).length, 3);
  desk.does(applied, say.resolve(desk.head, suspending.id), amina, dalia);
  equal(personStanding(desk.line, bako.key), "suspended", "a RESOLVE takes effect while another fork is open");
  equal(forkHeads(desk).length, 2);
  desk.does(applied, say.resolve(desk.head, branches[0]!.id), amina, dalia);
  desk.does(applied, say.resolve(desk.head, branches[1]!.id), amina, dalia);
  equal(desk.line.fork, null);
});

test("an act of an unknown kind in another branch is a fork, and nothing is judged upon it", () => {
  const desk = Scene.of(amina, bako, chidi);
  const newer = desk.copy().newer(chidi);
  desk.does(applied, say.addDevice(amina.phone), amina);
  desk.meets(fork, newer);
  const upon = desk.drafted(say.policy(), amina);
  desk.meets(noise("after-newer"), composeAct({ ...upon.body, n: 2, prev: newer.id }, [amina.laptop.signer]));
  desk.does(applied, say.resolve(desk.head, newer.id), amina, bako);
  equal(desk.line.fork, null);
});

test("where an update is needed a SUSPEND by file still counts, and another successor is a fork", () => {
  const desk = Scene.of(amina, bako, chidi, dalia);
  const start = desk.copy();
  desk.meets({ kind: "update-needed" }, desk.newer(bako));
  desk.does({ kind: "fork" }, say.addDevice(amina.phone), amina);
  desk.meets(held, start.drafted(say.suspend(bako), amina), "file");
  equal(personStanding(desk.line, bako.key), "suspended");
});

test("a desk on the dropped branch that had stopped for an update goes over and is not stopped any more", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const desk = start.copy();
  const dropped = desk.does(applied, say.addDevice(amina.phone), amina);
  const other = start.copy();
  const kept = other.does(applied, say.addDevice(bako.phone), bako);
  other.meets(fork, last(desk));
  desk.meets({ kind: "update-needed" }, desk.newer(chidi));
  desk.meets(fork, [...other.line.acts.values()].at(-1)!.act);
  other.does(applied, say.resolve(kept, dropped), chidi, dalia);
  desk.meets(applied, last(other));
  deepEqual([desk.line.updateNeeded, desk.head], [false, other.head]);
});

test("a suspension by file ends with a new genesis, with its signer, with its target", () => {
  const lone = Scene.of(amina, bako);
  lone.does(pending, say.remove(bako), amina);
  lone.meets(held, lone.drafted(say.suspend(amina), bako), "file");
  equal(lone.line.state.suspensions.size, 1);
  lone.does(applied, say.confirm([...lone.line.judged.pending.keys()][0]!), bako);
  equal(lone.line.state.suspensions.size, 0, "its signer is removed");

  const group = Scene.of(amina, bako, chidi);
  group.meets(held, group.drafted(say.suspend(chidi), bako), "file");
  group.both(say.remove(chidi), amina, bako);
  equal(group.line.state.suspensions.size, 0, "its target is removed");
});

test("a suspension by file ends where the desk goes over to another group of the same people", () => {
  const [desk, other] = [Scene.of(amina, bako), Scene.of(amina, bako)];
  const left = desk.does(applied, say.addDevice(bako.phone), bako);
  const before = last(desk);
  desk.meets(held, desk.drafted(say.suspend(amina), bako), "file");
  other.both(say.remove(bako), amina, bako);
  other.does(applied, say.genesis([amina.joining(), bako.joining()], { group: other.line.group!, head: other.head }), amina, bako);
  desk.meetsAll(other, 1, fork);
  equal(personStanding(desk.line, amina.key), "suspended");
  other.meets(fork, before);
  other.does(applied, say.resolve(other.head, left), amina, bako);
  desk.meets(applied, last(other));
  equal(personStanding(desk.line, amina.key), "active");
});

test("a suspension by file of another group, by a stranger, or below one of the line is refused", () => {
  const scene = Scene.of(amina, bako, chidi);
  const draft = scene.line.draft(say.suspend(chidi), 1);
  const old = scene.drafted(say.suspend(chidi), amina);
  const foreign = Scene.of(amina, chidi);
  scene.meets(noise("wrong-group"), foreign.drafted(say.suspend(chidi), amina), "file");
  scene.meets(noise("unknown-device"), Scene.of(dalia, chidi).drafted(say.suspend(chidi), dalia), "file");
  const lifted = scene.does(applied, say.suspend(bako), amina);
  scene.both(say.reinstate(lifted), amina, chidi);
  scene.meets(noise("line-carries-one"), old, "file");
  scene.meets(held, scene.drafted(say.suspend(chidi), amina), "file");
  equal(draft.n, 1);
});

test("a suspension by file ends even where the one that the line carries is void", () => {
  const scene = Scene.of(amina, bako, chidi);
  scene.meets(held, scene.drafted(say.suspend(chidi), amina), "file");
  scene.does(isVoid("notAMember"), say.suspend(dalia), amina);
  equal(personStanding(scene.line, chidi.key), "active");
});

test("what stands beside the line has no place in it, and the next epoch is for whom the line counts", () => {
  const desk = Scene.of(amina, bako, chidi);
  const other = desk.copy().drafted(say.addDevice(bako.phone), bako);
  desk.does(applied, say.addDevice(amina.phone), amina);
  desk.meets(fork, other);
  equal(lineAfter(desk.line, other.id), null);
  equal(lineAfter(desk.line, desk.head), 1);
  const wanted = epochRecipientsWanted(desk.line);
  desk.meets(held, desk.drafted(say.suspend(chidi), bako), "file");
  deepEqual(epochRecipientsWanted(desk.line), wanted);
  equal(wanted.length, 4);
});

test("a suspension that came with a dropped branch is settled by the line: as a file it is nothing new", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const suspension = start.copy().drafted(say.suspend(bako), amina);
  const desk = start.copy();
  desk.does(applied, say.addDevice(amina.phone), amina);
  desk.meets(fork, suspension);
  desk.does(applied, say.resolve(desk.head, suspension.id), chidi, dalia);
  desk.does(applied, say.confirm(suspension.id), chidi);
  desk.meets(noise("already-here"), suspension, "file");
  equal(desk.line.state.suspensions.get(suspension.id)?.confirmed, true);
  desk.both(say.reinstate(suspension.id), chidi, dalia);
  desk.meets(noise("already-here"), suspension, "file");
  equal(personStanding(desk.line, bako.key), "active");
});

test("an act upon the head that came as a file, and then by the line, is taken once", () => {
  const scene = Scene.of(amina, bako, chidi);
  const suspension = scene.drafted(say.suspend(bako), amina);
  scene.meets(held, suspension, "file");
  scene.meets(noise("already-here"), suspension, "file");
  scene.meets(applied, suspension);
  scene.meets(noise("already-here"), suspension);
  scene.meets(noise("already-here"), suspension, "file");
  deepEqual(scene.line.judged, scene.line.state);
});

test("a device that is new since the fork may be lost in it: everybody named stays who they were", () => {
  const start = Scene.of(amina, bako, chidi, dalia);
  const desk = start.copy();
  const tablet = new Device(amina, "tablet");
  desk.does(applied, say.addDevice(tablet), amina);
  const other = start.copy();
  const dropped = other.does(applied, say.addDevice(bako.phone), bako);
  desk.meets(fork, last(other));
  desk.does(applied, say.resolve(desk.head, dropped), chidi, dalia);
  desk.does(noise("unknown-device"), say.policy(), bako.phone);
  desk.does(pending, say.policy(), tablet);
});
