import type { Visit } from "../../simulation/model.js";
import { cellMoisturePpm } from "../environment/moisture.js";
import { age } from "../quality/aging.js";
import type { CalenderedState } from "../quality/calendering.js";
import { fill, soakLonger, topUp } from "../quality/filling.js";
import { form } from "../quality/formation.js";
import { readGauge } from "../quality/gauge.js";
import { cellGrade, grade } from "../quality/grading.js";
import type { BatteryMetric } from "../quality/metrics.js";
import { qcStatus } from "../quality/qc-status.js";
import { stack } from "../quality/stacking.js";
import { reweld, weld } from "../quality/welding.js";
import { dryRoom } from "./air.js";
import { type CellStep, cellOutcomes } from "./cell-store.js";
import type { PlantContext } from "./plant-context.js";
import type { Place, PlantUnitData, Tray } from "./plant-state.js";
import { TrayVisit } from "./tray-visit.js";

type PlantVisit = Visit<PlantUnitData>;

/** What each step of a tray does to its cells when it is complete. */
export const trayCompletions: Readonly<
  Record<CellStep, (plant: PlantContext, tray: Tray, visit: PlantVisit) => void>
> = Object.freeze({
  stack: completeStacking,
  fill: completeFilling,
  weld: completeWelding,
  form: completeFormation,
  seal: completeSealing,
  age: completeAging,
  grade: completeGrading,
});

/** Stacks the cells; the X-ray is repeated before a stack is thrown away. */
function completeStacking(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const { effects, gauges } = plant;
  const { quality } = plant.config;
  const of = new TrayVisit(plant, tray, visit, "stack");
  const luck = of.luck("nuuu");
  const noise = of.noise(2);
  const machine = plant.byWorld((world) => ({
    calibrationMm: effects.shift("stacker.calibration", visit.members[0]!, visit.startMs, world),
    chainMmPerUnit: effects.shift("stacking.edge_chain", dryRoom, visit.startMs, world),
  }));
  for (const slot of of.slots()) {
    const draws = { offset: luck(slot, 0), layers: luck(slot, 1), hipot: luck(slot, 2) };
    for (let world = 0; world < plant.worlds; world++) {
      const { calibrationMm, chainMmPerUnit } = machine[world]!;
      const parents = {
        cathode: pressedAt(tray.cathode[slot]!, world),
        burrUm: burrOf(tray, slot, world),
        calibrationMm,
        chainMmPerUnit,
        sigmaFactor: 1,
      };
      tray.stacks[world]![slot] = stack(quality, parents, draws);
    }
    const state = (world: number) => tray.stacks[world]![slot]!;
    const misalignment = (world: number): number => state(world).misalignmentMm;
    const first = of.check(slot, "stack_misalignment", misalignment, noise(slot, 0));
    const xRay = gauges.of("stack_misalignment");
    const isOff =
      first === "Critical Fail" &&
      qcStatus(xRay, readGauge(xRay, misalignment(0), noise(slot, 1))) === "Critical Fail";
    const layers = of.check(slot, "layer_count", (world) => state(world).layers, 0);
    const hipot = of.check(slot, "hipot_pass", (world) => (state(world).hipotPass ? 1 : 0), 0);
    if (isOff) of.scrap(slot, "stack_misalignment");
    else if (layers === "Critical Fail") of.scrap(slot, "layer_count");
    else if (hipot === "Critical Fail") of.scrap(slot, "hipot_pass");
    else if (luck(slot, 3) < quality.backgroundScrap.stacking) of.scrap(slot, "sight");
  }
  of.finish();
}

/** Fills the cells and lets them soak. A tray that comes back is topped up where a cell lacks electrolyte, and soaks longer. */
function completeFilling(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const { quality, limits } = plant.config;
  const of = new TrayVisit(plant, tray, visit, "fill");
  const luck = of.luck("nu");
  const noise = of.noise(2);
  if (of.isFirst) fillTray(plant, tray, visit, (slot) => luck(slot, 0));
  else soakTray(plant, tray, of.slots(), (slot) => luck(slot, 0));
  const target = plant.gauges.of("electrolyte_mass").target;
  let isDry = false;
  for (const slot of of.slots()) {
    const state = (world: number) => tray.fills[world]![slot]!;
    const mass = of.check(slot, "electrolyte_mass", (world) => state(world).electrolyteKg, noise(slot, 0));
    const wetting = of.check(slot, "wetting_degree", (world) => state(world).wettingDegree, noise(slot, 1));
    if (of.isFirst && luck(slot, 1) < quality.backgroundScrap.filling) of.scrap(slot, "sight");
    else if (mass === "Critical Fail" && state(0).electrolyteKg > target) of.scrap(slot, "electrolyte_mass");
    else if (mass === "Critical Fail") of.againOrScrap(slot, limits.fills, "electrolyte_mass");
    else if (wetting === "Critical Fail") {
      isDry = true;
      of.againOrScrap(slot, limits.fills, "wetting_degree");
    }
  }
  tray.isDry = isDry;
  of.finish();
}

