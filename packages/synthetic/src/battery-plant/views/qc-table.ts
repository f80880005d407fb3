import { optionError, randomStream } from "@gigamine/base";
import { allPlantSteps, lineOrder, type PlantRoom, type StepKey, stepIndex } from "../line.js";
import type { QcRow } from "../qc-row.js";
import type { BatteryMetric } from "../quality/metrics.js";
import type { PlantTables } from "../run.js";
import { groupRows, type PlantIndex, type RowGroups, rowsOf } from "./plant-index.js";
import { qualityValue } from "./quality-value.js";
import { shiftLabeller } from "./shift-label.js";

/** What {@link qcTable} may be told. */
export interface QcTableOptions {
  /**
   * Five subcategories: mixing, coating, calendering, stacking, grading; nine: also filling, welding, charging, aging. @default 5
   */
  readonly subcategories?: 5 | 9 | undefined;
  /** At most so many rows, whole, at least 0; batches are whole, so it may be fewer. @default all */
  readonly rows?: number | undefined;
}

const subcategorySteps: Readonly<Record<5 | 9, readonly StepKey[]>> = {
  5: ["mix", "coat", "calender", "stack", "grade"],
  9: ["mix", "coat", "calender", "stack", "fill", "weld", "form", "age", "grade"],
};

/** Counts and verdicts make poor readings. */
const noReadings: ReadonlySet<BatteryMetric> = new Set(["layer_count", "hipot_pass", "cell_grade"]);

/**
 * The quality table of the original project: for each batch a row a step, in order, all along the ancestry of one of its
 * shipped cells that were measured in the line. The metrics of a step take turns: of three metrics, three batches that follow one another show each once, in an order that is
 * drawn anew every time. Of a step that was repeated the last attempt counts. Batches of which no measured cell was shipped have no rows.
 */
export function qcTable(
  tables: PlantTables,
  index: PlantIndex,
  temperatureC: (room: PlantRoom, timeMs: number) => number,
  { subcategories = 5, rows: most }: QcTableOptions = {},
): readonly QcRow[] {
  const wanted = subcategorySteps[subcategories];
  if (wanted === undefined) {
    throw optionError("qcTable", "subcategories", subcategories, "Give 5 or 9; the default is 5.");
  }
  if (most !== undefined && !(Number.isSafeInteger(most) && most >= 0)) {
    throw optionError("qcTable", "rows", most, "Give a whole number of at least 0, or leave it out for all.");
  }
  const { config, measurements, visits, metrics, units, resources, orders } = tables;
  const steps = lineOrder(config.cellFormat)
    .filter((key) => wanted.includes(key))
    .map((key) => stepIndex[key]);
  const labelOf = shiftLabeller(config.timeZone);
  const byUnit = groupRows(measurements.unit, units.length);
  const rows: QcRow[] = [];
  const chains = chainsOf(tables, index);
  for (const [place, order] of orders.entries()) {
    if (most !== undefined && rows.length + steps.length > most) break;
    const chain = chains.get(order.id);
    if (chain === undefined) continue;
    for (const [n, step] of steps.entries()) {
      const row = readingOf(tables, byUnit, chain, step, place);
      const visit = measurements.visit[row]!;
      const startMs = visits.startMs[visit]!;
      const { name, room, area } = allPlantSteps[step]!;
      const operator = visits.operator[visit]!;
      const metric = metrics[measurements.metric[row]!]! as BatteryMetric;
      rows.push({
        row_id: `QC-${String(rows.length + 1).padStart(6, "0")}`,
        timestamp: new Date(startMs).toISOString(),
        shift: labelOf(startMs),
        process_step: n + 1,
        subcategory: name,
        case_id: order.id,
        activity: area,
        location: room,
        resource: resources[visits.machine[visit]!]!,
        operator: operator < 0 ? "" : resources[operator]!,
        attempt: visits.attempt[visit]!,
        qc_data: qualityValue(config.quality, metric, "cathode", measurements.value[row]!),
        ambient_temp_c: Math.round(temperatureC(room, startMs) * 10) / 10,
        operator_log: "",
      });
    }
  }
  return rows;
}

/** A sampled cell that was shipped, and what its cathode was made of. */
interface Chain {
  readonly cell: number;
  readonly tray: number;
  readonly roll: number;
  readonly slurry: number;
}

/** The first such cell of each order; orders without one are left out. */
function chainsOf(
  { cells, units, measurements, visits }: PlantTables,
  index: PlantIndex,
): ReadonlyMap<string, Chain> {
  const parentOf = (unit: number, type: string): number =>
    index.parents[unit]!.find((parent) => units[parent]!.type === type)!;
  const chains = new Map<string, Chain>();
  for (let row = 0; row < measurements.cell.length; row++) {
    const cell = measurements.cell[row]!;
    if (cell < 0 || cells.box[cell]! < 0 || visits.step[measurements.visit[row]!] !== stepIndex.stack)
      continue;
    const tray = cells.tray[cell]!;
    const { order } = units[tray]!;
    if (chains.has(order)) continue;
    const roll = parentOf(cells.cathode[cell]!, "MotherRoll");
    chains.set(order, { cell, tray, roll, slurry: parentOf(roll, "SlurryBatch") });
  }
  return chains;
}

/** The row of a measurement of the chain at a step; `place` is that of the order among all. */
function readingOf(
  { measurements, visits, metrics, seed, orders }: PlantTables,
  byUnit: RowGroups,
  { cell, tray, roll, slurry }: Chain,
  step: number,
  place: number,
): number {
  const unit = step === stepIndex.mix ? slurry : step < stepIndex.stack ? roll : tray;
  const metricOf = (row: number) => metrics[measurements.metric[row]!]! as BatteryMetric;
  const found = Array.from(rowsOf(byUnit, unit)).filter(
    (row) =>
      visits.step[measurements.visit[row]!] === step &&
      (unit !== tray || measurements.cell[row] === cell) &&
      !noReadings.has(metricOf(row)),
  );
  const last = Math.max(...found.map((row) => visits.attempt[measurements.visit[row]!]!));
  const rows = found.filter((row) => visits.attempt[measurements.visit[row]!] === last);
  const shown = [...new Set(rows.map(metricOf))];
  const round = Math.floor(place / shown.length);
  const rank = (metric: BatteryMetric): number => randomStream(seed, step, round, metric, "turn").next();
  const turns = shown.map((metric) => ({ metric, rank: rank(metric) })).sort((a, b) => a.rank - b.rank);
  const { metric } = turns[place % turns.length]!;
  const readings = rows.filter((row) => metricOf(row) === metric);
  return randomStream(seed, orders[place]!.id, step, "reading").pick(readings);
}
