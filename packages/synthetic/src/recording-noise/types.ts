import type { AnyAttributes, EventLog } from "@gigamine/event-log";
import type { Distribution } from "../distributions/distribution.js";

/** What `addRecordingNoise` takes: a rate in [0, 1] for each kind of noise. */
export interface RecordingNoiseOptions {
  /** Decides all draws. @default 42 */
  readonly seed?: number | string | undefined;
  /** Share of the cases whose last events were never recorded; one event is always left. @default 0 */
  readonly missingEnds?: number | undefined;
  /** The most events that are missing at the end of such a case, each number from 1 on equally likely. @default 3 */
  readonly maxMissing?: number | undefined;
  /** Share of the events whose completion was not recorded: their `time` is missing, a `start` stays. @default 0 */
  readonly missingTimes?: number | undefined;
  /** Share of the resources whose clock is wrong, by the same amount for all their events (`time` and `start`). @default 0 */
  readonly skewedClocks?: number | undefined;
  /** Minutes that such a clock is fast. @default { kind: "normal", mean: 0, sd: 10 } */
  readonly skewMinutes?: Distribution | undefined;
  /** Share of the events that are recorded twice. @default 0 */
  readonly duplicates?: number | undefined;
  /** Share of the events recorded under the name of another activity of the log, each equally likely. @default 0 */
  readonly swappedLabels?: number | undefined;
  /**
   * Share of the neighbours in a case whose times are exchanged, `time` and `start`. Pairs do not overlap, and neighbours with equal or missing times are
   * left alone. @default 0
   */
  readonly swappedOrder?: number | undefined;
  /** Numbers recorded in a wrong unit, one entry per attribute. @default [] */
  readonly unitMixUps?: readonly UnitMixUp[] | undefined;
}

export interface UnitMixUp {
  /** An event attribute of numbers. */
  readonly attribute: string;
  /** What the number is multiplied by, such as 1000 for g in place of kg; neither 0 nor 1. */
  readonly factor: number;
  /** Share of the events that have the attribute. */
  readonly rate: number;
}

export type RecordingNoiseKind = RecordingNoiseLabel["kind"];

/** An event as it would have been recorded without noise. Instants are ms since the epoch; `null` where missing. */
export interface RecordedEvent {
  readonly activity: string;
  readonly time: number | null;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

/** The two instants of an event, in ms since the epoch; `null` where missing. */
export interface RecordedTimes {
  readonly time: number | null;
  readonly start: number | null;
}

interface LabelBase {
  readonly caseId: string;
  /** Row of the event in the log without noise. */
  readonly originalEvent: number;
  /** Row of the event in the noisy log. */
  readonly event: number;
}

/** One thing that noise did. `before` is what the log without noise has. An event may have several labels of different kinds. */
export type RecordingNoiseLabel =
  | (Omit<LabelBase, "event"> & {
      readonly kind: "missingEnd";
      readonly event: null;
      readonly before: RecordedEvent;
    })
  | (LabelBase & { readonly kind: "missingTime"; readonly before: RecordedTimes })
  | (LabelBase & {
      readonly kind: "skewedClock";
      readonly resource: string;
      /** Whole ms that the clock was fast. */
      readonly shiftMs: number;
      readonly before: RecordedTimes;
    })
  /** `event` is the copy. */
  | (LabelBase & { readonly kind: "duplicate" })
  | (LabelBase & { readonly kind: "swappedLabel"; readonly before: string })
  | (LabelBase & {
      readonly kind: "swappedOrder";
      /** Row of the other event in the log without noise. */
      readonly partner: number;
      readonly before: RecordedTimes;
    })
  | (LabelBase & {
      readonly kind: "unitMixUp";
      readonly attribute: string;
      readonly factor: number;
      readonly before: number;
    });

/** A log with noise, and the truth about it. */
export interface NoisyLog<E extends object = AnyAttributes, C extends object = AnyAttributes> {
  readonly log: EventLog<E, C>;
  /** By row of the log without noise, then by kind in the order of the options. */
  readonly labels: readonly RecordingNoiseLabel[];
  /** Per event of `log` its row in the log without noise; a copy has that of its original. */
  readonly originalEvent: Uint32Array;
}
