import type { BatteryQualityConfig } from "./quality-config.js";
import type { Electrode } from "./steps.js";

/** What a slurry inherits. */
export interface MixParents {
  /** Median particle size of the powder minus its nominal value, µm. */
  readonly d50DeviationUm: number;
  /** Air of the mixing room, °C. */
  readonly roomTemperatureC: number;
  /** Spread of the operator or mixer, times the usual one; 1 = usual. */
  readonly sigmaFactor: number;
}

/** Luck of one batch: standard normals. */
export interface MixDraws {
  readonly solids: number;
  readonly viscosity: number;
  readonly fineness: number;
}

/** A batch of slurry as it stands in the mixing room. */
export interface SlurryState {
  readonly electrode: Electrode;
  /** Mass share of solids minus the nominal share. */
  readonly solidsDeviation: number;
  /** The part of it that corrections put there on purpose: the coater's pump is set for it. */
  readonly recipeSolidsDeviation: number;
  /** Temperature at which the viscosity holds, °C. */
  readonly temperatureC: number;
  /** At 10 1/s, Pa·s. */
  readonly viscosityPaS: number;
  /** Fineness of grind, µm. */
  readonly finenessUm: number;
}

/**
 * Mixes a batch: ln η = ln η₀ + 12 s − 0.027 (T − 22) − 0.06 ΔD50 + N(0.05), s = N(0.002) the deviation of the solids
 * share. Fineness grows with the particles.
 */
export function mix(
  config: BatteryQualityConfig,
  electrode: Electrode,
  parents: MixParents,
  draws: MixDraws,
): SlurryState {
  const { mixing, incoming } = config;
  const nominal = config[electrode];
  const solidsDeviation = mixing.solidsSigma * parents.sigmaFactor * draws.solids;
  const logViscosity =
    mixing.logViscosityPerSolids * solidsDeviation +
    mixing.logViscosityPerK * (parents.roomTemperatureC - mixing.referenceTemperatureC) +
    mixing.logViscosityPerD50Um * parents.d50DeviationUm +
    mixing.logViscositySigma * parents.sigmaFactor * draws.viscosity;
  const coarseness = Math.max(0.1, 1 + parents.d50DeviationUm / incoming.d50Um);
  return {
    electrode,
    solidsDeviation,
    recipeSolidsDeviation: 0,
    temperatureC: parents.roomTemperatureC,
    viscosityPaS: nominal.viscosityPaS * Math.exp(logViscosity),
    finenessUm: mixing.finenessUm * coarseness * Math.exp(mixing.finenessLogSigma * draws.fineness),
  };
}

/**
 * Corrects the viscosity of a batch with solvent (or powder) and mixes again: as much as brings it to nominal, but no
 * more than `remixSolidsLimit`. The pump of the coater is then set for the new solids share, so the loading stays;
 * `draws.solids`, a standard normal, is the error of the correction and does move it.
 */
export function remix(
  config: BatteryQualityConfig,
  slurry: SlurryState,
  draws: { readonly solids: number },
): SlurryState {
  const { mixing } = config;
  const target = config[slurry.electrode].viscosityPaS;
  const atReference = viscosityAt(config, slurry, mixing.referenceTemperatureC);
  const limit = mixing.remixSolidsLimit;
  const wanted =
    mixing.logViscosityPerSolids === 0 ? 0 : Math.log(target / atReference) / mixing.logViscosityPerSolids;
  const planned = Math.min(limit, Math.max(-limit, wanted));
  const change = planned + mixing.remixSolidsSigma * draws.solids;
  return {
    ...slurry,
    solidsDeviation: slurry.solidsDeviation + change,
    recipeSolidsDeviation: slurry.recipeSolidsDeviation + planned,
    viscosityPaS: slurry.viscosityPaS * Math.exp(mixing.logViscosityPerSolids * change),
  };
}

/** The viscosity of a slurry at another temperature (°C), for instance at the die of the coater, Pa·s. */
export function viscosityAt(
  { mixing }: BatteryQualityConfig,
  slurry: Pick<SlurryState, "viscosityPaS" | "temperatureC">,
  temperatureC: number,
): number {
  return slurry.viscosityPaS * Math.exp(mixing.logViscosityPerK * (temperatureC - slurry.temperatureC));
}
