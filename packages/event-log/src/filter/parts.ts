import { optionError, randomStream } from "@gigamine/base";
import type { EventLog } from "../types.js";
import { checkPredicate } from "./check-predicate.js";
import { chooseSome } from "./control-flow-cases.js";
import type { SampleOptions } from "./named-cases.js";
import { gatherLog, mapActivities, markActivities, selectMarked } from "./select.js";

type Names = string | readonly string[];

/** Options of {@link filterPrefix} and {@link filterSuffix}. */
export interface CutOptions {
  /** Which occurrence of the activity cuts a case. @default "first" */
  readonly occurrence?: "first" | "last" | undefined;
  /** Whether the event that cuts is kept. @default true */
  readonly inclusive?: boolean | undefined;
}

/**
 * The events of each case up to an activity (or one of several). Cases without it go, and so does a case of which nothing is left.
 * O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have.
 *
 * @example
 * filterPrefix(log, "Quality check", { occurrence: "last" });
 */
export function filterPrefix<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: Names,
  options: CutOptions = {},
): EventLog<E, C> {
  return cutAt(log, names, options, "filterPrefix", (start, at, _, inclusive) => [
    start,
    inclusive ? at + 1 : at,
  ]);
}

/** The events of each case from an activity on; otherwise as {@link filterPrefix}. */
export function filterSuffix<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: Names,
  options: CutOptions = {},
): EventLog<E, C> {
  return cutAt(log, names, options, "filterSuffix", (_, at, end, inclusive) => [
    inclusive ? at : at + 1,
    end,
  ]);
}

function cutAt<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: Names,
  { occurrence = "first", inclusive = true }: CutOptions,
  where: string,
  part: (start: number, at: number, end: number, inclusive: boolean) => readonly [number, number],
): EventLog<E, C> {
  if (occurrence !== "first" && occurrence !== "last") {
    throw optionError(where, "occurrence", occurrence, 'Give "first" or "last".');
  }
  const marks = mapActivities(log, markActivities(log, names, where));
  const stretches = new Stretches(log);
  for (let c = 0; c < log.caseIds.length; c++) {
    const start = log.caseOffsets[c]!;
    const end = log.caseOffsets[c + 1]!;
    let at = occurrence === "first" ? start : end - 1;
    const step = occurrence === "first" ? 1 : -1;
    while (at >= start && at < end && marks[at] !== 1) at += step;
    if (at >= start && at < end) stretches.add(c, ...part(start, at, end, inclusive));
  }
  return stretches.toLog();
}

/** Options of {@link filterBetween}. */
export interface BetweenOptions {
  /**
   * Which parts of a case are kept: every one from a `from` to the next `to`, the first such, or the longest, from the first
   * `from` to the last `to`. @default "every"
   */
  readonly parts?: "every" | "first" | "longest" | undefined;
  /** Whether the events at both ends are kept. @default true */
  readonly inclusive?: boolean | undefined;
}

/**
 * The parts of cases from activity `from` to activity `to` behind it, each as a case of its own with the attributes of the case
 * it was cut from. The first part keeps the case id, others get `_2`, `_3`, … (further on when such a case exists). After a `from`, a second one
 * before any `to` belongs to the part that has begun. Parts without events (`inclusive: false`) and cases without a part go. O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have.
 *
 * @example
 * filterBetween(log, "Rework", "Quality check"); // one case per round of rework
 */
export function filterBetween<E extends object, C extends object>(
  log: EventLog<E, C>,
  from: Names,
  to: Names,
  { parts = "every", inclusive = true }: BetweenOptions = {},
): EventLog<E, C> {
  if (!["every", "first", "longest"].includes(parts)) {
    throw optionError("filterBetween", "parts", parts, 'Give "every", "first" or "longest".');
  }
  const table = markActivities(log, from, "filterBetween");
  const ends = markActivities(log, to, "filterBetween");
  for (let a = 0; a < table.length; a++) table[a]! |= ends[a]! * 2;
  const marks = mapActivities(log, table);
  const stretches = new Stretches(log);
  const rim = inclusive ? 0 : 1;
  for (let c = 0; c < log.caseIds.length; c++) {
    let begin = -1;
    let last = -1;
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      if (begin >= 0 && (marks[e]! & 2) !== 0) {
        last = e;
        if (parts === "longest") continue;
        stretches.add(c, begin + rim, e + 1 - rim);
        begin = -1;
        if (parts === "first") break;
        if (from !== to && (marks[e]! & 1) !== 0)
          begin = e; // an activity of both ends one part and begins the next
        else if (from === to) begin = e;
      } else if (begin < 0 && (marks[e]! & 1) !== 0) begin = e;
    }
    if (parts === "longest" && last >= 0) stretches.add(c, begin + rim, last + 1 - rim);
  }
  return stretches.toLog();
}

