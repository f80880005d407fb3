import { type LongWorkOptions, optionError } from "@gigamine/base";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import { instantError, instantMs } from "../instant-option.js";
import { optionsObject } from "../option-schemas.js";
import {
  type ActivityConfig,
  type BatchSizeConfig,
  type BatteryLogConfig,
  batteryLogDefaults,
  type PoolName,
  type ReleaseConfig,
  type StorageConfig,
} from "./config.js";
import { type BatteryActivity, batteryActivities } from "./line.js";

/** Each field of `T` may be left out. */
type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Any part of the configuration; what is left out keeps its default. */
export interface BatteryLogConfigOverrides {
  readonly release?: Optional<ReleaseConfig> | undefined;
  readonly batchSize?: Optional<BatchSizeConfig> | undefined;
  readonly storage?: Optional<StorageConfig> | undefined;
  readonly reworkRate?: number | undefined;
  readonly maximumReworksPerCheck?: number | undefined;
  /** A pool given here replaces the whole pool. */
  readonly pools?: Optional<Record<PoolName, readonly string[]>> | undefined;
  readonly activities?: Optional<Record<BatteryActivity, Optional<ActivityConfig>>> | undefined;
}

/** What {@link generateBatteryLog} takes. */
export interface BatteryLogOptions extends LongWorkOptions {
  /** How many lots arrive: whole, in [0, 1000000]. @default 1000 */
  readonly lots?: number | undefined;
  /** A whole number; the same seed and options give the same log. @default 42 */
  readonly seed?: number | undefined;
  /**
   * When the first slot may begin: ms since the epoch, or ISO 8601 with `Z` or an offset (a date alone is 00:00 UTC),
   * from 1970 to 2999. The first lot arrives in the first working hour from then on. @default "2025-01-06T06:00:00Z"
   */
  readonly start?: number | string | undefined;
  /** Shortcut for `config.reworkRate`, and stronger. In [0, 1]. @default 0.15 */
  readonly reworkRate?: number | undefined;
  /** Repeated steps are called `REWORK_<activity>` (`"prefix"`) or `<activity>` again (`"repeat"`). @default "prefix" */
  readonly rework?: "prefix" | "repeat" | undefined;
  /** Shortcut for `config.storage`, and stronger. @default { rawSkipProbability: 0.05, finishedSkipProbability: 0.02 } */
  readonly storage?: Optional<StorageConfig> | undefined;
  /** Whether events carry their begin in a `start` column; their `time` is the end. @default false */
  readonly startTimes?: boolean | undefined;
  /** Changes to {@link batteryLogDefaults}. @default {} */
  readonly config?: BatteryLogConfigOverrides | undefined;
}

/** Options with every default filled in and every range checked. */
export interface ResolvedOptions {
  readonly lots: number;
  readonly seed: number;
  readonly startMs: number;
  readonly rework: "prefix" | "repeat";
  readonly startTimes: boolean;
  readonly config: BatteryLogConfig;
}

const maximumLots = 1_000_000;
const defaults = batteryLogDefaults;

const between = (low: number, high: number, example: number, unit = "a number") => {
  const error = `Give ${unit} in [${low}, ${high}]; the default is ${example}.`;
  return z.number({ error }).min(low, { error }).max(high, { error }).optional();
};

const wholeBetween = (low: number, high: number, example: number, unit = "a whole number") => {
  const error = `Give ${unit} in [${low}, ${high}]; the default is ${example}.`;
  return z.number({ error }).min(low, { error }).max(high, { error }).multipleOf(1, { error }).optional();
};

const one = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `Give one of ${values.map((value) => JSON.stringify(value)).join(", ")}.` });

const storage = optionsObject({
  rawSkipProbability: between(0, 1, defaults.storage.rawSkipProbability, "a probability"),
  finishedSkipProbability: between(0, 1, defaults.storage.finishedSkipProbability, "a probability"),
}).optional();

const reworkRate = between(0, 1, defaults.reworkRate, "a probability");

const poolNames = Object.keys(defaults.pools) as [PoolName, ...PoolName[]];

const resources = (pool: PoolName) => {
  const error = `Give a list of at least one resource name; the default has ${defaults.pools[pool].length}.`;
  return z.array(z.string({ error }).min(1, { error }), { error }).min(1, { error }).readonly().optional();
};

const activity = (name: BatteryActivity) => {
  const standard = defaults.activities[name];
  return optionsObject({
    pool: one(poolNames).optional(),
    medianMinutes: between(0.1, 10_000, standard.medianMinutes, "minutes"),
    logSpread: between(0, 1.5, standard.logSpread),
    extraSharePer1000Cells: between(-0.5, 0.5, standard.extraSharePer1000Cells, "a share"),
    restMedianMinutes: between(0, 10_000, standard.restMedianMinutes, "minutes"),
  }).optional();
};

const weekdayError =
  "Give a list of at least one day, 0 = Sunday … 6 = Saturday; the default is [1, 2, 3, 4, 5].";
const cells = (example: number) => wholeBetween(1, 1_000_000, example, "a whole number of cells");

