import type { Visit } from "../../simulation/model.js";
import { type CalenderedState, calender, secondPass } from "../quality/calendering.js";
import { coat } from "../quality/coating.js";
import type { BatteryMetric } from "../quality/metrics.js";
import { bladeWearFactor, slit } from "../quality/slitting.js";
import { mix, remix } from "../quality/slurry.js";
import { positionTimes } from "./durations.js";
import type { PlantContext } from "./plant-context.js";
import type { ByWorld, MotherRoll, PlantUnitData, Slurry } from "./plant-state.js";

type PlantVisit = Visit<PlantUnitData>;

/** Mixes a batch, or corrects it when it comes back; decides where it goes. */
export function completeMixing(plant: PlantContext, slurry: Slurry, visit: PlantVisit): void {
  const { config, air, gauges, recorder } = plant;
  const { electrode, id, order } = slurry;
  const row = plant.visited(visit, "mix", slurry.unit);
  const draws = plant.draws(id, "mix", visit.attempt);
  if (visit.attempt === 1) {
    const luck = { solids: draws.normal(), viscosity: draws.normal(), fineness: draws.normal() };
    const powder = order.lots[electrode].powder;
    slurry.states = plant.byWorld((world) => {
      const parents = {
        d50DeviationUm: powder.d50DeviationUm[world]!,
        roomTemperatureC: air.temperatureC("Electrode_Wing", visit.startMs, world),
        sigmaFactor: 1,
      };
      return mix(config.quality, electrode, parents, luck);
    });
  } else {
    const luck = { solids: draws.normal() };
    slurry.states = slurry.states.map((state) => remix(config.quality, state, luck));
  }
  const noise = plant.noise(id, "mix", visit.attempt);
  const at = { visit: row, timeMs: visit.completeMs };
  const states = slurry.states;
  const viscosity = plant.take(
    gauges.of("slurry_viscosity", electrode),
    at,
    (world) => states[world]!.viscosityPaS,
    noise.normal(),
  );
  const solids = config.quality[electrode].solids;
  plant.take(
    gauges.of("slurry_solids", electrode),
    at,
    (world) => solids + states[world]!.solidsDeviation,
    noise.normal(),
  );
  const fineness = plant.take(
    gauges.of("slurry_fineness"),
    at,
    (world) => states[world]!.finenessUm,
    noise.normal(),
  );
  if (fineness === "Critical Fail") {
    slurry.verdict = "scrap";
    recorder.mark("Scrap", row, "slurry_fineness");
  } else if (viscosity === "In Spec") {
    slurry.verdict = "on";
  } else if (visit.attempt <= config.limits.remixes) {
    slurry.verdict = "again";
    recorder.mark("Rework", row, "slurry_viscosity");
  } else if (viscosity === "Tolerance Warning") {
    slurry.verdict = "on";
    recorder.mark("Concession", row, "slurry_viscosity");
  } else {
    slurry.verdict = "scrap";
    recorder.mark("Scrap", row, "slurry_viscosity");
  }
}

/**
 * Coats a mother roll and marks the stretches to be cut out; one whose loading is between warning and specification limits at
 * most places goes on by concession. Each place has the air of the minute in which it was coated.
 */
