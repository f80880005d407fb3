import type { Electrode } from "../line.js";
import { type Gauge, gaugeOf } from "../quality/gauge.js";
import {
  type BatteryMetric,
  batteryMetricNames,
  batteryMetrics,
  type CellMetric,
  type ElectrodeMetric,
} from "../quality/metrics.js";
import type { BatteryQualityConfig } from "../quality/quality-config.js";

type GaugeTable = Readonly<Record<BatteryMetric, Gauge>>;

/** All gauges of a plant, looked up once. */
export class PlantGauges {
  readonly #gauges: Readonly<Record<Electrode, GaugeTable>>;
  readonly #index: Readonly<Record<BatteryMetric, number>>;

  constructor(config: BatteryQualityConfig) {
    this.#gauges = { cathode: gaugeTable(config, "cathode"), anode: gaugeTable(config, "anode") };
    this.#index = Object.fromEntries(batteryMetricNames.map((metric, i) => [metric, i])) as Record<
      BatteryMetric,
      number
    >;
  }

  /** The gauge of a metric; the electrode counts where it has limits of its own. */
  of(metric: BatteryMetric, electrode: Electrode = "cathode"): Gauge {
    return this.#gauges[electrode][metric];
  }

  /** Place of a metric in {@link batteryMetricNames}. */
  indexOf(metric: BatteryMetric): number {
    return this.#index[metric];
  }
}

function gaugeTable(config: BatteryQualityConfig, electrode: Electrode): GaugeTable {
  return Object.fromEntries(
    batteryMetricNames.map((metric) => [
      metric,
      batteryMetrics[metric].byElectrode === true
        ? gaugeOf(config, metric as ElectrodeMetric, electrode)
        : gaugeOf(config, metric as CellMetric),
    ]),
  ) as GaugeTable;
}
