import { writeFileAtomic } from "@gigamine/base/node";
import { caseTable, type Diagnosis } from "@gigamine/conformance";
import { type EventLog, writeCsvTable } from "@gigamine/event-log";
import { formatOf } from "./options.js";
import type { Context } from "./terminal.js";

/** The endings of `--cases`. */
export const CASE_FORMATS = ["csv", "json"] as const;

/** What a case does, for a table with a row a case. */
export interface CaseRow {
  readonly caseId: string;
  readonly fits: boolean;
  readonly fitness: number | null;
  /** Only of cases that were aligned with a model. */
  readonly cost?: number;
  readonly skipped?: number;
  readonly inserted?: number;
  readonly misplaced?: number;
  /** In words. */
  readonly deviations: readonly string[];
}

/** Writes the rows as CSV, where no spreadsheet runs a text as a formula, or as JSON. */
export async function writeCases(
  rows: readonly CaseRow[],
  path: string,
  { signal, terminal }: Context,
): Promise<void> {
  terminal.stage("writing the cases");
  const format = formatOf(path, CASE_FORMATS, "conform");
  const text = format === "json" ? `${JSON.stringify(rows, null, 2)}\n` : casesCsv(rows);
  await writeFileAtomic(path, text, { signal });
}

function casesCsv(rows: readonly CaseRow[]): string {
  const counts = (["cost", "skipped", "inserted", "misplaced"] as const).filter(
    (key) => rows[0]?.[key] !== undefined,
  );
  return writeCsvTable(
    ["case_id", "fits", "fitness", ...counts, "deviations"],
    rows.map(({ caseId, fits, fitness, deviations, ...row }) => [
      caseId,
      fits,
      fitness,
      ...counts.map((key) => row[key]!),
      deviations.join("; "),
    ]),
  );
}

/** A row a case of an aligned log. */
export function alignedCases(log: EventLog, diagnosis: Diagnosis): CaseRow[] {
  const words = diagnosis.deviations.map(({ kind, activity, after }) => {
    const where = after === null ? "at the start" : `after ${after}`;
    return kind === "misplaced" ? `${activity} done elsewhere than ${where}` : `${activity} ${kind} ${where}`;
  });
  return caseTable(log, diagnosis).map(({ variant: _, deviations, ...row }) => ({
    ...row,
    deviations: deviations.map((d) => words[d]!),
  }));
}
