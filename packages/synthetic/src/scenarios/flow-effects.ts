import type { PlantTables } from "../battery-plant/run.js";
import { waitingMetric } from "./causal-graph.js";
import type { CompiledCause } from "./compile-scenarios.js";
import { waitingHours } from "./counterfactual-table.js";
import type { CausalGraph, TrueEffect } from "./truth.js";
import { spreadOf } from "./truth-effects.js";

/** What one scenario changed of the waiting times of a run. */
export interface FlowEffects {
  readonly effects: readonly TrueEffect[];
  /** First time by unit id. */
  readonly onsets: ReadonlyMap<string, number>;
}

/** Waits that differ by less are the echo of other changes, h. */
const leastDifferenceHours = 1 / 60;

/**
 * Compares the waiting times of a run with those of a run that was simulated anew without a scenario, visit by visit: the same
 * step and attempt of the same unit. The effect is direct where a resource of the cause does the step. O(visits).
 */
export function flowEffects(
  factual: PlantTables,
  without: PlantTables,
  causes: readonly CompiledCause[],
  graph: CausalGraph,
): FlowEffects {
  const hadBeen = new Map<string, number>();
  for (let visit = 0; visit < without.visits.unit.length; visit++) {
    hadBeen.set(visitKey(without, visit), waitingHours(without, visit));
  }
  const sums = factual.steps.map(() => ({ difference: 0, hours: [] as number[], hadBeen: [] as number[] }));
  const onsets = new Map<string, number>();
  for (let visit = 0; visit < factual.visits.unit.length; visit++) {
    const other = hadBeen.get(visitKey(factual, visit));
    if (other === undefined) continue;
    const hours = waitingHours(factual, visit);
    if (Math.abs(hours - other) < leastDifferenceHours) continue;
    const { unit, step, enabledMs } = factual.visits;
    const sum = sums[step[visit]!]!;
    sum.difference += hours - other;
    sum.hours.push(hours);
    sum.hadBeen.push(other);
    const { id } = factual.units[unit[visit]!]!;
    if (!onsets.has(id)) onsets.set(id, enabledMs[visit]!);
  }
  const effects = factual.steps.flatMap((step, i) => {
    const { difference, hours, hadBeen } = sums[i]!;
    const affected = hours.length;
    if (affected === 0) return [];
    const metric = waitingMetric(step);
    const total = difference / affected;
    const isDirect = causes.some(
      ({ variable, entities }) =>
        graph.edges.some(({ from, to }) => from === variable && to === metric) &&
        worksAt(without, i, entities),
    );
    const latent = { total, direct: isDirect ? total : 0, mediated: isDirect ? 0 : total };
    const spread = spreadOf(hours, hadBeen);
    const measuredMean = hours.reduce((sum, value) => sum + value, 0) / affected;
    return [{ metric, electrode: null, unit: "h", affected, latent, spread, measured: total, measuredMean }];
  });
  return { effects, onsets };
}

/** Whether one of the resources did the step. */
function worksAt({ visits, resources }: PlantTables, step: number, names: readonly string[]): boolean {
  const found = new Set(names.map((name) => resources.indexOf(name)));
  return visits.step.some(
    (of, visit) => of === step && (found.has(visits.machine[visit]!) || found.has(visits.operator[visit]!)),
  );
}

function visitKey({ visits, units }: PlantTables, visit: number): string {
  return JSON.stringify([units[visits.unit[visit]!]!.id, visits.step[visit], visits.attempt[visit]]);
}
