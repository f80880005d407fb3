import { type BatteryPlantStep, batteryPlantSteps, type Electrode, portSealing } from "./quality/steps.js";

export type { Electrode };

/** The two electrodes of a cell, the cathode first. */
export const electrodes: readonly Electrode[] = Object.freeze(["cathode", "anode"]);

/** What a step works on: one unit of this type a visit. */
export type PlantUnitType =
  | "MaterialLot"
  | "SlurryBatch"
  | "MotherRoll"
  | "DaughterRoll"
  | "Tray"
  | "ShipLot";

/** The rooms of the plant, as logs show them. */
export type PlantRoom =
  | "Goods_In"
  | "Electrode_Wing"
  | "Coating_Room"
  | "Assembly_Floor"
  | "Formation_Lab"
  | "Shipping";

/** What the rooms are for; the names that the quality table of the original gives them. */
export type PlantArea = "Logistics" | "Electrode Manufacturing" | "Cell Assembly" | "Formation & Aging";

/** A step of the line. */
export interface PlantStep {
  /** Its name in all logs. */
  readonly name: BatteryPlantStep | typeof portSealing;
  readonly room: PlantRoom;
  readonly area: PlantArea;
  /** What is worked on, one a visit. */
  readonly unit: PlantUnitType;
}

/**
 * In which order cells are closed. `original`: filled, then the lid is welded, as in the data of the original project. `lid first`, as real prismatic
 * cells are made: the lid is welded, the cell is filled through a port in it, and the port is sealed after the first charge.
 */
export type CellFormat = "original" | "lid first";

/** All choices of {@link CellFormat}. */
export const cellFormats = Object.freeze(["original", "lid first"] as const);

/** Short keys of the steps; the place of a key is the index of the step. All but the last are in the order of the original line. */
export const stepKeys = Object.freeze([
  "inspect",
  "mix",
  "coat",
  "calender",
  "slit",
  "stack",
  "fill",
  "weld",
  "form",
  "age",
  "grade",
  "pack",
  "seal",
] as const);

const lines: Readonly<Record<CellFormat, readonly StepKey[]>> = Object.freeze({
  original: Object.freeze(stepKeys.filter((key) => key !== "seal")),
  "lid first": Object.freeze([
    ...(["inspect", "mix", "coat", "calender", "slit"] as const),
    ...(["stack", "weld", "fill", "form", "seal", "age", "grade", "pack"] as const),
  ]),
});

/** The steps of a line, in order. */
export function lineOrder(format: CellFormat): readonly StepKey[] {
  return lines[format];
}

export type StepKey = (typeof stepKeys)[number];

/** Places in {@link allPlantSteps}. */
export const stepIndex = Object.freeze(
  Object.fromEntries(stepKeys.map((key, i) => [key, i])) as Record<StepKey, number>,
);

const placeOf: readonly (readonly [PlantRoom, PlantArea, PlantUnitType])[] = [
  ["Goods_In", "Logistics", "MaterialLot"],
  ["Electrode_Wing", "Electrode Manufacturing", "SlurryBatch"],
  ["Coating_Room", "Electrode Manufacturing", "MotherRoll"],
  ["Electrode_Wing", "Electrode Manufacturing", "MotherRoll"],
  ["Electrode_Wing", "Electrode Manufacturing", "MotherRoll"],
  ["Assembly_Floor", "Cell Assembly", "Tray"],
  ["Assembly_Floor", "Cell Assembly", "Tray"],
  ["Assembly_Floor", "Cell Assembly", "Tray"],
  ["Formation_Lab", "Formation & Aging", "Tray"],
  ["Formation_Lab", "Formation & Aging", "Tray"],
  ["Formation_Lab", "Formation & Aging", "Tray"],
  ["Shipping", "Logistics", "ShipLot"],
  ["Assembly_Floor", "Cell Assembly", "Tray"],
];

/** All steps by index: where each is done, and on what. */
export const allPlantSteps: readonly PlantStep[] = Object.freeze(
  ([...batteryPlantSteps, portSealing] as const).map((name, i) => {
    const [room, area, unit] = placeOf[i]!;
    return Object.freeze({ name, room, area, unit } as const);
  }),
);

/** The twelve steps of the original line, in order: where each is done, and on what. */
export const plantSteps: readonly PlantStep[] = Object.freeze(
  lines.original.map((key) => allPlantSteps[stepIndex[key]]!),
);
