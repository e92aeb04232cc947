export { CaseworkError, CASEWORK_ERROR_CODES, type CaseworkErrorCode } from "./errors.ts";
export { LIMITS } from "./fields.ts";
export { compareTimes, partsOf, surelyApart, surelyBefore, timesConflict, type FuzzyTime } from "./time.ts";
export { distanceM, PLACE_KINDS, placesConflict, PUBLISH_LEVELS, type FuzzyPlace } from "./place.ts";
export {
  countsConflict,
  keyOf,
  valuesConflict,
  wordsOf,
  type Code,
  type Count,
  type Name,
  type Sensitivity,
  type Value,
  type ValueForm,
  value as VALUE_SCHEMA,
} from "./values.ts";
export { LISTS, PROPERTIES, ruleOf, SUBJECT_TYPES, type ListName, type PropertyRule, type SubjectType } from "./properties.ts";
export {
  SCHEMAS,
  type CaseRecord,
  type Citation,
  type Consent,
  type ExportApproval,
  type ExportRequest,
  type Finding,
  type Kind,
  type KnownRecord,
  type NewerRecord,
  type OfficialStatement,
  type Position,
  type RecordOf,
  type Report,
  type Stance,
  type Statement,
  type Subject,
  type Withdraw,
} from "./records.ts";
export { composeBody, jsonOf, parseBody, parseRecord, type Body } from "./body.ts";
export { indexRecord, type RecordIndex } from "./indexing.ts";
export { newId, penOf, type Pen, type RandomBytes } from "./write.ts";
export { checkQuote, cite, passageOf, positionOf } from "./citations.ts";
export { strongComponents } from "./graph.ts";
export type { AuthoredRecord, Standing } from "./authored.ts";
export { bookOf, inOrder, isKind, signersOf, type Book, type Shown, type WholeBook } from "./book.ts";
export {
  assertedValues,
  claimProperty,
  SIDE_OF,
  typeOf,
  valueOf,
  whoSaysWhat,
  type Saying,
  type Side,
  type ValueRow,
  type ValueView,
  type Voice,
} from "./value-of.ts";
export { bookOver, touchesOf, type BookOver, type RecordSource } from "./book-over.ts";
export { KINDS, tiesOf, WAYS, type Tie, type Way } from "./ties.ts";
export { scopeOf, wholeScope, type Scope } from "./scope.ts";
export { findingsOn, findingState, officialsAbout, type FindingState } from "./findings.ts";
export { claimRow, saidAndFound, type ClaimRow, type SaidFound } from "./said-found.ts";
export { timelineOf, type Span } from "./timeline.ts";
export { actRow, groupOf, personGroups, whoDidWhatToWhom, type ActRow, type InvolvedRow, type PersonGroup } from "./people.ts";
export { historyOf, historyOfSubject, historyRows, type HistoryRow } from "./history.ts";
export { inboxOf, inboxRowOf, versionsOf, type InboxRow } from "./inbox.ts";
export { consentOf, type ConsentState } from "./consents.ts";
export { DEFAULT_SENSITIVITY, sensitivityOf } from "./sensitivity.ts";
export { folded, labelOf, namedAmong, namesOfSubject, personsNamedIn, plainWords, type Label } from "./labels.ts";
export { missingFor, missingOfSubject, type Missing, type MissingCode } from "./missing.ts";
export { stateHash } from "./state.ts";
export { guessFromWords, type Guess } from "./guess.ts";
export { readDocument, recordsFromReading, type Reading, type ReadingRecords } from "./reading.ts";
export { rowOf, titleOf, type Circle, type Row, type RowType } from "./archive/row.ts";
export { areasOf, defaultSort, facetCounts, FACETS, listed, within, type Facet, type FacetCounts, type Filter, type Question, type SortBy } from "./archive/list.ts";
export { Shelf, type Found } from "./archive/shelf.ts";
export { touchedRows } from "./archive/touched.ts";
export { packRow, unpackRow } from "./archive/packed.ts";
export { mergedWords, settledText, type MergedPart } from "./merge-words.ts";
export { NOTE, noteOf, type NoteState } from "./notes.ts";
