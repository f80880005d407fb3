import { type DurationSummary, describeDurations, throwIfAborted } from "@gigamine/base";
import { type EventLog, variants } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { DurationLists } from "./replay/duration-lists.js";
import type { ReplayEngine } from "./replay/replay-engine.js";
import { TimedMarking } from "./replay/timed-marking.js";
import { replayEngine, replayVariants, type TokenReplayOptions } from "./token-replay.js";

export interface ModelTimesOptions extends TokenReplayOptions {
  /** Whether to measure only cases that replay without a missing or remaining token. @default false */
  readonly fittingOnly?: boolean | undefined;
}

/** Times of one transition, over its firings in the cases measured. A silent one takes no time: its summaries are empty. */
export interface TransitionTimes {
  /** How often it fired. */
  readonly firings: number;
  /** From the last token it needed to its start, or to its completion where the log has no start. */
  readonly waiting: DurationSummary;
  /** From its start to its completion; counts only events whose start is recorded. */
  readonly service: DurationSummary;
  /** From the last token it needed to its completion: waiting and service. */
  readonly sojourn: DurationSummary;
}

/** Times of the tokens of one place, over all tokens that were put by one firing and taken by another. */
export interface PlaceTimes {
  /** From the arrival of the token to the moment it is taken. */
  readonly sojourn: DurationSummary;
  /** Of that, the part until the transition that takes it has all its tokens. */
  readonly synchronization: DurationSummary;
  /** Of that, the rest: everything is there, and nobody has started. */
  readonly waiting: DurationSummary;
}

export interface ModelTimes {
  /** Index = transition. */
  readonly transitions: readonly TransitionTimes[];
  /** Index = place. */
  readonly places: readonly PlaceTimes[];
  /** Cases measured, and those left out by `fittingOnly`. */
  readonly cases: number;
  readonly leftOut: number;
  /** Events of the cases measured that were passed over: no transition has their activity, or their time is not recorded. */
  readonly unknownEvents: number;
  readonly undatedEvents: number;
  /** Firings that started before their last token was there, so that the model says "after" and the clock says "before"; they wait 0. */
  readonly earlyStarts: number;
  /** Whether the log records starts; without them `service` is empty and waiting ends with completion. */
  readonly hasStarts: boolean;
}

/**
 * Projects the times of a log onto a model: how long transitions wait and work, and how long tokens lie in places.
 *
 * Each case is replayed as {@link tokenReplay} does. A token is as old as the completion of the firing that put it; a place
 * gives the oldest first. A transition is enabled when its last token arrives. A silent transition fires in the moment it
 * is enabled. Tokens of the initial marking and added (missing) ones have no age, and nothing is measured on them: so the first
 * step of a case has no waiting time, because a log does not say when the case arrived.
 *
 * All durations are in milliseconds. Where nothing was measured a summary has `count` 0 and `null` figures.
 *
 * O(events · arcs of a transition) after one replay of the variants, O(durations) memory: one number an event and token.
 *
 * Source: Hornix, "Performance Analysis of Business Processes through Process Mining", MSc thesis, Eindhoven University of
 * Technology, 2007 (waiting, synchronization and sojourn time of places, waiting, service and sojourn time of
 * transitions). That thesis measures fitting cases by default; here `fittingOnly` does.
 */
export function modelTimes(
  log: EventLog,
  model: AcceptingPetriNet,
  { fittingOnly = false, ...options }: ModelTimesOptions = {},
): ModelTimes {
  const engine = replayEngine("modelTimes", model, options);
  const summary = variants(log);
  const fits = fittingOnly
    ? replayVariants(summary, engine, options).variants.map((variant) => variant.fits)
    : null;
  const meter = new Meter(engine, log);
  const cases = log.caseIds.length;
  let leftOut = 0;
  for (let c = 0; c < cases; c++) {
    if (c % BATCH === 0) {
      throwIfAborted(options.signal);
      options.onProgress?.({ stage: "measuring times", done: c, total: cases, unit: "cases" });
    }
    if (fits !== null && !fits[summary.caseVariant![c]!]) leftOut++;
    else meter.measure(log.caseOffsets[c]!, log.caseOffsets[c + 1]!);
  }
  options.onProgress?.({ stage: "measuring times", done: cases, total: cases, unit: "cases" });
  return { ...meter.results(), cases: cases - leftOut, leftOut, hasStarts: meter.hasStarts };
}

