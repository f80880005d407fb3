import type { EventLog } from "@gigamine/event-log";
import type { QcRow } from "./qc-row.js";

/** What was measured, a column an array; row `i` of all belongs together. Order of time. */
export interface PlantMeasurements {
  /** Index into `units` of the run: a material lot, batch, roll, tray, … */
  readonly unit: Int32Array;
  /** Index into `cells`, or -1 for a measurement of a whole unit or a sampled position of a roll. */
  readonly cell: Int32Array;
  /** Index into `visits`: step, machine, operator, attempt. */
  readonly visit: Int32Array;
  /** Index into `metrics`. */
  readonly metric: Uint8Array;
  readonly timeMs: Float64Array;
  /** What the gauge showed. */
  readonly value: Float64Array;
  /** The hidden value without gauge noise, one column a world (see `ScenarioEffects.worlds`); world 0 is what happens. */
  readonly latent: readonly Float64Array[];
}

/** Steps that were done, in order of start. */
export interface PlantVisits {
  /** Index into `units`. A visit of a batch of units has a row for each unit. */
  readonly unit: Int32Array;
  /** Index into `steps`. */
  readonly step: Uint8Array;
  readonly attempt: Uint16Array;
  /** Index into `resources`: the machine, -1 = none. */
  readonly machine: Int16Array;
  /** Index into `resources`: the operator, -1 = none. */
  readonly operator: Int16Array;
  readonly enabledMs: Float64Array;
  readonly startMs: Float64Array;
  readonly completeMs: Float64Array;
}

/** An edge of the genealogy: `quantity` of the parent went into the child, from a stretch of it where it has positions. */
export interface GenealogyEdge {
  readonly parent: string;
  readonly child: string;
  readonly quantity: number;
  readonly unit: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** A unit of the plant. */
export interface PlantUnit {
  readonly id: string;
  /** `MaterialLot`, `SlurryBatch`, `MotherRoll`, `DaughterRoll`, `Tray`, `ShipLot`. */
  readonly type: string;
  /** Id of the order. */
  readonly order: string;
  readonly quantity: number;
  /** `shipped`, `consumed`, `scrap`, `returned`, `open`. */
  readonly outcome: string;
}

/** Views of one run; all are computed on demand from the same tables. */
export interface PlantRun {
  readonly seed: number | string;
  readonly startMs: number;
  readonly steps: readonly string[];
  readonly metrics: readonly string[];
  readonly resources: readonly string[];
  readonly units: readonly PlantUnit[];
  readonly visits: PlantVisits;
  readonly measurements: PlantMeasurements;
  /** Per cell: id, the tray as an index into `units`, and where it ended. */
  readonly cells: {
    readonly ids: readonly string[];
    readonly tray: Int32Array;
    /** Daughter rolls of the cathode and of the anode, indices into `units`. */
    readonly cathode: Int32Array;
    readonly anode: Int32Array;
    /** Index into `outcomes`. */
    readonly outcome: Uint8Array;
    readonly outcomes: readonly string[];
  };
  readonly genealogy: readonly GenealogyEdge[];
  /** A case an order (batch): what happened to all that belongs to it, in order of completion. */
  lotLog(): EventLog;
  /** A case a cell, with the steps of all its ancestors. */
  cellLog(): EventLog;
  /** The original eleven-activity log: case_id, activity, timestamp, resource, batch_size. */
  elevenActivityLog(options?: { readonly rework?: "prefix" | "repeat" | undefined }): EventLog;
  /** The original quality table. */
  qcTable(options?: {
    readonly subcategories?: 5 | 9 | undefined;
    readonly rows?: number | undefined;
  }): readonly QcRow[];
  /** OCEL 2.0 JSON. */
  ocelJson(): string;
}
