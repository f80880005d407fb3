import type { CalenderedState } from "./calendering.js";
import { qcStatus } from "./qc-status.js";
import type { BatteryQualityConfig } from "./quality-config.js";

/** What a finished cell inherits. */
export interface GradeParents {
  readonly cathode: Pick<
    CalenderedState,
    "loadingDeviation" | "thicknessUm" | "densityKgPerM3" | "porosity" | "peelNPerM"
  >;
  readonly efficiency: number;
  readonly wettingDegree: number;
  readonly misalignmentMm: number;
  readonly penetrationMm: number;
}

/** A finished cell. */
export interface GradeState {
  readonly capacityAh: number;
  /** Direct-current resistance, mΩ. */
  readonly resistanceMOhm: number;
}

/** What a cell may be sold as; scrap may not. */
export type CellGrade = "A" | "B" | "C" | "scrap";

/**
 * What capacity and resistance a cell has:
 *
 * C = 50 (1 + l) (efficiency / 0.88) (1 − 0.5 max(0, 0.975 − W)) (1 − 0.01 max(0, misalignment − 0.2)) (1 + N(0.003)) A·h,
 * R = 2.0 [0.45 (0.335/ε)^1.5 t/t₀ + 0.25 √(ρ₀/ρ) + 0.15 / weld + 0.15 (1 + 2 max(0, 0.985 − W))] (20/peel)^0.05 (1 +
 * N(0.012)) mΩ, weld = depth over nominal depth. The power 1.5 is Bruggeman's. The cathode decides both. Draws are
 * standard normals.
 */
export function grade(
  config: BatteryQualityConfig,
  parents: GradeParents,
  draws: { readonly capacity: number; readonly resistance: number },
): GradeState {
  const { grading, formation } = config;
  const dryness = Math.max(0, grading.wettingNeeded - parents.wettingDegree);
  const overhang = Math.max(0, parents.misalignmentMm - grading.misalignmentFromMm);
  return {
    capacityAh:
      grading.capacityAh *
      (1 + parents.cathode.loadingDeviation) *
      (parents.efficiency / formation.efficiency) *
      (1 - grading.capacityPerWetting * dryness) *
      (1 - grading.capacityPerMm * overhang) *
      (1 + grading.capacitySigma * draws.capacity),
    resistanceMOhm:
      grading.resistanceMOhm *
      resistanceOfParts(config, parents) *
      (1 + grading.resistanceSigma * draws.resistance),
  };
}

/** Resistance over nominal resistance, without noise. */
function resistanceOfParts(config: BatteryQualityConfig, parents: GradeParents): number {
  const { grading, welding, coating, cathode: nominal } = config;
  const { porosity, thicknessUm, densityKgPerM3, peelNPerM } = parents.cathode;
  const ionic =
    (nominal.porosity / porosity) ** grading.tortuosityExponent * (thicknessUm / nominal.thicknessUm);
  const contact = Math.sqrt(nominal.densityKgPerM3 / densityKgPerM3);
  const joint = welding.penetrationMm / parents.penetrationMm;
  const dryness = Math.max(0, grading.interfaceWettingNeeded - parents.wettingDegree);
  return (
    (grading.ionicShare * ionic +
      grading.contactShare * contact +
      grading.weldShare * joint +
      grading.interfaceShare * (1 + grading.interfacePerWetting * dryness)) *
    (coating.peelNPerM / peelNPerM) ** grading.peelExponent
  );
}

/**
 * The grade by capacity (A·h), resistance (mΩ) and self-discharge (mV/d), as measured: scrap when one is a critical
 * fail, A when all are in spec, B with one tolerance warning, C with more.
 */
export function cellGrade(
  { limits }: BatteryQualityConfig,
  capacityAh: number,
  resistanceMOhm: number,
  kMvPerDay: number,
): CellGrade {
  const states = [
    qcStatus(limits.cell_capacity, capacityAh),
    qcStatus(limits.internal_resistance, resistanceMOhm),
    qcStatus(limits.k_value, kMvPerDay),
  ];
  if (states.includes("Critical Fail")) return "scrap";
  const warnings = states.filter((status) => status === "Tolerance Warning").length;
  if (warnings === 0) return "A";
  return warnings === 1 ? "B" : "C";
}
