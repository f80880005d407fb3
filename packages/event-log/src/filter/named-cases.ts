import type { EventLog } from "../types.js";
import { selectThat } from "./case-bits.js";

type Names = string | readonly string[];

/** Whether a filter keeps the cases that it describes, or takes them out. */
export interface KeepOptions {
  /** @default true */
  readonly keep?: boolean | undefined;
}

/** Options of {@link filterCasesByActivity}. */
export interface CasesByActivityOptions extends KeepOptions {
  /** Least number of events with one of the activities, a whole number ≥ 0. @default 1 */
  readonly min?: number | undefined;
  /** Most of them. @default without limit */
  readonly max?: number | undefined;
}

/**
 * The cases with an event of one of these activities, or without any (`keep: false`). O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have.
 *
 * @example
 * filterCasesByActivity(log, "Rework", { keep: false });
 */
export function filterCasesByActivity<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: Names,
  { keep, ...counts }: CasesByActivityOptions = {},
): EventLog<E, C> {
  return selectThat(log, { ...counts, kind: "activity", names }, "filterCasesByActivity", keep);
}

/** Options of {@link filterPaths}. */
export interface PathFilterOptions extends KeepOptions {
  /** Whether `to` must come right behind `from`, or anywhere behind it. @default "directly" */
  readonly follows?: "directly" | "eventually" | undefined;
  /** Least time from the completion of one to that of the other, in ms, ≥ 0. @default without */
  readonly minMs?: number | undefined;
  /** Most time between them, in ms. With a bound, events without a time make no path. @default without */
  readonly maxMs?: number | undefined;
}

/**
 * The cases in which activity `to` follows `from`, optionally within bounds of time, or the cases in which it never does
 * (`keep: false`). Lists of activities count as one. O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have; `option/…` for bounds that cross.
 *
 * @example
 * filterPaths(log, "Coating", "Drying", { maxMs: 3_600_000, keep: false }); // dried late, or never
 */
export function filterPaths<E extends object, C extends object>(
  log: EventLog<E, C>,
  from: Names,
  to: Names,
  { keep, follows = "directly", ...bounds }: PathFilterOptions = {},
): EventLog<E, C> {
  const kind = follows === "directly" ? "directlyFollows" : "eventuallyFollows";
  return selectThat(log, { ...bounds, kind, from, to }, "filterPaths", keep);
}

/**
 * The cases with `min` to `max` events, both included; by default 0 and without limit. O(events).
 *
 * @example
 * filterCaseSize(log, { min: 2 });
 */
export function filterCaseSize<E extends object, C extends object>(
  log: EventLog<E, C>,
  range: { readonly min?: number | undefined; readonly max?: number | undefined },
): EventLog<E, C> {
  return selectThat(log, { ...range, kind: "size" }, "filterCaseSize");
}

/**
 * The cases that took `minMs` to `maxMs` from their first to their last recorded time, both included. Cases without a time
 * have no duration and go. O(events).
 *
 * @example
 * filterCaseDuration(log, { minMs: 7 * 86_400_000 });
 */
export function filterCaseDuration<E extends object, C extends object>(
  log: EventLog<E, C>,
  range: { readonly minMs?: number | undefined; readonly maxMs?: number | undefined },
): EventLog<E, C> {
  return selectThat(log, { ...range, kind: "duration" }, "filterCaseDuration");
}

/** Options of {@link filterRework}. */
export interface ReworkFilterOptions extends KeepOptions {
  /** The activities that are looked at, each for itself. @default all */
  readonly names?: Names | undefined;
  /** How often one of them must occur, a whole number ≥ 1. @default 2 */
  readonly min?: number | undefined;
}

/** The cases in which some activity occurs at least `min` times, or those without (`keep: false`). O(events). */
export function filterRework<E extends object, C extends object>(
  log: EventLog<E, C>,
  { keep, ...options }: ReworkFilterOptions = {},
): EventLog<E, C> {
  return selectThat(log, { ...options, kind: "rework" }, "filterRework", keep);
}

/** Options of {@link filterFourEyes}. */
export interface FourEyesOptions extends KeepOptions {
  /** Whether the two events share their resource, or have two. @default "same" */
  readonly resource?: "same" | "different" | undefined;
}

/**
 * The cases in which an event of `first` and another one of `second`, in any order, were done by the same resource: where the
 * four-eyes principle is broken; or by two different ones. Events without a resource prove nothing. O(events).
 *
 * A case may be both, when the activities repeat: `keep: false` gives the cases without any such pair.
 *
 * @throws GigamineError `filter/unknown-activity`; `filter/unknown-attribute` when the log has no resources.
 */
export function filterFourEyes<E extends object, C extends object>(
  log: EventLog<E, C>,
  first: Names,
  second: Names,
  { keep, resource = "same" }: FourEyesOptions = {},
): EventLog<E, C> {
  return selectThat(log, { kind: "fourEyes", first, second, resource }, "filterFourEyes", keep);
}

/** Options of the samplers: `seed`, and exactly one of `count` and `share`. */
export interface SampleOptions {
  /** How many to keep, a whole number; all when there are fewer. */
  readonly count?: number | undefined;
  /** The share to keep, in [0, 1]; the nearest whole number of them. */
  readonly share?: number | undefined;
  /** The same seed chooses the same from the same log. */
  readonly seed: number | string;
}

/** Cases chosen at random, each choice of that many equally likely, in the order of the log. O(events of the chosen cases + cases). */
export function sampleCases<E extends object, C extends object>(
  log: EventLog<E, C>,
  options: SampleOptions,
): EventLog<E, C> {
  return selectThat(log, { ...options, kind: "sample" }, "sampleCases");
}
