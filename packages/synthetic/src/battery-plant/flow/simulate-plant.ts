import {
  GigamineError,
  isGigamineError,
  type LongWorkOptions,
  quoteValue,
  throwIfAborted,
} from "@gigamine/base";
import { type CompiledScenarios, compileScenarios } from "../../scenarios/compile-scenarios.js";
import { scenarioPlant } from "../../scenarios/scenario-plant.js";
import type { SimulationModel } from "../../simulation/model.js";
import type { SimulationResult } from "../../simulation/result.js";
import { simulate } from "../../simulation/simulate.js";
import { roomClimate } from "../environment/room-climate.js";
import { allPlantSteps, type StepKey, stepIndex } from "../line.js";
import type { ResolvedPlantOptions } from "../plant-options.js";
import type { PlantTables } from "../run.js";
import { type PlantAir, plantAir } from "./air.js";
import { CellStore } from "./cell-store.js";
import { plannedMaintenance, recordOutages } from "./downtime.js";
import { PlantGauges } from "./gauges.js";
import { lineModel } from "./line-model.js";
import { receiveMaterial } from "./materials.js";
import { newOrder } from "./orders.js";
import { PlantContext } from "./plant-context.js";
import type { PlantUnitData } from "./plant-state.js";
import { Recorder } from "./recorder.js";
import { orderReleases } from "./release.js";
import { isOperator, plantMachines, plantOperators, resourceNames } from "./resources.js";
import { type PlantRoster, plantRoster } from "./roster.js";
import { plantTables } from "./tables.js";

/** A plant that has run. */
export interface SimulatedPlant {
  readonly tables: PlantTables;
  readonly effects: CompiledScenarios;
  readonly air: PlantAir;
  readonly roster: PlantRoster;
}

/** Runs the plant: material first, which shares nothing with the line, then the line. */
export function simulatePlant(
  { seed, startMs, amount, traceability, scenarios, counterfactuals, config }: ResolvedPlantOptions,
  { signal, onProgress }: LongWorkOptions,
): SimulatedPlant {
  throwIfAborted(signal);
  const roster = plantRoster(config.timeZone, startMs, config.operators.coating);
  const machines = plantMachines(config);
  const operators = plantOperators(config, roster);
  const resources = resourceNames(machines, operators);
  const plannedMs = orderReleases(config, roster, seed, startMs, amount);
  const effects = compileScenarios(
    scenarios,
    scenarioPlant(config, machines, operators, startMs, plannedMs),
    { counterfactuals: counterfactuals === "fixed routing" || counterfactuals === "both" },
  );
  let ended = 0;
  const orderEnds = (): void => {
    ended++;
    onProgress?.({ stage: "simulating", done: ended, total: plannedMs.length, unit: "orders" });
  };
  const air = plantAir(roomClimate(config.climate, seed), effects);
  const plant = new PlantContext({
    seed,
    config,
    effects,
    air,
    gauges: new PlantGauges(config.quality),
    recorder: new Recorder(effects.worlds.length),
    cells: new CellStore(),
    resources,
    planned: plannedMaintenance(
      config.maintenance,
      resources.filter((name) => !isOperator(name)),
    ),
    orderEnds,
  });
  const released = receiveMaterial(plant, roster, machines, operators.laboratory, startMs, plannedMs);
  const orders = released.map((order, index) => newOrder(config, order, index));
  const line = lineModel(plant, { machines, operators, roster, orders, startMs });
  const done = runLine(line, signal);
  recordOutages(plant, done);
  const tables = plantTables(plant, { startMs, endMs: done.endMs, traceability, resources, orders });
  return { tables, effects, air, roster };
}

/** Runs the line; when it comes to a standstill, says so in the words of the plant. */
function runLine(
  line: SimulationModel<PlantUnitData>,
  signal: AbortSignal | undefined,
): SimulationResult<PlantUnitData> {
  try {
    return simulate(line, { signal });
  } catch (error) {
    throw isGigamineError(error, "simulation/never-begins") ? neverBegins(error) : error;
  }
}

function neverBegins(cause: GigamineError): GigamineError {
  const { unit, step: place } = cause.fields;
  const [key] = String(place).split(" ");
  const step = allPlantSteps[stepIndex[key as StepKey]]!.name;
  return new GigamineError(
    "battery-plant/never-begins",
    `batteryPlant: ${quoteValue(unit)} can never begin the step ${quoteValue(step)}: no machine and operator are together for as long as it ` +
      "needs them, a shift is eight hours. Give orders fewer cells or more mother rolls (config.order), or lower times and higher rates (config.minutes, config.rates); or see whether " +
      "config.maintenance or a scenario leaves a machine or an operator for it.",
    { unit, step },
    { cause },
  );
}
