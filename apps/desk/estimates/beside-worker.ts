/** Reckons what stands beside an estimate: groups apart, ways of linking, and what links of one reader alone would change. */
import { parentPort, workerData } from "node:worker_threads";
import { aloneOf, linkageOf, strataOf } from "#confirm";
import type { BesideSay, BesideTask } from "./beside.ts";

const { estimate, groups, ways, alone } = workerData as BesideTask;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
const say = (message: BesideSay): void => parentPort!.postMessage(message);

const of = (groups?.of.length ?? 0) + (ways?.length ?? 0) + (alone === null ? 0 : 1);
let done = 0;
const step = (): void => say({ done: ++done, of });
const beside = {
  strata: groups === null ? null : strataOf(groups.by, groups.of, estimate, step),
  linkage: ways === null ? null : linkageOf(ways, estimate, step),
  alone: alone === null ? null : aloneOf(alone, estimate),
};
say({ beside });
