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
export { logExpectations } from "./expectations/log-expectations.js";
