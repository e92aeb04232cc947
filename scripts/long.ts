/** Whether this is a long run (`npm run test:long`): full counts instead of a quick sample. */
export const LONG = process.env["VOUCHSAFE_LONG"] === "1";

/** How often a property is tried: for `fc.assert(…, { numRuns: runs(200, 20_000) })`. */
export function runs(quick: number, full: number): number {
  return LONG ? full : quick;
}