/** The first `count` events of each case, a whole number ≥ 1. A case that has fewer is kept whole. O(events). */
export function filterFirstEvents<E extends object, C extends object>(
  log: EventLog<E, C>,
  count: number,
): EventLog<E, C> {
  checkCount(count, "filterFirstEvents");
  return sliced(log, (start, end) => [start, Math.min(end, start + count)]);
}

/** The last `count` events of each case, a whole number ≥ 1. A case that has fewer is kept whole. O(events). */
export function filterLastEvents<E extends object, C extends object>(
  log: EventLog<E, C>,
  count: number,
): EventLog<E, C> {
  checkCount(count, "filterLastEvents");
  return sliced(log, (start, end) => [Math.max(start, end - count), end]);
}

function sliced<E extends object, C extends object>(
  log: EventLog<E, C>,
  part: (start: number, end: number) => readonly [number, number],
): EventLog<E, C> {
  const stretches = new Stretches(log);
  for (let c = 0; c < log.caseIds.length; c++) {
    stretches.add(c, ...part(log.caseOffsets[c]!, log.caseOffsets[c + 1]!), true);
  }
  return stretches.toLog();
}

function checkCount(count: number, where: string): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw optionError(where, "count", count, "Give a whole number of events, at least 1.");
}

/** Events chosen at random, each choice of that many equally likely. A case that loses all its events goes. O(events). */
export function sampleEvents<E extends object, C extends object>(
  log: EventLog<E, C>,
  options: SampleOptions,
): EventLog<E, C> {
  checkPredicate({ ...options, kind: "sample" }, { where: "sampleEvents", path: "" });
  const { count, share, seed } = options;
  const marks = new Uint8Array(log.activity.length);
  const stream = randomStream(seed, "sample", "events");
  for (const e of chooseSome(marks.length, count ?? Math.round(share! * marks.length), () => stream.next())) {
    marks[e] = 1;
  }
  return selectMarked(log, marks);
}

/** Stretches of events, each to become a case. */
class Stretches<E extends object, C extends object> {
  readonly #log: EventLog<E, C>;
  readonly #cases: number[] = [];
  readonly #starts: number[] = [];
  readonly #offsets: number[] = [0];
  #events = 0;

  constructor(log: EventLog<E, C>) {
    this.#log = log;
  }

  /** Adds the events `start` … `end - 1` of case `c`; an empty stretch only when it is `welcome`. */
  add(c: number, start: number, end: number, welcome = false): void {
    if (end <= start && !welcome) return;
    this.#cases.push(c);
    this.#starts.push(start);
    this.#events += end - start;
    this.#offsets.push(this.#events);
  }

  toLog(): EventLog<E, C> {
    const offsets = Uint32Array.from(this.#offsets);
    const rows = new Uint32Array(this.#events);
    for (let i = 0; i < this.#starts.length; i++) {
      const end = offsets[i + 1]!;
      const shift = this.#starts[i]! - offsets[i]!;
      for (let row = offsets[i]!; row < end; row++) rows[row] = row + shift;
    }
    const cases = Uint32Array.from(this.#cases);
    return gatherLog(this.#log, cases, offsets, rows, this.#caseIds());
  }

  #caseIds(): readonly string[] {
    const { caseIds } = this.#log;
    let taken: Set<string> | null = null;
    let part = 1;
    return this.#cases.map((c, i) => {
      if (c !== this.#cases[i - 1]) {
        part = 1;
        return caseIds[c]!;
      }
      taken ??= new Set(caseIds);
      let id: string;
      do id = `${caseIds[c]}_${++part}`;
      while (taken.has(id));
      taken.add(id);
      return id;
    });
  }
}
