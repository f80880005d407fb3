export { type AlignmentsOptions, alignments } from "./alignments/alignments.js";
export type { AlignmentLimits } from "./alignments/budget.js";
export type { MoveCosts } from "./alignments/move-costs.js";
export type {
  AlignmentMethod,
  AlignmentMove,
  AlignmentStatus,
  AlignmentsResult,
  VariantAlignment,
} from "./alignments/types.js";
export {
  type AlignmentsInWorkersOptions,
  type AlignmentWorker,
  alignmentsInWorkers,
} from "./alignments/workers/alignments-in-workers.js";
export { type DeclareRuleCheck, declareConformance } from "./declarative/declare-conformance.js";
export {
  type BrokenSkeletonRule,
  type LogSkeletonConformanceOptions,
  logSkeletonConformance,
  type SkeletonRuleKind,
} from "./declarative/log-skeleton-conformance.js";
export { deviatingCases, type RuleConformance, type VariantRules } from "./declarative/rule-tally.js";
export {
  type BrokenTemporalPair,
  type TemporalConformance,
  type TemporalConformanceOptions,
  type TemporalDeviations,
  temporalConformance,
  type UnusualTime,
} from "./declarative/temporal-conformance.js";
export { type CaseConformance, caseTable } from "./diagnosis/case-table.js";
export type { Deviation, DeviationKind } from "./diagnosis/deviation-list.js";
export { type DeviationGroup, deviationsByAttribute } from "./diagnosis/deviations-by-attribute.js";
export {
  type DeviationsOnModel,
  type DiagnoseOptions,
  type Diagnosis,
  diagnose,
  type VariantDiagnosis,
} from "./diagnosis/diagnose.js";
export {
  type AlignmentFitnessResult,
  type EvaluateByAlignmentsOptions,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type FitnessResult,
} from "./evaluate.js";
export {
  compareFootprints,
  type FootprintComparison,
  type FootprintDifference,
} from "./footprints/compare-footprints.js";
export {
  type BrokenStep,
  type FootprintConformance,
  footprintConformance,
} from "./footprints/footprint-conformance.js";
export { type GeneralizationResult, generalization } from "./generalization.js";
export {
  type ModelTimes,
  type ModelTimesOptions,
  modelTimes,
  type PlaceTimes,
  type TransitionTimes,
} from "./model-times.js";
export { type AlignmentPrecisionOptions, alignmentPrecision } from "./precision/alignment-precision.js";
export { precision } from "./precision/precision.js";
export type { PrecisionResult } from "./precision/prefix-tree.js";
export { type SimplicityResult, simplicity } from "./simplicity.js";
export { frequencyWeights } from "./stochastic/frequency-weights.js";
export {
  type StochasticConformanceResult,
  type StochasticMove,
  stochasticConformance,
} from "./stochastic/stochastic-conformance.js";
export {
  logLanguage,
  type StochasticLanguage,
  type StochasticLanguageOptions,
  stochasticLanguage,
} from "./stochastic/stochastic-language.js";
export {
  type TokenReplayOptions,
  type TokenReplayResult,
  tokenReplay,
  type VariantReplay,
} from "./token-replay.js";
