import type { BatteryPlantOverrides } from "./plant-config.js";

/** A way of running the plant. */
export interface PlantPreset {
  /** Orders, unless told otherwise. */
  readonly orders: number;
  /** Changes to the defaults. */
  readonly config: BatteryPlantOverrides;
}

/**
 * Ways of running the plant:
 *
 * - `steady state`: the plant of {@link batteryPlantDefaults}; 5 to 12 % of the cells ordered are lost.
 * - `ramp-up`: the same plant when it is new. Everything scatters more, more is thrown away by sight, and machines break down; 15 to 30 % are
 *   lost.
 * - `demo`: a few small orders.
 * - `table`: one small order a shift, Monday to Friday, so that 20 orders cover all ten shifts of a week twice: for quality tables.
 */
export const plantPresets = Object.freeze({
  "steady state": { orders: 40, config: {} },
  "ramp-up": {
    orders: 40,
    config: {
      breakdowns: {
        mixers: { hoursBetween: 120, repairMinutes: 60 },
        coaters: { hoursBetween: 20, repairMinutes: 45 },
        calenders: { hoursBetween: 30, repairMinutes: 40 },
        slitters: { hoursBetween: 20, repairMinutes: 25 },
        stackers: { hoursBetween: 12, repairMinutes: 20 },
        pumps: { hoursBetween: 15, repairMinutes: 20 },
        welders: { hoursBetween: 20, repairMinutes: 20 },
        testers: { hoursBetween: 40, repairMinutes: 20 },
      },
      quality: {
        coating: { loadingSigma: 0.0065 },
        calendering: { gapSigma: 0.013 },
        stacking: { offsetSigmaMm: 0.18 },
        welding: { penetrationSigmaMm: 0.07 },
        backgroundScrap: {
          coating: 0.03,
          calendering: 0.01,
          slitting: 0.008,
          stacking: 0.025,
          filling: 0.006,
          welding: 0.012,
          formation: 0.006,
          grading: 0.006,
        },
      },
    },
  },
  demo: { orders: 10, config: { order: { cells: 96 } } },
  table: {
    orders: 20,
    config: { order: { cells: 96 }, release: { minutesBetweenOrders: 480, jitterShare: 0 } },
  },
} as const satisfies Readonly<Record<string, PlantPreset>>);

export type PlantPresetName = keyof typeof plantPresets;
