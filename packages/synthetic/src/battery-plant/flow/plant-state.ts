import type { AgeState } from "../quality/aging.js";
import type { CalenderedState } from "../quality/calendering.js";
import type { CoatingState } from "../quality/coating.js";
import type { FillState } from "../quality/filling.js";
import type { FormState } from "../quality/formation.js";
import type { GradeState } from "../quality/grading.js";
import type { SlitState } from "../quality/slitting.js";
import type { SlurryState } from "../quality/slurry.js";
import type { StackState } from "../quality/stacking.js";
import type { Electrode } from "../quality/steps.js";
import type { WeldState } from "../quality/welding.js";

/** One value for each world of the run; world 0 is what happens. */
export type ByWorld<T> = readonly T[];

/** Where a unit goes after a step: on, to the same step again, or out. */
export type Verdict = "on" | "again" | "scrap";

/** Kinds of material that come in supplier lots. */
export type MaterialKind = "powder" | "foil";

/** A supplier lot. */
export interface MaterialLot {
  readonly kind: "lot";
  readonly id: string;
  readonly material: MaterialKind;
  readonly electrode: Electrode;
  /** Index of its unit in the run. */
  readonly unit: number;
  readonly arrivalMs: number;
  /** When it was released by the inspection; `null` = returned, or not yet. */
  releasedMs: number | null;
  /** Of a powder: particle size minus nominal, µm, and moisture, ppm. */
  readonly d50DeviationUm: ByWorld<number>;
  readonly moisturePpm: ByWorld<number>;
  /** Of a foil: thickness minus nominal, µm. */
  readonly thicknessDeviationUm: ByWorld<number>;
  verdict: Verdict;
}

/** The lots that an order was given. */
export type OrderLots = Readonly<Record<Electrode, Readonly<Record<MaterialKind, MaterialLot>>>>;

/** An order on its way. */
export interface Order {
  /** Counted from 0. */
  readonly index: number;
  /** `BATCH-001` …. */
  readonly id: string;
  readonly releasedMs: number;
  readonly lots: OrderLots;
  /** Mother rolls that are neither slit nor scrapped. */
  openRolls: number;
  /** Trays that are neither graded nor scrapped. */
  openTrays: number;
  /** Boxes that are not packed. */
  openBoxes: number;
  readonly daughters: Readonly<Record<Electrode, DaughterRoll[]>>;
  readonly trays: Tray[];
}

/** A batch of slurry. */
export interface Slurry {
  readonly kind: "slurry";
  readonly order: Order;
  readonly electrode: Electrode;
  readonly id: string;
  readonly unit: number;
  states: ByWorld<SlurryState>;
  verdict: Verdict;
}

/** A mother roll; states by world and position along the roll. */
export interface MotherRoll {
  readonly kind: "roll";
  readonly order: Order;
  readonly electrode: Electrode;
  readonly slurry: Slurry;
  readonly id: string;
  readonly unit: number;
  readonly metres: number;
  coated: ByWorld<readonly CoatingState[]>;
  pressed: ByWorld<CalenderedState[]>;
  /** By position: 1 = cut out, or to be cut out. */
  readonly bad: Uint8Array;
  /** By lane, world and position. */
  slit: readonly ByWorld<SlitState[]>[];
  /** By lane and position: 1 = cut out. */
  laneBad: readonly Uint8Array[];
  verdict: Verdict;
}

/** What slitting makes of a mother roll. */
export interface DaughterRoll {
  readonly id: string;
  readonly unit: number;
  readonly roll: MotherRoll;
  readonly lane: number;
}

/** The place on a daughter roll that a cell's electrode was cut from. */
export interface Place {
  readonly daughter: DaughterRoll;
  readonly position: number;
  /** Where it begins, m. */
  readonly fromM: number;
}

/** A tray of cells; states by world and slot. */
export interface Tray {
  readonly kind: "tray";
  readonly order: Order;
  readonly id: string;
  readonly unit: number;
  /** Index of the cell in slot 0; the others follow. */
  readonly firstCell: number;
  readonly cathode: readonly Place[];
  readonly anode: readonly Place[];
  /** By slot: 1 = still in the tray. */
  readonly alive: Uint8Array;
  /** By slot: 1 = takes part in the next attempt. */
  readonly again: Uint8Array;
  /** By slot: 1 = measured in the line. */
  readonly sampled: Uint8Array;
  readonly stacks: StackState[][];
  readonly fills: FillState[][];
  readonly welds: WeldState[][];
  readonly forms: FormState[][];
  readonly ages: AgeState[][];
  readonly grades: GradeState[][];
  /** What the gauges of aging showed, by slot. */
  readonly measuredK: Float64Array;
  /** Of its cells, ppm: they share a lot of powder and are filled at one time. */
  moisturePpm: ByWorld<number>;
  /** Whether it comes back to filling for a longer soak. */
  isDry: boolean;
  verdict: Verdict;
}

/** A box of cells of one grade. */
export interface Box {
  readonly kind: "box";
  readonly order: Order;
  readonly id: string;
  readonly unit: number;
  /** Indices of cells. */
  readonly cells: readonly number[];
  verdict: Verdict;
}

/** What the units of the simulation carry. */
export type PlantUnitData = MaterialLot | Slurry | MotherRoll | Tray | Box;
