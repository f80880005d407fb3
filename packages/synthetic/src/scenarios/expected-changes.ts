import { scenarios } from "./catalogue.js";
import type { Scenario, ScenarioType } from "./scenario.js";
import type { ExpectedChange } from "./truth.js";

type Row = readonly [
  metric: string,
  statistic: ExpectedChange["statistic"],
  without: number,
  changed: number,
];

/**
 * What the design of the plant expects of each type at its usual place and intensity: a Monte Carlo of the equations for the cathode
 * line, without scrap in between, at full strength of the cause.
 */
const tables: Readonly<Record<ScenarioType, readonly Row[]>> = {
  "bad shift": [
    ["coating_loading", "mean", 0.2466, 0.2466 * 1.0095],
    ["coating_loading", "in spec share", 0.9, 0.52],
    ["coating_loading", "fail share", 0.009, 0.21],
    ["coater_viscosity", "mean", 5, 4.4],
    ["peel_strength", "mean", 20, 18],
    ["electrode_density", "mean", 3262, 3289],
    ["electrode_density", "in spec share", 0.91, 0.81],
    ["wetting_degree", "mean", 0.981, 0.979],
    ["internal_resistance", "mean", 2.004, 2.038],
    ["internal_resistance", "in spec share", 0.99, 0.92],
    ["cell_capacity", "mean", 50, 50.45],
  ],
  "roller wear": [
    ["electrode_density", "mean", 3262, 3199],
    ["electrode_density", "in spec share", 0.91, 0.52],
    ["electrode_density", "fail share", 0.003, 0.084],
    ["stack_misalignment", "mean", 0.131, 0.162],
  ],
  "seasonal HVAC": [
    ["coating_loading", "in spec share", 0.9, 0.8],
    ["coating_loading", "fail share", 0.009, 0.039],
    ["first_cycle_efficiency", "mean", 0.88, 0.877],
    ["first_cycle_efficiency", "in spec share", 0.985, 0.856],
    ["k_value", "mean", 0.21, 0.29],
    ["k_value", "in spec share", 0.987, 0.928],
  ],
  "material lot": [
    ["slurry_viscosity", "mean", 5, 5.65],
    ["slurry_viscosity", "in spec share", 0.99, 0.68],
  ],
  operator: [
    ["coating_loading", "sd", 0.2466 * 0.0061, 0.2466 * 0.0097],
    ["coating_loading", "in spec share", 0.9, 0.7],
    ["coating_loading", "fail share", 0.009, 0.1],
  ],
  "calibration jump": [
    ["stack_misalignment", "in spec share", 0.93, 0.73],
    ["stack_misalignment", "fail share", 0.002, 0.033],
  ],
  chain: [["stack_misalignment", "fail share", 0.002, 0.032]],
  "dose loss": [["electrolyte_mass", "in spec share", 0.92, 0.23]],
  "capacity loss": [],
  "gauge drift": [["internal_resistance", "mean", 2.004, 2.064]],
  custom: [],
};

/** What the expectations were worked out for. */
const usual: readonly Scenario[] = [
  ...Object.values(scenarios).map((make) => make()),
  scenarios.calibrationJump({ of: "weld focus" }),
];

/** The expected changes of a scenario; none for intensities, amounts and variants that no expectation was worked out for. */
export function expectedChanges(scenario: Scenario): readonly ExpectedChange[] {
  if (!usual.some((other) => movesTheSame(scenario, other))) return [];
  const { type, causes } = scenario;
  const table = causes[0]!.variable === "welder.focus" ? weldFocus : tables[type];
  return table.map(([metric, statistic, without, changed]) => ({
    metric,
    statistic,
    without,
    with: changed,
  }));
}

function movesTheSame(a: Scenario, b: Scenario): boolean {
  return (
    a.type === b.type &&
    a.intensity === b.intensity &&
    a.causes.length === b.causes.length &&
    a.causes.every(
      ({ variable, amount }, i) => variable === b.causes[i]!.variable && amount === b.causes[i]!.amount,
    )
  );
}

const weldFocus: readonly Row[] = [
  ["weld_penetration", "in spec share", 0.91, 0.2],
  ["weld_penetration", "mean", 1, 0.85],
  ["internal_resistance", "mean", 2.004, 2.058],
];
