import type { PlantTables } from "../battery-plant/run.js";
import { waitingMetric } from "./causal-graph.js";
import type { Counterfactual } from "./truth.js";
import { type JudgedRun, measuredId, worldWithout } from "./truth-effects.js";

/** Hidden values that are different without scenarios, by unit and metric, means of repeated measurements. */
export function fixedRoutingTable({ run, effects }: JudgedRun): readonly Counterfactual[] {
  const none = worldWithout(effects, null);
  if (none < 0) return [];
  const means = meansByUnit(run, [0, none, ...effects.scenarios.map(({ id }) => worldWithout(effects, id))]);
  const rows: Counterfactual[] = [];
  for (const { unitId, metric, values } of means) {
    const [factual, counterfactual, ...without] = values as [number, number, ...number[]];
    if (factual === counterfactual && without.every((value) => value === factual)) continue;
    const attribution = Object.fromEntries(effects.scenarios.map(({ id }, i) => [id, factual - without[i]!]));
    rows.push(counterfactualRow(unitId, metric, factual, counterfactual, attribution));
  }
  return inOrder(rows);
}

/**
 * Values and waiting times of a run and of the runs that were simulated anew without any scenario, and without each: those that
 * are different, and those of units that exist in one of the first two only.
 */
export function resimulatedTable(
  factual: PlantTables,
  none: PlantTables,
  without: ReadonlyMap<string, PlantTables>,
): readonly Counterfactual[] {
  const was = valuesByKey(factual);
  const hadBeen = valuesByKey(none);
  const each = [...without].map(([id, run]) => [id, run === none ? hadBeen : valuesByKey(run)] as const);
  const rows: Counterfactual[] = [];
  for (const key of new Set([...was.keys(), ...hadBeen.keys()])) {
    const { unitId, metric } = (was.get(key) ?? hadBeen.get(key))!;
    const value = was.get(key)?.value ?? null;
    const other = hadBeen.get(key)?.value ?? null;
    const isSame = (values: ReadonlyMap<string, { readonly value: number }>): boolean =>
      (values.get(key)?.value ?? null) === value;
    if (value === other && each.every(([, values]) => isSame(values))) continue;
    const attribution: Record<string, number> = {};
    for (const [id, values] of each) {
      const left = values.get(key)?.value;
      if (value !== null && left !== undefined) attribution[id] = value - left;
    }
    rows.push(counterfactualRow(unitId, metric, value, other, attribution));
  }
  return inOrder(rows);
}

/** Hours waited, by step, of every visit: from when the unit could begin until it did. */
export function waitingHours(run: PlantTables, visit: number): number {
  return (run.visits.startMs[visit]! - run.visits.enabledMs[visit]!) / 3_600_000;
}

function counterfactualRow(
  unitId: string,
  metric: string,
  factual: number | null,
  counterfactual: number | null,
  attribution: Readonly<Record<string, number>>,
): Counterfactual {
  const attributed = Object.values(attribution).reduce((sum, part) => sum + part, 0);
  const remainder = factual === null || counterfactual === null ? 0 : factual - counterfactual - attributed;
  return { unitId, metric, factual, counterfactual, attribution, remainder };
}

interface UnitMeans {
  readonly unitId: string;
  readonly metric: string;
  readonly values: readonly number[];
}

/** Mean latent value by unit and metric in some worlds, in order of the first measurement. */
function meansByUnit(run: PlantTables, worlds: readonly number[]): readonly UnitMeans[] {
  const { measurements, metrics, units } = run;
  const latent = worlds.map((world) => measurements.latent[world]!);
  const groups = new Map<number, { readonly row: number; count: number; readonly sums: number[] }>();
  for (let row = 0; row < measurements.metric.length; row++) {
    const cell = measurements.cell[row]!;
    const owner = cell >= 0 ? units.length + cell : measurements.unit[row]!;
    const key = owner * metrics.length + measurements.metric[row]!;
    let group = groups.get(key);
    if (group === undefined) {
      group = { row, count: 0, sums: worlds.map(() => 0) };
      groups.set(key, group);
    }
    group.count++;
    for (let i = 0; i < latent.length; i++) group.sums[i]! += latent[i]![row]!;
  }
  return Array.from(groups.values(), ({ row, count, sums }) => ({
    unitId: measuredId(run, row),
    metric: metrics[measurements.metric[row]!]!,
    values: sums.map((sum) => sum / count),
  }));
}

/** What happened in a run: hidden values and waiting times, summed over attempts, by unit and metric. */
function valuesByKey(
  run: PlantTables,
): ReadonlyMap<string, { unitId: string; metric: string; value: number }> {
  const found = new Map<string, { unitId: string; metric: string; value: number }>();
  for (const { unitId, metric, values } of meansByUnit(run, [0])) {
    found.set(JSON.stringify([unitId, metric]), { unitId, metric, value: values[0]! });
  }
  for (let visit = 0; visit < run.visits.unit.length; visit++) {
    const unitId = run.units[run.visits.unit[visit]!]!.id;
    const metric = waitingMetric(run.steps[run.visits.step[visit]!]!);
    const key = JSON.stringify([unitId, metric]);
    const value = (found.get(key)?.value ?? 0) + waitingHours(run, visit);
    found.set(key, { unitId, metric, value });
  }
  return found;
}

function inOrder(rows: Counterfactual[]): readonly Counterfactual[] {
  return rows.sort((a, b) => compare(a.unitId, b.unitId) || compare(a.metric, b.metric));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
