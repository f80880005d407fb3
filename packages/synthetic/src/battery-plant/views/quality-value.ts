import type { Electrode } from "../line.js";
import type { QcValue } from "../qc-row.js";
import { gaugeOf, limitsInSteps } from "../quality/gauge.js";
import {
  type BatteryMetric,
  batteryMetrics,
  type CellMetric,
  type ElectrodeMetric,
} from "../quality/metrics.js";
import { qcStatus } from "../quality/qc-status.js";
import type { BatteryQualityConfig } from "../quality/quality-config.js";

/** A measured value with its limits and status, as a shop-floor system shows it: limits are as fine as the gauge reads. */
export function qualityValue(
  config: BatteryQualityConfig,
  metric: BatteryMetric,
  electrode: Electrode,
  value: number,
): QcValue {
  const { title, unit, byElectrode } = batteryMetrics[metric];
  const gauge =
    byElectrode === true
      ? gaugeOf(config, metric as ElectrodeMetric, electrode)
      : gaugeOf(config, metric as CellMetric);
  const { target, warnLow, warnHigh, specLow, specHigh } = limitsInSteps(metric, gauge);
  const status = qcStatus({ warnLow, warnHigh, specLow, specHigh }, value);
  return { metric, title, value, unit, target, warnLow, warnHigh, specLow, specHigh, status };
}