function fillTray(plant: PlantContext, tray: Tray, visit: PlantVisit, dose: (slot: number) => number): void {
  const { air, effects } = plant;
  const { quality } = plant.config;
  const { soakHours } = quality.filling;
  const powder = tray.order.lots.cathode.powder.moisturePpm;
  tray.moisturePpm = plant.byWorld((world) =>
    cellMoisturePpm(quality, powder[world]!, air.dewPointC(visit.startMs, world)),
  );
  for (let world = 0; world < plant.worlds; world++) {
    const doseFactor = effects.factor("filling.dose", visit.members[0]!, visit.startMs, world);
    for (let slot = 0; slot < tray.alive.length; slot++) {
      if (tray.alive[slot] === 0) continue;
      const { porosity } = pressedAt(tray.cathode[slot]!, world);
      tray.fills[world]![slot] = fill(quality, { porosity, doseFactor, soakHours }, { dose: dose(slot) });
    }
  }
}

/** All cells of the tray soak; the given ones are topped up first. */
function soakTray(
  plant: PlantContext,
  tray: Tray,
  short: readonly number[],
  dose: (slot: number) => number,
): void {
  const { quality, rates } = plant.config;
  const hours = tray.isDry ? rates.extraSoakHours : rates.topUpSoakHours;
  for (const fills of tray.fills) {
    for (const slot of short) fills[slot] = topUp(quality, fills[slot]!, { dose: dose(slot) });
    for (let slot = 0; slot < tray.alive.length; slot++) {
      if (tray.alive[slot] === 1) fills[slot] = soakLonger(quality, fills[slot]!, hours);
    }
  }
}

/** Welds the lids, those that are weak or leak once more. */
function completeWelding(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const { effects } = plant;
  const { quality, limits } = plant.config;
  const of = new TrayVisit(plant, tray, visit, "weld");
  const luck = of.luck("nnnu");
  const noise = of.noise(weldMetrics.length);
  const machine = plant.byWorld((world) => ({
    focusMm: effects.shift("welder.focus", visit.members[0]!, visit.startMs, world),
  }));
  for (const slot of of.slots()) {
    const draws = { penetration: luck(slot, 0), pull: luck(slot, 1), leak: luck(slot, 2) };
    for (let world = 0; world < plant.worlds; world++) {
      const welds = tray.welds[world]!;
      welds[slot] = of.isFirst
        ? weld(quality, machine[world]!, draws)
        : reweld(quality, welds[slot]!, machine[world]!, draws);
    }
    let fault: BatteryMetric | null = null;
    for (const [i, [metric, field]] of weldMetrics.entries()) {
      const status = of.check(slot, metric, (world) => tray.welds[world]![slot]![field], noise(slot, i));
      if (status === "Critical Fail") fault ??= metric;
    }
    if (of.isFirst && luck(slot, 3) < quality.backgroundScrap.welding) of.scrap(slot, "sight");
    else if (fault !== null) of.againOrScrap(slot, limits.rewelds, fault);
  }
  of.finish();
}

const weldMetrics = [
  ["weld_penetration", "penetrationMm"],
  ["pull_force", "pullForceN"],
  ["leak_rate", "leakPaM3PerS"],
] as const;

/** Charges the cells for the first time; those with a bad contact once more. */
function completeFormation(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const { quality, limits } = plant.config;
  const of = new TrayVisit(plant, tray, visit, "form");
  const luck = of.luck("nnuu");
  const noise = of.noise(2);
  for (const slot of of.slots()) {
    if (luck(slot, 2) < limits.contactFaultProbability) {
      of.againOrScrap(slot, limits.formationReruns, "contact");
      continue;
    }
    const draws = { efficiency: luck(slot, 0), capacity: luck(slot, 1) };
    for (let world = 0; world < plant.worlds; world++) {
      const parents = {
        moisturePpm: tray.moisturePpm[world]!,
        wettingDegree: tray.fills[world]![slot]!.wettingDegree,
        loadingDeviation: pressedAt(tray.cathode[slot]!, world).loadingDeviation,
      };
      tray.forms[world]![slot] = form(quality, parents, draws);
    }
    const state = (world: number) => tray.forms[world]![slot]!;
    const efficiency = of.check(
      slot,
      "first_cycle_efficiency",
      (world) => state(world).efficiency,
      noise(slot, 0),
    );
    const capacity = of.check(slot, "formation_capacity", (world) => state(world).capacityAh, noise(slot, 1));
    if (efficiency === "Critical Fail") of.scrap(slot, "first_cycle_efficiency");
    else if (capacity === "Critical Fail") of.scrap(slot, "formation_capacity");
    else if (luck(slot, 3) < quality.backgroundScrap.formation) of.scrap(slot, "sight");
  }
  of.finish();
}

