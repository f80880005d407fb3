import { decoyRows, plantPresets, type QcRow } from "@gigamine/synthetic";
import type { Context } from "../terminal.js";
import { misuse } from "./check-flags.js";
import type { GenerateFlags } from "./flags.js";
import { type FlaggedRun, rowsPerBatch, runPlant } from "./plant.js";

/** The quality table that the flags ask for, without notes, and the run it is from. */
export interface QcTable extends FlaggedRun {
  readonly rows: readonly QcRow[];
}

/** Rows of the quality table. Says on stderr when there are fewer than asked for. */
export function qcRows(
  flags: GenerateFlags,
  mode: "qc-table" | "qc-table-9",
  command: string,
  context: Context,
): QcTable {
  const perBatch = rowsPerBatch(mode);
  if (flags.rows !== undefined && flags.rows < perBatch) {
    throw misuse(
      command,
      `--rows ${flags.rows} is less than one batch, which has ${perBatch} rows. Give ${perBatch} or more.`,
    );
  }
  const flagged = runPlant(flags, mode, command, context);
  const { run, decoys } = flagged;
  const whole = flags.orders !== undefined || flags.days !== undefined;
  const most = flags.rows ?? (whole ? undefined : plantPresets.table.orders * perBatch);
  const rows = run.qcTable({ subcategories: perBatch, rows: most });
  if (rows.length === 0) {
    throw misuse(
      command,
      "nothing of these orders was shipped, so the table has no rows. Raise --orders or --days.",
    );
  }
  if (flags.rows !== undefined && rows.length < flags.rows) {
    context.terminal.note(
      `${rows.length} rows instead of ${flags.rows}: batches are whole (${perBatch} rows each)` +
        `${whole ? ", and the run has no more. Raise --orders or --days." : "."}`,
    );
  }
  const where = { seed: run.seed, timeZone: run.config.timeZone };
  return { ...flagged, rows: decoys.length === 0 ? rows : decoyRows(rows, decoys, where) };
}