/** Cases between two looks at the signal. */
const BATCH = 1024;

/** Replays cases with their times and keeps what was measured. */
class Meter {
  readonly hasStarts: boolean;
  readonly #engine: ReplayEngine;
  readonly #labels: Int32Array;
  readonly #activity: ArrayLike<number>;
  readonly #time: Float64Array;
  readonly #starts: Float64Array | null;
  readonly #tokens: TimedMarking;
  readonly #firings: number[];
  readonly #transitions: { waiting: DurationLists; service: DurationLists; sojourn: DurationLists };
  #unknownEvents = 0;
  #undatedEvents = 0;
  #earlyStarts = 0;

  constructor(engine: ReplayEngine, log: EventLog) {
    const { transitionCount } = engine.net;
    const column = log.eventAttributes["start"];
    this.#engine = engine;
    this.#labels = engine.labelsOf(log.activities);
    this.#activity = log.activity;
    this.#time = log.time;
    this.#starts = column?.kind === "timestamp" ? column.values : null;
    this.hasStarts = this.#starts?.some((start) => !Number.isNaN(start)) ?? false;
    this.#tokens = new TimedMarking(engine.net);
    this.#firings = new Array(transitionCount).fill(0);
    this.#transitions = {
      waiting: new DurationLists(transitionCount),
      service: new DurationLists(transitionCount),
      sojourn: new DurationLists(transitionCount),
    };
  }

  /** Replays the events `from` … `to - 1` of one case. */
  measure(from: number, to: number): void {
    const engine = this.#engine;
    const tokens = this.#tokens;
    let marking = engine.start;
    tokens.reset();
    for (let event = from; event < to; event++) {
      const label = this.#labels[this.#activity[event]!]!;
      if (label < 0) {
        this.#unknownEvents++;
        continue;
      }
      const step = engine.steps[engine.step(marking, label)]!;
      for (const t of step.silent) this.#fireSilent(t);
      for (const { place, tokens: count } of step.added) tokens.add(place, count);
      this.#fireVisible(step.transition, event);
      marking = step.next;
    }
    for (const t of engine.end(marking).silent) this.#fireSilent(t);
  }

  results(): Pick<ModelTimes, "transitions" | "places" | "unknownEvents" | "undatedEvents" | "earlyStarts"> {
    const { waiting, service, sojourn } = this.#transitions;
    const tokens = this.#tokens;
    return {
      transitions: this.#firings.map((firings, t) => ({
        firings,
        waiting: describeDurations(waiting.take(t)),
        service: describeDurations(service.take(t)),
        sojourn: describeDurations(sojourn.take(t)),
      })),
      places: Array.from({ length: this.#engine.net.placeCount }, (_, place) => ({
        sojourn: describeDurations(tokens.sojourn.take(place)),
        synchronization: describeDurations(tokens.synchronization.take(place)),
        waiting: describeDurations(tokens.waiting.take(place)),
      })),
      unknownEvents: this.#unknownEvents,
      undatedEvents: this.#undatedEvents,
      earlyStarts: this.#earlyStarts,
    };
  }

  #fireSilent(t: number): void {
    const enabled = this.#tokens.enabledAt(t);
    this.#firings[t]!++;
    this.#tokens.fire(t, enabled, enabled, enabled);
  }

  #fireVisible(t: number, event: number): void {
    const completed = this.#time[event]!;
    const recorded = this.#starts?.[event] ?? Number.NaN;
    // A start after the completion is no start.
    const started = recorded <= completed ? recorded : completed;
    const enabled = this.#tokens.enabledAt(t);
    if (Number.isNaN(completed)) this.#undatedEvents++;
    if (started < enabled) this.#earlyStarts++;
    const { waiting, service, sojourn } = this.#transitions;
    this.#firings[t]!++;
    waiting.push(t, Math.max(0, started - enabled));
    if (recorded <= completed) service.push(t, completed - recorded);
    sojourn.push(t, Math.max(0, completed - enabled));
    this.#tokens.fire(t, enabled, started, completed);
  }
}
