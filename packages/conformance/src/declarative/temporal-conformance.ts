import { GigamineError, type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { checkTemporalProfile, type TemporalProfile } from "@gigamine/models";
import { BrokenRules } from "./rule-tally.js";

export interface TemporalConformanceOptions extends LongWorkOptions {
  /** How many standard deviations a time may lie from the mean, at least 0. @default 3 */
  readonly zeta?: number | undefined;
}

/** Two events of a case with an unusual time between them. */
export interface UnusualTime {
  /** Index into the events of the log. */
  readonly fromEvent: number;
  readonly toEvent: number;
  readonly elapsedMs: number;
  /** Standard deviations from the mean, with sign; `null` where the profile has no spread. */
  readonly zScore: number | null;
}

/** A pair of activities of the profile that some case breaks. */
export interface BrokenTemporalPair {
  readonly from: string;
  readonly to: string;
  readonly meanMs: number;
  readonly stdMs: number;
  /** Pairs of events compared, over all cases. */
  readonly checked: number;
  /** Of these, those too far from the mean. */
  readonly deviating: number;
  /** Cases with at least one of these. */
  readonly violatedCases: number;
}

/** What is unusual in one case. */
export interface TemporalDeviations {
  /** Index of the case. */
  readonly case: number;
  readonly deviations: readonly {
    /** Index into `rules`. */
    readonly rule: number;
    /** Pairs of events of the case that are too far from the mean. */
    readonly count: number;
    /** The one farthest from the mean; of those equally far the one that ends first, then the one that begins first. */
    readonly worst: UnusualTime;
  }[];
}

export interface TemporalConformance {
  readonly zeta: number;
  /** The pairs of activities that some case breaks: by most cases first, ties in the order of the profile. */
  readonly rules: readonly BrokenTemporalPair[];
  /** The cases that break some, rising. */
  readonly cases: readonly TemporalDeviations[];
  /** Pairs of events compared with the profile. */
  readonly checkedPairs: number;
  /** Of these, those too far from the mean. */
  readonly deviatingPairs: number;
  /** Pairs of events that the profile does not know, or of which it knows one time only: they can't be judged. */
  readonly unjudgedPairs: number;
  /** Share of the compared pairs within zeta, in [0, 1]; `null` when none was compared. */
  readonly fitness: number | null;
  /** Cases in which nothing is too far from the mean. */
  readonly fittingCases: number;
  /** Their share, in [0, 1]; `null` for a log without cases. */
  readonly fittingShare: number | null;
}

/** Times this near to the allowed ones are allowed too: rounding of means and deviations never decides. */
const TOLERANCE_MS = 0.001;
/** Pairs of this many activities can be looked up in memory. */
const MOST_ACTIVITIES = 4096;
/** Cases between two looks at the signal. */
const BATCH = 4096;

/**
 * Finds the cases in which the time between two activities is unusual by a temporal profile: for all events i < j of a
 * case,
 *
 *     |elapsed - mean| > zeta · std
 *
 * with the mean and standard deviation of their two activities. What of the later event counts, completion or start, is
 * what the profile was made with. Events without a time are passed over, as are pairs that the profile does not know or
 * knows one time of (`unjudgedPairs`). Differences of up to a microsecond count as none.
 *
 * Deviations are counted one by one but reported by pair of activities, each with the one farthest from the mean, so that a
 * case of many events stays readable. O(events · k · log events) for k distinct activities a case, although all pairs of
 * events are compared: the times of an activity are sorted, so those out of range are found by bisection.
 *
 * Source: Stertz, Mangler, Rinderle-Ma, "Temporal conformance checking at runtime based on time-infused process models",
 * arXiv 2008.07262, 2020. PM4Py takes 1 as default for zeta and judges by single times as if their deviation were 0.
 *
 * @throws GigamineError `temporal-profile/invalid` for a profile of the wrong shape; `declarative/too-many-activities` when
 * log and profile share more than 4096 activities.
 * @example
 * temporalConformance(log, profile, { zeta: 6 }).cases; // the cases to look at
 */
export function temporalConformance(
  log: EventLog,
  profile: TemporalProfile,
  { zeta = 3, signal, onProgress }: TemporalConformanceOptions = {},
): TemporalConformance {
  if (!(zeta >= 0 && zeta < Number.POSITIVE_INFINITY)) {
    throw optionError("temporalConformance", "zeta", zeta, "Give a number of at least 0, such as 3.");
  }
  const check = new TemporalCheck(log, checkTemporalProfile(profile), zeta);
  const cases = log.caseOffsets.length - 1;
  const broken = new BrokenRules();
  const found: {
    readonly case: number;
    readonly numbers: number[];
    readonly pairs: readonly PairInCase[];
  }[] = [];
  for (let c = 0; c < cases; c++) {
    if (c % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "checking", done: c, total: cases, unit: "cases" });
    }
    const pairs = check.checkCase(c);
    if (pairs.length > 0)
      found.push({ case: c, numbers: pairs.map(({ pair }) => broken.add(pair, 1)), pairs });
  }
  onProgress?.({ stage: "checking", done: cases, total: cases, unit: "cases" });

  const { rules, rank } = broken.ranked();
  const sum = (numbers: Float64Array): number => numbers.reduce((total, number) => total + number, 0);
  const [checkedPairs, deviatingPairs] = [sum(check.checked), sum(check.deviating)];
  return {
    zeta,
    rules: rules.map(({ key, cases: violatedCases }) => ({
      from: profile.activities[profile.from[key]!]!,
      to: profile.activities[profile.to[key]!]!,
      meanMs: profile.meanMs[key]!,
      stdMs: profile.stdMs[key]!,
      checked: check.checked[key]!,
      deviating: check.deviating[key]!,
      violatedCases,
    })),
    cases: found.map(({ case: index, numbers, pairs }) => ({
      case: index,
      deviations: pairs
        .map(({ count, worst }, k) => ({ rule: rank[numbers[k]!]!, count, worst }))
        .sort((x, y) => x.rule - y.rule),
    })),
    checkedPairs,
    deviatingPairs,
    unjudgedPairs: check.unjudged,
    fitness: checkedPairs === 0 ? null : 1 - deviatingPairs / checkedPairs,
    fittingCases: cases - found.length,
    fittingShare: cases === 0 ? null : 1 - found.length / cases,
  };
}

