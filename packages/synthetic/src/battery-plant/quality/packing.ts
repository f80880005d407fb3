import type { BatteryQualityConfig } from "./quality-config.js";

/**
 * Voltage of a cell in the box minus that of its like, mV: N(0.3) less what it lost by discharging faster than nominal
 * since grading. `draws.voltage` is a standard normal.
 */
export function ocvDeviationMv(
  { packing, aging }: BatteryQualityConfig,
  kMvPerDay: number,
  draws: { readonly voltage: number },
): number {
  return packing.ocvSigmaMv * draws.voltage - packing.restDays * (kMvPerDay - aging.kMvPerDay);
}

/** Whether a label can be read; `draw` is uniform in [0, 1). */
export function labelRead({ packing }: BatteryQualityConfig, draw: number): boolean {
  return draw >= packing.labelFailProbability;
}
