import { type CoatingState, splitNormal } from "./coating.js";
import type { BatteryQualityConfig } from "./quality-config.js";
import type { Electrode } from "./steps.js";

/** What a calendered coating inherits, besides the coating. */
export interface CalenderParents {
  /** How much the wear of the rollers has opened the gap, µm. */
  readonly wearUm: number;
}

/** Luck of one position: standard normals. */
export interface CalenderDraws {
  /** The same for all positions of a roll. */
  readonly gapRoll: number;
  /** Of this position. */
  readonly gapPosition: number;
}

/** The coating at one position, pressed. Thickness is per side, without foil. */
export interface CalenderedState {
  readonly electrode: Electrode;
  readonly loadingDeviation: number;
  readonly loadingKgPerM2: number;
  /** Before calendering, µm. */
  readonly dryThicknessUm: number;
  /** After calendering, µm. */
  readonly thicknessUm: number;
  readonly densityKgPerM3: number;
  /** Density over nominal density, minus 1. */
  readonly densityDeviation: number;
  readonly porosity: number;
  readonly peelNPerM: number;
}

/**
 * Presses a coating through a fixed gap: t = t₀ (1 + N(0.0105)) + wear + 10 µm · l, ρ = L / t, ε = 1 − ρ / ρ_solid. More
 * loading through the same gap is denser. The variance of N is split by `gapRollShare` between the roll and the position.
 *
 * A coating never gets thicker than it came, nor denser than `leastPorosity` allows: the plateau of the compaction law
 * of Meyer et al. 2017, J. Mater. Process. Technol. 249. Both lie far outside of the usual range.
 */
export function calender(
  config: BatteryQualityConfig,
  coating: CoatingState,
  parents: CalenderParents,
  draws: CalenderDraws,
): CalenderedState {
  const { calendering } = config;
  const noise =
    calendering.gapSigma * splitNormal(calendering.gapRollShare, draws.gapRoll, draws.gapPosition);
  const thicknessUm =
    config[coating.electrode].thicknessUm * (1 + noise) +
    parents.wearUm +
    calendering.springBackUm * coating.loadingDeviation;
  return pressed(config, coating, thicknessUm);
}

/**
 * A second pass of a coating that is not dense enough, with the gap set by its thickness: `secondPassClosing` of what
 * it is too thick goes away. A coating that is not too thick stays as it is. `draws.gap` is a standard normal.
 */
export function secondPass(
  config: BatteryQualityConfig,
  state: CalenderedState,
  draws: { readonly gap: number },
): CalenderedState {
  const { calendering } = config;
  const nominal = config[state.electrode].thicknessUm;
  const excessUm = state.thicknessUm - nominal - calendering.springBackUm * state.loadingDeviation;
  if (excessUm <= 0) return state;
  const thicknessUm =
    state.thicknessUm -
    calendering.secondPassClosing * excessUm +
    calendering.secondPassSigma * nominal * draws.gap;
  return pressed(config, state, Math.min(state.thicknessUm, thicknessUm));
}

/** The roll that a coating is after it was pressed to a thickness. */
function pressed(
  config: BatteryQualityConfig,
  before: Omit<CoatingState, "viscosityPaS" | "residualSolventPpm">,
  wantedUm: number,
): CalenderedState {
  const { electrode, loadingDeviation, loadingKgPerM2, dryThicknessUm, peelNPerM } = before;
  const { solidDensityKgPerM3, densityKgPerM3: nominal } = config[electrode];
  const densest = solidDensityKgPerM3 * (1 - config.calendering.leastPorosity);
  const thicknessUm = Math.min(dryThicknessUm, Math.max(wantedUm, (loadingKgPerM2 / densest) * 1e6));
  const densityKgPerM3 = (loadingKgPerM2 / thicknessUm) * 1e6;
  return {
    electrode,
    loadingDeviation,
    loadingKgPerM2,
    dryThicknessUm,
    thicknessUm,
    densityKgPerM3,
    densityDeviation: densityKgPerM3 / nominal - 1,
    porosity: 1 - densityKgPerM3 / solidDensityKgPerM3,
    peelNPerM,
  };
}
