import { vapourPressurePa } from "../battery-plant/environment/moisture.js";
import { type BatteryMetric, batteryMetricNames, batteryMetrics } from "../battery-plant/quality/metrics.js";
import type { BatteryQualityConfig } from "../battery-plant/quality/quality-config.js";
import { batteryPlantSteps, type Electrode } from "../battery-plant/quality/steps.js";
import type { CausalEdge, CausalGraph, PathEdge } from "./truth.js";
import { type ScenarioVariable, scenarioVariableNames, scenarioVariables } from "./variables.js";

/** Name of the waiting time before a step, hours, as a node of the graph and a metric of the truth. */
export function waitingMetric(step: string): string {
  return `waiting: ${step}`;
}

/**
 * Which variable acts on which metric, with the slopes of the quality model at its target values. From the equations, not from
 * data: the truth that a search for causes can be held against. Metrics of electrodes are those of `electrode`; cells depend on the
 * cathode. `steps` are those of the line; before each there is a wait.
 */
export function causalGraph(
  config: BatteryQualityConfig,
  electrode: Electrode = "cathode",
  steps: readonly string[] = batteryPlantSteps,
): CausalGraph {
  const nodes = [
    ...scenarioVariableNames.map((id) => ({ id, unit: scenarioVariables[id].unit })),
    ...batteryMetricNames.map((id) => ({ id, unit: batteryMetrics[id].unit })),
    ...steps.map((step) => ({ id: waitingMetric(step), unit: "h" })),
  ];
  const edges = [
    beyond("outdoor.temperature", "coating_room.temperature", 1),
    beyond("outdoor.temperature", "dry_room.dew_point", 1),
    beyond("outdoor.temperature", "slurry_viscosity", -1), // by the mixing room
    ...materialEdges(config, electrode),
    ...electrodeEdges(config, electrode),
    ...assemblyEdges(config),
    ...cellEdges(config),
    ...flowEdges(steps),
  ];
  return { nodes, edges };
}

/** The edges on all ways from one of the causes to one of the metrics, in the order of the graph. */
export function pathsBetween(
  graph: CausalGraph,
  causes: readonly string[],
  metrics: readonly string[],
): readonly PathEdge[] {
  const after = reach(graph.edges, causes, "from", "to");
  const before = reach(graph.edges, metrics, "to", "from");
  return graph.edges
    .filter(({ from, to }) => after.has(from) && before.has(to))
    .map(({ from, to }) => ({ from, to }));
}

/** The nodes and all that descends from them. */
export function descendants(graph: CausalGraph, nodes: readonly string[]): ReadonlySet<string> {
  return reach(graph.edges, nodes, "from", "to");
}

function reach(
  edges: readonly CausalEdge[],
  starts: readonly string[],
  near: "from" | "to",
  far: "from" | "to",
): ReadonlySet<string> {
  const found = new Set(starts);
  // a set may grow while it is walked: nodes added are visited too
  for (const node of found) for (const edge of edges) if (edge[near] === node) found.add(edge[far]);
  return found;
}

type Node = ScenarioVariable | BatteryMetric;

/** A slope; its sign is that of the coefficient. */
function slope(from: Node, to: BatteryMetric, coefficient: number): CausalEdge {
  return { from, to, moves: "mean", sign: coefficient < 0 ? -1 : 1, coefficient };
}

/** Acts beyond a threshold, or on a share: no slope at the target. */
function beyond(from: Node, to: Node, sign: 1 | -1): CausalEdge {
  return { from, to, moves: "mean", sign, coefficient: null };
}

function materialEdges(config: BatteryQualityConfig, electrode: Electrode): CausalEdge[] {
  const { incoming, mixing, formation } = config;
  const viscosity = config[electrode].viscosityPaS;
  return [
    slope("material.d50", "powder_d50", 1),
    slope("material.moisture", "powder_moisture", incoming.moisturePpm),
    slope("powder_d50", "slurry_viscosity", viscosity * mixing.logViscosityPerD50Um),
    slope("powder_d50", "slurry_fineness", mixing.finenessUm / incoming.d50Um),
    slope("slurry_solids", "slurry_viscosity", viscosity * mixing.logViscosityPerSolids),
    slope("powder_moisture", "first_cycle_efficiency", formation.efficiencyPerPpm),
    beyond("powder_moisture", "k_value", 1),
  ];
}

