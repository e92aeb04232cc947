export { CaptureError, type CaptureErrorCode } from "./errors.ts";
export {
  listsOn,
  MAX_LISTS,
  mergedLists,
  onAllOf,
  patternOf,
  tableOf,
  tableOfCounts,
  tableOfPeople,
  withinList,
  withLists,
  type Table,
} from "./table.ts";
export { canonicalTable } from "./order.ts";
export { generatorsOf, hierarchicalModels, modelName, modelOf, type Model } from "./models.ts";
export { existenceOf, type Existence } from "./existence.ts";
export { fitLogLinear, type LogLinear } from "./loglinear.ts";
export { profileInterval, type ProfileInterval } from "./profile.ts";
export { averageOverGraphs, humpsOf, MAX_GRAPH_LISTS, type Averaged, type AveragedSettings, type Hump } from "./averaged.ts";
export { stepwise } from "./stepwise.ts";
export { bcaLimit, bootstrapOf, resampledEstimates, type Bootstrap } from "./bootstrap.ts";
export { LATENT_SETTINGS, LatentChain, type LatentSettings } from "./latent.ts";
export { agreementOf, type Agreement } from "./chains.ts";
export { chaoFloor, type Floor } from "./floor.ts";
export { combinePartitions, LEAST_PARTITIONS, type Combined } from "./partitions.ts";
export { sumOfStrata, type Sum } from "./strata.ts";
export { FACTORS, sensitivityOf, type Sensitivity } from "./sensitivity.ts";
export { refusalsOf, type Refusal, type RefusalCode } from "./refusals.ts";
export { checkedSettings, ESTIMATE_VERSION, LEAST_CHAINS, SETTINGS, type EstimateSettings } from "./settings.ts";
export { runPiece, stepwiseEstimator, type Answered, type GraphsResult, type ModelsResult, type Piece, type PieceResult } from "./pieces.ts";
export { assembled, estimate, LEAST_EFFECTIVE, prepared, R_HAT_LIMIT, type Estimate, type Prepared } from "./estimate.ts";
export type { Range, Verdict, Warning, WarningCode } from "./verdict.ts";
export type { Answer, LatentResult, ListCheck, Method } from "./answers.ts";