/** What one pair of activities deviates in one case. */
interface PairInCase {
  /** Index into the profile. */
  readonly pair: number;
  count: number;
  worst: UnusualTime;
}

/** Looks at one case after the other and adds up, per pair of the profile, what was compared and what deviated. */
class TemporalCheck {
  readonly checked: Float64Array;
  readonly deviating: Float64Array;
  unjudged = 0;
  readonly #log: EventLog;
  readonly #profile: TemporalProfile;
  readonly #zeta: number;
  readonly #later: Float64Array;
  /** Per activity of the log its number among those that the profile knows too; -1 for the others. */
  readonly #shared: Int32Array;
  readonly #size: number;
  /** Per two shared activities their pair in the profile; -1 for none. */
  readonly #pairs: Int32Array;
  /** Per shared activity the events of the case so far that have a time, rising. */
  readonly #earlier: number[][];

  constructor(log: EventLog, profile: TemporalProfile, zeta: number) {
    this.#log = log;
    this.#profile = profile;
    this.#zeta = zeta;
    this.#later = profile.laterTime === "start" ? startOrCompletion(log) : log.time;
    this.checked = new Float64Array(profile.from.length);
    this.deviating = new Float64Array(profile.from.length);

    const inLog = new Set(log.activities);
    const shared = profile.activities.filter((name) => inLog.has(name));
    const size = shared.length;
    if (size > MOST_ACTIVITIES) throw tooManyActivities(size);
    const numbers = new Map(shared.map((name, number) => [name, number]));
    const numberOf = (name: string): number => numbers.get(name) ?? -1;
    this.#size = size;
    this.#shared = Int32Array.from(log.activities, numberOf);
    this.#earlier = shared.map(() => []);
    this.#pairs = new Int32Array(size * size).fill(-1);
    const inProfile = profile.activities.map(numberOf);
    profile.from.forEach((from, pair) => {
      const [a, b] = [inProfile[from]!, inProfile[profile.to[pair]!]!];
      if (a >= 0 && b >= 0) this.#pairs[a * size + b] = pair;
    });
  }

