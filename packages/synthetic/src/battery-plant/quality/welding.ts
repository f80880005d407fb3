import type { BatteryQualityConfig } from "./quality-config.js";

/** What a weld inherits. */
export interface WeldParents {
  /** Drift of the laser's focus, mm of penetration; 0 = right. */
  readonly focusMm: number;
}

/** Luck of one weld: standard normals. */
export interface WeldDraws {
  readonly penetration: number;
  readonly pull: number;
  readonly leak: number;
}

/** The weld of a lid. */
export interface WeldState {
  readonly penetrationMm: number;
  readonly pullForceN: number;
  /** Helium leak rate, Pa·m³/s. */
  readonly leakPaM3PerS: number;
}

const leastPenetrationMm = 0.05;

/** Welds a lid: depth = 1.0 + focus + N(0.06) mm, at least 0.05 mm; a shallow weld is weaker and leaks more. */
export function weld(config: BatteryQualityConfig, parents: WeldParents, draws: WeldDraws): WeldState {
  const { penetrationMm, penetrationSigmaMm } = config.welding;
  return joint(config, penetrationMm + parents.focusMm + penetrationSigmaMm * draws.penetration, draws);
}

/** Welds over a seam once more: the seam is as deep as the deeper of the two, so this can't mend one that is too deep. */
export function reweld(
  config: BatteryQualityConfig,
  state: WeldState,
  parents: WeldParents,
  draws: WeldDraws,
): WeldState {
  const again = weld(config, parents, draws);
  return joint(config, Math.max(state.penetrationMm, again.penetrationMm), draws);
}

function joint(
  { welding }: BatteryQualityConfig,
  wantedMm: number,
  draws: Pick<WeldDraws, "pull" | "leak">,
): WeldState {
  const penetrationMm = Math.max(leastPenetrationMm, wantedMm);
  const strength = Math.max(0, 1 + welding.pullForceSigma * draws.pull);
  const shallowMm = Math.max(0, welding.leakFromMm - penetrationMm);
  return {
    penetrationMm,
    pullForceN: welding.pullForceN * (penetrationMm / welding.penetrationMm) * strength,
    leakPaM3PerS:
      welding.leakPaM3PerS * Math.exp(welding.logLeakPerMm * shallowMm + welding.leakLogSigma * draws.leak),
  };
}
