import type { LongWorkOptions } from "@gigamine/base";
import type { Dfg, EventLog } from "@gigamine/event-log";
import type { AcceptingPetriNet, ProcessTree } from "@gigamine/models";
import type { NoAttributes } from "../battery-log/generate.js";
import type { Distribution } from "../distributions/distribution.js";

/** What {@link playOut} plays: a process tree, a Petri net with its markings, or a directly-follows graph. */
export type PlayOutModel = ProcessTree | AcceptingPetriNet | Dfg;

/** The times of the events. */
export interface PlayOutTimes {
  /**
   * When the first case arrives: ISO 8601, UTC where it names no offset, or ms since the epoch. @default "2025-01-06T06:00:00Z"
   */
  readonly start?: number | string | undefined;
  /** Minutes from one arrival to the next; no draw may be below 0. @default { kind: "constant", value: 60 } */
  readonly arrivals?: Distribution | undefined;
  /**
   * Minutes of work of each activity, by its name; no draw may be below 0. With it an event has a `start` besides its `time`, begins
   * as soon as all that it waits for is done, and branches of a parallel run side by side. Without it the first event of a case is at
   * its arrival, and each further one a minute after the one before. @default none
   */
  readonly durations?: Readonly<Record<string, Distribution>> | undefined;
  /** The same for the activities that `durations` does not name. @default none: `durations` must name all */
  readonly otherDurations?: Distribution | undefined;
}

/** What random play takes in either mode. */
export interface RandomPlayOptions extends PlayOutTimes, LongWorkOptions {
  /** How many runs are begun: whole, in [0, 10000000]. @default 1000 */
  readonly cases?: number | undefined;
  /** Decides all draws. @default 42 */
  readonly seed?: number | string | undefined;
  /** A run that shows more events than this is given up and counted: whole, in [0, 1000000]. @default 1000 */
  readonly maxLength?: number | undefined;
}

/** Each choice equally likely. */
export interface UniformPlayOptions extends RandomPlayOptions {
  readonly mode?: "uniform" | undefined;
}

/**
 * How much weight a node of a tree has, at least 0, among those that it competes with. `path` leads to it from the root by positions
 * of children; it tells apart nodes that are one object.
 */
export type TreeWeights = (node: ProcessTree, path: readonly number[]) => number;

/** Choices by weight. A directly-follows graph brings its own: its counts. */
export type StochasticPlayOptions<M extends PlayOutModel> = RandomPlayOptions & {
  readonly mode: "stochastic";
} & (M extends Dfg
    ? { readonly weights?: undefined }
    : M extends AcceptingPetriNet
      ? {
          /** One of at least 0 per transition, silent ones too. */
          readonly weights: readonly number[];
        }
      : { readonly weights: TreeWeights });

/** Every trace once. */
export interface ExhaustivePlayOptions extends Pick<PlayOutTimes, "start" | "arrivals">, LongWorkOptions {
  readonly mode: "exhaustive";
  /** Traces with more events are left out: whole, in [0, 1000]. @default 20 */
  readonly maxLength?: number | undefined;
  /** No more than this many traces are listed: whole, in [1, 10000000]. @default 10000 */
  readonly maxTraces?: number | undefined;
  /** Decides the arrivals, if they are random. @default 42 */
  readonly seed?: number | string | undefined;
}

export type PlayOutOptions<M extends PlayOutModel = PlayOutModel> =
  | UniformPlayOptions
  | StochasticPlayOptions<M>
  | ExhaustivePlayOptions;

/** What became of the runs. */
export interface RandomPlayReport {
  readonly mode: "uniform" | "stochastic";
  /** Runs begun; the sum of the three below. */
  readonly runs: number;
  /** Runs that came to an end of the model: the cases of the log. */
  readonly ended: number;
  /** Runs that came to where nothing can go on and that is no end; not in the log. */
  readonly stuck: number;
  /** Runs given up after `maxLength` events, or after so many silent steps in a row that they go round in circles; not in the log. */
  readonly tooLong: number;
}

/** Whether all traces are there. */
export interface ExhaustivePlayReport {
  readonly mode: "exhaustive";
  readonly traces: number;
  /** True when it is certain that the model has no other traces. */
  readonly complete: boolean;
  /** The bound that left traces out; `null` when `complete`. */
  readonly cutBy: "maxLength" | "maxTraces" | null;
}

/** Attributes of an event played with durations. */
export type TimedEventAttributes = {
  /** When the work began. */
  start: Date;
};

/** A log that was played out: an ordinary log that also says how it came about. */
export type PlayedOutLog<E extends object, R> = EventLog<E, NoAttributes> & { readonly playOut: R };
