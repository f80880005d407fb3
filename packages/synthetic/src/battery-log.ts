export {
  type BatteryEventAttributes,
  generateBatteryLog,
  type NoAttributes,
  type TimedBatteryEventAttributes,
} from "./battery-log/generate.js";
export {
  type BatteryLogConfigOverrides,
  type BatteryLogOptions,
  batteryLogOptionsSchema,
} from "./battery-log/options.js";
