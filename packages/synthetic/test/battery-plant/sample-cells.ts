import { randomStream } from "@gigamine/base";
import { powderMoisturePpm } from "../../src/battery-plant/environment/moisture.js";
import { age } from "../../src/battery-plant/quality/aging.js";
import { calender } from "../../src/battery-plant/quality/calendering.js";
import { coat } from "../../src/battery-plant/quality/coating.js";
import { fill } from "../../src/battery-plant/quality/filling.js";
import { form } from "../../src/battery-plant/quality/formation.js";
import { grade } from "../../src/battery-plant/quality/grading.js";
import {
  type BatteryQualityConfig,
  batteryQualityDefaults,
} from "../../src/battery-plant/quality/quality-config.js";
import { slit } from "../../src/battery-plant/quality/slitting.js";
import { mix } from "../../src/battery-plant/quality/slurry.js";
import { stack } from "../../src/battery-plant/quality/stacking.js";
import type { Electrode } from "../../src/battery-plant/quality/steps.js";
import { weld } from "../../src/battery-plant/quality/welding.js";

/** What a scenario does to the parents of a cell. */
export interface World {
  readonly config?: BatteryQualityConfig;
  readonly electrode?: Electrode;
  readonly coatingRoomK?: number;
  readonly d50Um?: number;
  readonly moistureFactor?: number;
  readonly coaterSigma?: number;
  readonly wearUm?: number;
  readonly calibrationMm?: number;
  readonly chainMmPerUnit?: number;
  readonly doseFactor?: number;
  readonly focusMm?: number;
  readonly roomSdK?: number;
}

const columns = [
  "roomC",
  "viscosity",
  "atCoater",
  "loading",
  "peel",
  "density",
  "porosity",
  "burr",
  "misalignment",
  "dose",
  "wetting",
  "weld",
  "efficiency",
  "capacity",
  "resistance",
  "k",
] as const;

/** Latent values of many cells, a column a metric; cell `i` has the same luck in every world. */
export type Cells = Readonly<Record<(typeof columns)[number], Float64Array>>;

/** Cells that have nothing in common: every cell has a batch, a lot and a room temperature (sd 0.6 K) of its own. */
export function sampleCells(count: number, world: World = {}, seed = 1): Cells {
  const cells = Object.fromEntries(columns.map((name) => [name, new Float64Array(count)])) as Cells;
  const draws = drawsOf(count, seed);
  for (let i = 0; i < count; i++) sampleCell(cells, i, world, draws);
  return cells;
}

const normalsPerCell = 25;
const uniformsPerCell = 4;

interface Draws {
  readonly normals: Float64Array;
  readonly uniforms: Float64Array;
}

let drawn: Draws & { readonly seed: number } = {
  seed: 0,
  normals: new Float64Array(0),
  uniforms: new Float64Array(0),
};

/** The luck of the cells, drawn once and used in every world. */
function drawsOf(count: number, seed: number): Draws {
  if (drawn.seed === seed && drawn.uniforms.length >= count * uniformsPerCell) return drawn;
  const normal = randomStream(seed, "normal");
  const uniform = randomStream(seed, "uniform");
  drawn = {
    seed,
    normals: Float64Array.from({ length: count * normalsPerCell }, () => normal.normal()),
    uniforms: Float64Array.from({ length: count * uniformsPerCell }, () => uniform.next()),
  };
  return drawn;
}

function sampleCell(cells: Cells, i: number, world: World, { normals, uniforms }: Draws): void {
  const { config = batteryQualityDefaults, electrode = "cathode" } = world;
  let normal = i * normalsPerCell;
  let uniform = i * uniformsPerCell;
  const z = () => normals[normal++]!;
  const u = () => uniforms[uniform++]!;
  const roomC = 22 + (world.roomSdK ?? 0.6) * z();
  const slurry = mix(
    config,
    electrode,
    { d50DeviationUm: 0.25 * z() + (world.d50Um ?? 0), roomTemperatureC: roomC, sigmaFactor: 1 },
    { solids: z(), viscosity: z(), fineness: z() },
  );
  const coating = coat(
    config,
    slurry,
    { roomTemperatureC: roomC + (world.coatingRoomK ?? 0), sigmaFactor: world.coaterSigma ?? 1 },
    { loadingRoll: z(), loadingPosition: z(), dryPorosity: z(), peel: z(), solvent: z() },
  );
  const roll = calender(config, coating, { wearUm: world.wearUm ?? 0 }, { gapRoll: z(), gapPosition: z() });
  const { burrUm } = slit(config, { bladeWearFactor: 1 }, { burr: z(), width: z() });
  const { misalignmentMm } = stack(
    config,
    {
      cathode: roll,
      burrUm,
      calibrationMm: world.calibrationMm ?? 0,
      chainMmPerUnit: world.chainMmPerUnit ?? 0,
      sigmaFactor: 1,
    },
    { offset: z(), layers: u(), hipot: u() },
  );
  const { electrolyteKg, wettingDegree } = fill(
    config,
    { porosity: roll.porosity, doseFactor: world.doseFactor ?? 1, soakHours: 24 },
    { dose: z() },
  );
  const { penetrationMm } = weld(
    config,
    { focusMm: world.focusMm ?? 0 },
    { penetration: z(), pull: z(), leak: z() },
  );
  const moisturePpm = powderMoisturePpm(config, world.moistureFactor ?? 1, z());
  const { efficiency } = form(
    config,
    { moisturePpm, wettingDegree, loadingDeviation: roll.loadingDeviation },
    { efficiency: z(), capacity: z() },
  );
  const { kMvPerDay } = age(
    config,
    { burrUm, moisturePpm, misalignmentMm },
    { selfDischarge: z(), softShort: u(), severity: u() },
  );
  const cell = grade(
    config,
    { cathode: roll, efficiency, wettingDegree, misalignmentMm, penetrationMm },
    { capacity: z(), resistance: z() },
  );
  cells.roomC[i] = roomC + (world.coatingRoomK ?? 0);
  cells.viscosity[i] = slurry.viscosityPaS;
  cells.atCoater[i] = coating.viscosityPaS;
  cells.loading[i] = coating.loadingDeviation;
  cells.peel[i] = coating.peelNPerM;
  cells.density[i] = roll.densityKgPerM3;
  cells.porosity[i] = roll.porosity;
  cells.burr[i] = burrUm;
  cells.misalignment[i] = misalignmentMm;
  cells.dose[i] = electrolyteKg;
  cells.wetting[i] = wettingDegree;
  cells.weld[i] = penetrationMm;
  cells.efficiency[i] = efficiency;
  cells.capacity[i] = cell.capacityAh;
  cells.resistance[i] = cell.resistanceMOhm;
  cells.k[i] = kMvPerDay;
}
