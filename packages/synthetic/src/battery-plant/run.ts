import type { EventLog } from "@gigamine/event-log";
import type { BatteryEventAttributes, NoAttributes } from "../battery-log/generate.js";
import type { Decoy } from "../scenarios/decoys.js";
import type { World } from "../scenarios/effects.js";
import type { PlantTruth } from "../scenarios/truth.js";
import type { Electrode, PlantUnitType } from "./line.js";
import type { BatteryPlantConfig } from "./plant-config.js";
import type { QcRow } from "./qc-row.js";
import type { CellCaseAttributes, CellEventAttributes, CellLogOptions } from "./views/cell-log.js";
import type { ElevenActivityOptions } from "./views/eleven-activity-log.js";
import type { LotCaseAttributes, LotEventAttributes } from "./views/lot-log.js";
import type { MeasurementRow } from "./views/measurement-rows.js";
import type { OcelOptions } from "./views/ocel-json.js";
import type { QcTableOptions } from "./views/qc-table.js";
import type { Traceability } from "./views/traceability.js";

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

/**
 * An edge of the genealogy: `quantity` of the parent went into the child, from a stretch of it where it has positions. As `Genealogy` of a
 * simulation, with the unit of the quantity; as in all tables of a run, what is not there is `null`.
 */
export interface GenealogyEdge {
  readonly parent: string;
  readonly child: string;
  readonly quantity: number;
  readonly unit: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** Where a unit ended. */
export type PlantUnitOutcome = "consumed" | "shipped" | "scrap" | "returned" | "open";

/** A unit of the plant. */
export interface PlantUnit {
  readonly id: string;
  readonly type: PlantUnitType;
  /** Id of the order; empty for supplier lots, which serve several. */
  readonly order: string;
  /** Of what it is, or will be, a part; `null` from the tray on. */
  readonly electrode: Electrode | null;
  /** Powder and slurry in kg, foil and rolls in m (good metres of a daughter roll), trays and boxes in cells. */
  readonly quantity: number;
  /** Who delivered it, for instance `Supplier NMC-1`; `null` of what was made here. */
  readonly supplier: string | null;
  /** `consumed`, `shipped`, `scrap`, `returned`, or `open`: a lot or daughter roll that was not used. */
  readonly outcome: PlantUnitOutcome;
}

/** What was decided about a unit or a cell: done again, thrown away, kept back, or let through although not in specification. */
export type PlantMarkKind = "Rework" | "Scrap" | "Hold" | "Concession";

/** A decision after a visit. */
export interface PlantMark {
  readonly kind: PlantMarkKind;
  /** Index into `units` of the run. */
  readonly unit: number;
  /** Index into `cells`, or -1 when it is about the whole unit. */
  readonly cell: number;
  /** Index into `visits`. */
  readonly visit: number;
  readonly timeMs: number;
  /** The metric that decided, or `sight` (seen by an inspector), `contact` (bad contact), `slitting` …. */
  readonly reason: string;
}

/** When a machine could not work. */
export interface PlantOutage {
  /** `breakdown`: under repair, which stops what it is at; `maintenance`: planned, between two visits. */
  readonly kind: "breakdown" | "maintenance";
  /** Index into `resources` of the run. */
  readonly machine: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** An order of cells. */
export interface PlantOrder {
  /** `BATCH-001` …: the case id of the views. */
  readonly id: string;
  readonly releasedMs: number;
  /** Cells ordered. */
  readonly cells: number;
  /** Supplier lots that it was made of, indices into `units`: powder and foil of the cathode, then of the anode. */
  readonly lots: readonly number[];
}

/** Cells, a column an array. A stretch of a daughter roll that was cut out has no cells. */
export interface PlantCells {
  readonly ids: readonly string[];
  /** Index into `units`. */
  readonly tray: Int32Array;
  /** Daughter rolls of the cathode and of the anode, indices into `units`, and where on them the cell's electrode begins, m. */
  readonly cathode: Int32Array;
  readonly anode: Int32Array;
  readonly cathodeFromM: Float64Array;
  readonly anodeFromM: Float64Array;
  /** Index into `outcomes`. */
  readonly outcome: Uint8Array;
  /** Grades `A`, `B`, `C`, and `scrap`. */
  readonly outcomes: readonly string[];
  /** Index into `steps` of where it was scrapped, -1 = it was not. */
  readonly scrapStep: Int8Array;
  /** How often it took part in a step, by index into `steps`; of the steps that trays go through. */
  readonly attempts: ReadonlyMap<number, Uint8Array>;
  /** The box, an index into `units`; -1 = none. */
  readonly box: Int32Array;
}

/** The tables of one run; everything else is computed from them. */
export interface PlantTables {
  readonly seed: number | string;
  readonly config: BatteryPlantConfig;
  /** Beginning: the first material comes. */
  readonly startMs: number;
  /** Everything is complete. */
  readonly endMs: number;
  /** What views know of where a cell's electrodes come from. */
  readonly traceability: Traceability;
  /** The versions of the run in `measurements.latent`; the first is what happens. */
  readonly worlds: readonly World[];
  /** The twelve steps; with `config.cellFormat` "lid first" `Port Sealing` is the thirteenth here, wherever it stands on the line. */
  readonly steps: readonly string[];
  /** Names of the quality metrics. */
  readonly metrics: readonly string[];
  /** Machines, then operators. */
  readonly resources: readonly string[];
  readonly orders: readonly PlantOrder[];
  readonly units: readonly PlantUnit[];
  readonly visits: PlantVisits;
  readonly measurements: PlantMeasurements;
  /** In order of time. */
  readonly marks: readonly PlantMark[];
  /** Repairs and planned maintenance of machines, in order of beginning; not what a scenario stops, which the truth tells. */
  readonly outages: readonly PlantOutage[];
  readonly cells: PlantCells;
  readonly genealogy: readonly GenealogyEdge[];
}

/** What {@link PlantRun.truth} takes. */
export interface TruthOptions {
  /** Decoys that were put into views of the run. @default [] */
  readonly decoys?: readonly Decoy[] | undefined;
}

/** A run: its tables, and views of them that are computed on demand. Views show nothing that is hidden in the plant. */
export interface PlantRun extends PlantTables {
  /** A case an order (batch): what happened to all that belongs to it, in order of completion, and the decisions after steps. */
  lotLog(): EventLog<LotEventAttributes, LotCaseAttributes>;
  /** A case a cell, from the inspection of its powder to its box. */
  cellLog(options?: CellLogOptions): EventLog<CellEventAttributes, CellCaseAttributes>;
  /** The original eleven-activity log: case_id, activity, timestamp, resource, batch_size. */
  elevenActivityLog(options?: ElevenActivityOptions): EventLog<BatteryEventAttributes, NoAttributes>;
  /** The original quality table. */
  qcTable(options?: QcTableOptions): readonly QcRow[];
  /** All measurements, one after another in order of time. */
  measurementRows(): IterableIterator<MeasurementRow>;
  /** The genealogy as far as the plant traces it. */
  genealogyEdges(): readonly GenealogyEdge[];
  /** OCEL 2.0 as JSON text. */
  ocelJson(options?: OcelOptions): string;
  /**
   * What really happened: scenarios, what they changed, and what had been without them as far as `counterfactuals` was asked for. Not a view:
   * computed anew at each call, and the only place where scenarios are named.
   */
  truth(options?: TruthOptions): PlantTruth;
}
