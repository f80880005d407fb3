export { type AlignmentsOptions, alignments } from "./alignments/alignments.js";
export type { MoveCosts } from "./alignments/move-costs.js";
export type {
  AlignmentMethod,
  AlignmentMove,
  AlignmentStatus,
  AlignmentsResult,
  VariantAlignment,
} from "./alignments/types.js";
export { type EvaluateOptions, type Evaluation, evaluate, type FitnessResult } from "./evaluate.js";
export { type GeneralizationResult, generalization } from "./generalization.js";
export {
  type ModelTimes,
  type ModelTimesOptions,
  modelTimes,
  type PlaceTimes,
  type TransitionTimes,
} from "./model-times.js";
export { type PrecisionResult, precision } from "./precision.js";
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
