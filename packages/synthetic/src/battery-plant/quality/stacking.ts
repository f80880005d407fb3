import type { CalenderedState } from "./calendering.js";
import type { BatteryQualityConfig } from "./quality-config.js";

/** What a stack inherits. The cathode decides: its sheets are the thick and stiff ones. */
export interface StackParents {
  readonly cathode: Pick<CalenderedState, "loadingDeviation" | "densityDeviation">;
  /** Of the higher of the two electrodes, µm. */
  readonly burrUm: number;
  /** Offset of the stacker's alignment, mm. */
  readonly calibrationMm: number;
  /** Offset that a heavy edge adds, mm per unit of relative loading above +1 %; 0 = none. */
  readonly chainMmPerUnit: number;
  /** Spread by who set the stacker up, times the usual one; 1 = usual. */
  readonly sigmaFactor: number;
}

/** Luck of one cell. */
export interface StackDraws {
  /** Standard normal. */
  readonly offset: number;
  /** Uniform in [0, 1). */
  readonly layers: number;
  /** Uniform in [0, 1). */
  readonly hipot: number;
}

/** The stack of a cell. */
export interface StackState {
  /** Largest offset between sheets, mm. */
  readonly misalignmentMm: number;
  readonly layers: number;
  /** Whether it passes the high-voltage test. */
  readonly hipotPass: boolean;
}

/**
 * Stacks a cell: misalignment = |N(0.16) + calibration + chain · max(0, l − 0.01)| + 8 max(0, |ρ/ρ₀ − 1| − 0.02) mm. The
 * high-voltage test fails when a burr pierces the separator, and else with a small probability.
 */
export function stack(
  { stacking }: BatteryQualityConfig,
  parents: StackParents,
  draws: StackDraws,
): StackState {
  const { loadingDeviation, densityDeviation } = parents.cathode;
  const offset =
    stacking.offsetSigmaMm * parents.sigmaFactor * draws.offset +
    parents.calibrationMm +
    parents.chainMmPerUnit * Math.max(0, loadingDeviation - stacking.chainFromLoading);
  const waviness = stacking.wavinessMm * Math.max(0, Math.abs(densityDeviation) - stacking.wavinessFrom);
  return {
    misalignmentMm: Math.abs(offset) + waviness,
    layers: stacking.layers + miscount(stacking.miscountProbability, draws.layers),
    hipotPass: parents.burrUm < stacking.separatorUm && draws.hipot >= stacking.hipotFailProbability,
  };
}

/** One sheet missing, one too many, or neither. */
function miscount(probability: number, draw: number): -1 | 0 | 1 {
  if (draw >= probability) return 0;
  return draw < probability / 2 ? -1 : 1;
}
