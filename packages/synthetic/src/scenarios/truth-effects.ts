import { describe } from "@gigamine/base";
import { type BatteryMetric, batteryMetrics } from "../battery-plant/quality/metrics.js";
import type { Electrode } from "../battery-plant/quality/steps.js";
import type { PlantTables } from "../battery-plant/run.js";
import type { CompiledScenarios } from "./compile-scenarios.js";
import type { CausalGraph, TrueEffect } from "./truth.js";

/** A run with the effects that were at work in it. */
export interface JudgedRun {
  readonly run: PlantTables;
  readonly effects: CompiledScenarios;
}

/** What one scenario changed of one run with fixed routing. */
export interface FixedEffects {
  /** In the order of metrics, cathode first. */
  readonly effects: readonly TrueEffect[];
  /** First time by unit or cell id. */
  readonly onsets: ReadonlyMap<string, number>;
}

/** The gauge that scenarios can move: what it shows is the hidden value times a factor of the tester. */
const driftingMetric: BatteryMetric = "internal_resistance";

/** Index of the world in which a scenario, or every one (`null`), is left out; -1 when it was not computed. */
export function worldWithout(effects: CompiledScenarios, id: string | null): number {
  const name = id === null || effects.scenarios.length === 1 ? "none" : `without:${id}`;
  return effects.worlds.findIndex((world) => world.id === name);
}

/** The id of what a measurement is of: the cell, or the whole unit. */
export function measuredId({ measurements, cells, units }: PlantTables, row: number): string {
  const cell = measurements.cell[row]!;
  return cell >= 0 ? cells.ids[cell]! : units[measurements.unit[row]!]!.id;
}

/** The factor of the gauge at a measurement in a world. */
function gaugeFactor({ run, effects }: JudgedRun, row: number, world: number): number {
  const { measurements, visits, resources, metrics } = run;
  if (metrics[measurements.metric[row]!] !== driftingMetric) return 1;
  const visit = measurements.visit[row]!;
  const tester = resources[visits.machine[visit]!];
  return tester === undefined
    ? 1
    : effects.factor("grading.dcir_gauge", tester, visits.startMs[visit]!, world);
}

/** The affected values of one metric of one electrode. */
interface Affected {
  readonly factual: number[];
  readonly counterfactual: number[];
  /** Sum of the differences of hidden values. */
  latent: number;
  /** Sum of the differences of what the gauge showed. */
  measured: number;
  /** Sum of what the gauge showed. */
  value: number;
}

/** Compares what happened with the world without a scenario, value by value. O(measurements). */
export function fixedEffects(judged: JudgedRun, scenario: string, graph: GraphOf): FixedEffects {
  const { run, effects } = judged;
  const { measurements, metrics } = run;
  const world = worldWithout(effects, scenario);
  const onsets = new Map<string, number>();
  const sums = new Map<string, Affected>();
  if (world < 0) return { effects: [], onsets };
  const [factual, without] = [measurements.latent[0]!, measurements.latent[world]!];
  for (let row = 0; row < measurements.metric.length; row++) {
    const [was, hadBeen] = [factual[row]!, without[row]!];
    const shown = was * gaugeFactor(judged, row, 0) - hadBeen * gaugeFactor(judged, row, world);
    if (was === hadBeen && shown === 0) continue;
    const id = measuredId(run, row);
    if (!onsets.has(id)) onsets.set(id, measurements.timeMs[row]!);
    if (run.visits.attempt[measurements.visit[row]!]! > 1) continue;
    const key = effectKey(metrics[measurements.metric[row]!]!, run.units[measurements.unit[row]!]!.electrode);
    const sum = sums.get(key) ?? { factual: [], counterfactual: [], latent: 0, measured: 0, value: 0 };
    sums.set(key, sum);
    sum.factual.push(was);
    sum.counterfactual.push(hadBeen);
    sum.latent += was - hadBeen;
    sum.measured += shown;
    sum.value += measurements.value[row]!;
  }
  const causes = effects.scenarios.find(({ id }) => id === scenario)!.causes.map(({ variable }) => variable);
  return { effects: effectsOf(run, sums, causes, graph), onsets };
}

/** The graph by electrode. */
export type GraphOf = (electrode: Electrode) => CausalGraph;

const electrodesOfMetric = (metric: string): readonly (Electrode | null)[] =>
  batteryMetrics[metric as BatteryMetric].byElectrode === true ? ["cathode", "anode"] : [null];

function effectKey(metric: string, electrode: Electrode | null): string {
  return `${metric} ${electrodesOfMetric(metric).length > 1 ? electrode : null}`;
}

function effectsOf(
  run: PlantTables,
  sums: ReadonlyMap<string, Affected>,
  causes: readonly string[],
  graph: GraphOf,
): TrueEffect[] {
  const totalOf = (metric: string, electrode: Electrode | null): number => {
    const sum = sums.get(effectKey(metric, electrode));
    return sum === undefined ? 0 : sum.latent / sum.factual.length;
  };
  const found: TrueEffect[] = [];
  for (const metric of run.metrics) {
    for (const electrode of electrodesOfMetric(metric)) {
      const sum = sums.get(effectKey(metric, electrode));
      if (sum === undefined) continue;
      const { edges } = graph(electrode ?? "cathode");
      const affected = sum.factual.length;
      const total = sum.latent / affected;
      const isDirect = edges.some(
        ({ from, to, moves }) => to === metric && moves !== "reading" && causes.includes(from),
      );
      const mediated = edges
        .filter(
          ({ to, from, coefficient }) => to === metric && coefficient !== null && from in batteryMetrics,
        )
        .reduce(
          (all, { from, coefficient }) => all + coefficient! * totalOf(from, electrode ?? "cathode"),
          0,
        );
      found.push({
        metric,
        electrode,
        unit: batteryMetrics[metric as BatteryMetric].unit,
        affected,
        latent: isDirect
          ? { total, direct: total - mediated, mediated }
          : { total, direct: 0, mediated: total },
        spread: spreadOf(sum.factual, sum.counterfactual),
        measured: sum.measured / affected,
        measuredMean: sum.value / affected,
      });
    }
  }
  return found;
}

/** The standard deviations of what was and of what had been; `null` for fewer than two values. */
export function spreadOf(
  factual: readonly number[],
  counterfactual: readonly number[],
): TrueEffect["spread"] {
  const was = describe(Float64Array.from(factual)).sd;
  const hadBeen = describe(Float64Array.from(counterfactual)).sd;
  return was === null || hadBeen === null ? null : { factual: was, counterfactual: hadBeen };
}
