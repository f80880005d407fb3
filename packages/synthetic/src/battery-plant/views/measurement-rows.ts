import type { Electrode } from "../line.js";
import type { QcStatus } from "../qc-row.js";
import { type BatteryMetric, batteryMetrics } from "../quality/metrics.js";
import { qcStatus } from "../quality/qc-status.js";
import type { PlantTables } from "../run.js";

/** A measurement as a shop-floor system would show it: nothing that is hidden. */
export interface MeasurementRow {
  /** ISO 8601 UTC. */
  readonly timestamp: string;
  /** The order; empty for supplier lots. */
  readonly case_id: string;
  readonly step: string;
  readonly unit: string;
  /** The cell, `null` when the unit as a whole or a place on a roll was measured. */
  readonly cell: string | null;
  readonly electrode: Electrode | null;
  readonly attempt: number;
  readonly resource: string;
  readonly operator: string | null;
  readonly metric: BatteryMetric;
  readonly value: number;
  /** UCUM code of `value`. */
  readonly ucum: string;
  readonly status: QcStatus;
}

/** All measurements, one after another in order of time. */
export function* measurementRows(tables: PlantTables): Generator<MeasurementRow> {
  const { measurements, visits, units, cells, steps, metrics, resources, config } = tables;
  const limits = config.quality.limits;
  for (let row = 0; row < measurements.unit.length; row++) {
    const visit = measurements.visit[row]!;
    const { id, order, electrode } = units[measurements.unit[row]!]!;
    const metric = metrics[measurements.metric[row]!]! as BatteryMetric;
    const found = limits[metric];
    const cell = measurements.cell[row]!;
    const operator = visits.operator[visit]!;
    const value = measurements.value[row]!;
    yield {
      timestamp: new Date(measurements.timeMs[row]!).toISOString(),
      case_id: order,
      step: steps[visits.step[visit]!]!,
      unit: id,
      cell: cell < 0 ? null : cells.ids[cell]!,
      electrode,
      attempt: visits.attempt[visit]!,
      resource: resources[visits.machine[visit]!]!,
      operator: operator < 0 ? null : resources[operator]!,
      metric,
      value,
      ucum: batteryMetrics[metric].unit,
      status: qcStatus("cathode" in found ? found[electrode ?? "cathode"] : found, value),
    };
  }
}
