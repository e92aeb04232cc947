/** Record linkage: which mentions are of one person. README.md beside this tells the way through. */
export { LinkageError, type LinkageErrorCode } from "./errors.ts";
export { MOST_RECORDS, sortedTable, recordTable, type Profile, type RecordTable } from "./records.ts";
export {
  DEFAULTS,
  KINDS,
  readSettings,
  type BlockingRule,
  type FieldKindName,
  type FieldSetting,
  type LinkSettings,
  type Rival,
} from "./settings.ts";
export { blockPairs, type CandidatePairs, type RuleCount } from "./blocking.ts";
export { Comparer, type Vectors } from "./comparison.ts";
export { readFields, withNameParts, type Field, type Fields } from "./fields.ts";
export { PERSON_COLUMNS, personSettings } from "./person-settings.ts";
export { countPatterns, learnM, type EmOptions, type Learned, type Patterns } from "./em.ts";
export { learnModel, type LinkModel, type ModelTold } from "./model.ts";
export { Scorer, together, type Band, type FieldBits, type PairTold, type Scores } from "./score.ts";
export { clusterRecords, overlapTable, type ClusterInput, type Clusters, type Decision, type OverlapTable } from "./clusters.ts";
export { PartitionSampler } from "./partitions.ts";
export type { PartitionInput, Uncertain } from "./partition-components.ts";
export type { Gain } from "./merge-gain.ts";
export { estimateBlockingRecall, link, Linked, Linking, PAIRS_AT_ONCE, type BlockingRecall, type Phase } from "./linking.ts";
export {
  bestF1,
  calibration,
  clusterQuality,
  precisionRecall,
  qualityOf,
  wilson,
  type CalibrationBin,
  type CurvePoint,
  type PairQuality,
} from "./quality.ts";
export { bareFamily, bareFather, parseName, wordOf, wordsOf, type NameParts, type NameWord } from "./name-parts.ts";
export { foldWord, plainWord, scriptOf, skeletonOf, toLatin, type Script } from "./script.ts";
export { arabicModel, russianModel, sameWord, type Likeness } from "./same-word.ts";
export { areNicknames } from "./nicknames.ts";
export { PairModel, type PairWeights } from "./pair-model.ts";
export { NamePairs } from "./name-pairs.ts";
export { learnPairs, weightsOf, type PairTraining } from "./pair-training.ts";
export { NameIndex, type Found } from "./name-index.ts";
export { compareDates, DATE_LEVELS, readDate, type DateInterval, type Precision } from "./dates.ts";
export { comparePlaces, kilometresBetween, PLACE_LEVELS, readPlace, type Place } from "./places.ts";
export { editsBetween, jaroWinkler } from "./strings.ts";
export { reportHtml, type ClericalBand, type ReportInput } from "./report.ts";
export { wholeNameLikeness } from "./whole-name.ts";
export { NAME_LEVELS } from "./field-kinds.ts";
