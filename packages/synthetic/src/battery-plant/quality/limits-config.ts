import { z } from "zod";
import { configGroup, configNumber } from "../../config-number.js";

/*
 * Targets and limits. Evidence: [B6-23] Theoretical Impact of Manufacturing Tolerance, Batteries 2020 6(2) 23; [Chen] Chen
 * et al. 2020, JES 167 080534; [K-eol] and [K-sep] pages "End-of-line" and "Separation" of kiprobatt.de after PEM RWTH
 * Aachen and VDMA, "Lithium-Ion Battery Cell Production Process" (2018); [MTI] mtixtl.com, slurry recipe; [original] the
 * data of the project that this one follows; all other numbers are assumptions.
 */

/** Target and limits of a metric, in its unit; `null` where a side has no limit. */
export interface MetricLimits {
  readonly target: number;
  /** Inside the warning limits (both included) a value is "In Spec". */
  readonly warnLow: number | null;
  readonly warnHigh: number | null;
  /** Outside the specification limits (both still inside) a value is a "Critical Fail". */
  readonly specLow: number | null;
  readonly specHigh: number | null;
}

interface Defaults extends MetricLimits {
  readonly processSigma: number;
}

/** The number that no limit has, for JSON's sake far inside what a number holds. */
const far = 1e12;

const group = ({ target, warnLow, warnHigh, specLow, specHigh, processSigma }: Defaults) =>
  configGroup({
    target: configNumber(target, -far, far, "the target, in the unit of the metric"),
    warnLow: side(warnLow, "lower warning limit"),
    warnHigh: side(warnHigh, "upper warning limit"),
    specLow: side(specLow, "lower specification limit"),
    specHigh: side(specHigh, "upper specification limit"),
    processSigma: configNumber(
      processSigma,
      0,
      far,
      "standard deviation of the process, in the unit of the metric; scales the gauge noise",
    ),
  })
    .superRefine((limits, context) => {
      const fault = limitsFault(limits);
      if (fault !== null) context.addIssue({ code: "custom", path: [fault.path], message: fault.advice });
    })
    .prefault({});

function side(limit: number | null, what: string) {
  const error = `Give a number, or null for none: ${what}, in the unit of the metric. The default is ${limit}.`;
  return z
    .number({ error })
    .min(-far, { error })
    .max(far, { error })
    .nullable()
    .default(limit)
    .describe(what);
}

/** What is wrong with the order of limits; `null` = nothing. They must rise: specLow, warnLow, target, warnHigh, specHigh. */
export function limitsFault(
  limits: MetricLimits,
): { readonly path: keyof MetricLimits; readonly advice: string } | null {
  const order = ["specLow", "warnLow", "target", "warnHigh", "specHigh"] as const;
  let last: (typeof order)[number] | null = null;
  for (const name of order) {
    const value = limits[name];
    if (value === null) continue;
    if (last !== null && value < limits[last]!) {
      return {
        path: name,
        advice: `Limits must rise, but ${name}, ${value}, is below ${last}, ${limits[last]}.`,
      };
    }
    last = name;
  }
  return null;
}

/** Two-sided limits at `warn` and `spec` around the target. */
const around = (target: number, warn: number, spec: number, processSigma: number): Defaults => ({
  target,
  warnLow: decimal(target - warn),
  warnHigh: decimal(target + warn),
  specLow: decimal(target - spec),
  specHigh: decimal(target + spec),
  processSigma,
});

/** Without the digits that binary arithmetic leaves behind: 75.6 + 1.6 is 77.2. */
function decimal(value: number): number {
  return Number(value.toPrecision(12));
}

/** The same as shares of the target. */
const within = (target: number, warn: number, spec: number, sigma: number): Defaults =>
  around(target, target * warn, target * spec, target * sigma);

const atMost = (target: number, warnHigh: number, specHigh: number, processSigma: number): Defaults => ({
  target,
  warnLow: null,
  warnHigh,
  specLow: null,
  specHigh,
  processSigma,
});

const atLeast = (target: number, warnLow: number, specLow: number, processSigma: number): Defaults => ({
  target,
  warnLow,
  warnHigh: null,
  specLow,
  specHigh: null,
  processSigma,
});