const config = optionsObject({
  release: optionsObject({
    workDays: z
      .array(
        z
          .number({ error: weekdayError })
          .min(0, { error: weekdayError })
          .max(6, { error: weekdayError })
          .multipleOf(1, { error: weekdayError }),
        { error: weekdayError },
      )
      .min(1, { error: weekdayError })
      .readonly()
      .optional(),
    opensAtHour: wholeBetween(0, 23, defaults.release.opensAtHour, "a whole hour"),
    closesAtHour: wholeBetween(1, 24, defaults.release.closesAtHour, "a whole hour"),
    minutesBetweenLots: between(1, 10_000, defaults.release.minutesBetweenLots, "minutes"),
    jitterShare: between(0, 1, defaults.release.jitterShare, "a share"),
  }).optional(),
  batchSize: optionsObject({
    minimum: cells(defaults.batchSize.minimum),
    maximum: cells(defaults.batchSize.maximum),
    reference: cells(defaults.batchSize.reference),
  }).optional(),
  storage,
  reworkRate,
  maximumReworksPerCheck: wholeBetween(0, 20, defaults.maximumReworksPerCheck),
  pools: optionsObject(
    Object.fromEntries(poolNames.map((pool) => [pool, resources(pool)])) as Record<
      PoolName,
      ReturnType<typeof resources>
    >,
  ).optional(),
  activities: optionsObject(
    Object.fromEntries(batteryActivities.map((name) => [name, activity(name)])) as Record<
      BatteryActivity,
      ReturnType<typeof activity>
    >,
  ).optional(),
}).optional();

const seedError = `Give a whole number between -2^53 and 2^53; the default is 42.`;

/**
 * The options of {@link generateBatteryLog} as they can stand in JSON: all but `signal` and `onProgress`. Unknown names
 * are refused; every message names the range and the default.
 */
export const batteryLogOptionsSchema = optionsObject({
  lots: wholeBetween(0, maximumLots, 1000),
  seed: z.number({ error: seedError }).refine(Number.isSafeInteger, { error: seedError }).optional(),
  start: z
    .union([z.number(), z.string()], { error: instantError })
    .refine((start) => instantMs(start) !== null, { error: instantError })
    .optional(),
  reworkRate,
  rework: one(["prefix", "repeat"]).optional(),
  storage,
  startTimes: z.boolean({ error: "Give true or false; the default is false." }).optional(),
  config,
});

/** Checks the options once and fills in the defaults. `where` is the function named in the error. */
export function resolveOptions(where: string, options: BatteryLogOptions): ResolvedOptions {
  if (typeof options !== "object" || options === null) {
    throw optionError(where, "options", options, "Give an object such as { lots: 100 }, or nothing.");
  }
  const { signal: _signal, onProgress: _onProgress, ...plain } = options;
  checkedOption(where, "", batteryLogOptionsSchema, plain);
  const {
    lots = 1000,
    seed = 42,
    start = "2025-01-06T06:00:00Z",
    rework = "prefix",
    startTimes = false,
  } = plain;
  return {
    lots,
    seed,
    startMs: instantMs(start)!,
    rework,
    startTimes,
    config: resolveConfig(where, plain),
  };
}

function resolveConfig(where: string, options: BatteryLogOptions): BatteryLogConfig {
  const given = options.config ?? {};
  const activities = {} as Record<BatteryActivity, ActivityConfig>;
  for (const name of batteryActivities) {
    activities[name] = merged(defaults.activities[name], given.activities?.[name]);
  }
  const config: BatteryLogConfig = {
    release: merged(defaults.release, given.release),
    batchSize: merged(defaults.batchSize, given.batchSize),
    storage: merged(merged(defaults.storage, given.storage), options.storage),
    reworkRate: options.reworkRate ?? given.reworkRate ?? defaults.reworkRate,
    maximumReworksPerCheck: given.maximumReworksPerCheck ?? defaults.maximumReworksPerCheck,
    pools: merged(defaults.pools, given.pools),
    activities,
  };
  checkTogether(where, config);
  return config;
}

/** What no single number shows. */
function checkTogether(where: string, { release, batchSize, pools, activities }: BatteryLogConfig): void {
  if (release.closesAtHour <= release.opensAtHour) {
    throw optionError(
      where,
      "config.release.closesAtHour",
      release.closesAtHour,
      `Give an hour after config.release.opensAtHour, which is ${release.opensAtHour}.`,
    );
  }
  if (batchSize.maximum < batchSize.minimum) {
    throw optionError(
      where,
      "config.batchSize.maximum",
      batchSize.maximum,
      `Give at least config.batchSize.minimum, which is ${batchSize.minimum}.`,
    );
  }
  const owner = new Map<string, string>();
  for (const [pool, members] of Object.entries(pools)) {
    for (const [i, name] of members.entries()) {
      const other = owner.get(name);
      if (other !== undefined) {
        throw optionError(
          where,
          `config.pools.${pool}[${i}]`,
          name,
          `This resource is in pool ${other} already. Give each resource once, in one pool.`,
        );
      }
      owner.set(name, pool);
    }
  }
  for (const [name, { extraSharePer1000Cells: share }] of Object.entries(activities)) {
    for (const size of [batchSize.minimum, batchSize.maximum]) {
      if (1 + (share * (size - batchSize.reference)) / 1000 >= 0.05) continue;
      throw optionError(
        where,
        `config.activities["${name}"].extraSharePer1000Cells`,
        share,
        `A lot of ${size} cells would take less than 5 % of the time of one of ${batchSize.reference}. Give a number closer to 0.`,
      );
    }
  }
}

/** `given` over `base`; fields given as `undefined` count as left out. */
function merged<T extends object>(base: T, given: Optional<T> | undefined): T {
  const result = { ...base };
  if (given === undefined) return result;
  for (const key of Object.keys(base) as (keyof T)[]) {
    const value = given[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}
