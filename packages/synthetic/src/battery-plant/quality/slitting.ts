import type { BatteryQualityConfig } from "./quality-config.js";

/** A daughter roll's edges. */
export interface SlitState {
  readonly burrUm: number;
  readonly widthDeviationMm: number;
}

/**
 * Slits: burr = 4.5 µm · wear factor · exp N(0.28), width deviation = N(0.05 mm). After a change of the blade, call it
 * again with the factor of a new blade and new draws. Draws are standard normals.
 */
export function slit(
  { slitting }: BatteryQualityConfig,
  parents: {
    /** See {@link bladeWearFactor}; 1 = half worn. */
    readonly bladeWearFactor: number;
  },
  draws: { readonly burr: number; readonly width: number },
): SlitState {
  return {
    burrUm: slitting.burrUm * parents.bladeWearFactor * Math.exp(slitting.burrLogSigma * draws.burr),
    widthDeviationMm: slitting.widthSigmaMm * draws.width,
  };
}

/** How much higher burrs are than with a half-worn blade, by the metres cut since the blade was changed. */
export function bladeWearFactor({ slitting }: BatteryQualityConfig, metresSinceChange: number): number {
  return Math.exp(slitting.logBurrPerBladeLife * (metresSinceChange / slitting.bladeLifeM - 0.5));
}
