import { resolve } from "node:path";
import { GigamineError } from "@gigamine/base";
import { flagsText } from "../options.js";
import type { GenerateFlags, View } from "./flags.js";

/** What is asked for: the simple log, a table by design, or a view of the plant. */
export type Mode = "simple log" | "design" | View;

type Flag = Exclude<keyof GenerateFlags, "out" | "json">;

const qcViews: readonly Mode[] = ["qc-table", "qc-table-9"];
const plantLogs: readonly Mode[] = ["lots", "cells", "eleven"];
const plantViews: readonly Mode[] = [...plantLogs, ...qcViews, "measurements", "genealogy", "ocel"];
const tables: readonly Mode[] = [...qcViews, "design"];

/** With what each flag goes; those left out go with all. */
const modesOf: Readonly<Partial<Record<Flag, readonly Mode[]>>> = {
  lots: ["simple log"],
  reworkRate: ["simple log"],
  rework: ["simple log", "eleven"],
  view: plantViews,
  design: ["design"],
  preset: plantViews,
  orders: plantViews,
  days: plantViews,
  cellsPerOrder: plantViews,
  start: plantViews,
  traceability: plantViews,
  scenario: plantViews,
  truth: plantViews,
  counterfactuals: plantViews,
  decoys: [...plantLogs, ...qcViews],
  recordingNoise: ["simple log", ...plantLogs],
  noiseLabels: ["simple log", ...plantLogs],
  rows: tables,
  notes: tables,
  allNotes: qcViews,
  model: tables,
  cache: tables,
  maxUsd: tables,
  maxRequests: tables,
  maxTokens: tables,
  concurrency: tables,
  batch: qcViews,
};

/** Flags that mean nothing without another one. */
const needs: readonly (readonly [Flag, string, (flags: GenerateFlags) => boolean])[] = [
  ["counterfactuals", "--truth <file>", ({ truth }) => truth !== undefined],
  ["noiseLabels", "--recording-noise <share>", ({ recordingNoise }) => recordingNoise !== undefined],
  ["model", "--notes anthropic", asksModel],
  ["cache", "--notes anthropic", asksModel],
  ["allNotes", "--notes anthropic", asksModel],
  ["maxUsd", "--notes anthropic", spends],
  ["maxRequests", "--notes anthropic", spends],
  ["maxTokens", "--notes anthropic", spends],
  ["concurrency", "--notes anthropic", spends],
  ["batch", "--notes anthropic", spends],
];

/** Flags about the model. */
const askers: ReadonlySet<Flag> = new Set(["model", "allNotes", "cache"]);

/** Whether these are rows of the quality table. */
export function isQcView(mode: Mode): mode is "qc-table" | "qc-table-9" {
  return qcViews.includes(mode);
}

/** Whether the view is an event log. */
export function isPlantLog(mode: Mode): mode is "lots" | "cells" | "eleven" {
  return plantLogs.includes(mode);
}

/** What the flags ask for. @throws GigamineError `cli/flags` for flags that do not go together. */
export function modeOf(flags: GenerateFlags, command: string): Mode {
  if (flags.view !== undefined && flags.design !== undefined) {
    throw misuse(command, "--view and --design are two different things. Leave one of them out.");
  }
  const mode = flags.design !== undefined ? "design" : (flags.view ?? "simple log");
  for (const [flag, modes] of Object.entries(modesOf) as [Flag, readonly Mode[]][]) {
    if (flags[flag] === undefined || modes.includes(mode)) continue;
    const name = flagsText([flag]);
    const now = mode === "simple log" ? "the simple log" : asFlag(mode);
    throw misuse(
      command,
      `${name} does not go with ${now}. Leave it out, or use ${modes.map(asFlag).join(" or ")}.`,
    );
  }
  return mode;
}

/** Refuses flags without the one they need, and two results in one file. @throws GigamineError `cli/flags`. */
export function checkNeeds(flags: GenerateFlags, command: string): void {
  const paths = [flags.out, flags.truth, flags.noiseLabels].flatMap((path) =>
    path === undefined ? [] : [resolve(path)],
  );
  if (new Set(paths).size < paths.length) {
    throw misuse(
      command,
      "two results would go into one file. Give --out, --truth and --noise-labels different names.",
    );
  }
  for (const [flag, other, isThere] of needs) {
    if (flags[flag] === undefined || isThere(flags)) continue;
    throw misuse(command, `${flagsText([flag])} means nothing without ${other}. Add that, or leave it out.`);
  }
}

/** Refuses flags that make a table where one is given. @throws GigamineError `cli/flags`. */
export function checkOnlyTable(flags: GenerateFlags, command: string): void {
  const makers = ["rows", "seed", ...Object.keys(modesOf)] as const;
  const given = (makers as readonly Flag[]).find((flag) => flags[flag] !== undefined && !askers.has(flag));
  if (given === undefined) return;
  throw misuse(
    command,
    `a table is given, so ${flagsText([given])} means nothing. Leave it or the table out.`,
  );
}

function asksModel({ notes }: GenerateFlags): boolean {
  return notes === "anthropic" || notes === "replay";
}

function spends({ notes }: GenerateFlags): boolean {
  return notes === "anthropic";
}

function asFlag(mode: Mode): string {
  if (mode === "simple log") return "no --view";
  return mode === "design" ? "--design <file>" : `--view ${mode}`;
}

/** The error for flags that do not go together. */
export function misuse(command: string, message: string): GigamineError {
  return new GigamineError("cli/flags", `${command}: ${message}`, { command });
}
