import { type BatteryPlantOptions, batteryPlant, type PlantRun } from "@gigamine/synthetic";
import type { ScenarioContrast } from "./contrasts.js";

/** The seeds of all runs. */
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

/** How far the size that was seen may be from the one that the truth states. */
const tolerance = 0.25;

/** How a contrast did on twenty runs with its scenario and twenty without any. */
export interface ContrastRow {
  readonly name: string;
  readonly title: string;
  /** Mean over the runs of what the truth states, and of what was seen. */
  readonly stated: number;
  readonly seen: number;
  /** Runs in which it was seen with the sign and within a quarter of the size. */
  readonly hits: number;
  /** Runs without any scenario in which it was seen. */
  readonly alarms: number;
}

/** Judges a contrast; runs without scenarios are kept for others that need the same. */
export function judge(contrast: ScenarioContrast): ContrastRow {
  const rows = seeds.map((seed, i) => {
    const run = batteryPlant({ ...contrast.plant, seed, scenarios: [contrast.scenario] });
    const truth = run.truth();
    const suspect = truth.scenarios[0]!.causes[0]!;
    const stated = contrast.stated(truth, run);
    const seen = contrast.seen(run, suspect).estimate;
    const isHit = Math.abs(seen - stated) <= tolerance * Math.abs(stated) && stated !== 0;
    return { stated, seen, isHit, isAlarm: contrast.isAlarm(nullRuns(contrast.nullPlant)[i]!, suspect) };
  });
  return {
    name: contrast.name,
    title: contrast.title,
    stated: rows.reduce((sum, { stated }) => sum + stated, 0) / rows.length,
    seen: rows.reduce((sum, { seen }) => sum + seen, 0) / rows.length,
    hits: rows.filter(({ isHit }) => isHit).length,
    alarms: rows.filter(({ isAlarm }) => isAlarm).length,
  };
}

/**
 * The largest number of false alarms that luck alone gives in all but two of a thousand tries: the 0.998 quantile of the binomial
 * distribution of twenty runs.
 */
export function mostAlarms(errorRate: number): number {
  const n = seeds.length;
  let probability = (1 - errorRate) ** n;
  let below = probability;
  let alarms = 0;
  while (below < 0.998) {
    probability *= ((n - alarms) / (alarms + 1)) * (errorRate / (1 - errorRate));
    below += probability;
    alarms++;
  }
  return alarms;
}

const kept = new Map<BatteryPlantOptions, readonly PlantRun[]>();

function nullRuns(plant: BatteryPlantOptions): readonly PlantRun[] {
  const found = kept.get(plant) ?? seeds.map((seed) => batteryPlant({ ...plant, seed }));
  kept.set(plant, found);
  return found;
}
