/** The three words of the quality status: inside the warning limits, between warning and specification limits, outside. */
export type QcStatus = "In Spec" | "Tolerance Warning" | "Critical Fail";

/** One measured quality metric as a shop-floor system would show it; what is hidden stays in the truth. */
export interface QcValue {
  /** Snake-case key of the metric, one spelling each, for instance `coating_thickness`. */
  readonly metric: string;
  /** What people call it, for instance "Coating thickness". */
  readonly title: string;
  /** As the gauge showed it, rounded to the gauge's resolution. */
  readonly value: number;
  /** UCUM code, for instance `um`. */
  readonly unit: string;
  readonly target: number;
  /** Warning limits; `null` where a side has none. */
  readonly warnLow: number | null;
  readonly warnHigh: number | null;
  /** Specification limits; `null` where a side has none. */
  readonly specLow: number | null;
  readonly specHigh: number | null;
  readonly status: QcStatus;
}

/**
 * A row of the quality table: one step of one batch, with one measurement. The columns of the original project plus
 * what a traceable table needs. `qc_data` is an object here and JSON text when written as CSV.
 */
export interface QcRow {
  /** Unique in a table, for instance `QC-000017`. */
  readonly row_id: string;
  /** Start of the step, ISO 8601 UTC. */
  readonly timestamp: string;
  /** Weekday and part of the day in the plant's zone, for instance `Friday_PM`. */
  readonly shift: string;
  /** 1 … 5 in the five-step table, 1 … 9 in the nine-subcategory table: the place of the subcategory on the line. */
  readonly process_step: number;
  /** For instance "Slurry Mixing", "Coating & Drying". */
  readonly subcategory: string;
  /** The batch, `BATCH-001` …. */
  readonly case_id: string;
  /** "Electrode Manufacturing", "Cell Assembly" or "Formation & Aging". */
  readonly activity: string;
  /** The room, for instance `Coating_Room`. */
  readonly location: string;
  /** The machine, for instance "Coater 1". */
  readonly resource: string;
  /** Who ran it, for instance "Operator C2"; empty where nobody did. */
  readonly operator: string;
  /** 1 for the first time, 2 … for rework. */
  readonly attempt: number;
  readonly qc_data: QcValue;
  /** Of the room when the step began, °C, one decimal. */
  readonly ambient_temp_c: number;
  /** The operator's note; empty until `narrate` fills it. */
  readonly operator_log: string;
}
