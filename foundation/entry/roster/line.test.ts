/** What holds of every line, whatever it says and however it came. */
import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  activePersons,
  assembleAct,
  bodyOf,
  composeAct,
  countingDevices,
  deviceKnownAt,
  emptyLine,
  EntryError,
  extendLine,
  groupAt,
  lineAfter,
  personOf,
  personStanding,
  rosterSummary,
  signBody,
  type SignedAct,
} from "#entry";
import {
  amina,
  applied,
  bako,
  chidi,
  dalia,
  Device,
  emre,
  epochFor,
  FIRST_CLOCK,
  id,
  isVoid,
  Member,
  noise,
  pending,
  RELAY,
  say,
  Scene,
} from "../../../vectors/roster/cast.ts";

const DESKS = [amina, bako, chidi, dalia, emre];
const acts = (scene: Scene): SignedAct[] => [...scene.line.acts.values()].map(({ act }) => act as SignedAct);

test("an empty line has nobody and takes only a genesis", () => {
  const line = emptyLine();
  deepEqual([line.head, line.group, line.n, line.updateNeeded, line.fork], [null, null, 0, false, null]);
  const alone = composeAct({ act: say.policy(), clock: FIRST_CLOCK, group: "0".repeat(64), n: 0, prev: null }, [amina.laptop.signer]);
  deepEqual(extendLine(line, alone, "line").outcome, noise("unknown-device"));
});

test("a genesis that is void leaves a line in which nothing more takes effect", () => {
  const scene = new Scene();
  scene.does(isVoid("genesisSignedByAllFounders"), say.genesis([amina.joining(), bako.joining()]), amina);
  equal(scene.line.group, null);
  scene.does(noise("wrong-group"), say.genesis([amina.joining()]), amina);
  equal(scene.line.n, 1);
});

test("a genesis signed by several desks one after another", () => {
  const body = bodyOf({ act: say.genesis([amina.joining(), bako.joining()]), clock: FIRST_CLOCK, group: "0".repeat(64), n: 0, prev: null }, [
    bako.laptop.key,
    amina.laptop.key,
  ]);
  const act = assembleAct(body, [signBody(body, bako.laptop.signer), signBody(body, amina.laptop.signer)]);
  deepEqual(extendLine(emptyLine(), act, "line").outcome, applied);
  throws(
    () => assembleAct(body, [signBody(body, amina.laptop.signer)]),
    (error) => error instanceof EntryError && error.code === "bad-signers",
  );
});

test("extending a line leaves the old one as it was", () => {
  const scene = Scene.of(amina, bako, chidi);
  const before = scene.line;
  const told = rosterSummary(before);
  scene.does(applied, say.suspend(bako), amina);
  scene.both(say.remove(bako), amina, chidi);
  deepEqual(rosterSummary(before), told);
  equal(before.n, 1);
});

test("an act object that was not verified is verified", () => {
  const scene = Scene.of(amina, bako, chidi);
  const act = scene.drafted(say.suspend(bako), amina);
  scene.meets(noise("bad-signature"), { ...act, body: { ...act.body, clock: act.body.clock + 1 } });
  scene.meets(applied, act);
});

test("what does not link is noise, and the line goes on", () => {
  const scene = Scene.of(amina, bako);
  const draft = scene.line.draft(say.addDevice(amina.phone), FIRST_CLOCK);
  const signed = (over: object) => composeAct({ ...draft, ...over }, [amina.laptop.signer]);
  scene.meets(noise("wrong-n"), signed({ n: 2 }));
  scene.meets(noise("wrong-group"), signed({ group: id("another group") }));
  scene.meets(noise("prev-unknown"), signed({ prev: id("nothing") }));
  scene.meets(noise("another-line"), acts(Scene.of(chidi))[0]!);
  scene.does(noise("unknown-device"), say.addDevice(chidi.phone), chidi);
  scene.meets(applied, signed({}));
  scene.meets(noise("already-here"), signed({}));
});

