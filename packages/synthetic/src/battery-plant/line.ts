import { type BatteryPlantStep, batteryPlantSteps, type Electrode } from "./quality/steps.js";

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
  readonly name: BatteryPlantStep;
  readonly room: PlantRoom;
  readonly area: PlantArea;
  /** What is worked on, one a visit. */
  readonly unit: PlantUnitType;
}

/** Short keys of the steps, in line order; the place of a key is the index of the step. */
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
] as const);

export type StepKey = (typeof stepKeys)[number];

/** Places in {@link plantSteps}. */
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
];

/** The twelve steps in line order: where each is done, and on what. */
export const plantSteps: readonly PlantStep[] = Object.freeze(
  batteryPlantSteps.map((name, i) => {
    const [room, area, unit] = placeOf[i]!;
    return Object.freeze({ name, room, area, unit });
  }),
);
