import { plantTruth } from "../scenarios/plant-truth.js";
import { simulatePlant } from "./flow/simulate-plant.js";
import { type BatteryPlantOptions, resolvePlantOptions } from "./plant-options.js";
import { plantRun } from "./plant-run.js";
import type { PlantRun, PlantTables } from "./run.js";

/**
 * Simulates a factory for prismatic battery cells, from supplier lots to boxes, and returns all that happened.
 *
 * - **Flow.** An order `BATCH-001` is a batch of slurry for each electrode; each is coated on mother rolls, calendered and slit into daughter
 *   rolls. When all rolls of the order are slit, as many cells as the good stretches of both electrodes give are stacked into trays, filled,
 *   welded, charged, aged, graded, and packed by grade. Machines and operators are seized together; people work in shifts, soaking, charging
 *   and aging go on around the clock. Twelve steps, see `plantSteps`; with `config.cellFormat` "lid first" the lid is welded before filling, and the
 *   port sealed in a thirteenth. Machines break down and are maintained as `config.breakdowns` and `config.maintenance` say, by default never. All
 *   numbers are in {@link batteryPlantDefaults}.
 * - **Quality.** At each step the state of what is worked on follows from its parents by the equations of the quality model; gauges add
 *   noise. What the gauges show decides about rework, scrap, holds and concessions. (Of a value that failed, the side of the target and whether it is
 *   beyond concession are taken from the state: the noise of a gauge is too small to turn them.) Rework repeats the step with a
 *   higher `attempt`, at most as often as `config.limits` says. No order is lost: one whose rolls are scrapped goes on with fewer cells.
 * - **Randomness.** Every draw belongs to (seed, unit, step, attempt, purpose) and every cell to its slot in a tray, so two runs
 *   that differ in one thing share all other luck. The same options give the same run; `Math.exp` and `Math.log` are those of the platform.
 *
 * A million events of the cell log (84 000 cells) take some 3 s and 0.35 GB on one core, the log included; 160 orders of 96 cells half a second.
 *
 * @throws GigamineError `option/out-of-range` that names the option; `battery-plant/no-material` when nearly all lots are sent back;
 * `battery-plant/never-begins` when no shift is long enough for a step; `AbortError` of the signal.
 * @example
 * const run = batteryPlant({ preset: "demo", seed: 7 });
 * run.lotLog(); // a case an order
 * run.cellLog(); // a case a cell
 * run.qcTable({ rows: 100 });
 */
export function batteryPlant(options: BatteryPlantOptions = {}): PlantRun {
  const resolved = resolvePlantOptions(options);
  const { scenarios, counterfactuals } = resolved;
  const { tables: run, effects, air, roster } = simulatePlant(resolved, options);
  const resimulate = (ids: readonly string[]): PlantTables => {
    const some = scenarios.filter(({ id }) => ids.includes(id));
    return simulatePlant({ ...resolved, scenarios: some, counterfactuals: null }, {}).tables;
  };
  return plantRun(run, air, roster, ({ decoys = [] } = {}) =>
    plantTruth({ run, effects, decoys, counterfactuals, resimulate }),
  );
}
