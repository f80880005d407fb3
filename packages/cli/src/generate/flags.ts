import { type Command, Option } from "commander";
import {
  collect,
  integer,
  nonNegative,
  positive,
  positiveInteger,
  share,
  wholeFromZero,
} from "../options.js";

/** What `generate` can show of a run of the plant. */
export const VIEWS = [
  "lots",
  "cells",
  "eleven",
  "qc-table",
  "qc-table-9",
  "measurements",
  "genealogy",
  "ocel",
] as const;

export type View = (typeof VIEWS)[number];

/** The views that are quality tables. */
export const TABLE_VIEWS = ["qc-table", "qc-table-9"] as const;

/** What each view shows, for the help. */
const viewTexts: Readonly<Record<View, string>> = {
  lots: "a log, a case an order: steps of all its rolls, trays and boxes, and decisions",
  cells: "a log, a case a cell, from powder to box",
  eleven: "the same run as the eleven activities of the simple log",
  "qc-table": "a row a step and batch with one measurement, its limits and a note; five steps",
  "qc-table-9": "the same with nine steps",
  measurements: "every reading of every gauge",
  genealogy: "what went into what, how much of it and from where",
  ocel: "an object-centric log, OCEL 2.0 JSON",
};

/** Root causes under the names of the command line, for the help. */
const scenarioTexts = {
  "bad-shift": "the coating room is too hot on Friday afternoons",
  "roller-wear": "the gap of a calender opens over four weeks",
  "seasonal-hvac": "the air handling loses its strength",
  "heat-wave": "it is hot outside, the rooms follow",
  "material-lot": "a supplier lot of finer powder",
  operator: "an operator sets the coater up unevenly and slowly",
  "calibration-jump": "a stacker is off from one instant on",
  "weld-focus": "a welding laser is out of focus from one instant on",
  chain: "the bad shift, and heavy edges that misalign stacks weeks later",
  "dose-loss": "a filling pump doses too little, which harms nothing",
  "capacity-loss": "a formation rack is down for days",
  "gauge-drift": "a tester reads too high",
} as const;

export type ScenarioName = keyof typeof scenarioTexts;

/** The names that `--scenario` takes. */
export const SCENARIO_NAMES: readonly string[] = Object.keys(scenarioTexts);

/** The views and root causes, a line each. */
export function plantHelp(views: readonly View[]): string {
  const lines = (texts: readonly (readonly [string, string])[]): string =>
    texts.map(([name, text]) => `  ${name.padEnd(18)}${text}`).join("\n");
  const shown = views.map((view) => [view, viewTexts[view]] as const);
  return `\nViews:\n${lines(shown)}\n\nScenarios:\n${lines(Object.entries(scenarioTexts))}`;
}

/** What a run of the plant is made of. */
export interface PlantFlags {
  readonly view?: View;
  readonly preset?: string;
  readonly orders?: number;
  readonly days?: number;
  readonly cellsPerOrder?: number;
  readonly start?: string;
  readonly traceability?: "full" | "roll" | "batch";
  readonly scenario?: readonly string[];
  readonly decoys?: boolean;
}

/** Who writes the notes of a table, and what that may cost. */
export interface NoteFlags {
  readonly notes?: "offline" | "anthropic" | "replay";
  readonly model?: string;
  readonly allNotes?: boolean;
  readonly maxUsd?: number;
  readonly maxRequests?: number;
  readonly maxTokens?: number;
  readonly concurrency?: number;
  readonly batch?: boolean;
  readonly cache?: string;
}

/** All flags of `generate`; `estimate` and `preview` have some of them. */
export interface GenerateFlags extends PlantFlags, NoteFlags {
  readonly lots?: number;
  readonly reworkRate?: number;
  readonly rework?: "prefix" | "repeat";
  readonly seed?: number;
  readonly rows?: number;
  readonly design?: string;
  readonly truth?: string;
  readonly counterfactuals?: "fixed" | "resimulated" | "both" | "none";
  readonly recordingNoise?: number;
  readonly noiseLabels?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Where answers are kept unless told otherwise. */
export const USUAL_CACHE = ".cache/llm";

/** Adds the flags of the simple line of eleven activities. */
export function withLineFlags(command: Command): Command {
  return command
    .optionsGroup("The simple log (without --view or --design):")
    .option("--lots <number>", "how many lots travel through the plant (default: 1000)", positiveInteger)
    .option("--rework-rate <share>", "share of checks that send a lot back (default: 0.15)", share)
    .addOption(
      new Option(
        "--rework <form>",
        "rework as REWORK_ activities, or as the same activity repeated; also with --view eleven (default: prefix)",
      ).choices(["prefix", "repeat"]),
    );
}

/** Adds the flags of a run of the plant. */
export function withPlantFlags(command: Command, views: readonly View[]): Command {
  return command
    .optionsGroup("A run of the plant (twelve steps, physics, quality):")
    .addOption(new Option("--view <view>", "what to show of the run, see below").choices(views))
    .option(
      "--preset <name>",
      "how the plant runs: steady-state, ramp-up, demo or table (default: table for quality tables, else steady-state)",
    )
    .option(
      "--orders <number>",
      "how many orders, each one batch of cells (default: by preset)",
      positiveInteger,
    )
    .option("--days <number>", "orders of so many days, instead of --orders", positive)
    .option(
      "--cells-per-order <number>",
      "how many cells an order is for (default: by preset)",
      positiveInteger,
    )
    .option("--start <instant>", "when the run begins (default: 2025-01-06T06:00:00Z, a Monday)")
    .addOption(
      new Option(
        "--traceability <grade>",
        "what the plant knows of where a cell's electrodes come from (default: full)",
      ).choices(["full", "roll", "batch"]),
    )
    .option(
      "--scenario <name>",
      "a root cause at work, see below; bad-shift:easy makes it easy to find (hard, default, easy); " +
        "repeat it for several; none for none (default: bad-shift for quality tables, else none)",
      collect,
    )
    .option("--decoys", "add columns that seem to be causes and are not");
}

/** Adds the flags of the notes of a table. */
export function withNoteFlags(command: Command): Command {
  return withAskingFlags(
    command
      .optionsGroup("Notes of operators (quality tables, and text columns of a design):")
      .addOption(
        new Option(
          "--notes <writer>",
          "offline: phrases, free; anthropic: Claude, needs ANTHROPIC_API_KEY and --max-usd; " +
            "replay: what Claude wrote before, from the cache (default: offline)",
        ).choices(["offline", "anthropic", "replay"]),
      ),
  )
    .option(
      "--max-usd <dollars>",
      "the most that all runs with this cache may spend (default: 0, nothing is sent)",
      nonNegative,
    )
    .option(
      "--max-requests <number>",
      "the most requests that all runs with this cache may send",
      wholeFromZero,
    )
    .option("--max-tokens <number>", "the most tokens that all runs with this cache may use", wholeFromZero)
    .option("--concurrency <number>", "requests under way at the same time (default: 4)", positiveInteger)
    .option("--batch", "send all in one batch: half the price, up to a day of waiting");
}

/** Adds the flags that decide which questions a model is asked. */
export function withAskingFlags(command: Command): Command {
  return command
    .option("--model <id>", "the model (default: claude-haiku-5-5)")
    .option("--all-notes", "the model writes for rows in spec too, not only for those that are not")
    .option("--cache <folder>", `answers and the ledger of what was spent (default: ${USUAL_CACHE})`);
}

/** Adds `--seed`. */
export function withSeed(command: Command): Command {
  return command.option(
    "--seed <number>",
    "seed of all randomness (default: 42, or that of the design)",
    integer,
  );
}
