import { deepFreeze } from "../../config-number.js";
import type { BatteryPlantStep } from "./steps.js";

/** What a metric is: everything that no configuration changes. */
export interface MetricDefinition {
  readonly step: BatteryPlantStep;
  /** What people call it. */
  readonly title: string;
  /** UCUM code. */
  readonly unit: MetricUnit;
  /** How it is measured. */
  readonly method: string;
  /** The gauge shows multiples of this; 0 = it counts or decides and has no noise. */
  readonly resolution: number;
  /** Whether cathode and anode have limits of their own. @default false */
  readonly byElectrode?: boolean;
  /** Whether values below 0 make sense. @default false */
  readonly signed?: boolean;
  /** Under which conditions a value holds. @default anyConditions */
  readonly conditions?: TestConditions;
}

/** Under which conditions a value was measured; `null` = it does not depend on it. */
export interface TestConditions {
  /** Nominal temperature of the sample, °C. */
  readonly temperatureC: number | null;
  /** Shear rate, 1/s: slurries are shear-thinning, so a viscosity means nothing without it. */
  readonly shearRatePerS: number | null;
}

/** Of a metric that depends on neither temperature nor shear rate. */
export const anyConditions: TestConditions = Object.freeze({ temperatureC: null, shearRatePerS: null });

const at = (temperatureC: number): TestConditions => ({ temperatureC, shearRatePerS: null });
const sheared: TestConditions = { temperatureC: 22, shearRatePerS: 10 };

/**
 * The UCUM codes of the metrics. A value times the number here is in SI units (kg, m, s, A, V, Ω, N, Pa, C; shares as 1).
 */
export const siFactors = Object.freeze({
  "1": 1,
  "[ppm]": 1e-6,
  um: 1e-6,
  mm: 1e-3,
  kg: 1,
  "kg/m2": 1,
  "kg/m3": 1,
  "Pa.s": 1,
  "Pa.m3/s": 1,
  N: 1,
  "N/m": 1,
  mV: 1e-3,
  "mV/d": 1e-3 / 86_400,
  mOhm: 1e-3,
  "A.h": 3600,
});

/** A UCUM code that a metric has. */
export type MetricUnit = keyof typeof siFactors;

