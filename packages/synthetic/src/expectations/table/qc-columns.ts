import { quoteValue } from "@gigamine/base";
import { columnByName, columnValue, type EventLog } from "@gigamine/event-log";
import { z } from "zod";
import type { Finding } from "../check.js";
import { countWords, Violations } from "../violations.js";

const limit = z.number().nullable();

/** What stands in the column `qc_data` as JSON text. */
export const qcValueSchema = z.object({
  metric: z.string().min(1),
  title: z.string().min(1),
  value: z.number(),
  unit: z.string().min(1),
  target: z.number(),
  warnLow: limit,
  warnHigh: limit,
  specLow: limit,
  specHigh: limit,
  status: z.enum(["In Spec", "Tolerance Warning", "Critical Fail"]),
});

export type ReadQcValue = z.infer<typeof qcValueSchema>;

/** A row of a quality table as it was read; `null` where a field is missing or of another kind. */
export interface ReadQcRow {
  /** Number of the event in the log. */
  readonly event: number;
  /** Number of the case. */
  readonly batch: number;
  readonly timeMs: number;
  readonly shift: string | null;
  readonly processStep: number | null;
  readonly subcategory: string | null;
  readonly location: string | null;
  readonly resource: string | null;
  readonly operator: string | null;
  readonly attempt: number | null;
  readonly ambientC: number | null;
  readonly note: string | null;
  /** `null` when it is no JSON of the form of {@link qcValueSchema}; then `why` says so. */
  readonly qc: ReadQcValue | null;
  readonly why: string;
}

/** Columns that a quality table has beside the case, the activity and the time. */
const qcColumns = {
  shift: "string",
  process_step: "number",
  subcategory: "string",
  location: "string",
  resource: "string",
  qc_data: "string",
  ambient_temp_c: "number",
} as const;

/** Columns that are not there or of another kind. */
export function missingColumns(log: EventLog): Finding {
  const found = new Violations();
  const entries = Object.entries(qcColumns);
  for (const [name, kind] of entries) {
    const column = columnByName(log.eventAttributes, name);
    if (column === undefined) found.add(() => `${quoteValue(name)} is missing`);
    else if (column.kind !== kind)
      found.add(() => `${quoteValue(name)} holds ${column.kind} values, not ${kind}`);
  }
  return {
    observed: `${entries.length - found.count} of ${countWords(entries.length, "column")}`,
    violations: found.count,
    examples: found.examples,
  };
}

/** Whether a log is a quality table: it has the columns by which one is known. */
export function isQcTable(log: EventLog): boolean {
  return ["process_step", "subcategory", "qc_data"].every(
    (name) => columnByName(log.eventAttributes, name) !== undefined,
  );
}

/** The rows of a quality table, batch by batch. */
export function readQcRows(log: EventLog): readonly ReadQcRow[] {
  const text = (name: string): ((e: number) => string | null) => {
    const column = columnByName(log.eventAttributes, name);
    if (column?.kind !== "string") return () => null;
    return (e) => columnValue(column, e) as string | null;
  };
  const number = (name: string): ((e: number) => number | null) => {
    const column = columnByName(log.eventAttributes, name);
    if (column?.kind !== "number") return () => null;
    return (e) => columnValue(column, e) as number | null;
  };
  const [shift, subcategory, location] = [text("shift"), text("subcategory"), text("location")];
  const [resource, operator] = [text("resource"), text("operator")];
  const [note, qcText] = [text("operator_log"), text("qc_data")];
  const [processStep, attempt, ambientC] = [
    number("process_step"),
    number("attempt"),
    number("ambient_temp_c"),
  ];
  const rows: ReadQcRow[] = [];
  for (let c = 0; c < log.caseIds.length; c++) {
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const { qc, why } = parseQcValue(qcText(e));
      rows.push({
        event: e,
        batch: c,
        timeMs: log.time[e]!,
        shift: shift(e),
        processStep: processStep(e),
        subcategory: subcategory(e),
        location: location(e),
        resource: resource(e),
        operator: operator(e),
        attempt: attempt(e),
        ambientC: ambientC(e),
        note: note(e),
        qc,
        why,
      });
    }
  }
  return rows;
}

function parseQcValue(text: string | null): { qc: ReadQcValue | null; why: string } {
  if (text === null) return { qc: null, why: "has no qc_data" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { qc: null, why: "has a qc_data that is no JSON" };
  }
  const checked = qcValueSchema.safeParse(value);
  if (checked.success) return { qc: checked.data, why: "" };
  const field = checked.error.issues[0]!.path.join(".");
  return { qc: null, why: `has a qc_data with a wrong ${field === "" ? "form" : field}` };
}
