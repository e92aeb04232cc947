/**
 * Loaded before every test file of a run: every property draws from the one seed of that run, so that a run that failed can be made again.
 * A quick run always has the same seed, since whether a change may land must not be a matter of luck; a long run draws a new one.
 */
import fc from "fast-check";

const seed = process.env["VOUCHSAFE_SEED"];
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
