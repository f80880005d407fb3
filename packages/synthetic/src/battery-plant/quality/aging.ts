import type { BatteryQualityConfig } from "./quality-config.js";

/** What the self-discharge of a cell inherits. */
export interface AgeParents {
  /** Of the higher of the two electrodes, µm. */
  readonly burrUm: number;
  /** Moisture of the cell, ppm by mass. */
  readonly moisturePpm: number;
  readonly misalignmentMm: number;
}

/** Luck of one cell. */
export interface AgeDraws {
  /** Standard normal. */
  readonly selfDischarge: number;
  /** Uniform in [0, 1): whether there is a soft short. */
  readonly softShort: number;
  /** Uniform in [0, 1): how strong it is. */
  readonly severity: number;
}

/** A cell after aging. */
export interface AgeState {
  /** Self-discharge, mV/d. */
  readonly kMvPerDay: number;
  readonly softShort: boolean;
}

/**
 * Ages a cell: K = 0.18 exp N(0.30) + soft short + 0.0008 max(0, moisture − 180 ppm) + 0.8 max(0, misalignment − 0.3 mm)
 * mV/d. A soft short comes with probability 0.004 (burr / 4.5 µm)³ and is exponential with mean 1.2 mV/d.
 */
export function age(
  { aging, incoming, slitting }: BatteryQualityConfig,
  parents: AgeParents,
  draws: AgeDraws,
): AgeState {
  const burr = parents.burrUm / slitting.burrUm;
  const softShort = draws.softShort < aging.softShortProbability * burr * burr * burr;
  const severity = softShort ? -Math.log(1 - draws.severity) * aging.softShortMeanMvPerDay : 0;
  return {
    softShort,
    kMvPerDay:
      aging.kMvPerDay * Math.exp(aging.kLogSigma * draws.selfDischarge) +
      severity +
      aging.kPerPpm * Math.max(0, parents.moisturePpm - incoming.moisturePpm) +
      aging.kPerMm * Math.max(0, parents.misalignmentMm - aging.misalignmentFromMm),
  };
}
