export type { FootprintRelation, Footprints } from "@gigamine/models";
export { type AlphaMinerOptions, alphaMiner } from "./alpha/alpha-miner.js";
export type { AlphaNet } from "./alpha/alpha-net.js";
export { type AlphaPlusNet, alphaPlusMiner } from "./alpha/alpha-plus-miner.js";
export type { PlaceBetween } from "./alpha/maximal-pairs.js";
export {
  type DeclareMinerOptions,
  declareMiner,
  type MinedDeclareModel,
} from "./declarative/declare-miner.js";
export { type LogSkeletonOptions, logSkeleton } from "./declarative/log-skeleton.js";
export { type TemporalProfileOptions, temporalProfile } from "./declarative/temporal-profile.js";
export { dfgToPetriNet } from "./dfg-to-petri-net.js";
export { footprints } from "./footprints.js";
export { type DependencyMeasures, dependencyMeasures } from "./heuristics/dependency-measures.js";
export { heuristicsMiner } from "./heuristics/heuristics-miner.js";
export { type HeuristicsMinerOptions, PM4PY_HEURISTICS } from "./heuristics/options.js";
export {
  type InductiveMinerOptions,
  type InductiveMinerVariant,
  inductiveMiner,
} from "./inductive/inductive-miner.js";
export { type SplitMinerOptions, type SplitMinerResult, splitMiner } from "./split/split-miner.js";
export { type TransitionSystemOptions, transitionSystem } from "./transition-system/transition-system.js";
