import { optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import type { Expectation } from "../check.js";
import { badShiftHotter, badShiftMovesMetrics } from "./bad-shift.js";
import { inSpecShare, metricDiversity, oneSpelling, oneUnit, readable, statusFitsLimits } from "./metrics.js";
import { noteRepeats, notesAgree } from "./notes.js";
import { missingColumns, type ReadQcRow, readQcRows } from "./qc-columns.js";
import { batchesTraced, stepFitsSubcategory, stepsInOrder } from "./traceability.js";

/** What {@link qcTableExpectations} takes. */
export interface QcTableExpectationOptions {
  /** Share of the batches that must have rows of several steps, in [0, 1]. @default 0.95 */
  readonly traced?: number | undefined;
  /** Lowest and highest share of rows in spec, in [0, 1]; the shares are compared with the room that chance needs. @default [0.85, 0.97] */
  readonly inSpec?: readonly [number, number] | undefined;
  /**
   * A shift that is known to be bad: in `location` it must be hotter than the other shifts by more than `hotterByC`. Left out:
   * not expected.
   */
  readonly badShift?:
    | { readonly shift: string; readonly location: string; readonly hotterByC?: number | undefined }
    | undefined;
}

/**
 * What holds for a quality table, read as a log (case = batch, activity, time, and the columns `shift`, `process_step`,
 * `subcategory`, `location`, `resource`, `qc_data` as JSON, `ambient_temp_c`, `operator_log`): expectations named `qc/…`.
 *
 * `columns`, `readable` (every `qc_data` is JSON of the form), `one-spelling` and `one-unit` of each metric, `status-fits-limits`, `diversity` (a metric takes many
 * values: at least half as many as rows), `in-spec`; `step-fits-subcategory` (a step number has one subcategory and one activity, a metric one
 * subcategory), `batches-traced`, `steps-in-order`; `notes-agree` (every number in a note stands in its row, words fit the status), `notes-differ`; with `badShift`
 * also `bad-shift-hotter` and the warning `bad-shift-moves-metrics`.
 *
 * O(rows · log rows).
 */
export function qcTableExpectations(options: QcTableExpectationOptions = {}): readonly Expectation[] {
  const where = "qcTableExpectations";
  const { traced = 0.95, inSpec = [0.85, 0.97], badShift } = options;
  if (!(traced >= 0 && traced <= 1)) throw optionError(where, "traced", traced, "Give a share in [0, 1].");
  const [low, high] = inSpec;
  if (!(low >= 0 && low <= high && high <= 1)) {
    throw optionError(where, "inSpec", inSpec, "Give two shares in [0, 1], the lower first.");
  }
  const rowsOf = rowsOnce();
  const must = (
    name: string,
    title: string,
    check: (rows: readonly ReadQcRow[], log: EventLog) => ReturnType<Expectation["check"]>,
    severity: "error" | "warning" = "error",
  ): Expectation => ({ id: `qc/${name}`, title, severity, check: (log) => check(rowsOf(log), log) });
  const expectations = [
    must("columns", "The table has all columns, of their kind", (_rows, log) => missingColumns(log)),
    must("readable", "Every row has a measurement of the agreed form", readable),
    must("one-spelling", "Every metric has one spelling", oneSpelling),
    must("one-unit", "Every metric has one unit", oneUnit),
    must("status-fits-limits", "The status is what value and limits say", statusFitsLimits),
    must("diversity", "Every metric takes many values", metricDiversity),
    must("in-spec", `${percent(low)} to ${percent(high)} of the rows are in spec`, (rows) =>
      inSpecShare(rows, low, high),
    ),
    must("step-fits-subcategory", "Step, subcategory, activity and metric agree", stepFitsSubcategory),
    must("batches-traced", `${percent(traced)} of the batches have rows of several steps`, (rows, log) =>
      batchesTraced(rows, log, traced),
    ),
    must("steps-in-order", "A batch goes through its steps in order", stepsInOrder),
    must("notes-agree", "What notes say stands in their rows", notesAgree),
    must("notes-differ", "Fewer than 5 % of the notes are repeated", noteRepeats, "warning"),
  ];
  if (badShift !== undefined) {
    const { shift, location, hotterByC = 3 } = badShift;
    expectations.push(
      must("bad-shift-hotter", `${shift} is hotter in ${location} by more than ${hotterByC} °C`, (rows) =>
        badShiftHotter(rows, shift, location, hotterByC),
      ),
      must(
        "bad-shift-moves-metrics",
        `${shift} has more values out of the warning limits in ${location}`,
        (rows) => badShiftMovesMetrics(rows, shift, location),
        "warning",
      ),
    );
  }
  return expectations;
}

/** Reads a log once for all expectations of one list. */
function rowsOnce(): (log: EventLog) => readonly ReadQcRow[] {
  let [last, rows]: [EventLog | null, readonly ReadQcRow[]] = [null, []];
  return (log) => {
    if (log !== last) [last, rows] = [log, readQcRows(log)];
    return rows;
  };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))} %`;
}