function electrodeEdges(config: BatteryQualityConfig, electrode: Electrode): CausalEdge[] {
  const { coating, mixing, calendering } = config;
  const { viscosityPaS, solids, loadingKgPerM2, thicknessUm, solidDensityKgPerM3 } = config[electrode];
  const dryUm = (loadingKgPerM2 / (solidDensityKgPerM3 * (1 - coating.dryPorosity))) * 1e6;
  const density = (loadingKgPerM2 / thicknessUm) * 1e6;
  return [
    slope("coating_room.temperature", "coater_viscosity", viscosityPaS * mixing.logViscosityPerK),
    slope("coating_room.temperature", "coating_loading", loadingKgPerM2 * coating.loadingPerK),
    slope("coating_room.temperature", "peel_strength", coating.peelNPerM * coating.peelPerK),
    slope("slurry_viscosity", "coater_viscosity", 1),
    slope("slurry_solids", "coating_loading", loadingKgPerM2 / solids),
    slope("coater_viscosity", "coating_loading", loadingKgPerM2 * coating.loadingPerPaS),
    { ...beyond("coating.sigma", "coating_loading", 1), moves: "spread" },
    slope("coating_loading", "coating_thickness", dryUm / loadingKgPerM2),
    slope(
      "coating_loading",
      "residual_solvent",
      (coating.solventPpm * coating.solventPerLoading) / loadingKgPerM2,
    ),
    slope("coating_loading", "electrode_thickness", calendering.springBackUm / loadingKgPerM2),
    slope("calender.gap", "electrode_thickness", 1),
    slope("coating_loading", "electrode_density", density / loadingKgPerM2),
    slope("electrode_thickness", "electrode_density", -density / thicknessUm),
    slope("electrode_density", "electrode_porosity", -1 / solidDensityKgPerM3),
  ];
}

function assemblyEdges(config: BatteryQualityConfig): CausalEdge[] {
  const { filling, welding, cathode } = config;
  const soaks = filling.soakHours / filling.soakTimeConstantHours;
  return [
    beyond("stacker.calibration", "stack_misalignment", 1),
    beyond("stacking.edge_chain", "stack_misalignment", 1),
    beyond("coating_loading", "stack_misalignment", 1),
    beyond("electrode_density", "stack_misalignment", 1),
    beyond("slitting_burr", "hipot_pass", -1),
    slope("filling.dose", "electrolyte_mass", filling.doseKg),
    beyond("electrolyte_mass", "wetting_degree", 1),
    slope("electrode_porosity", "wetting_degree", (Math.exp(-soaks) * soaks * 2) / cathode.porosity),
    slope("welder.focus", "weld_penetration", 1),
    slope("weld_penetration", "pull_force", welding.pullForceN / welding.penetrationMm),
    beyond("weld_penetration", "leak_rate", -1),
  ];
}

function cellEdges(config: BatteryQualityConfig): CausalEdge[] {
  const { formation, aging, slitting, grading, coating, welding, cathode } = config;
  const resistance = grading.resistanceMOhm;
  return [
    slope("dry_room.dew_point", "first_cycle_efficiency", formation.efficiencyPerPpm * moisturePerK(config)),
    beyond("dry_room.dew_point", "k_value", 1),
    beyond("wetting_degree", "first_cycle_efficiency", 1),
    slope("first_cycle_efficiency", "formation_capacity", grading.capacityAh / formation.efficiency),
    slope("coating_loading", "formation_capacity", grading.capacityAh / cathode.loadingKgPerM2),
    slope(
      "slitting_burr",
      "k_value",
      (3 * aging.softShortProbability * aging.softShortMeanMvPerDay) / slitting.burrUm,
    ),
    beyond("stack_misalignment", "k_value", 1),
    slope("first_cycle_efficiency", "cell_capacity", grading.capacityAh / formation.efficiency),
    slope("coating_loading", "cell_capacity", grading.capacityAh / cathode.loadingKgPerM2),
    beyond("wetting_degree", "cell_capacity", 1),
    beyond("stack_misalignment", "cell_capacity", -1),
    slope(
      "electrode_porosity",
      "internal_resistance",
      (-resistance * grading.ionicShare * grading.tortuosityExponent) / cathode.porosity,
    ),
    slope(
      "electrode_thickness",
      "internal_resistance",
      (resistance * grading.ionicShare) / cathode.thicknessUm,
    ),
    slope(
      "electrode_density",
      "internal_resistance",
      (-0.5 * resistance * grading.contactShare) / cathode.densityKgPerM3,
    ),
    slope(
      "weld_penetration",
      "internal_resistance",
      (-resistance * grading.weldShare) / welding.penetrationMm,
    ),
    beyond("wetting_degree", "internal_resistance", -1),
    slope("peel_strength", "internal_resistance", (-resistance * grading.peelExponent) / coating.peelNPerM),
    { ...beyond("grading.dcir_gauge", "internal_resistance", 1), moves: "reading" },
    beyond("cell_capacity", "cell_grade", -1),
    beyond("internal_resistance", "cell_grade", 1),
    beyond("k_value", "cell_grade", 1),
    beyond("k_value", "box_ocv_spread", 1),
  ];
}

/** Change of a cell's moisture for one kelvin of dew point, ppm. */
function moisturePerK({ formation, incoming }: BatteryQualityConfig): number {
  const at = formation.referenceDewPointC;
  const relative = (vapourPressurePa(at + 0.5) - vapourPressurePa(at - 0.5)) / vapourPressurePa(at);
  return incoming.moisturePpm * formation.moistureExponent * relative;
}

/** Time only: no edge leads from here to a metric of quality. */
function flowEdges(steps: readonly string[]): CausalEdge[] {
  const coating = { from: "coater.changeover", to: waitingMetric("Coating & Drying") };
  const outage = steps.map((step) => ({ from: "resource.outage", to: waitingMetric(step) }));
  return [coating, ...outage].map((edge) => ({ ...edge, moves: "mean", sign: 1, coefficient: null }));
}
