/** The hostile stories that the roster was designed against (docs/formats/roster.md): played by the tests, frozen as vectors. */
import { deepEqual, equal, notEqual } from "node:assert/strict";
import { activePersons, cutsFor, deviceCounts, personStanding, rosterSummary } from "#entry";
import { forkHeads, fork, pendingIn, standings, storyBook } from "./story.ts";
import {
  amina,
  applied,
  bako,
  chidi,
  dalia,
  Device,
  emre,
  epochFor,
  epochOf,
  farid,
  id,
  isVoid,
  Member,
  noise,
  pending,
  proposals,
  say,
  Scene,
} from "./cast.ts";

const { stories, story } = storyBook();
export const STORIES = stories;

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
  scene.does(
    isVoid("regenesisOnlyOfOne"),
    say.genesis([amina.joining(), chidi.joining()], { group: scene.line.group!, head: scene.head }),
    amina,
    chidi,
  );
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
  const second = scene
    .copy()
    .drafted(say.genesis([amina.joining(amina.phone), chidi.joining()], { group: scene.line.group!, head: scene.head }), amina.phone, chidi);

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
  scene.does(
    applied,
    say.genesis([amina.joining(amina.laptop, amina.phone), bako.joining()], { group: scene.line.group!, head: scene.head }),
    amina,
    bako,
  );
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
  deepEqual(
    standings(desk, amina, bako, chidi, dalia),
    ["active", "removed", "active", "active"],
    "what two decided meanwhile holds, and the removed suspend nobody",
  );
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

story("a captive's flood of proposals: the ninth ends the oldest, and nobody else's", () => {
  const scene = Scene.of(amina, bako, chidi);
  scene.does(applied, say.addDevice(bako.phone), bako);
  const honest = scene.does(pending, say.admit(dalia.joining()), amina);
  const flood = [...proposals(scene, bako, 15), ...proposals(scene, bako.phone, 5)];
  deepEqual(pendingIn(scene), [honest, ...flood.slice(-8)].sort());
  scene.does(applied, say.suspend(bako), amina);
  scene.does(isVoid("nothingToConfirm"), say.confirm(flood[0]!), chidi);
  scene.does(isVoid("signerMustCount"), say.confirm(flood.at(-1)!), chidi);
  scene.does(applied, say.confirm(honest), chidi);
  equal(personStanding(scene.line, dalia.key), "active");
  return [scene];
});

story("what a second person confirmed makes room, and what has lapsed does not come back", () => {
  const scene = Scene.of(amina, bako);
  const first = proposals(scene, amina, 8);
  scene.does(applied, say.confirm(first[7]!), bako);
  const [ninth] = proposals(scene, amina, 1);
  deepEqual(pendingIn(scene), [...first.slice(0, 7), ninth!].sort(), "eight wait, so none lapses");
  const [tenth] = proposals(scene, amina, 1);
  scene.does(applied, say.confirm(tenth!), bako);
  deepEqual(pendingIn(scene), [...first.slice(1, 7), ninth!].sort());
  scene.does(isVoid("nothingToConfirm"), say.confirm(first[0]!), bako);
  return [scene];
});

story("what is void or takes effect at once is no proposal that waits", () => {
  const scene = Scene.of(amina, bako, chidi);
  const [oldest] = proposals(scene, amina, 8);
  scene.does(isVoid("cantRemoveSelf"), say.remove(amina), amina);
  scene.does(applied, say.addDevice(amina.phone), amina);
  scene.does(applied, say.suspend(bako), amina);
  scene.does(applied, say.confirm(oldest!), chidi);
  return [scene];
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
  scene.meets(noise("mayAnswerTheirSuspender"), scene.copy().drafted(say.suspend(chidi), bako), "file");
  deepEqual(rosterSummary(scene.line), before);
  scene.does(isVoid("signerMustCount"), say.policy(), bako);
  scene.does(isVoid("mayAnswerTheirSuspender"), say.suspend(amina), bako);
  return [scene];
});