/** Seals the ports that the cells were filled through; what is badly sealed is seen and thrown away. */
function completeSealing(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const of = new TrayVisit(plant, tray, visit, "seal");
  const luck = of.luck("u");
  const { sealing } = plant.config.quality.backgroundScrap;
  for (const slot of of.slots()) if (luck(slot, 0) < sealing) of.scrap(slot, "sight");
  of.finish();
}

/**
 * Lets the cells rest and measures how fast each discharges by itself. One that is out of specification is held, its whole
 * tray with it, and measured once more after another rest.
 */
function completeAging(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const { quality, limits } = plant.config;
  const of = new TrayVisit(plant, tray, visit, "age");
  const luck = of.luck("nuu");
  const noise = of.noise(1);
  const gauge = plant.gauges.of("k_value");
  for (const slot of of.slots()) {
    const draws = { selfDischarge: luck(slot, 0), softShort: luck(slot, 1), severity: luck(slot, 2) };
    for (let world = 0; of.isFirst && world < plant.worlds; world++) {
      const parents = {
        burrUm: burrOf(tray, slot, world),
        moisturePpm: tray.moisturePpm[world]!,
        misalignmentMm: tray.stacks[world]![slot]!.misalignmentMm,
      };
      tray.ages[world]![slot] = age(quality, parents, draws);
    }
    const value = of.measure(slot, "k_value", (world) => tray.ages[world]![slot]!.kMvPerDay, noise(slot, 0));
    tray.measuredK[slot] = value;
    if (qcStatus(gauge, value) === "Critical Fail")
      of.againOrScrap(slot, limits.agingRepeats, "k_value", "Hold");
  }
  of.finish();
}

/** Measures capacity and resistance of each cell and grades it; what would be scrapped is tested once more. */
function completeGrading(plant: PlantContext, tray: Tray, visit: PlantVisit): void {
  const { effects, cells } = plant;
  const { quality, limits } = plant.config;
  const of = new TrayVisit(plant, tray, visit, "grade");
  const luck = of.luck("nnuu");
  const noise = of.noise(2);
  const drift = effects.factor("grading.dcir_gauge", visit.members[0]!, visit.startMs, 0);
  for (const slot of of.slots()) {
    if (of.isFirst) gradeCell(plant, tray, slot, { capacity: luck(slot, 0), resistance: luck(slot, 1) });
    const state = (world: number) => tray.grades[world]![slot]!;
    const capacity = of.measure(slot, "cell_capacity", (world) => state(world).capacityAh, noise(slot, 0));
    const resistance = of.measure(
      slot,
      "internal_resistance",
      (world) => state(world).resistanceMOhm,
      noise(slot, 1),
      drift,
    );
    const found = cellGrade(quality, capacity, resistance, tray.measuredK[slot]!);
    if (of.isFirst && luck(slot, 3) < quality.backgroundScrap.grading) of.scrap(slot, "sight");
    else if (found === "scrap") of.againOrScrap(slot, limits.gradingRetests, "cell_grade");
    else cells.outcome[tray.firstCell + slot] = cellOutcomes.indexOf(found);
  }
  of.finish();
}

function gradeCell(
  plant: PlantContext,
  tray: Tray,
  slot: number,
  draws: { readonly capacity: number; readonly resistance: number },
): void {
  for (let world = 0; world < plant.worlds; world++) {
    const parents = {
      cathode: pressedAt(tray.cathode[slot]!, world),
      efficiency: tray.forms[world]![slot]!.efficiency,
      wettingDegree: tray.fills[world]![slot]!.wettingDegree,
      misalignmentMm: tray.stacks[world]![slot]!.misalignmentMm,
      penetrationMm: tray.welds[world]![slot]!.penetrationMm,
    };
    tray.grades[world]![slot] = grade(plant.config.quality, parents, draws);
  }
}

/** The calendered coating at a place. */
function pressedAt({ daughter, position }: Place, world: number): CalenderedState {
  return daughter.roll.pressed[world]![position]!;
}

/** The higher burr of the two electrodes, µm. */
function burrOf(tray: Tray, slot: number, world: number): number {
  return Math.max(burrAt(tray.cathode[slot]!, world), burrAt(tray.anode[slot]!, world));
}

function burrAt({ daughter, position }: Place, world: number): number {
  return daughter.roll.slit[daughter.lane]![world]![position]!.burrUm;
}
