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
