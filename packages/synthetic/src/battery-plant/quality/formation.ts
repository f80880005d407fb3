import type { BatteryQualityConfig } from "./quality-config.js";

/** What a formed cell inherits. */
export interface FormParents {
  /** Moisture of the cell, ppm by mass; see `cellMoisturePpm`. */
  readonly moisturePpm: number;
  readonly wettingDegree: number;
  /** Of the cathode, relative. */
  readonly loadingDeviation: number;
}

/** A cell after its first cycle. */
export interface FormState {
  /** Charge given back over charge put in, in [0, 1]. */
  readonly efficiency: number;
  readonly capacityAh: number;
}

/**
 * Charges a cell for the first time: efficiency = 0.88 − 3e-5 (moisture − 180 ppm) − 0.2 max(0, 0.97 − W) + N(0.003),
 * capacity = 50 (1 + l) (efficiency / 0.88) (1 + N(0.003)) A·h. Draws are standard normals.
 */
export function form(
  config: BatteryQualityConfig,
  parents: FormParents,
  draws: { readonly efficiency: number; readonly capacity: number },
): FormState {
  const { formation, incoming, grading } = config;
  const raw =
    formation.efficiency +
    formation.efficiencyPerPpm * (parents.moisturePpm - incoming.moisturePpm) -
    formation.efficiencyPerWetting * Math.max(0, formation.wettingNeeded - parents.wettingDegree) +
    formation.efficiencySigma * draws.efficiency;
  const efficiency = Math.min(1, Math.max(0, raw));
  return {
    efficiency,
    capacityAh:
      grading.capacityAh *
      (1 + parents.loadingDeviation) *
      (efficiency / formation.efficiency) *
      (1 + formation.capacitySigma * draws.capacity),
  };
}
