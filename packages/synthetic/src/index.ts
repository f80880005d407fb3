export {
  type ActivityConfig,
  type BatchSizeConfig,
  type BatteryLogConfig,
  batteryLogDefaults,
  type PoolName,
  type ReleaseConfig,
  type StorageConfig,
} from "./battery-log/config.js";
export {
  type BatteryEventAttributes,
  generateBatteryLog,
  type NoAttributes,
  type TimedBatteryEventAttributes,
} from "./battery-log/generate.js";
export { type BatteryActivity, batteryActivities, type ReworkRule, reworkRules } from "./battery-log/line.js";
export {
  type BatteryLogConfigOverrides,
  type BatteryLogOptions,
  batteryLogOptionsSchema,
} from "./battery-log/options.js";
export { batteryPlant } from "./battery-plant/battery-plant.js";
export type { BreakdownConfig, BreakdownKind, MaintenanceWindow } from "./battery-plant/downtime-config.js";
export {
  type PlantClimateConfig,
  type PlantClimateOverrides,
  plantClimateConfig,
  plantClimateConfigSchema,
  plantClimateDefaults,
} from "./battery-plant/environment/climate-config.js";
export { type RoomAir, type RoomClimate, roomClimate } from "./battery-plant/environment/room-climate.js";
export {
  type CellFormat,
  type PlantArea,
  type PlantRoom,
  type PlantStep,
  type PlantUnitType,
  plantSteps,
} from "./battery-plant/line.js";
export {
  type BatteryPlantConfig,
  type BatteryPlantOverrides,
  batteryPlantConfig,
  batteryPlantConfigSchema,
  batteryPlantDefaults,
} from "./battery-plant/plant-config.js";
export { type PlantModelOptions, plantModel } from "./battery-plant/plant-model.js";
export type { BatteryPlantOptions } from "./battery-plant/plant-options.js";
export { type PlantPreset, type PlantPresetName, plantPresets } from "./battery-plant/presets.js";
export type { QcRow, QcStatus, QcValue } from "./battery-plant/qc-row.js";
export { type Gauge, gaugeOf, readGauge } from "./battery-plant/quality/gauge.js";
export type { MetricLimits } from "./battery-plant/quality/limits-config.js";
export {
  type BatteryMetric,
  batteryMetricNames,
  batteryMetrics,
  type CellMetric,
  type ElectrodeMetric,
  type MetricDefinition,
  type MetricUnit,
  siFactors,
  type TestConditions,
} from "./battery-plant/quality/metrics.js";
export {
  type QcMeasurement,
  type QcMeasurementOf,
  qcMeasurement,
  qcMeasurementSchema,
  type ShownQcMeasurement,
  type ShownQcMeasurementOf,
  shownMeasurement,
  shownQcMeasurementSchema,
} from "./battery-plant/quality/qc-measurement.js";
export { qcStatus } from "./battery-plant/quality/qc-status.js";
export {
  type BatteryQualityConfig,
  type BatteryQualityOverrides,
  batteryQualityConfig,
  batteryQualityConfigSchema,
  batteryQualityDefaults,
} from "./battery-plant/quality/quality-config.js";
export { type BatteryPlantStep, batteryPlantSteps, type Electrode } from "./battery-plant/quality/steps.js";
export type {
  GenealogyEdge,
  PlantCells,
  PlantMark,
  PlantMarkKind,
  PlantMeasurements,
  PlantOrder,
  PlantOutage,
  PlantRun,
  PlantTables,
  PlantUnit,
  PlantUnitOutcome,
  PlantVisits,
  TruthOptions,
} from "./battery-plant/run.js";
export type {
  CellCaseAttributes,
  CellEventAttributes,
  CellLogOptions,
} from "./battery-plant/views/cell-log.js";
export type { ElevenActivityOptions } from "./battery-plant/views/eleven-activity-log.js";
export type { LotCaseAttributes, LotEventAttributes } from "./battery-plant/views/lot-log.js";
export type { MeasurementRow } from "./battery-plant/views/measurement-rows.js";
export type { OcelOptions } from "./battery-plant/views/ocel-json.js";
export type { QcTableOptions } from "./battery-plant/views/qc-table.js";
export type { Traceability } from "./battery-plant/views/traceability.js";
export type {
  BernoulliDistribution,
  BetaDistribution,
  BinomialDistribution,
  ConstantDistribution,
  Distribution,
  EmpiricalDistribution,
  ExponentialDistribution,
  GammaDistribution,
  IntegerDistribution,
  LognormalDistribution,
  NormalDistribution,
  PoissonDistribution,
  TriangularDistribution,
  TruncatedNormalDistribution,
  UniformDistribution,
  WeibullDistribution,
} from "./distributions/distribution.js";
export { distributionMean } from "./distributions/distribution-mean.js";
export { type Sampler, sampler } from "./distributions/sampler.js";
export { distributionSchema } from "./distributions/schema.js";
export {
  type BatteryLogExpectationOptions,
  batteryLogExpectations,
} from "./expectations/battery-log-expectations.js";
export {
  checkExpectations,
  type Expectation,
  type ExpectationReport,
  type ExpectationResult,
  type Finding,
} from "./expectations/check.js";
export { expectations } from "./expectations/expectations.js";
export {
  type Family,
  type FamilyEdge,
  type GenealogyExpectationOptions,
  genealogyExpectations,
} from "./expectations/genealogy.js";
export { logExpectations } from "./expectations/log-expectations.js";
export { type PlantExpectationOptions, plantExpectations } from "./expectations/plant/plant-expectations.js";
export type { DurationRule, LogRules } from "./expectations/rules/log-rules.js";
export { ruleExpectations } from "./expectations/rules/rule-expectations.js";
export { logRulesSchema } from "./expectations/rules/schema.js";
export { isQcTable, qcValueSchema } from "./expectations/table/qc-columns.js";
export {
  type QcTableExpectationOptions,
  qcTableExpectations,
} from "./expectations/table/qc-table-expectations.js";
export type { ConnectionOptions } from "./notes/anthropic/anthropic-client.js";
export { type BatchState, memoryBatchState, type PendingBatch } from "./notes/anthropic/batch-state.js";
export { type Clock, systemClock } from "./notes/anthropic/clock.js";
export {
  type EstimateNotesOptions,
  type EstimateRange,
  estimateNotes,
  type NotesEstimate,
} from "./notes/anthropic/estimate.js";
export { type LedgerTotals, memoryLedger, type UsageLedger } from "./notes/anthropic/ledger.js";
export type { ReserveRecord, SettleRecord, Spend, SpendCaps } from "./notes/anthropic/ledger-record.js";
export type { Thinking } from "./notes/anthropic/model-request.js";
export { type AnthropicNarratorOptions, anthropicNarrator } from "./notes/anthropic/narrator.js";
export type { Notice } from "./notes/anthropic/notice.js";
export { type AskOptions, defaultNoteModel, type ModelOptions } from "./notes/anthropic/options.js";
export {
  type ModelPrices,
  notePrices,
  type PriceTable,
  type PriceTier,
  type SendMode,
} from "./notes/anthropic/prices.js";
export { type ReplayNarratorOptions, replayNarrator } from "./notes/anthropic/replay.js";
export { type AnthropicTextModelOptions, anthropicTextModel } from "./notes/anthropic/text-model.js";
export { type AnswerCache, memoryCache } from "./notes/cache.js";
export { checkNote } from "./notes/check/check-note.js";
export type {
  Narrator,
  NarratorContext,
  Note,
  NoteChecker,
  NoteComplaints,
  NoteFacts,
  NoteSource,
  NumberFact,
} from "./notes/contract.js";
export { type NoteFactsInput, type NumberFactInput, noteFacts } from "./notes/facts.js";
export { type NarratedRow, type NarratedTable, type NarrateOptions, narrate } from "./notes/narrate.js";
export {
  type NoteVoice,
  noteVoices,
  type OfflineNarrator,
  type OfflineNarratorOptions,
  offlineNarrator,
} from "./notes/offline/offline-narrator.js";
export {
  type QcNoteFactsOptions,
  qcNoteFacts,
  type RoomTemperature,
  usualRoomTemperatures,
} from "./notes/qc-facts.js";
export { playOut } from "./playout/play-out.js";
export { type RandomProcessTreeOptions, randomProcessTree } from "./playout/random-process-tree.js";
export type {
  ExhaustivePlayOptions,
  ExhaustivePlayReport,
  PlayedOutLog,
  PlayOutModel,
  PlayOutOptions,
  PlayOutTimes,
  RandomPlayOptions,
  RandomPlayReport,
  StochasticPlayOptions,
  TimedEventAttributes,
  TreeWeights,
  UniformPlayOptions,
} from "./playout/types.js";
export { addRecordingNoise } from "./recording-noise/add-recording-noise.js";
export type {
  NoisyLog,
  RecordedEvent,
  RecordedTimes,
  RecordingNoiseKind,
  RecordingNoiseLabel,
  RecordingNoiseOptions,
  UnitMixUp,
} from "./recording-noise/types.js";
export { undoRecordingNoise } from "./recording-noise/undo-recording-noise.js";
export {
  type CalibrationJumpOptions,
  type ScenarioOptions,
  type SeasonalHvacOptions,
  scenarios,
} from "./scenarios/catalogue.js";
export { type DecoyCells, decoyLog, decoyRows } from "./scenarios/decoy-views.js";
export {
  type Decoy,
  type DecoyContext,
  type DecoyKind,
  type DecoyOptions,
  decoys,
} from "./scenarios/decoys.js";
export type { World } from "./scenarios/effects.js";
export { type CauseFinding, findingsSchema } from "./scenarios/findings.js";
export {
  type Scenario,
  type ScenarioCause,
  type ScenarioFix,
  type ScenarioInstant,
  type ScenarioIntensity,
  type ScenarioPeriod,
  type ScenarioSchedule,
  type ScenarioType,
  scenarioIntensities,
  scenarioTypes,
} from "./scenarios/scenario.js";
export { scenarioSchema } from "./scenarios/scenario-schema.js";
export { type CauseScore, type Retrieval, type ScenarioScore, scoreFindings } from "./scenarios/score.js";
export type { TimeSpan } from "./scenarios/time-spans.js";
export type {
  CausalEdge,
  CausalGraph,
  Counterfactual,
  CounterfactualKind,
  ExpectedChange,
  PathEdge,
  PlantTruth,
  TrueCause,
  TrueDecoy,
  TrueEffect,
  TrueScenario,
} from "./scenarios/truth.js";
export { truthSchema } from "./scenarios/truth-schema.js";
export {
  type EntityKind,
  type ScenarioVariable,
  scenarioVariables,
  type VariableInfo,
} from "./scenarios/variables.js";
export {
  type IntervalAttributes,
  type LifecycleAttributes,
  type ToEventLogOptions,
  toEventLog,
  type VisitAttributes,
} from "./simulation/event-log.js";
export type {
  ArrivalSpec,
  ArrivalTarget,
  BatchRule,
  MemberUse,
  NewUnit,
  PoolSpec,
  Portion,
  Requirement,
  Route,
  SimulationContext,
  SimulationModel,
  StepSpec,
  Unit,
  Visit,
  VisitStart,
} from "./simulation/model.js";
export type {
  Genealogy,
  IncompleteBatch,
  IncompleteJoin,
  ResourceState,
  SimulatedUnit,
  SimulationResult,
  SimulationSink,
  VisitColumns,
} from "./simulation/result.js";
export { type SimulateOptions, simulate } from "./simulation/simulate.js";
export type { Cell, TableRow } from "./table/cell.js";
export { type ColumnMode, type ColumnSpec, column } from "./table/column.js";
export {
  type ColumnConfig,
  type ColumnFields,
  type TableConfig,
  tableConfigSchema,
  tableSchemaVersion,
} from "./table/config.js";
export type { ColumnDescription, DesignDescription } from "./table/describe-design.js";
export { type ColumnSummary, type CountedValue, describeRows } from "./table/describe-rows.js";
export type {
  ColumnOptions,
  DesignOptions,
  GenerateOptions,
  RowsOptions,
  SkipOptions,
  SourceLogRow,
  SourceRow,
  TableDesign,
} from "./table/design.js";
export { designTable, type LogDesignOptions } from "./table/design-table.js";
export { designTableFromJson } from "./table/from-json.js";
export type { CellFailure, GeneratedTable } from "./table/generate.js";
export type { TextModel, TextRequest, TextSource } from "./table/language-model.js";
export type { Person } from "./table/person.js";
export type { Preview } from "./table/preview.js";
export type { SourceOrder, SourceRows } from "./table/source-rows.js";
export { type RowColumns, rowsToColumns, rowsToCsv } from "./table/table-output.js";
