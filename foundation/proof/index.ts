export { ProofError, type ProofErrorCode } from "./errors.ts";
export {
  CUSTODY_PATH,
  LISTED_TAG_FILES,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_TEXT_BYTES,
  maxBytesAt,
  placeOf,
  RECORD_PATH,
  SEAL_PATH,
  TAG_MANIFEST,
  type Place,
} from "./layout.ts";
export { composeManifest, digest, parseManifest, requireSamePaths, type Algorithm } from "./manifest.ts";
export { composeBagInfo, DECLARATION, isDay, parseBagInfo, type BagInfo } from "./bag.ts";
export { composeCommitment, composeLeaf, leafOf, parseCommitment, parseLeaf, type Commitment, type LogPosition } from "./commitment.ts";
export { CHAIN_START, composeCustody, custodyLine, parseCustody, type CustodyLine } from "./custody.ts";
export { composeCustodyEntry, CUSTODY_EVENTS, readCustodyEntry, type CustodyEntry } from "./custody-entry.ts";
export { composeSshsig, fingerprintOf, PACKAGE_NAMESPACE, parseSshKeyText, parseSshsig, requireGoodSeal, sshKeyText, type Seal } from "./sshsig.ts";
export {
  composeTrust,
  isKeyName,
  parseTrust,
  standingOf,
  TRUST_FILES,
  type NamedKey,
  type RetiredKey,
  type Standing,
  type Trust,
  type TrustFile,
} from "./trust.ts";
export { BASES, SOURCE_KINDS, STANDARDS, type Finding, type FindingSource, type FindingStatement } from "./finding.ts";
export {
  composeItem,
  composeRecord,
  ITEM_KINDS,
  OPERATIONS,
  readItem,
  readRecord,
  type ItemDescription,
  type ItemFile,
  type PackageRecord,
  type RecordItem,
  type Redaction,
} from "./record.ts";
export { treeOf, type PackageTree, type TreeEntry } from "./tree.ts";
export { CHECK_NAMES, exitCodeOf, type Check, type CheckDetail, type CheckName, type PackageReport, type Verdict } from "./report.ts";
export { type TrustFiles } from "./bench.ts";
export { verifyPackage } from "./verify.ts";