  /** The pairs of activities that deviate in case `c`, in the order found. */
  checkCase(c: number): PairInCase[] {
    const { activity, caseOffsets, time } = this.#log;
    const earlier = this.#earlier;
    const seen: number[] = [];
    const found = new Map<number, PairInCase>();
    let timed = 0; // earlier events with a time
    let strangers = 0; // those of them that the profile does not know
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const b = this.#shared[activity[e]!]!;
      if (!Number.isNaN(this.#later[e]!)) {
        this.unjudged += b < 0 ? timed : strangers;
        if (b >= 0) for (const a of seen) this.#compare(a, b, e, found);
      }
      if (Number.isNaN(time[e]!)) continue;
      timed++;
      if (b < 0) strangers++;
      else if (earlier[b]!.push(e) === 1) seen.push(b);
    }
    for (const a of seen) earlier[a]!.length = 0;
    return [...found.values()];
  }

  /** Compares event `e`, of activity b, with all earlier ones of activity a. */
  #compare(a: number, b: number, e: number, found: Map<number, PairInCase>): void {
    const events = this.#earlier[a]!;
    const pair = this.#pairs[a * this.#size + b]!;
    const std = pair < 0 ? null : this.#profile.stdMs[pair]!;
    if (std === null) {
      this.unjudged += events.length;
      return;
    }
    this.checked[pair]! += events.length;
    const mean = this.#profile.meanMs[pair]!;
    const reach = this.#zeta * std + TOLERANCE_MS;
    const { time } = this.#log;
    const reached = this.#later[e]!;
    const last = events.length - 1;
    const longest = reached - time[events[0]!]! - mean;
    const shortest = reached - time[events[last]!]! - mean;
    if (longest <= reach && shortest >= -reach) return;

    // How much longer than the mean it is since an earlier event; falls from one earlier event to the next.
    const excess = (event: number): number => reached - time[event]! - mean;
    const tooLong = firstWhere(events, (event) => excess(event) <= reach);
    const inTime = firstWhere(events, (event) => excess(event) < -reach);
    const count = tooLong + events.length - inTime;
    const farthest =
      tooLong > 0 && longest >= -shortest ? 0 : firstWhere(events, (event) => excess(event) <= shortest);
    const fromEvent = events[farthest]!;
    const distance = excess(fromEvent);
    const worst: UnusualTime = {
      fromEvent,
      toEvent: e,
      elapsedMs: distance + mean,
      zScore: std === 0 ? null : distance / std,
    };
    this.deviating[pair]! += count;
    const known = found.get(pair);
    if (known === undefined) {
      found.set(pair, { pair, count, worst });
      return;
    }
    known.count += count;
    if (Math.abs(distance) > Math.abs(known.worst.elapsedMs - mean)) known.worst = worst;
  }
}

/**
 * Index of the first event for which `holds`, which holds for all behind it too; their number if it holds for none. O(log
 * events).
 */
function firstWhere(events: readonly number[], holds: (event: number) => boolean): number {
  let from = 0;
  let to = events.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(events[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The recorded starts; of an event without one its completion. */
function startOrCompletion(log: EventLog): Float64Array {
  const column = columnByName(log.eventAttributes, "start");
  if (column?.kind !== "timestamp") return log.time;
  return column.values.map((start, e) => (Number.isNaN(start) ? log.time[e]! : start));
}

function tooManyActivities(size: number): GigamineError {
  return new GigamineError(
    "declarative/too-many-activities",
    `temporalConformance: log and profile share ${size} activities; at most ${MOST_ACTIVITIES} are possible. ` +
      "Group activities, or filter rare ones first.",
    { activities: size, most: MOST_ACTIVITIES },
  );
}
