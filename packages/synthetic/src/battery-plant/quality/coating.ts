import type { BatteryQualityConfig } from "./quality-config.js";
import { type SlurryState, viscosityAt } from "./slurry.js";
import type { Electrode } from "./steps.js";

/** What a coating inherits, besides its slurry. */
export interface CoatParents {
  /** Air of the coating room, °C. */
  readonly roomTemperatureC: number;
  /** Spread of the loading by whoever set the coater up, times the usual one; 1 = usual. */
  readonly sigmaFactor: number;
}

/** Luck of one position of a mother roll: standard normals. */
export interface CoatDraws {
  /** The same for all positions of a roll. */
  readonly loadingRoll: number;
  /** Of this position. */
  readonly loadingPosition: number;
  readonly dryPorosity: number;
  readonly peel: number;
  readonly solvent: number;
}

/** The coating at one position, dried. Thickness is per side, without foil. */
export interface CoatingState {
  readonly electrode: Electrode;
  /** Loading over nominal loading, minus 1. */
  readonly loadingDeviation: number;
  /** Dry mass per area and side, kg/m². */
  readonly loadingKgPerM2: number;
  /** Of the slurry at the die, Pa·s. */
  readonly viscosityPaS: number;
  /** Before calendering, µm. */
  readonly dryThicknessUm: number;
  readonly peelNPerM: number;
  readonly residualSolventPpm: number;
}

/** Shares of the nominal values, far outside the range in which the linear laws hold. */
const leastLoading = 0.01;
const leastPeel = 0.05;

/**
 * Coats and dries: l = s / s₀ + 0.002 (T − 22) + 0.0008 (η − η₀) + N(0.005 (1 + 0.1 |T − 22|)), peel = 20 (1 − 0.02
 * (T − 22)) exp N(0.07). η is the viscosity at the room's temperature; s does not count what a correction of the slurry
 * put there on purpose, because the pump is set for it. The variance of N is split by `loadingRollShare` between the
 * roll and the position; its total does not depend on the split. The slot die's pump sets the mean loading, so
 * temperature acts through loss of solvent and slip of the pump.
 *
 * Loading can't fall below 1 % of nominal, peel strength not below 5 % of its median.
 */
export function coat(
  config: BatteryQualityConfig,
  slurry: Omit<SlurryState, "finenessUm">,
  parents: CoatParents,
  draws: CoatDraws,
): CoatingState {
  const { coating, mixing } = config;
  const nominal = config[slurry.electrode];
  const warmth = parents.roomTemperatureC - mixing.referenceTemperatureC;
  const viscosityPaS = viscosityAt(config, slurry, parents.roomTemperatureC);
  const sigma =
    coating.loadingSigma * parents.sigmaFactor * (1 + coating.loadingSigmaPerK * Math.abs(warmth));
  const wanted =
    (slurry.solidsDeviation - slurry.recipeSolidsDeviation) / nominal.solids +
    coating.loadingPerK * warmth +
    coating.loadingPerPaS * (viscosityPaS - nominal.viscosityPaS) +
    sigma * splitNormal(coating.loadingRollShare, draws.loadingRoll, draws.loadingPosition);
  const loadingDeviation = Math.max(leastLoading - 1, wanted);
  const loadingKgPerM2 = nominal.loadingKgPerM2 * (1 + loadingDeviation);
  const porosity = Math.min(
    0.9,
    Math.max(0.1, coating.dryPorosity + coating.dryPorositySigma * draws.dryPorosity),
  );
  return {
    electrode: slurry.electrode,
    loadingDeviation,
    loadingKgPerM2,
    viscosityPaS,
    dryThicknessUm: (loadingKgPerM2 / (nominal.solidDensityKgPerM3 * (1 - porosity))) * 1e6,
    peelNPerM:
      coating.peelNPerM *
      Math.max(leastPeel, 1 + coating.peelPerK * warmth) *
      Math.exp(coating.peelLogSigma * draws.peel),
    residualSolventPpm:
      coating.solventPpm *
      Math.exp(coating.solventPerLoading * loadingDeviation + coating.solventLogSigma * draws.solvent),
  };
}

/** A standard normal of two: `share` of its variance comes from `common`. */
export function splitNormal(share: number, common: number, own: number): number {
  return Math.sqrt(share) * common + Math.sqrt(1 - share) * own;
}
