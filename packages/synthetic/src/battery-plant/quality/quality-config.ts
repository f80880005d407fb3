import type { z } from "zod";
import { checkedOption } from "../../checked-option.js";
import { configGroup, configNumber, type DeepReadonly, deepFreeze } from "../../config-number.js";
import { cellProcessShape } from "./cell-process-config.js";
import { metricLimitsShape } from "./limits-config.js";
import { electrodeProcessShape } from "./process-config.js";

const background = (value: number, step: string) =>
  configNumber(value, 0, 1, `share scrapped by sight at ${step}, whatever was measured [assumption]`);

/**
 * Every number of the quality model, as a zod schema: any part may be left out, what is left out has its default.
 * The description of each number says its unit and its evidence; `[assumption]` = no source was found.
 */
export const batteryQualityConfigSchema = configGroup({
  ...electrodeProcessShape,
  ...cellProcessShape,
  limits: configGroup(metricLimitsShape).prefault({}),
  gauge: configGroup({
    sigmaShare: configNumber(
      0.1,
      0,
      1,
      "standard deviation of a gauge, as a share of that of the process [assumption]",
    ),
  }).prefault({}),
  backgroundScrap: configGroup({
    coating: background(0.015, "coating"),
    calendering: background(0.004, "calendering"),
    slitting: background(0.003, "slitting"),
    stacking: background(0.008, "stacking"),
    filling: background(0.002, "filling"),
    welding: background(0.004, "welding"),
    formation: background(0.002, "formation"),
    sealing: background(0.001, "sealing of the filling port"),
    grading: background(0.002, "grading"),
  }).prefault({}),
});

/** Every number of the quality model; see {@link batteryQualityDefaults}. */
export interface BatteryQualityConfig extends DeepReadonly<z.output<typeof batteryQualityConfigSchema>> {}

/** Changes to {@link batteryQualityDefaults}: any part, to any depth. */
export interface BatteryQualityOverrides extends DeepReadonly<z.input<typeof batteryQualityConfigSchema>> {}

/**
 * The numbers of a line for prismatic cells of 50 A·h, NMC 811 and graphite: the cell of Chen et al. (2020, J.
 * Electrochem. Soc. 167 080534) with ten times its area. Process numbers and limits are apart: moving
 * `cathode.loadingKgPerM2` moves the process off its target, not the target. Deeply frozen.
 */
export const batteryQualityDefaults: BatteryQualityConfig = deepFreeze(batteryQualityConfigSchema.parse({}));

/**
 * {@link batteryQualityDefaults} with changes, checked and deeply frozen.
 *
 * @throws GigamineError `option/out-of-range` naming the setting: a number out of its range, a name that does not
 *   exist, limits that do not rise from specLow over warnLow, target, warnHigh to specHigh.
 */
export function batteryQualityConfig(overrides: BatteryQualityOverrides = {}): BatteryQualityConfig {
  return deepFreeze(checkedOption("batteryQualityConfig", "", batteryQualityConfigSchema, overrides));
}
