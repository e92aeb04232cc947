/** Every rule refuses by its name, and no rule is there for nothing. */
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { emptyLine, extendLine, RULE_TABLE, type Outcome, type RuleTable } from "#entry";
import { amina, applied, bako, chidi, rulesWithout, say, Scene } from "../../../vectors/roster/cast.ts";
import { REFUSALS, SECOND_LOCKS } from "../../../vectors/roster/refusals.ts";
import { RULES, type RuleName } from "./rules.ts";

const NAMES = Object.keys(RULES) as RuleName[];
const played = REFUSALS.map(({ rule, name, play }) => ({ rule, name, scene: play() }));

/** What comes of the last act of a story under other rules. */
function lastOutcome({ story }: Scene, rules: RuleTable): Outcome {
  let line = emptyLine(rules);
  let last: Outcome = { kind: "noise", why: "prev-unknown" };
  for (const { act, road } of story) ({ line, outcome: last } = extendLine(line, act, road));
  return last;
}

for (const { rule, name, scene } of played) {
  test(`${rule}: ${name}`, () => {
    const { line } = scene;
    deepEqual(scene.story.at(-1)?.outcome, { kind: "void", rule });
    equal(line.head, scene.story.at(-1)?.act.id, "a void act is the head all the same");
    deepEqual(line.judged, line.parts.own.at(-2)?.state ?? line.judged, "and changes nothing");
  });
}

test("every rule is in the table and has a refusal or is a second lock", () => {
  const listed = new Set(Object.values(RULE_TABLE).flat());
  const refused = new Set(REFUSALS.map(({ rule }) => rule));
  for (const name of NAMES) {
    ok(listed.has(name), `${name} judges no act`);
    notEqual(refused.has(name), SECOND_LOCKS.includes(name), name);
  }
});

for (const name of NAMES.filter((rule) => !SECOND_LOCKS.includes(rule))) {
  test(`without ${name} something passes that must not`, () => {
    const passing = played.filter(({ rule, scene }) => rule === name && lastOutcome(scene, rulesWithout(name)).kind !== "void");
    notEqual(passing.length, 0);
  });
}

test("the second lock of REINSTATE holds where signerMustCount is switched off, and only it does", () => {
  const scene = Scene.of(amina, bako, chidi);
  const suspension = scene.does(applied, say.suspend(bako), amina);
  scene.does(null, say.reinstate(suspension), bako);
  const unlocked = rulesWithout("signerMustCount");
  deepEqual(lastOutcome(scene, unlocked), { kind: "void", rule: "targetCantReinstateSelf" });
  deepEqual(lastOutcome(scene, { ...unlocked, reinstate: ["noSuchSuspension"] }), { kind: "pending" });
});

test("who is suspended does not confirm it where signerMustCount is switched off", () => {
  const scene = Scene.of(amina, bako, chidi);
  const suspension = scene.does(applied, say.suspend(bako), amina);
  scene.does(null, say.confirm(suspension), bako);
  deepEqual(lastOutcome(scene, rulesWithout("signerMustCount")), { kind: "void", rule: "secondMustBeAnother" });
});

test("the first rule that fails gives the code, in the page's order", () => {
  const scene = Scene.of(amina, bako, chidi);
  scene.does(applied, say.suspend(bako), amina);
  for (const [act, rule] of [
    [say.suspend(bako), "cantSuspendSelf"],
    [say.suspend(chidi), "mayAnswerTheirSuspender"],
    [say.remove(bako), "signerMustCount"],
  ] as const) {
    scene.does({ kind: "void", rule }, act, bako);
  }
  scene.does({ kind: "void", rule: "notAMember" }, { kind: "suspend", person: "0".repeat(64), cut: {} }, amina);
  scene.does({ kind: "void", rule: "cantSuspendSelf" }, say.suspend(amina), amina);
});
