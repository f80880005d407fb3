import type { Unit } from "./model.js";
import type { SimulatedUnit } from "./result.js";
import type { Step } from "./steps.js";

/** Units that were released together by a rule of constant work in process, and all that was made of them. */
export interface Family {
  /** Place in `arrivals`. */
  readonly arrival: number;
  /** How many are in the system. */
  alive: number;
}

/** A unit during a run. */
export interface Traveller<Data> {
  readonly unit: SimulatedUnit<Data>;
  /** Place in the result. */
  readonly index: number;
  /** By step, how often it has come there. */
  readonly visits: number[];
  readonly families: readonly Family[];
  /** How many splits and joins have led to it without time passing. */
  readonly depth: number;
  /** Whether it is on a route marked as rework. */
  rework: boolean;
  /** When it joined the queue it stands in. */
  enabledMs: number;
}

/** What waits for a step: a unit, or a batch of them. */
export interface Job<Data> {
  readonly step: Step<Data>;
  readonly travellers: readonly Traveller<Data>[];
  readonly units: readonly SimulatedUnit<Data>[];
  /** The unit that speaks for it in the queue. */
  readonly lead: Unit<Data>;
  /** Counts what joined a queue. */
  readonly order: number;
  readonly enabledMs: number;
  readonly attempt: number;
  /** Time of work that was drawn; NaN = not yet. */
  drawnMs: number;
}