test("an act that is pending or void names no device", () => {
  const scene = Scene.of(amina, bako);
  scene.does(isVoid("notAMember"), say.addDevice(chidi.laptop), amina);
  const open = scene.does(pending, say.admit(chidi.joining()), amina);
  equal(personOf(scene.line, chidi.laptop.key), null);
  scene.does(pending, say.admit({ ...dalia.joining(), devices: dalia.joining(dalia.laptop, dalia.phone).devices }), bako);
  scene.does(applied, say.confirm(open), bako);
  equal(personOf(scene.line, chidi.laptop.key), chidi.key);
});

test("questions about places answer from the own line alone", () => {
  const scene = Scene.of(amina, bako);
  const [genesis] = acts(scene) as [SignedAct];
  const added = scene.does(applied, say.addDevice(amina.phone), amina);
  deepEqual([lineAfter(scene.line, genesis.id), lineAfter(scene.line, added), lineAfter(scene.line, id("nothing"))], [0, 1, null]);
  deepEqual([deviceKnownAt(scene.line, genesis.id, amina.phone.key), deviceKnownAt(scene.line, added, amina.phone.key)], [false, true]);
  equal(deviceKnownAt(scene.line, id("nothing"), amina.phone.key), false);
  equal(groupAt(scene.line, genesis.id), genesis.id);
  equal(groupAt(scene.line, id("nothing")), null);
});

test("a new genesis begins anew: pending acts and suspensions end, who is not listed is out, epochs and the relay's line go on", () => {
  const scene = Scene.of(amina, bako);
  scene.does(applied, say.addDevice(amina.phone), amina);
  const open = scene.does(pending, say.policy(), amina);
  scene.both(say.remove(bako), amina, bako);
  const old = scene.line.group!;
  const began = scene.does(applied, say.genesis([amina.joining(), chidi.joining()], { group: old, head: scene.head }), amina, chidi);
  equal(scene.line.group, began);
  notEqual(began, old);
  deepEqual(countingDevices(scene.line), [amina.laptop.key, chidi.laptop.key].sort());
  equal(personStanding(scene.line, bako.key), "removed");
  scene.does(isVoid("nothingToConfirm"), say.confirm(open), chidi);
  scene.does(isVoid("cantAddBackRemovedMember"), say.admit(bako.joining(bako.phone)), amina);
  equal(scene.line.state.relay, RELAY);
});

test("two move the line to another relay", () => {
  const scene = Scene.of(amina, bako);
  scene.both(say.moveRelay("https://relay.example"), amina, bako);
  equal(scene.line.state.relay, "https://relay.example");
});

test("leaving is being removed by one colleague with one's own word", () => {
  const scene = Scene.of(amina, bako, chidi);
  scene.both(say.remove(chidi), amina, chidi);
  deepEqual(activePersons(scene.line), [amina.key, bako.key].sort());
});

/** One step of a group's life: who signs, what about, whom; choices are taken modulo what there is. */
const step = fc.tuple(fc.nat(4), fc.constantFrom("suspend", "confirm", "reinstate", "remove", "policy", "revoke"), fc.nat(4), fc.nat(9));

function live(scene: Scene, [who, what, whom, which]: readonly [number, string, number, number]): void {
  const { judged } = scene.line;
  const [signer, target] = [DESKS[who]!, DESKS[whom]!];
  const pick = (ids: Iterable<string>): string => [...ids, id("nothing")].at(which % 3) ?? id("nothing");
  const said = {
    suspend: () => say.suspend(target),
    remove: () => say.remove(target),
    policy: () => say.policy(),
    revoke: () => say.revoke(target.laptop),
    confirm: () => say.confirm(pick([...judged.pending.keys(), ...judged.suspensions.keys()])),
    reinstate: () => say.reinstate(pick(judged.suspensions.keys())),
  }[what]!();
  scene.does(null, said, signer);
}

