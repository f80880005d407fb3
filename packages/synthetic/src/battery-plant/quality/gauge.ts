import { optionError } from "@gigamine/base";
import type { MetricLimits } from "./limits-config.js";
import { type BatteryMetric, batteryMetrics, type CellMetric, type ElectrodeMetric } from "./metrics.js";
import type { BatteryQualityConfig } from "./quality-config.js";
import type { Electrode } from "./steps.js";

/** The gauge of a metric: limits, noise and resolution, looked up once. */
export interface Gauge<M extends BatteryMetric = BatteryMetric> extends MetricLimits {
  readonly metric: M;
  /** `null` for a metric that does not depend on it. */
  readonly electrode: Electrode | null;
  /** Standard deviation of its noise, in the unit of the metric. */
  readonly sigma: number;
}

/**
 * The gauge of a metric; those whose limits depend on the electrode need to be told which.
 *
 * @throws GigamineError `option/out-of-range` when the electrode is missing, or given for a metric that has none.
 */
export function gaugeOf<M extends ElectrodeMetric>(
  config: BatteryQualityConfig,
  metric: M,
  electrode: Electrode,
): Gauge<M>;
export function gaugeOf<M extends CellMetric>(config: BatteryQualityConfig, metric: M): Gauge<M>;
export function gaugeOf(config: BatteryQualityConfig, metric: BatteryMetric, electrode?: Electrode): Gauge {
  const found = config.limits[metric];
  const { processSigma, ...limits } = "cathode" in found ? found[checked(metric, electrode)] : found;
  if (electrode !== undefined && !("cathode" in found)) {
    throw optionError("gaugeOf", "electrode", electrode, `Leave it out: ${metric} does not depend on it.`);
  }
  return Object.freeze({
    ...limits,
    metric,
    electrode: electrode ?? null,
    sigma: config.gauge.sigmaShare * processSigma,
  });
}

function checked(metric: BatteryMetric, electrode: Electrode | undefined): Electrode {
  if (electrode === "cathode" || electrode === "anode") return electrode;
  throw optionError(
    "gaugeOf",
    "electrode",
    electrode,
    `Give "cathode" or "anode": ${metric} has limits for each.`,
  );
}

/**
 * What a gauge shows: latent · factor + sigma · draw, rounded to its resolution and, where a value below 0 makes no
 * sense, not below 0. A metric that is counted or decided is shown as it is.
 *
 * @param draw Standard normal: the noise of this measurement.
 * @param factor Drift of the gauge; 1 = none.
 */
export function readGauge(gauge: Gauge, latent: number, draw: number, factor = 1): number {
  const { resolution, signed = false } = batteryMetrics[gauge.metric];
  if (resolution === 0) return latent;
  const value = roundTo(resolution, measure(latent, gauge.sigma, draw, factor));
  return signed ? value : Math.max(0, value);
}

/** latent · factor + sigma · draw: a measured value before rounding. */
export function measure(latent: number, sigma: number, draw: number, factor: number): number {
  return latent * factor + sigma * draw;
}

/**
 * The limits of a metric as multiples of its gauge's resolution, rounded inwards, so that no reading changes its status. The target is
 * rounded to the nearest.
 */
export function limitsInSteps(metric: BatteryMetric, limits: MetricLimits): MetricLimits {
  const { resolution } = batteryMetrics[metric];
  if (resolution === 0) return limits;
  const lower = (limit: number | null) => (limit === null ? null : roundTo(resolution, limit, ceiling));
  const upper = (limit: number | null) => (limit === null ? null : roundTo(resolution, limit, floor));
  return {
    target: roundTo(resolution, limits.target),
    warnLow: lower(limits.warnLow),
    warnHigh: upper(limits.warnHigh),
    specLow: lower(limits.specLow),
    specHigh: upper(limits.specHigh),
  };
}

/** A whole number of steps, up to the error of a product, is no step too many. */
const productError = 1e-6;
const ceiling = (steps: number): number => Math.ceil(steps - productError);
const floor = (steps: number): number => Math.floor(steps + productError);

/** The multiple of a power of ten nearest to `value`, or that which `whole` says, without the digits that a product would leave behind. */
function roundTo(resolution: number, value: number, whole: (steps: number) => number = Math.round): number {
  const perUnit = Math.round(1 / resolution);
  return whole(value * perUnit) / perUnit;
}
