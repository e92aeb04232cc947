export { independentRoots, rootsOfSubject, supportOf, supportOfClaim, type Root, type Support } from "./roots.ts";
export { FIRST_HAND_BASES, sourceIsAssessed, sourceStanding, type SourceStanding } from "./sources.ts";
export {
  checkFinding,
  EXAMPLE_POLICY,
  needsOf,
  type FindingCheck,
  type Met,
  type Need,
  type NeedLine,
  type NeedMet,
  type Policy,
  type Standard,
} from "./standards.ts";
export * from "./estimates/index.ts";
export { COLUMNS, profileOf, RECORD } from "./profile.ts";
export { PEOPLE } from "./link-settings.ts";
export { linkCounts, linkStanding, type LinkDecision, type LinkStanding, type LinkState } from "./link-standing.ts";
export { SoundsLike, BOUNDS as SOUNDS_LIKE_BOUNDS, type SoundsLikeBounds } from "./sounds-like.ts";
