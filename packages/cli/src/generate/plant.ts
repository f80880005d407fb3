import { isGigamineError, quoteValue } from "@gigamine/base";
import {
  type BatteryPlantOptions,
  batteryPlant,
  type Decoy,
  decoys,
  type PlantPresetName,
  type PlantRun,
  plantPresets,
  type Scenario,
} from "@gigamine/synthetic";
import { withFlag } from "../advice.js";
import type { Context } from "../terminal.js";
import { isQcView, type Mode, misuse } from "./check-flags.js";
import type { GenerateFlags } from "./flags.js";
import { scenariosFrom } from "./scenario-flags.js";

/** A run, and the false causes that its views get. */
export interface FlaggedRun {
  readonly run: PlantRun;
  readonly decoys: readonly Decoy[];
}

/** Orders beyond those that a table needs: of a few nothing is shipped, and they have no rows. */
const spareOrders = (needed: number): number => 4 + Math.ceil(needed / 5);

const flagOfOption = {
  seed: "--seed",
  start: "--start",
  orders: "--orders",
  days: "--days",
  "config.order.cells": "--cells-per-order",
};

const kinds = { fixed: "fixed routing", resimulated: "resimulated", both: "both", none: undefined } as const;

/** A cause that changes when things happen and no quality: the same flow without it shows nothing. */
function isOfFlow({ type }: Scenario): boolean {
  return type === "capacity loss";
}

/** Simulates what the flags ask for. */
export function runPlant(
  flags: GenerateFlags,
  mode: Mode,
  command: string,
  { terminal, signal }: Context,
): FlaggedRun {
  const texts = flags.scenario ?? (isQcView(mode) ? ["bad-shift"] : ["none"]);
  const causes = scenariosFrom(texts, command);
  const { truth, counterfactuals = causes.some(isOfFlow) ? "both" : "fixed" } = flags;
  terminal.stage("simulating the plant");
  const run = simulated(flags, command, {
    seed: flags.seed,
    preset: presetOf(flags.preset, mode, command),
    start: flags.start,
    orders: flags.orders ?? ordersFor(flags, mode),
    days: flags.days,
    cellsPerOrder: flags.cellsPerOrder,
    traceability: flags.traceability,
    scenarios: causes,
    counterfactuals: truth === undefined ? undefined : kinds[counterfactuals],
    signal,
    onProgress: terminal.onProgress,
  });
  return { run, decoys: flags.decoys === true ? Object.values(decoys).map((make) => make()) : [] };
}

function simulated({ orders, rows }: GenerateFlags, command: string, options: BatteryPlantOptions): PlantRun {
  try {
    return batteryPlant(options);
  } catch (error) {
    const ofRows = orders === undefined && isGigamineError(error) && error.fields["option"] === "orders";
    if (!ofRows) throw withFlag(error, command, flagOfOption);
    throw misuse(
      command,
      `--rows ${rows} takes ${options.orders} orders, more than a run may have. Give fewer rows.`,
    );
  }
}

/** Steps, and so rows, of a batch. */
export function rowsPerBatch(mode: "qc-table" | "qc-table-9"): 5 | 9 {
  return mode === "qc-table" ? 5 : 9;
}

/** So many orders that a table has the rows asked for; `undefined`: as many as the preset has. */
function ordersFor({ rows, days }: GenerateFlags, mode: Mode): number | undefined {
  if (!isQcView(mode) || days !== undefined) return undefined;
  const preset = plantPresets.table.orders;
  const needed = rows === undefined ? preset : Math.ceil(rows / rowsPerBatch(mode));
  return needed + spareOrders(needed);
}

function presetOf(name: string | undefined, mode: Mode, command: string): PlantPresetName {
  if (name === undefined) return isQcView(mode) ? "table" : "steady state";
  const known = Object.keys(plantPresets) as PlantPresetName[];
  const found = known.find((preset) => preset.replaceAll(" ", "-") === name);
  if (found !== undefined) return found;
  const names = known.map((preset) => preset.replaceAll(" ", "-"));
  throw misuse(command, `there is no preset ${quoteValue(name)}. Give one of ${names.join(", ")}.`);
}
