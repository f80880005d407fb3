import type { EventLog } from "@gigamine/event-log";
import { decoyLog, type PlantRun, type QcRow } from "@gigamine/synthetic";
import { counted } from "../counted.js";
import type { Context } from "../terminal.js";
import { isPlantLog, isQcView, type Mode } from "./check-flags.js";
import { deliverLog, deliverText, writeText } from "./deliver.js";
import { deliverTable } from "./deliver-table.js";
import type { GenerateFlags } from "./flags.js";
import type { Made, WrittenFile } from "./made.js";
import { writeNotes } from "./notes.js";
import { type FlaggedRun, runPlant } from "./plant.js";
import { qcRows } from "./qc-rows.js";
import { recorded } from "./recording-noise.js";

/** Simulates the plant, writes a view of the run, and its truth beside it. */
export async function generateView(mode: Mode, flags: GenerateFlags, context: Context): Promise<Made> {
  const { made, flagged } = await madeView(mode, flags, context);
  const { run } = flagged;
  const truth = flags.truth === undefined ? {} : { truth: await writeTruth(flagged, flags.truth, context) };
  return { ...made, facts: { ...made.facts, orders: run.orders.length, seed: run.seed, ...truth } };
}

async function madeView(
  mode: Mode,
  flags: GenerateFlags,
  context: Context,
): Promise<{ readonly made: Made; readonly flagged: FlaggedRun }> {
  if (isQcView(mode)) {
    const flagged = qcRows(flags, mode, "generate", context);
    return { made: await madeQcTable(flagged.rows, flags, context), flagged };
  }
  const flagged = runPlant(flags, mode, "generate", context);
  const made = isPlantLog(mode)
    ? await madeLog(logOf(flagged, mode, flags), flags, context)
    : await madeOther(flagged.run, mode, flags, context);
  return { made, flagged };
}

async function madeQcTable(rows: readonly QcRow[], flags: GenerateFlags, context: Context): Promise<Made> {
  const { table, usage } = await writeNotes(rows, flags, "generate", context);
  const columns = Object.keys(table.rows[0] ?? {});
  const file = await deliverTable(table.rows, columns, flags, context);
  const batches = new Set(rows.map(({ case_id }) => case_id)).size;
  const { counts: notes, numbersHash, textHash } = table;
  return {
    facts: { rows: rows.length, batches, notes, numbersHash, textHash, usage },
    what: `${counted(rows.length, "row")} of ${counted(batches, "batch", "batches")}`,
    file,
  };
}

function logOf(
  { run, decoys }: FlaggedRun,
  mode: "lots" | "cells" | "eleven",
  flags: GenerateFlags,
): EventLog {
  const views = {
    lots: (): EventLog => run.lotLog(),
    cells: (): EventLog => run.cellLog(),
    eleven: (): EventLog => run.elevenActivityLog({ rework: flags.rework }),
  };
  const log = views[mode]();
  return decoys.length === 0 ? log : decoyLog(log, decoys, { seed: run.seed, timeZone: run.config.timeZone });
}

async function madeLog(clean: EventLog, flags: GenerateFlags, context: Context): Promise<Made> {
  const { log, noiseLabels } = await recorded(clean, flags, context);
  const file = await deliverLog(log, flags, context);
  const [events, cases] = [log.activity.length, log.caseIds.length];
  return {
    facts: { events, cases, noiseLabels },
    what: `${counted(events, "event")} of ${counted(cases, "case")}`,
    file,
  };
}

async function madeOther(run: PlantRun, mode: Mode, flags: GenerateFlags, context: Context): Promise<Made> {
  if (mode === "ocel") {
    const file = await deliverText(() => `${run.ocelJson()}\n`, flags, context);
    const visits = run.visits.unit.length;
    return { facts: { visits, units: run.units.length }, what: `${counted(visits, "visit")}`, file };
  }
  const rows: readonly object[] = mode === "genealogy" ? run.genealogyEdges() : [...run.measurementRows()];
  const file = await deliverTable(rows, Object.keys(rows[0] ?? {}), flags, context);
  return { facts: { rows: rows.length }, what: counted(rows.length, "row"), file };
}

async function writeTruth(
  { run, decoys }: FlaggedRun,
  path: string,
  { terminal, signal }: Context,
): Promise<WrittenFile & { readonly scenarios: readonly string[] }> {
  terminal.stage("computing the truth");
  const truth = run.truth({ decoys });
  const file = await writeText(path, `${JSON.stringify(truth, null, 2)}\n`, signal);
  return { ...file, scenarios: truth.scenarios.map(({ id }) => id) };
}
