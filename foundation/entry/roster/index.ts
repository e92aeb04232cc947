export { EntryError, type EntryErrorCode } from "../errors.ts";
export {
  type Act,
  type ActBody,
  type ActDraft,
  type ActKind,
  type ActOf,
  type ActSignature,
  type CutHeads,
  type DeviceCert,
  type EpochElement,
  type JoiningPerson,
  type NewerAct,
  type SignedAct,
} from "./act.ts";
export { actId, assembleAct, bodyOf, composeAct, encodeAct, MAX_ACT_BYTES, parseAct, signBody } from "./signed.ts";
export { frameAct, lineId, openAct, sealAct, unframeAct } from "./sealed.ts";
export { deviceCertHolds, makeDeviceCert } from "./certificate.ts";
export { epochId, type Epoch, type RosterDevice, type RosterPerson, type RosterState, type Standing, type Suspension } from "./state.ts";
export { RULE_TABLE, type RuleName, type RuleTable } from "./rules.ts";
export { type ActOutcome } from "./judged.ts";
export { emptyLine, type Fork, type Line } from "./line.ts";
export { extendLine, type Extended, type NoiseReason, type Outcome, type Road } from "./extend.ts";
export { rosterSummary } from "./summary.ts";
export {
  activePersons,
  countingDevices,
  cutsFor,
  deviceCounts,
  deviceKnownAt,
  epochRecipientsWanted,
  groupAt,
  lineAfter,
  personOf,
  personStanding,
  wrappedEpoch,
  writableEpoch,
  type TargetCut,
} from "./desk.ts";
export { keyCommitment, makeEpoch, openLockbox, unwrap, type EpochKey, type EpochMade, type EpochMaking, type OpenedLockbox } from "./epoch.ts";
export { headCode, wordsOf } from "./headcode.ts";
export { WORDS } from "./words.ts";
