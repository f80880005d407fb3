import { type LongWorkOptions, optionError } from "@gigamine/base";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import { instantError, instantMs } from "../instant-option.js";
import type { Scenario } from "../scenarios/scenario.js";
import { checkedScenarios } from "../scenarios/scenario-schema.js";
import type { CounterfactualKind } from "../scenarios/truth.js";
import { type BatteryPlantConfig, type BatteryPlantOverrides, batteryPlantConfig } from "./plant-config.js";
import { type PlantPresetName, plantPresets } from "./presets.js";
import { type Traceability, traceabilities } from "./views/traceability.js";

/** What {@link batteryPlant} takes. */
export interface BatteryPlantOptions extends LongWorkOptions {
  /** A whole number or a text. The same seed gives the same run. @default 42 */
  readonly seed?: number | string | undefined;
  /** See {@link plantPresets}. @default "steady state" */
  readonly preset?: PlantPresetName | undefined;
  /**
   * Beginning of the run, when the first material comes: ms since the epoch, or ISO 8601 with `Z` or an offset (a date alone is 00:00 UTC). Orders begin
   * `config.materials.leadDays` later. @default "2025-01-06T06:00:00Z", a Monday
   */
  readonly start?: number | string | undefined;
  /** How many orders, whole, in [0, 100000]; not with `days`. @default by preset */
  readonly orders?: number | undefined;
  /** Orders that are released within so many days of 24 hours from the first one, above 0, at most 3650; not with `orders`. */
  readonly days?: number | undefined;
  /** Shortcut for `config.order.cells`, and stronger. Lengths of rolls, times and racks scale with it. @default 480, or by preset */
  readonly cellsPerOrder?: number | undefined;
  /** What views know of where a cell's electrodes come from. @default "full" */
  readonly traceability?: Traceability | undefined;
  /** Root causes at work in the run, such as `[scenarios.badShift()]`. @default [] */
  readonly scenarios?: readonly Scenario[] | undefined;
  /**
   * How the truth of the run knows what had been without the scenarios. `"fixed routing"`: in the same flow, unit by unit; each scenario
   * costs one more evaluation of the equations. `"resimulated"`: in runs of their own, where other units wait and are scrapped; one run for each
   * scenario, when the truth is asked for. `"both"`. @default no counterfactuals
   */
  readonly counterfactuals?: CounterfactualKind | undefined;
  /** Changes to {@link batteryPlantDefaults}, stronger than those of the preset. @default {} */
  readonly config?: BatteryPlantOverrides | undefined;
}

/** Options, checked and with defaults. */
export interface ResolvedPlantOptions {
  readonly seed: number | string;
  readonly startMs: number;
  /** Number of orders, or the time in which they are released. */
  readonly amount: { readonly orders: number } | { readonly days: number };
  readonly traceability: Traceability;
  readonly scenarios: readonly Scenario[];
  readonly counterfactuals: CounterfactualKind | null;
  readonly config: BatteryPlantConfig;
}

const where = "batteryPlant";

const seedError = "Give a whole number between -2^53 and 2^53, or a text; the default is 42.";
const ordersError = "Give a whole number in [0, 100000].";
const daysError = "Give a number above 0, at most 3650.";
const presetError = `Give one of ${Object.keys(plantPresets)
  .map((name) => JSON.stringify(name))
  .join(", ")}.`;
const knownError =
  "There is no such option. Known are: seed, preset, start, orders, days, cellsPerOrder, traceability, scenarios, counterfactuals, config, signal, onProgress.";

const schema = z.strictObject(
  {
    seed: z
      .union([z.string(), z.number()], { error: seedError })
      .refine((seed) => typeof seed === "string" || Number.isSafeInteger(seed), { error: seedError })
      .default(42),
    preset: z
      .enum(Object.keys(plantPresets) as [PlantPresetName, ...PlantPresetName[]], { error: presetError })
      .default("steady state"),
    start: z
      .union([z.string(), z.number()], { error: instantError })
      .transform((start) => instantMs(start) ?? Number.NaN)
      .refine((ms) => Number.isSafeInteger(ms), { error: instantError })
      .default(Date.UTC(2025, 0, 6, 6)),
    orders: z
      .number({ error: ordersError })
      .min(0, { error: ordersError })
      .max(100_000, { error: ordersError })
      .multipleOf(1, { error: ordersError })
      .optional(),
    days: z
      .number({ error: daysError })
      .gt(0, { error: daysError })
      .max(3650, { error: daysError })
      .optional(),
    cellsPerOrder: z.unknown().optional(),
    traceability: z.enum(traceabilities, { error: 'Give "full", "roll" or "batch".' }).default("full"),
    scenarios: z.unknown().optional(),
    counterfactuals: z
      .enum(["fixed routing", "resimulated", "both"], {
        error: 'Give "fixed routing", "resimulated" or "both", or leave it out.',
      })
      .optional(),
    config: z.looseObject({}, { error: "Give an object with changes to batteryPlantDefaults." }).default({}),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? knownError : "Give an object such as { orders: 40 }, or nothing.",
  },
);

/** Checks the options once and fills in the defaults. */
export function resolvePlantOptions(options: BatteryPlantOptions): ResolvedPlantOptions {
  if (typeof options !== "object" || options === null) {
    throw optionError(where, "options", options, "Give an object such as { orders: 40 }, or nothing.");
  }
  const { signal: _signal, onProgress: _onProgress, ...plain } = options;
  const { seed, preset, start, orders, days, traceability, counterfactuals } = checkedOption(
    where,
    "",
    schema,
    plain,
  );
  if (orders !== undefined && days !== undefined) {
    throw optionError(where, "days", days, "Give either days or orders, not both.");
  }
  const own = plantPresets[preset];
  const cells = options.cellsPerOrder;
  const config = batteryPlantConfig(
    [own.config, options.config ?? {}, cells === undefined ? {} : { order: { cells } }].reduce(
      merged,
      {},
    ) as BatteryPlantOverrides,
  );
  checkDivides(config);
  return {
    seed,
    startMs: start,
    amount: days === undefined ? { orders: orders ?? own.orders } : { days },
    traceability,
    scenarios: checkedScenarios(where, options.scenarios ?? []),
    counterfactuals: counterfactuals ?? null,
    config,
  };
}

/** Every daughter roll gives the same number of cells. */
function checkDivides({ order }: BatteryPlantConfig): void {
  const daughters = order.motherRolls * order.lanes;
  if (order.cells % daughters === 0) return;
  throw optionError(
    where,
    "config.order.cells",
    order.cells,
    `Give a multiple of ${daughters}, the daughter rolls of an electrode (config.order.motherRolls times lanes); the default is 480.`,
  );
}

type Plain = { readonly [name: string]: unknown };

/** `over` on `base`, group by group; what is undefined counts as left out. */
function merged(base: Plain, over: Plain): Plain {
  const parts = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(over)) {
    const before = parts.get(name);
    if (value === undefined) continue;
    parts.set(name, isPlain(before) && isPlain(value) ? merged(before, value) : value);
  }
  return Object.fromEntries(parts);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
