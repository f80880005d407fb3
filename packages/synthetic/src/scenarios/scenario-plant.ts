import { dryRoom, plantSite } from "../battery-plant/flow/air.js";
import { lotId, lotsOrdered, materials } from "../battery-plant/flow/materials.js";
import type { OperatorGroup } from "../battery-plant/flow/resources.js";
import { type PlantMachines, type PlantOperator, resourceNames } from "../battery-plant/flow/resources.js";
import type { BatteryPlantConfig } from "../battery-plant/plant-config.js";
import type { ScenarioPlant } from "./compile-scenarios.js";

/** Nothing that a scenario does lasts longer than this after the last order was released, days. */
const horizonDays = 400;

/** The time frame and the names of a battery plant, for its scenarios. The planned end is the release of the last order. */
export function scenarioPlant(
  config: BatteryPlantConfig,
  machines: PlantMachines,
  operators: Readonly<Record<OperatorGroup, readonly PlantOperator[]>>,
  startMs: number,
  releasesMs: readonly number[],
): ScenarioPlant {
  const endMs = Math.max(startMs + 1, releasesMs.at(-1) ?? startMs);
  const lots = materials
    .filter(({ material }) => material === "powder")
    .flatMap(({ code }) =>
      Array.from({ length: lotsOrdered(config, releasesMs.length) }, (_, n) => lotId(code, n)),
    );
  return {
    startMs,
    endMs,
    horizonMs: endMs + horizonDays * 86_400_000,
    timeZone: config.timeZone,
    entities: {
      "coating room": ["Coating_Room"],
      "dry room": [dryRoom],
      site: [plantSite],
      "supplier lot": lots,
      calender: [...machines.calenders.cathode, ...machines.calenders.anode],
      stacker: machines.stackers,
      floor: [dryRoom],
      welder: machines.welders,
      "coating operator": operators.coating.map(({ name }) => name),
      "filling pump": machines.pumps,
      tester: machines.testers,
      resource: resourceNames(machines, operators),
    },
  };
}
