export { EntryError, type EntryErrorCode } from "../errors.ts";
export { ENTRY_VERSION, LAST_FREE_CLOCK, MAX_HEADER_BYTES, MAX_SEEN, parseHeader, type EntryHeader } from "./header.ts";
export { encodeFrame, encodeStored, entryId, entryOf, MAX_BODY_BYTES, parseFrame, parseStored, type SignedEntry } from "./stored.ts";
export { verifyEntry, type VerifiedEntry } from "./verify.ts";
export { clockAfter, composeEntry, seenOf, type EntryDraft } from "./compose.ts";
export { MAX_BLOB_BYTES, openEntry, sealEntry } from "./sealed.ts";
export {
  headsAfter,
  judge,
  predecessorsOf,
  type AppliedEntry,
  type EntryView,
  type Missing,
  type RefusalCode,
  type RosterView,
  type Verdict,
} from "./judge.ts";
export { compareEntries, equivocationsIn, orderEntries, type Equivocation } from "./order.ts";
export { History, type Added } from "./history.ts";
export {
  uncountedEntries,
  type Adoption,
  type CountAnswer,
  type CountQuestion,
  type Cut,
  type CutTarget,
  type EntryGraph,
  type GraphEntry,
} from "./cut.ts";