export function completeCoating(plant: PlantContext, roll: MotherRoll, visit: PlantVisit): void {
  const { config, effects, air, gauges } = plant;
  const { electrode, id, slurry } = roll;
  const row = plant.visited(visit, "coat", roll.unit);
  const operator = visit.members[1]!;
  const times = positionTimes(visit, roll.bad.length);
  const draws = plant.draws(id, "coat", 1);
  const loadingRoll = draws.normal();
  const luck = times.map(() => ({
    loadingRoll,
    loadingPosition: draws.normal(),
    dryPorosity: draws.normal(),
    peel: draws.normal(),
    solvent: draws.normal(),
    sight: draws.next(),
  }));
  roll.coated = plant.byWorld((world) =>
    luck.map((ofPosition, position) => {
      const parents = {
        roomTemperatureC: air.temperatureC("Coating_Room", times[position]!, world),
        sigmaFactor: effects.factor("coating.sigma", operator, times[position]!, world),
      };
      return coat(config.quality, slurry.states[world]!, parents, ofPosition);
    }),
  );
  const metrics = [
    ["coater_viscosity", "viscosityPaS"],
    ["coating_loading", "loadingKgPerM2"],
    ["coating_thickness", "dryThicknessUm"],
    ["peel_strength", "peelNPerM"],
    ["residual_solvent", "residualSolventPpm"],
  ] as const;
  const noise = plant.noise(id, "coat", 1);
  let warnings = 0;
  for (const [position, timeMs] of times.entries()) {
    for (const [metric, field] of metrics) {
      const latent = (world: number): number => roll.coated[world]![position]![field];
      const status = plant.take(gauges.of(metric, electrode), { visit: row, timeMs }, latent, noise.normal());
      if (metric === "coater_viscosity") continue; // the slurry is judged in the mixing room
      if (status === "Critical Fail") roll.bad[position] = 1;
      else if (status === "Tolerance Warning" && metric === "coating_loading") warnings++;
    }
    if (luck[position]!.sight < seenOnElectrode(config.quality.backgroundScrap.coating))
      roll.bad[position] = 1;
  }
  judgeRoll(plant, roll, row, "coating");
  if (roll.verdict === "on" && warnings > times.length / 2)
    plant.recorder.mark("Concession", row, "coating_loading");
}

/** Presses a roll, once more when it is not dense enough, and marks the stretches to be cut out. */
export function completeCalendering(plant: PlantContext, roll: MotherRoll, visit: PlantVisit): void {
  const { config, effects, gauges, recorder } = plant;
  const { electrode, id } = roll;
  const { attempt } = visit;
  const row = plant.visited(visit, "calender", roll.unit);
  const positions = roll.bad.length;
  const draws = plant.draws(id, "calender", attempt);
  if (attempt === 1) {
    const gapRoll = draws.normal();
    const luck = Array.from({ length: positions }, () => ({ gapRoll, gapPosition: draws.normal() }));
    roll.pressed = plant.byWorld((world) => {
      const wearUm = effects.shift("calender.gap", visit.members[0]!, visit.startMs, world);
      return luck.map((ofPosition, position) =>
        calender(config.quality, roll.coated[world]![position]!, { wearUm }, ofPosition),
      );
    });
  } else {
    const luck = Array.from({ length: positions }, () => ({ gap: draws.normal() }));
    roll.pressed = roll.pressed.map((states) =>
      states.map((state, position) => secondPass(config.quality, state, luck[position]!)),
    );
  }
  const sight = Array.from({ length: positions }, () => draws.next());
  const noise = plant.noise(id, "calender", attempt);
  const metrics = [
    ["electrode_density", "densityKgPerM3"],
    ["electrode_porosity", "porosity"],
    ["electrode_thickness", "thicknessUm"],
  ] as const;
  const failed = new Uint8Array(positions);
  let loose: BatteryMetric | null = null;
  for (const [position, timeMs] of positionTimes(visit, positions).entries()) {
    if (roll.bad[position] === 1) continue;
    for (const [metric, field] of metrics) {
      const latent = (world: number): number => roll.pressed[world]![position]![field];
      const status = plant.take(gauges.of(metric, electrode), { visit: row, timeMs }, latent, noise.normal());
      if (status !== "Critical Fail") continue;
      failed[position] = 1;
      if (isLoose(plant, roll.pressed, position)) loose ??= metric;
    }
    if (attempt === 1 && sight[position]! < seenOnElectrode(config.quality.backgroundScrap.calendering))
      roll.bad[position] = 1;
  }
  if (loose !== null && attempt <= config.limits.secondPasses) {
    roll.verdict = "again";
    recorder.mark("Rework", row, loose);
    return;
  }
  for (let position = 0; position < positions; position++) if (failed[position] === 1) roll.bad[position] = 1;
  judgeRoll(plant, roll, row, "calendering");
}