const definitions = {
  powder_d50: {
    step: "Incoming Inspection",
    title: "Particle size D50",
    unit: "um",
    method: "laser diffraction",
    resolution: 0.001,
  },
  powder_moisture: {
    step: "Incoming Inspection",
    title: "Powder moisture",
    unit: "[ppm]",
    method: "Karl Fischer titration",
    resolution: 0.1,
  },
  foil_thickness: {
    step: "Incoming Inspection",
    title: "Foil thickness",
    unit: "um",
    method: "micrometer",
    byElectrode: true,
    resolution: 0.001,
  },
  slurry_viscosity: {
    step: "Slurry Mixing",
    title: "Slurry viscosity",
    unit: "Pa.s",
    method: "rotational viscometer, in the mixing room",
    byElectrode: true,
    conditions: sheared,
    resolution: 0.001,
  },
  slurry_solids: {
    step: "Slurry Mixing",
    title: "Solids content",
    unit: "1",
    method: "loss on drying",
    byElectrode: true,
    resolution: 0.00001,
  },
  slurry_fineness: {
    step: "Slurry Mixing",
    title: "Fineness of grind",
    unit: "um",
    method: "grindometer",
    resolution: 0.01,
  },
  coater_viscosity: {
    step: "Coating & Drying",
    title: "Slurry viscosity at the coater",
    unit: "Pa.s",
    method: "inline viscometer before the die",
    byElectrode: true,
    conditions: sheared,
    resolution: 0.001,
  },
  coating_loading: {
    step: "Coating & Drying",
    title: "Coating loading",
    unit: "kg/m2",
    method: "beta gauge",
    byElectrode: true,
    resolution: 0.00001,
  },
  coating_thickness: {
    step: "Coating & Drying",
    title: "Coating thickness",
    unit: "um",
    method: "laser triangulation",
    byElectrode: true,
    resolution: 0.01,
  },
  peel_strength: {
    step: "Coating & Drying",
    title: "Peel strength",
    unit: "N/m",
    method: "90 degree peel test",
    conditions: at(22),
    resolution: 0.01,
  },
  residual_solvent: {
    step: "Coating & Drying",
    title: "Residual solvent",
    unit: "[ppm]",
    method: "gas chromatography",
    resolution: 0.1,
  },
  electrode_density: {
    step: "Calendering",
    title: "Electrode density",
    unit: "kg/m3",
    method: "mass and thickness of punched discs",
    byElectrode: true,
    resolution: 0.1,
  },
  electrode_porosity: {
    step: "Calendering",
    title: "Electrode porosity",
    unit: "1",
    method: "computed from the density",
    byElectrode: true,
    resolution: 0.00001,
  },
  electrode_thickness: {
    step: "Calendering",
    title: "Electrode thickness",
    unit: "um",
    method: "laser triangulation",
    byElectrode: true,
    resolution: 0.01,
  },
  slitting_burr: {
    step: "Slitting",
    title: "Burr height",
    unit: "um",
    method: "edge microscope",
    resolution: 0.01,
  },
  width_deviation: {
    step: "Slitting",
    title: "Width deviation",
    unit: "mm",
    method: "edge camera",
    signed: true,
    resolution: 0.0001,
  },
  stack_misalignment: {
    step: "Winding/Stacking",
    title: "Stack misalignment",
    unit: "mm",
    method: "X-ray of the corners",
    resolution: 0.0001,
  },
  layer_count: {
    step: "Winding/Stacking",
    title: "Layer count",
    unit: "1",
    method: "counted by the stacker",
    resolution: 0,
  },
  hipot_pass: {
    step: "Winding/Stacking",
    title: "High-voltage test passed",
    unit: "1",
    method: "insulation test",
    resolution: 0,
  },
  electrolyte_mass: {
    step: "Electrolyte Filling",
    title: "Electrolyte mass",
    unit: "kg",
    method: "weighed before and after",
    resolution: 0.000001,
  },
  wetting_degree: {
    step: "Electrolyte Filling",
    title: "Wetting degree",
    unit: "1",
    method: "ultrasound scan",
    resolution: 0.00001,
  },
  weld_penetration: {
    step: "Cap Welding",
    title: "Weld penetration",
    unit: "mm",
    method: "optical coherence tomography",
    resolution: 0.0001,
  },
  pull_force: {
    step: "Cap Welding",
    title: "Pull force",
    unit: "N",
    method: "tensile test of a witness weld",
    resolution: 0.1,
  },
  leak_rate: {
    step: "Cap Welding",
    title: "Helium leak rate",
    unit: "Pa.m3/s",
    method: "mass spectrometer",
    resolution: 1e-11,
  },
  first_cycle_efficiency: {
    step: "Initial Charging",
    title: "First-cycle efficiency",
    unit: "1",
    method: "charge out over charge in",
    conditions: at(25),
    resolution: 0.00001,
  },
  formation_capacity: {
    step: "Initial Charging",
    title: "Formation capacity",
    unit: "A.h",
    method: "first discharge",
    conditions: at(25),
    resolution: 0.001,
  },
  k_value: {
    step: "High-Temp Aging",
    title: "Self-discharge (K-value)",
    unit: "mV/d",
    method: "voltage before and after rest",
    conditions: at(22),
    resolution: 0.0001,
  },
  cell_capacity: {
    step: "Final Grading",
    title: "Cell capacity",
    unit: "A.h",
    method: "discharge at C/3",
    conditions: at(25),
    resolution: 0.001,
  },
  internal_resistance: {
    step: "Final Grading",
    title: "Internal resistance",
    unit: "mOhm",
    method: "direct-current pulse",
    conditions: at(25),
    resolution: 0.0001,
  },
  cell_grade: {
    step: "Final Grading",
    title: "Cell grade (0 = A, 1 = B, 2 = C, 3 = scrap)",
    unit: "1",
    method: "by capacity, resistance and K-value",
    resolution: 0,
  },
  box_ocv_spread: {
    step: "Packing & Shipment",
    title: "Voltage spread in the box",
    unit: "mV",
    method: "highest minus lowest open-circuit voltage",
    conditions: at(22),
    resolution: 0.001,
  },
  label_read: {
    step: "Packing & Shipment",
    title: "Label read",
    unit: "1",
    method: "code reader",
    resolution: 0,
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

type Definitions = typeof definitions;

/** The name of a quality metric, for instance `slurry_viscosity`. */
export type BatteryMetric = keyof Definitions;

/** The metrics whose limits differ between cathode and anode. */
export type ElectrodeMetric = {
  [M in BatteryMetric]: Definitions[M] extends { readonly byElectrode: true } ? M : never;
}[BatteryMetric];

/** The other metrics. */
export type CellMetric = Exclude<BatteryMetric, ElectrodeMetric>;

/** The quality metrics of the twelve steps, in line order; the key is the one spelling of the name. */
export const batteryMetrics: {
  readonly [M in BatteryMetric]: MetricDefinition & Pick<Definitions[M], "unit">;
} = deepFreeze(definitions);

/** All names, in line order: the index of a metric in tables of a run. */
export const batteryMetricNames: readonly BatteryMetric[] = Object.freeze(
  Object.keys(definitions) as BatteryMetric[],
);
