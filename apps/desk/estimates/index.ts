export { runEstimate, type RunOptions } from "./run.ts";
