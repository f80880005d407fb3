import type { BatteryQualityConfig } from "./quality-config.js";

/** What a filled cell inherits. */
export interface FillParents {
  /** Of the cathode: its pores are the slowest to fill. */
  readonly porosity: number;
  /** Dose of the pump over the dose it is set to; 1 = right. */
  readonly doseFactor: number;
  /** Hours of soaking. */
  readonly soakHours: number;
}

/** A filled cell. */
export interface FillState {
  readonly electrolyteKg: number;
  /** Share of the pores that are wet, in [0, 1]. */
  readonly wettingDegree: number;
  readonly porosity: number;
  readonly soakHours: number;
}

/**
 * Fills and soaks: W = 1 − exp(−h / (6 h · (0.335/ε)²)) − 0.3 max(0, 1.12 − mass / pore mass), kept in [0, 1]. The dose is
 * 1.24 times the pore mass, so a small loss leaves wetting as it was. `draws.dose` is a standard normal.
 */
export function fill(
  config: BatteryQualityConfig,
  parents: FillParents,
  draws: { readonly dose: number },
): FillState {
  const { doseKg, doseSigma } = config.filling;
  const electrolyteKg = doseKg * Math.max(0, 1 + doseSigma * draws.dose) * parents.doseFactor;
  return soaked(config, electrolyteKg, parents.porosity, parents.soakHours);
}

/** Adds what a cell lacks of the nominal dose; a cell that lacks nothing stays as it is. `draws.dose` is a standard normal. */
export function topUp(
  config: BatteryQualityConfig,
  state: FillState,
  draws: { readonly dose: number },
): FillState {
  const { doseKg, topUpSigma } = config.filling;
  const missing = doseKg - state.electrolyteKg;
  if (missing <= 0) return state;
  const added = missing * Math.max(0, 1 + topUpSigma * draws.dose);
  return soaked(config, state.electrolyteKg + added, state.porosity, state.soakHours);
}

/** The cell after some more hours of soaking. */
export function soakLonger(config: BatteryQualityConfig, state: FillState, hours: number): FillState {
  return soaked(config, state.electrolyteKg, state.porosity, state.soakHours + hours);
}

function soaked(
  config: BatteryQualityConfig,
  electrolyteKg: number,
  porosity: number,
  soakHours: number,
): FillState {
  const { filling, cathode } = config;
  const relative = porosity / cathode.porosity;
  const unwet = Math.exp((-soakHours / filling.soakTimeConstantHours) * relative * relative);
  const shortage = Math.max(0, filling.fillRatioNeeded - electrolyteKg / filling.poreMassKg);
  const wettingDegree = Math.max(0, 1 - unwet - filling.wettingPerFillRatio * shortage);
  return { electrolyteKg, wettingDegree, porosity, soakHours };
}