/** Slits a roll into lanes; with a new blade once more when burrs are too high. */
export function completeSlitting(plant: PlantContext, roll: MotherRoll, visit: PlantVisit): void {
  const { config, gauges, recorder, bladeMetres } = plant;
  const { id } = roll;
  const { attempt } = visit;
  const slitter = visit.members[0]!;
  const row = plant.visited(visit, "slit", roll.unit);
  const positions = roll.bad.length;
  const isWorn = attempt > 1 || (bladeMetres.get(slitter) ?? 0) > config.quality.slitting.bladeLifeM;
  const metres = isWorn ? 0 : (bladeMetres.get(slitter) ?? 0);
  bladeMetres.set(slitter, metres + roll.metres);
  const wear = { bladeWearFactor: bladeWearFactor(config.quality, metres) };
  const draws = plant.draws(id, "slit", attempt);
  const noise = plant.noise(id, "slit", attempt);
  const times = positionTimes(visit, positions);
  const lanes = config.order.lanes;
  const failed = Array.from({ length: lanes }, () => new Uint8Array(positions));
  const faults: BatteryMetric[] = [];
  roll.slit = Array.from({ length: lanes }, (_, lane) => {
    const state = Array.from({ length: positions }, (__, position) => {
      const cut = slit(config.quality, wear, { burr: draws.normal(), width: draws.normal() });
      const sight = draws.next();
      const [burrNoise, widthNoise] = [noise.normal(), noise.normal()];
      if (roll.bad[position] === 1) return cut;
      const at = { visit: row, timeMs: times[position]! };
      const burr = plant.take(gauges.of("slitting_burr"), at, () => cut.burrUm, burrNoise);
      const width = plant.take(gauges.of("width_deviation"), at, () => cut.widthDeviationMm, widthNoise);
      const found =
        burr === "Critical Fail" ? "slitting_burr" : width === "Critical Fail" ? "width_deviation" : null;
      if (found !== null) faults.push(found);
      if (found !== null || sight < seenOnElectrode(config.quality.backgroundScrap.slitting))
        failed[lane]![position] = 1;
      return cut;
    });
    return plant.byWorld(() => state);
  });
  const [fault] = faults;
  if (fault !== undefined && attempt <= config.limits.recuts) {
    roll.verdict = "again";
    recorder.mark("Rework", row, fault);
    return;
  }
  roll.laneBad = failed.map((lane) => lane.map((bad, position) => bad | roll.bad[position]!));
  const good = roll.laneBad.reduce((sum, lane) => sum + lane.filter((bad) => bad === 0).length, 0);
  roll.verdict = good === 0 ? "scrap" : "on";
  if (good === 0) recorder.mark("Scrap", row, "slitting");
}

/** Scraps a roll of which too much is bad. */
function judgeRoll(plant: PlantContext, roll: MotherRoll, visit: number, reason: string): void {
  const bad = roll.bad.reduce((sum, one) => sum + one, 0);
  roll.verdict = bad > plant.config.limits.rollScrapShare * roll.bad.length ? "scrap" : "on";
  if (roll.verdict === "scrap") plant.recorder.mark("Scrap", visit, reason);
}

/** Whether a position is below its density, so that another pass can help. */
function isLoose(plant: PlantContext, pressed: ByWorld<CalenderedState[]>, position: number): boolean {
  const { electrode, densityKgPerM3 } = pressed[0]![position]!;
  return densityKgPerM3 < plant.gauges.of("electrode_density", electrode).target;
}

/** The share of an electrode that is cut out by sight, so that `share` of the cells, which have two, are lost. */
function seenOnElectrode(share: number): number {
  return 1 - Math.sqrt(1 - share);
}
