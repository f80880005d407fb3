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
export {
  type PlantClimateConfig,
  type PlantClimateOverrides,
  plantClimateConfig,
  plantClimateConfigSchema,
  plantClimateDefaults,
} from "./battery-plant/environment/climate-config.js";
export { type RoomAir, type RoomClimate, roomClimate } from "./battery-plant/environment/room-climate.js";
export {
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
export { plantModel } from "./battery-plant/plant-model.js";
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
export type { DurationRule, LogRules } from "./expectations/rules/log-rules.js";
export { ruleExpectations } from "./expectations/rules/rule-expectations.js";
export { logRulesSchema } from "./expectations/rules/schema.js";
export { isQcTable, qcValueSchema } from "./expectations/table/qc-columns.js";
export {
  type QcTableExpectationOptions,
  qcTableExpectations,
} from "./expectations/table/qc-table-expectations.js";
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
