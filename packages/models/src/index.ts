export { BpmnBuilder } from "./bpmn/builder.js";
export { checkBpmnModel } from "./bpmn/check.js";
export { type PetriNetToBpmnOptions, petriNetToBpmn } from "./bpmn/from-petri-net.js";
export { treeToBpmn } from "./bpmn/from-process-tree.js";
export { type BpmnBox, type BpmnLayout, type BpmnPoint, layoutBpmn } from "./bpmn/layout.js";
export { type ReadBpmnModel, type ReadBpmnOptions, readBpmn } from "./bpmn/read.js";
export { type BpmnToPetriNetOptions, bpmnToPetriNet } from "./bpmn/to-petri-net.js";
export type { BpmnFlow, BpmnModel, BpmnNode, BpmnNodeKind } from "./bpmn/types.js";
export { type WriteBpmnOptions, writeBpmn } from "./bpmn/write.js";
export type { BpmnIssue } from "./bpmn/xml/scope.js";
export { checkDeclareModel } from "./declarative/check-declare-model.js";
export type {
  DeclareModel,
  DeclareRule,
  DeclareTemplate,
  ExistenceRule,
  ExistenceTemplate,
  MinedDeclareRule,
  PairRule,
  PairTemplate,
  PositionRule,
  PositionTemplate,
  RuleStatistics,
} from "./declarative/declare-model.js";
export {
  type CompiledDeclareRule,
  compileDeclareRule,
  declareRuleStatus,
  EXISTENCE_TEMPLATES,
  isSymmetric,
  PAIR_TEMPLATES,
  type PairSemantics,
  POSITION_TEMPLATES,
  pairStatus,
  type RuleStatus,
  ruleStatus,
} from "./declarative/declare-semantics.js";
export { withoutImpliedRules } from "./declarative/implied-rules.js";
export {
  type ActivityPair,
  checkLogSkeleton,
  type LogSkeleton,
  SKELETON_RELATIONS,
} from "./declarative/log-skeleton.js";
export { PairFacts, SequenceRelations } from "./declarative/sequence-relations.js";
export { checkTemporalProfile, type TemporalProfile } from "./declarative/temporal-profile.js";
export { type NetFootprintsOptions, netFootprints } from "./footprints/from-net.js";
export { treeFootprints } from "./footprints/from-tree.js";
export { footprintMatrix } from "./footprints/matrix.js";
export type { FollowsRelation, FootprintRelation, Footprints } from "./footprints/types.js";
export { checkHeuristicsNet } from "./heuristics-net/check.js";
export {
  type HeuristicsNetToPetriNetOptions,
  heuristicsNetToPetriNet,
} from "./heuristics-net/to-petri-net.js";
export type {
  AndMeasure,
  HeuristicsActivity,
  HeuristicsArc,
  HeuristicsArcKind,
  HeuristicsBinding,
  HeuristicsNet,
  HeuristicsTerminal,
  HeuristicsTerminalArc,
} from "./heuristics-net/types.js";
export { type BoundednessReport, boundedness, type UnboundedPlace } from "./petri-net/boundedness.js";
export { PetriNetBuilder } from "./petri-net/builder.js";
export { checkAcceptingPetriNet } from "./petri-net/check.js";
export { type CompiledNet, compileNet } from "./petri-net/compile.js";
export {
  type CoverabilityGraph,
  coverabilityGraph,
  type ExtendedMarking,
} from "./petri-net/coverability.js";
export { EnabledSet } from "./petri-net/enabled-set.js";
export { enabledTransitions, fire, isEnabled } from "./petri-net/fire.js";
export { isFreeChoice } from "./petri-net/free-choice.js";
export { incidenceMatrix } from "./petri-net/incidence.js";
export {
  type InvariantOptions,
  type Invariants,
  placeInvariants,
  transitionInvariants,
} from "./petri-net/invariants.js";
export {
  type LivenessReport,
  liveness,
  type ReachedMarking,
  type TransitionLiveness,
} from "./petri-net/liveness.js";
export {
  type ReachabilityGraph,
  type ReachabilityOptions,
  reachabilityGraph,
} from "./petri-net/reachability.js";
export { reducePetriNet } from "./petri-net/reduce.js";
export { reduceSilentTransitions } from "./petri-net/reduce-silent.js";
export { checkSoundness, type SoundnessOptions } from "./petri-net/soundness/check.js";
export type { SoundnessReason, SoundnessReport } from "./petri-net/soundness/report.js";
export type {
  AcceptingPetriNet,
  Arc,
  Marking,
  PetriNet,
  Place,
  Transition,
} from "./petri-net/types.js";
export { type CheckedPetriNet, withSoundness } from "./petri-net/with-soundness.js";
export {
  checkWorkflowNet,
  isWorkflowNet,
  type WorkflowNetCheck,
  type WorkflowNetProblem,
} from "./petri-net/workflow-net.js";
export { type PnmlIssue, type ReadPetriNet, readPnml } from "./pnml/read.js";
export { writePnml } from "./pnml/write.js";
export { treeActivities } from "./process-tree/activities.js";
export { checkProcessTree } from "./process-tree/check.js";
export { foldTree } from "./process-tree/fold.js";
export { petriNetToTree } from "./process-tree/from-petri-net.js";
export { languagesEqual } from "./process-tree/languages-equal.js";
export {
  activity,
  exclusive,
  inclusive,
  interleaved,
  loop,
  parallel,
  sequence,
  silent,
} from "./process-tree/make.js";
export { normalFormTree } from "./process-tree/normal-form.js";
export { type ParseTreeOptions, parseTree } from "./process-tree/parse.js";
export { printTree } from "./process-tree/print.js";
export { reduceTree } from "./process-tree/reduce.js";
export { sortTree, treesEqual } from "./process-tree/sort.js";
export { treeToPetriNet } from "./process-tree/to-petri-net.js";
export { type TraceLanguageOptions, traceLanguage } from "./process-tree/trace-language.js";
export type {
  ActivityNode,
  OperatorNode,
  ProcessTree,
  SilentNode,
  TreeOperator,
} from "./process-tree/types.js";
export { type ReadPtmlOptions, readPtml } from "./ptml/read.js";
export { writePtml } from "./ptml/write.js";
export { bpmnComplexity, type ModelComplexity, netComplexity } from "./structure/complexity.js";
export { type FlowGraph, type Fragment, structureTree } from "./structure/structure-tree.js";
export { stateActivities } from "./transition-system/state-activities.js";
export type { TransitionSystem } from "./transition-system/types.js";
