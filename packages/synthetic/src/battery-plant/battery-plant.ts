import { throwIfAborted } from "@gigamine/base";
import { simulate } from "../simulation/simulate.js";
import { plantClimateDefaults } from "./environment/climate-config.js";
import { roomClimate } from "./environment/room-climate.js";
import { plantAir } from "./flow/air.js";
import { CellStore } from "./flow/cell-store.js";
import { PlantGauges } from "./flow/gauges.js";
import { lineModel } from "./flow/line-model.js";
import { type ReleasedOrder, receiveMaterial } from "./flow/materials.js";
import { PlantContext } from "./flow/plant-context.js";
import type { Order } from "./flow/plant-state.js";
import { Recorder } from "./flow/recorder.js";
import { orderReleases } from "./flow/release.js";
import { plantMachines, plantOperators, resourceNames } from "./flow/resources.js";
import { plantRoster } from "./flow/roster.js";
import { plantTables } from "./flow/tables.js";
import { type BatteryPlantOptions, resolvePlantOptions } from "./plant-options.js";
import { plantRun } from "./plant-run.js";
import type { PlantRun } from "./run.js";

/**
 * Simulates a factory for battery cells.
 */
export function batteryPlant(options: BatteryPlantOptions = {}): PlantRun {
  const { seed, startMs, amount, traceability, effects, config } = resolvePlantOptions(options);
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const roster = plantRoster(config.timeZone, startMs, config.operators.coating);
  const machines = plantMachines(config);
  const operators = plantOperators(config, roster);
  const resources = resourceNames(machines, operators);
  const plant = new PlantContext({
    seed,
    config,
    effects,
    air: plantAir(roomClimate(plantClimateDefaults, seed), effects),
    gauges: new PlantGauges(config.quality),
    recorder: new Recorder(effects.worlds.length),
    cells: new CellStore(),
    resourceIndex: new Map(resources.map((name, i) => [name, i])),
  });
  const planned = orderReleases(config, roster, seed, startMs, amount);
  const released = receiveMaterial(plant, roster, machines, operators.laboratory, startMs, planned);
  const orders = released.map((order, index) => newOrder(plant, order, index));
  const { endMs } = simulate(lineModel(plant, { machines, operators, roster, orders, startMs }), {
    signal,
    onProgress,
  });
  const tables = plantTables(plant, { startMs, endMs, traceability, resources, orders });
  return plantRun(tables, plant.air, roster);
}

function newOrder({ config }: PlantContext, { releasedMs, lots }: ReleasedOrder, index: number): Order {
  const { motherRolls } = config.order;
  return {
    index,
    id: `BATCH-${String(index + 1).padStart(3, "0")}`,
    releasedMs,
    lots,
    openRolls: 2 * motherRolls,
    openTrays: 0,
    daughters: { cathode: [], anode: [] },
    trays: [],
  };
}
