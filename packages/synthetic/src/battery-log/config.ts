import { deepFreeze } from "../config-number.js";
import type { BatteryActivity } from "./line.js";

/** A group of resources that can stand in for each other. */
export type PoolName = "warehouse" | "quality" | "production";

/** When lots arrive. All instants and hours are UTC. */
export interface ReleaseConfig {
  /** Days on which lots arrive: 0 = Sunday … 6 = Saturday; at least one. */
  readonly workDays: readonly number[];
  /** Hour at which goods-in opens, whole, in [0, 23]. */
  readonly opensAtHour: number;
  /** Hour at which it closes, whole, in [1, 24], after it opens. */
  readonly closesAtHour: number;
  /** Working time from one lot's slot to the next, minutes, in [1, 10000]. */
  readonly minutesBetweenLots: number;
  /** A lot arrives uniformly within this first part of its slot, in [0, 1]; 0 = on the slot. Lots never overtake. */
  readonly jitterShare: number;
}

/** How many cells a lot has: a whole number, uniform in [minimum, maximum]. */
export interface BatchSizeConfig {
  /** Cells, in [1, 1000000]. */
  readonly minimum: number;
  /** Cells, in [1, 1000000], not below the minimum. */
  readonly maximum: number;
  /** The size at which an activity takes its `medianMinutes`, cells, in [1, 1000000]. */
  readonly reference: number;
}

/** How long an activity takes and who does it. */
export interface ActivityConfig {
  /** Whose resources do it, one at a time. */
  readonly pool: PoolName;
  /**
   * Median working time of a lot of the reference size, minutes, in [0.1, 10000]. Working times are lognormal:
   * exp(ln(median) + logSpread · N(0, 1)), so the mean is median · exp(logSpread² / 2).
   */
  readonly medianMinutes: number;
  /** Standard deviation of the logarithm of the working time, without unit, in [0, 1.5]; 0 = always the median. */
  readonly logSpread: number;
  /**
   * Share of the working time added for every 1000 cells above the reference size (and taken off below), from
   * -0.5 to 0.5: the true effect of the batch size.
   */
  readonly extraSharePer1000Cells: number;
  /** Median time the lot then rests without holding a resource, minutes, in [0, 10000], of the same spread; 0 = none. */
  readonly restMedianMinutes: number;
}

/** Which lots leave out a storage step. Each lot decides by itself. */
export interface StorageConfig {
  /** Probability that a lot goes from the raw material check straight to allocation, in [0, 1]. */
  readonly rawSkipProbability: number;
  /** Probability that a lot goes from the final check straight to order fulfilment, in [0, 1]. */
  readonly finishedSkipProbability: number;
}

/** All numbers behind {@link generateBatteryLog}. Units stand in the names. */
export interface BatteryLogConfig {
  readonly release: ReleaseConfig;
  readonly batchSize: BatchSizeConfig;
  readonly storage: StorageConfig;
  /** Probability that one execution of a check sends the lot back, in [0, 1]; the same for all `reworkRules`. */
  readonly reworkRate: number;
  /** How often one check may send the same lot back, whole, in [0, 20]; then the lot goes on by concession. */
  readonly maximumReworksPerCheck: number;
  /** The names of the resources. Each does one lot at a time; a name belongs to one pool. */
  readonly pools: Readonly<Record<PoolName, readonly string[]>>;
  readonly activities: Readonly<Record<BatteryActivity, ActivityConfig>>;
}

/**
 * What {@link generateBatteryLog} uses unless told otherwise. The numbers are assumptions of ours, not measurements.
 *
 * Median times, shares of skipped storage and the range of batch sizes lie near those of the public battery log that
 * this one stands in for. On a working day 21.3 lots arrive, within 16 hours; the line itself runs day and night. That
 * keeps production busy for 67 %, quality for 61 % and warehouse for 59 % of such a day, but for 101 %, 92 % and 88 %
 * of the hours in which lots arrive: queues build up in the day and drain at night, in front of production first.
 *
 * True effect of the batch size: assembly takes 8 % longer for every 1000 cells above 2750, that is 14 minutes at the
 * median; no other activity depends on the size. With f = 1 + 0.08 · (size - 2750) / 1000, sizes uniform on
 * 500 … 5000, and X lognormal of spread 0.25, size and working time f · X of one assembly have the correlation
 * sqrt(Var f / (Var f + (exp(0.25²) - 1) · E f²)) = 0.377.
 */
export const batteryLogDefaults: BatteryLogConfig = deepFreeze({
  release: {
    workDays: [1, 2, 3, 4, 5],
    opensAtHour: 6,
    closesAtHour: 22,
    minutesBetweenLots: 45,
    jitterShare: 0.8,
  },
  batchSize: { minimum: 500, maximum: 5000, reference: 2750 },
  storage: { rawSkipProbability: 0.05, finishedSkipProbability: 0.02 },
  reworkRate: 0.15,
  maximumReworksPerCheck: 2,
  pools: {
    warehouse: names("Warehouse Staff", ["1", "2", "3", "4", "5", "6"]),
    quality: names("Worker", ["A", "B", "C", "D"]),
    production: names("Machine", ["V", "W", "X", "Y", "Z"]),
  },
  activities: {
    "Raw Material Arrival": work("warehouse", 18, 0.35),
    "Quality Check (Raw Material)": work("quality", 35, 0.4),
    "Storage (Raw Material)": { ...work("warehouse", 20, 0.35), restMedianMinutes: 50 },
    "Material Allocation": work("warehouse", 25, 0.35),
    "Production Batch Start": work("production", 15, 0.3),
    "In-Process Quality Check": work("quality", 50, 0.4),
    "Assembly/Packaging": { ...work("production", 175, 0.25), extraSharePer1000Cells: 0.08 },
    "Final Quality Check": work("quality", 45, 0.4),
    "Storage (Finished Goods)": { ...work("warehouse", 30, 0.35), restMedianMinutes: 80 },
    "Order Fulfillment": work("warehouse", 80, 0.4),
    Shipment: work("warehouse", 33, 0.35),
  },
});

function work(pool: PoolName, medianMinutes: number, logSpread: number): ActivityConfig {
  return { pool, medianMinutes, logSpread, extraSharePer1000Cells: 0, restMedianMinutes: 0 };
}

function names(kind: string, marks: readonly string[]): readonly string[] {
  return marks.map((mark) => `${kind} ${mark}`);
}