/** Limits that are not symmetric. */
const band = (
  target: number,
  [warnLow, warnHigh]: readonly [number, number],
  [specLow, specHigh]: readonly [number, number],
  processSigma: number,
): Defaults => ({ target, warnLow, warnHigh, specLow, specHigh, processSigma });

/** A yes-or-no metric: 1 passes, 0 is a critical fail; no gauge noise. */
const passes = group(atLeast(1, 1, 1, 0));

const byElectrode = (cathode: Defaults, anode: Defaults) =>
  configGroup({ cathode: group(cathode), anode: group(anode) }).prefault({});

const viscosity = byElectrode(
  band(5, [4.3, 5.8], [3.5, 7], 0.3), // between the 3 … 5 Pa.s of [original] and the 5 … 6 of [MTI]
  band(4, [3.2, 5], [2, 6.5], 0.24),
);

/** Limits of every metric, those of the electrodes apart. */
export const metricLimitsShape = {
  powder_d50: group(around(10, 0.5, 1, 0.25)),
  powder_moisture: group(atMost(180, 260, 400, 32)),
  foil_thickness: byElectrode(around(16, 1, 1.5, 0.4), around(12, 1, 1.5, 0.4)), // targets [Chen]
  slurry_viscosity: viscosity,
  slurry_solids: byElectrode(around(0.7, 0.004, 0.008, 0.002), around(0.5, 0.004, 0.008, 0.002)),
  slurry_fineness: group(atMost(22, 27, 30, 2.2)),
  coater_viscosity: viscosity,
  coating_loading: byElectrode(within(0.2466, 0.01, 0.016, 0.005), within(0.1412, 0.01, 0.016, 0.005)), // spec [B6-23]
  coating_thickness: byElectrode(within(100.55, 0.025, 0.04, 0.0118), within(127.82, 0.025, 0.04, 0.0118)),
  peel_strength: group(atLeast(20, 17.5, 14, 1.4)),
  residual_solvent: group(atMost(250, 330, 400, 38)),
  electrode_density: byElectrode(within(3262, 0.02, 0.035, 0.0105), within(1657, 0.02, 0.035, 0.0105)),
  electrode_porosity: byElectrode(porosity(3262, 4905), porosity(1657, 1657 / 0.75)),
  electrode_thickness: byElectrode(around(75.6, 1.6, 3, 0.8), around(85.2, 1.8, 3, 0.9)), // spec [B6-23]
  slitting_burr: group(atMost(4.5, 7.5, 11, 1.26)), // spec below the separator of [Chen]
  width_deviation: group(around(0, 0.1, 0.2, 0.05)), // spec [K-sep]
  stack_misalignment: group(atMost(0, 0.3, 0.5, 0.16)), // spec [original]
  layer_count: group(around(81, 0, 0, 0)),
  hipot_pass: passes,
  electrolyte_mass: group(within(0.086, 0.014, 0.025, 0.008)),
  wetting_degree: group(atLeast(0.981, 0.975, 0.96, 0.0035)),
  weld_penetration: group(band(1, [0.9, 1.1], [0.8, 1.25], 0.06)),
  pull_force: group(atLeast(300, 240, 200, 25)),
  leak_rate: group(atMost(1e-8, 5e-8, 1e-7, 6e-9)),
  first_cycle_efficiency: group(atLeast(0.88, 0.873, 0.868, 0.003)),
  formation_capacity: group(atLeast(50, 49.2, 48.5, 0.39)),
  k_value: group(atMost(0.18, 0.4, 0.714, 0.054)), // spec 5 mV a week [K-eol]
  cell_capacity: group(atLeast(50, 49.2, 48.5, 0.39)),
  internal_resistance: group(band(2, [1.9, 2.1], [1.8, 2.25], 0.04)),
  cell_grade: group(atMost(0, 0, 2, 0)),
  box_ocv_spread: group(atMost(1.5, 4, 5, 0.5)),
  label_read: passes,
};

/** The limits of the density, as porosity. */
function porosity(density: number, solidDensity: number): Defaults {
  const at = (relative: number): number => 1 - (density * relative) / solidDensity;
  return band(at(1), [at(1.02), at(0.98)], [at(1.035), at(0.965)], (0.0105 * density) / solidDensity);
}