test("two desks that meet two branches in any order agree on everything once a RESOLVE is made", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 6 }),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      (start, left, right) => {
        const common = Scene.of(...DESKS);
        start.forEach((one) => live(common, one));
        const [east, west] = [common.copy(), common.copy()];
        left.forEach((one) => live(east, one));
        right.forEach((one) => live(west, one));
        const n = common.line.n;
        const [eastern, western] = [acts(east).slice(n), acts(west).slice(n)];
        if (eastern[0]?.id === western[0]?.id) return;
        const [eastHead, westHead] = [east.head, west.head];
        western.forEach((act) => east.meets(null, act));
        eastern.forEach((act) => west.meets(null, act));
        for (const first of DESKS) {
          for (const second of DESKS) {
            if (first === second || east.line.fork === null) continue;
            const resolve = east.drafted(say.resolve(eastHead, westHead), first, second);
            if (extendLine(east.line, resolve, "line").outcome.kind !== "applied") continue;
            east.meets(applied, resolve);
            west.meets(applied, resolve);
            deepEqual(rosterSummary(west.line), rosterSummary(east.line));
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** What a captive tries: upon which earlier act (0 the head), against whom, and by which road. */
const attempt = fc.record({
  back: fc.nat(4),
  against: fc.nat(3),
  what: fc.constantFrom("suspend", "remove", "revoke", "confirm", "branch"),
  road: fc.constantFrom("line", "file"),
});
const answer = fc.constantFrom("nothing", "suspend", "device", "device");

test("whatever one captive signs, and wherever, at any moment at most one colleague is out", () => {
  let most = 0;
  let forks = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(attempt, answer), { minLength: 1, maxLength: 10 }), (moves) => {
      const captive = emre;
      const others = DESKS.slice(0, 4);
      const desk = Scene.of(...DESKS);
      const past = [desk.copy()];
      moves.forEach(([{ back, against, what, road }, reply], i) => {
        const target = others[against]!;
        const from = past.at(-1 - (back % past.length))!.copy();
        const said = {
          suspend: () => say.suspend(target),
          remove: () => say.remove(target),
          revoke: () => say.revoke(target.laptop),
          confirm: () => say.confirm([...from.line.judged.pending.keys(), ...from.line.judged.suspensions.keys()].at(-1) ?? id("nothing")),
          branch: () => say.suspend(target),
        }[what]!();
        const act = from.drafted(said, captive);
        desk.meets(null, act, road as "line" | "file");
        if (what === "branch") {
          from.meets(null, act);
          past.push(from);
        }
        if (reply === "suspend") desk.does(null, say.suspend(captive), others[i % 4]!);
        if (reply === "device") desk.does(null, say.policy(), others[i % 4]!);
        past.push(desk.copy());
        const out = others.filter((member: Member) => personStanding(desk.line, member.key) !== "active").length;
        most = Math.max(most, out);
        forks += desk.line.fork === null ? 0 : 1;
        ok(out <= 1, `${out} colleagues are out`);
      });
    }),
    { numRuns: 120 },
  );
  equal(most, 1, "the captive did get one");
  ok(forks > 0, "and forks were among it");
});

test("what one person alone can make of a line takes room for each act, not for each act times all before", () => {
  const perAct = (rounds: number): number => {
    const scene = Scene.of(amina, bako);
    for (let round = 0; round < rounds; round++) {
      const device = new Device(bako, `device ${round}`);
      scene.does(pending, say.policy(), bako);
      scene.does(applied, say.addDevice(device), bako);
      scene.does(applied, say.revoke(device), bako);
      scene.does(applied, say.epoch(epochFor([amina.laptop, bako.laptop], null, `c${round}`)), bako);
    }
    return objectsIn(scene.line.parts.own.map(({ state }) => state)) / scene.line.n;
  };
  const [few, many] = [perAct(25), perAct(200)];
  ok(many < 2 * few, `${few} objects and entries an act in a short line, ${many} in a long one`);
});

/** How much is kept by these values: every object once, with an entry for each thing it holds. */
function objectsIn(values: readonly unknown[]): number {
  const met = new Set<unknown>();
  const open: unknown[] = [...values];
  let held = 0;
  for (let at = open.pop(); open.length > 0 || at !== undefined; at = open.pop()) {
    if (typeof at !== "object" || at === null || met.has(at)) continue;
    met.add(at);
    const inside: unknown[] = at instanceof Map || at instanceof Set ? [...at.values()] : Object.values(at);
    held += 1 + inside.length;
    for (const one of inside) open.push(one);
  }
  return held;
}
