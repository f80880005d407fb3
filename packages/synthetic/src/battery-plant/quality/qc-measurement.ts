import { z } from "zod";
import type { QcValue } from "../qc-row.js";
import { type Gauge, readGauge } from "./gauge.js";
import { limitsFault } from "./limits-config.js";
import {
  anyConditions,
  type BatteryMetric,
  batteryMetricNames,
  batteryMetrics,
  type ElectrodeMetric,
  siFactors,
  type TestConditions,
} from "./metrics.js";
import { qcStatus } from "./qc-status.js";
import type { BatteryPlantStep, Electrode } from "./steps.js";

/** A measurement of the metric `M` as the shop floor sees it. */
export interface ShownQcMeasurementOf<M extends BatteryMetric> extends QcValue {
  readonly metric: M;
  /** UCUM code; one for each metric. */
  readonly unit: (typeof batteryMetrics)[M]["unit"];
  readonly step: BatteryPlantStep;
  /** `null` for a metric that does not depend on it. */
  readonly electrode: M extends ElectrodeMetric ? Electrode : null;
  /** `value` times this is in SI units. */
  readonly siFactor: number;
  readonly method: string;
  readonly conditions: TestConditions;
}

/** The same with what is hidden. */
export interface QcMeasurementOf<M extends BatteryMetric> extends ShownQcMeasurementOf<M> {
  /** What the gauge would show without noise, drift and rounding, in `unit`. Truth: never shown to the shop floor. */
  readonly latent: number;
}

/** A measurement as the shop floor sees it: a union that `metric` tells apart. */
export type ShownQcMeasurement = { [M in BatteryMetric]: ShownQcMeasurementOf<M> }[BatteryMetric];

/** A measurement with its hidden value: a union that `metric` tells apart. */
export type QcMeasurement = { [M in BatteryMetric]: QcMeasurementOf<M> }[BatteryMetric];

/**
 * A reading of a gauge.
 *
 * @param draw Standard normal: the noise.
 * @param factor Drift of the gauge; 1 = none.
 */
export function qcMeasurement<M extends BatteryMetric>(
  gauge: Gauge<M>,
  latent: number,
  draw: number,
  factor = 1,
): QcMeasurementOf<M> {
  const { step, title, unit, method, conditions = anyConditions } = batteryMetrics[gauge.metric];
  const value = readGauge(gauge, latent, draw, factor);
  return {
    metric: gauge.metric,
    title,
    step,
    electrode: gauge.electrode as QcMeasurementOf<M>["electrode"],
    value,
    unit,
    siFactor: siFactors[unit],
    method,
    conditions,
    target: gauge.target,
    warnLow: gauge.warnLow,
    warnHigh: gauge.warnHigh,
    specLow: gauge.specLow,
    specHigh: gauge.specHigh,
    status: qcStatus(gauge, value),
    latent,
  };
}

/** The measurement without its hidden value. */
export function shownMeasurement<M extends BatteryMetric>(
  measurement: QcMeasurementOf<M>,
): ShownQcMeasurementOf<M> {
  const { latent: _hidden, ...shown } = measurement;
  return shown;
}

const finite = (what: string) => z.number({ error: `Give a finite number: ${what}.` });
const limit = (what: string) =>
  z.number({ error: `Give a finite number, or null where there is no ${what}.` }).nullable();
const exactly = <T extends string | number | null>(value: T, metric: string) =>
  z.literal(value, { error: `Give ${JSON.stringify(value)}, as for every ${metric}.` });

function shapeOf(metric: BatteryMetric) {
  const {
    step,
    title,
    unit,
    method,
    byElectrode,
    conditions = anyConditions,
  } = {
    byElectrode: false,
    ...batteryMetrics[metric],
  };
  return {
    metric: z.literal(metric),
    title: exactly(title, metric),
    step: exactly(step, metric),
    electrode: byElectrode
      ? z.enum(["cathode", "anode"], { error: 'Give "cathode" or "anode".' })
      : exactly(null, metric),
    value: finite("the measured value"),
    unit: exactly(unit, metric),
    siFactor: exactly(siFactors[unit], metric),
    method: exactly(method, metric),
    conditions: z.strictObject({
      temperatureC: exactly(conditions.temperatureC, metric),
      shearRatePerS: exactly(conditions.shearRatePerS, metric),
    }),
    target: finite("the target"),
    warnLow: limit("lower warning limit"),
    warnHigh: limit("upper warning limit"),
    specLow: limit("lower specification limit"),
    specHigh: limit("upper specification limit"),
    status: z.enum(["In Spec", "Tolerance Warning", "Critical Fail"], {
      error: 'Give "In Spec", "Tolerance Warning" or "Critical Fail".',
    }),
  };
}

/** A union on `metric` of one strict object a metric, whose limits rise and whose status fits them. */
function unionOf<T extends QcValue>(more: z.ZodRawShape): z.ZodType<T> {
  const [first, ...rest] = batteryMetricNames.map((metric) =>
    z.strictObject({ ...shapeOf(metric), ...more }).superRefine((measurement, context) => {
      const fault = limitsFault(measurement);
      if (fault !== null) context.addIssue({ code: "custom", path: [fault.path], message: fault.advice });
      const status = qcStatus(measurement, measurement.value);
      if (measurement.status === status) return;
      const message = `Give "${status}": that is what the limits say of ${measurement.value}.`;
      context.addIssue({ code: "custom", path: ["status"], message });
    }),
  );
  return z.discriminatedUnion("metric", [first!, ...rest], {
    error: (issue) =>
      issue.code === "invalid_union"
        ? `Give the name of a metric: ${batteryMetricNames.join(", ")}.`
        : "Give an object with a metric, a value and its limits.",
  }) as unknown as z.ZodType<T>;
}

/** Checks a measurement as the shop floor shows it; one that still has its hidden value is refused. */
export const shownQcMeasurementSchema: z.ZodType<ShownQcMeasurement> = unionOf({});

/** Checks a measurement with its hidden value. */
export const qcMeasurementSchema: z.ZodType<QcMeasurement> = unionOf({
  latent: finite("the hidden value"),
});
