import type { Portion, Unit, Visit, VisitStart } from "./model.js";

/** A unit as it ended, or as it stands at the end of the run. */
export interface SimulatedUnit<Data> extends Unit<Data> {
  /** When it came into the system or was made, ms since the epoch. */
  readonly createdMs: number;
  /** When it left, was split or joined; `null` while it is in the system. */
  endedMs: number | null;
  /** The word of its route `leave`, `"split"`, `"joined"`, or `"open"` when it was in the system at the end. */
  outcome: string;
}

/**
 * Visits, a column an array, in order of start: row `i` of all belongs together. A batch has a row for each unit, in order, and these share
 * `visit`.
 */
export interface VisitColumns {
  /** Number of the visit, as `VisitStart.index`. */
  readonly visit: Float64Array;
  /** Index into `units` of the result. */
  readonly unit: Int32Array;
  /** Index into `steps`. */
  readonly step: Int32Array;
  /** How often the unit has been there, this time included. */
  readonly attempt: Int32Array;
  /** 1 when it came by a route marked as rework. */
  readonly rework: Uint8Array;
  /** When the unit joined the queue or the batch, began, was complete; ms since the epoch. `completeMs` is NaN for a visit under way at the end. */
  readonly enabledMs: Float64Array;
  readonly startMs: Float64Array;
  readonly completeMs: Float64Array;
  /** Set-up within it, and time in which the members really worked, set-up included, ms; NaN for a visit under way at the end. */
  readonly setupMs: Float64Array;
  readonly workedMs: Float64Array;
  /** Members per row, the greatest number that a step seizes. */
  readonly width: number;
  /** Row `i` has `width` of them from `i · width` on, in the order of `seize`: index into `members`, or -1 beyond. */
  readonly member: Int32Array;
}

/** `quantity` of the parent went into the child, from the stretch `from` … `to` of it where it has positions. */
export interface Genealogy extends Portion {
  /** Id of the unit made. */
  readonly child: string;
}

/** What a member did besides work, [fromMs, toMs). A set-up and a repair may reach over breaks. */
export interface ResourceState {
  readonly member: string;
  readonly state: "setup" | "failed" | "maintenance";
  readonly fromMs: number;
  readonly toMs: number;
}

/** Units that waited for a batch to fill when the run ended. */
export interface IncompleteBatch {
  readonly step: string;
  /** The key of the batch; `""` without a rule for it. */
  readonly key: string;
  readonly units: readonly string[];
  /** When the first of them came. */
  readonly sinceMs: number;
}

/** Units that waited for a join when the run ended. */
export interface IncompleteJoin {
  readonly join: string;
  readonly needs: number;
  readonly units: readonly string[];
}

/** What `simulate` gives. */
export interface SimulationResult<Data> {
  /** When the last thing happened, ms since the epoch; `endMs` of the model when the run was cut there. */
  readonly endMs: number;
  /** Keys of the steps, and their labels. */
  readonly steps: readonly string[];
  readonly activities: readonly string[];
  /** Names of all members, pool by pool, and the pool of each. */
  readonly members: readonly string[];
  readonly pools: readonly string[];
  /** In order of creation. */
  readonly units: readonly SimulatedUnit<Data>[];
  readonly visits: VisitColumns;
  /** In order of making. */
  readonly genealogy: readonly Genealogy[];
  /** In order of `fromMs`, ties by member and state. */
  readonly states: readonly ResourceState[];
  readonly incompleteBatches: readonly IncompleteBatch[];
  readonly incompleteJoins: readonly IncompleteJoin[];
}

/**
 * Takes what a run makes as soon as it is final, instead of keeping it, so that memory stays flat however long the run is. What
 * has no function here is dropped. The result then has empty tables.
 */
export interface SimulationSink<Data> {
  /** Visits in order of completion. */
  readonly visit?: ((visit: Visit<Data>) => void) | undefined;
  /** Visits under way at the end of the run, in order of start. */
  readonly openVisit?: ((visit: VisitStart<Data>) => void) | undefined;
  /** Units as they leave; at the end those that are still in the system. */
  readonly unit?: ((unit: SimulatedUnit<Data>) => void) | undefined;
  readonly genealogy?: ((edge: Genealogy) => void) | undefined;
  readonly state?: ((state: ResourceState) => void) | undefined;
}
