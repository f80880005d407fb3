import type { WorkCalendar } from "@gigamine/base";
import { type Electrode, electrodes } from "../line.js";
import type { BatteryPlantConfig } from "../plant-config.js";
import type { PlantRoster } from "./roster.js";

/** The names of all machines, by what they are. */
export interface PlantMachines {
  readonly labBenches: readonly string[];
  readonly mixers: Readonly<Record<Electrode, readonly string[]>>;
  readonly coaters: Readonly<Record<Electrode, readonly string[]>>;
  readonly calenders: Readonly<Record<Electrode, readonly string[]>>;
  readonly slitters: Readonly<Record<Electrode, readonly string[]>>;
  readonly stackers: readonly string[];
  readonly pumps: readonly string[];
  readonly welders: readonly string[];
  readonly racks: readonly string[];
  readonly agingStores: readonly string[];
  readonly testers: readonly string[];
  readonly packers: readonly string[];
}

/** An operator with the hours of work and, where not everybody can do everything, the skills. */
export interface PlantOperator {
  readonly name: string;
  readonly calendar: WorkCalendar;
  readonly skills: readonly string[];
}

/** Groups of operators that stand in for each other. */
export type OperatorGroup = keyof BatteryPlantConfig["operators"];

/** The names of machines; those of the cathode have the lower numbers. */
export function plantMachines({ machines, operators }: BatteryPlantConfig): PlantMachines {
  const perElectrode = (name: string, count: number) => {
    const all = numbered(name, count * electrodes.length);
    return { cathode: all.slice(0, count), anode: all.slice(count) };
  };
  return {
    labBenches: numbered("Lab Bench", operators.laboratory),
    mixers: perElectrode("Mixer", machines.mixersPerElectrode),
    coaters: perElectrode("Coater", 1),
    calenders: perElectrode("Calender", machines.calendersPerElectrode),
    slitters: perElectrode("Slitter", machines.slittersPerElectrode),
    stackers: numbered("Stacker", machines.stackers),
    pumps: numbered("Filling Pump", machines.fillingPumps),
    welders: numbered("Welder", machines.welders),
    racks: numbered("Formation Rack", machines.formationRacks),
    agingStores: ["Aging Store"],
    testers: numbered("EOL Tester", machines.testers),
    packers: numbered("Packing Station", machines.packers),
  };
}

const operatorWord = "Operator";

/** Whether a resource is a person. */
export function isOperator(resource: string): boolean {
  return resource.startsWith(`${operatorWord} `);
}

const letters: Readonly<Record<OperatorGroup, string>> = {
  coating: "C",
  mixing: "M",
  electrode: "E",
  assembly: "A",
  formation: "F",
  packing: "P",
  laboratory: "L",
};

/** All operators by group: coating operators rotate one by one, the others in two teams, odd numbers in the first. */
export function plantOperators(
  { operators }: BatteryPlantConfig,
  roster: PlantRoster,
): Readonly<Record<OperatorGroup, readonly PlantOperator[]>> {
  const group = (name: OperatorGroup): readonly PlantOperator[] => {
    const isCoating = name === "coating";
    const count = isCoating ? operators.coating : operators[name] * roster.teams.length;
    return Array.from({ length: count }, (_, i) => ({
      name: `${operatorWord} ${letters[name]}${i + 1}`,
      calendar: isCoating ? roster.coating[i]! : roster.teams[i % 2]!,
      skills: name === "assembly" && i >= operators.assembly ? ["stacking", "filling"] : allSkills,
    }));
  };
  return {
    coating: group("coating"),
    mixing: group("mixing"),
    electrode: group("electrode"),
    assembly: group("assembly"),
    formation: group("formation"),
    packing: group("packing"),
    laboratory: group("laboratory"),
  };
}

/** Of assembly; the later half of the operators may not weld. */
const allSkills = ["stacking", "filling", "welding"];

/** All names in one list, machines first: the resources of a run. */
export function resourceNames(
  machines: PlantMachines,
  operators: Readonly<Record<OperatorGroup, readonly PlantOperator[]>>,
): string[] {
  const names: string[] = [];
  for (const group of Object.values(machines) as (
    | readonly string[]
    | Readonly<Record<Electrode, readonly string[]>>
  )[]) {
    if ("cathode" in group) names.push(...group.cathode, ...group.anode);
    else names.push(...group);
  }
  for (const group of Object.values(operators)) names.push(...group.map(({ name }) => name));
  return names;
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name} ${i + 1}`);
}
