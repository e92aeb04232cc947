export { runEstimate, type RunOptions } from "./run.ts";
export { runBeside, type Beside } from "./beside.ts";
export { WAYS_MODEL, waysOfLinking } from "./ways.ts";
