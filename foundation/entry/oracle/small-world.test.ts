/**
 * A small world explored whole: three founders with one device each and one who may be admitted, every order of their acts up to a depth, each
 * compared with the oracle. An act that is void or noise changes nothing but the head (checked here), so what could follow it is what could
 * have stood in its place, and is not explored again. Founders whom nothing has touched yet differ only by name: of those only the first is taken.
 */
import assert from "node:assert/strict";
import { env } from "node:process";
import { test } from "node:test";
import { joining, player, type Player } from "./cast.ts";
import { walkOn, type Both } from "./compare.ts";
import { devicesEver, groupOf } from "./facts.ts";
import { headOf } from "./judge.ts";
import { after, beginning, type Step } from "./meetings.ts";
import { write } from "./pen.ts";
import { NO_GROUP, type Act } from "./types.ts";

const DEPTH = env["VOUCHSAFE_LONG"] === "1" ? 5 : 4;
const FOUNDERS = [player(0), player(1), player(2)];
const NEWCOMER = player(3);

const deviceOf = (who: { devices: readonly { publicKey: string }[] }): string => who.devices[0]!.publicKey;

function sign(step: Step, device: string, act: Act): Step {
  const { line } = step.desk;
  const body = {
    v: 1,
    by: act.kind === "genesis" ? FOUNDERS.map(deviceOf).toSorted() : [device],
    group: groupOf(line.past) ?? NO_GROUP,
    n: line.acts.length,
    prev: headOf(line),
    clock: 0,
    act,
  };
  return after(step, write(body), "line");
}

/** Founders to whom nothing was done and who have done nothing. */
function untouchedAt({ desk }: Step): readonly Player[] {
  const said = desk.line.acts.slice(1).map(({ body }) => JSON.stringify(body));
  return FOUNDERS.filter((who) => !said.some((text) => text.includes(who.person) || text.includes(deviceOf(who))));
}

/** Everything somebody could say here. (Before they are named, the newcomer says one thing, which is noise.) */
function choices(step: Step): readonly (readonly [string, Act])[] {
  const { acts, past } = step.desk.line;
  const suspensions = acts.filter(({ body }) => body.act.kind === "suspend");
  const confirmable = acts.filter(({ body }) => body.act.kind !== "confirm" && body.act.kind !== "genesis");
  const [next, nextButOne, ...rest] = untouchedAt(step);
  const founders = FOUNDERS.filter((who) => who !== nextButOne && !rest.includes(who));
  const isNamed = devicesEver(past).includes(deviceOf(NEWCOMER));
  const targets = isNamed ? [...founders, NEWCOMER] : founders;
  const said = (self: Player): readonly Act[] => [
    ...(self === next && nextButOne !== undefined ? [...targets, nextButOne] : targets).flatMap(({ person }): Act[] => [
      { kind: "suspend", person, cut: {} },
      { kind: "remove", person, cut: {} },
    ]),
    { kind: "admit", person: joining(NEWCOMER, [deviceOf(NEWCOMER)]) },
    ...confirmable.map(({ id }): Act => ({ kind: "confirm", act: id })),
    ...suspensions.map(({ id }): Act => ({ kind: "reinstate", suspension: id })),
  ];
  const newcomer = isNamed ? said(NEWCOMER) : said(NEWCOMER).slice(0, 1);
  return [
    ...founders.flatMap((who) => said(who).map((act) => [deviceOf(who), act] as const)),
    ...newcomer.map((act) => [deviceOf(NEWCOMER), act] as const),
  ];
}

test(`every order of suspending, confirming, reinstating, removing and admitting, ${DEPTH} acts deep`, (t) => {
  const root = beginning();
  const genesis = sign(root, "", {
    kind: "genesis",
    persons: FOUNDERS.map((who) => joining(who, [deviceOf(who)])),
    relay: "https://relay.example",
    before: null,
    policy: {},
  });
  const seen = { acts: 0, suspendedAll: 0 };
  explore(walkOn(walkOn(null, root), genesis), DEPTH, seen);
  t.diagnostic(`${seen.acts} acts judged`);
  assert.ok(seen.acts > 5000);
  assert.ok(seen.suspendedAll > 0, "a world in which everybody is suspended was not reached");
});

function explore(here: Both, depth: number, seen: { acts: number; suspendedAll: number }): void {
  for (const [device, act] of choices(here.step)) {
    const now = walkOn(here, sign(here.step, device, act));
    here.step.next.clear();
    seen.acts++;
    const { summary } = now;
    if (Object.values(summary.persons).every((status) => status === "suspended")) seen.suspendedAll++;
    const isNothing = summary.head === here.summary.head || summary.void[summary.head!] !== undefined;
    if (isNothing) assert.equal(besideHead(now), besideHead(here), "a void act changed something");
    else if (depth > 1) explore(now, depth - 1, seen);
  }
}

function besideHead({ summary }: Both): string {
  return JSON.stringify({ ...summary, head: null, void: null });
}
