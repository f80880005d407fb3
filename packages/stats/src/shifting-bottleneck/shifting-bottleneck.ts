import { GigamineError, optionError } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { bisectRight } from "d3-array";
import { oneOf } from "../activity-selection.js";
import { type CalendarBucketOptions, CalendarBuckets } from "../calendar-buckets.js";
import { startTimes } from "../case-times.js";
import { resourceColumn } from "../organisation/resource-column.js";
import { activePeriods, longestSomewhere } from "./active-periods.js";
import { OverlapClock } from "./overlap-clock.js";

export interface ShiftingBottleneckOptions extends CalendarBucketOptions {
  /** Whose active periods are compared. @default "resources" where the log names any, else "activities" */
  readonly of?: "resources" | "activities" | undefined;
  /** Windows of this length, in ms, from the first start on, in place of those of a calendar. Above 0. @default by `unit` */
  readonly windowMs?: number | undefined;
  /**
   * Pauses up to this long, in ms, do not end an active period: set-ups and changes of tools, which keep a machine from the next
   * piece and which logs seldom record. At least 0. @default 0
   */
  readonly maxGapMs?: number | undefined;
}

/** How long one resource or activity was the bottleneck within some stretch of time. */
export interface BottleneckTime {
  readonly name: string;
  /** Time in which it was the bottleneck alone. */
  readonly soleMs: number;
  /** Time in which the bottleneck shifted from it or to it: its period overlapped another bottleneck period. */
  readonly shiftingMs: number;
  /** Time in which it was active, as bottleneck or not. */
  readonly activeMs: number;
}

/** One stretch of time between two edges of the calendar. */
export interface BottleneckWindow {
  /** Begin, ms since the epoch, inside the window. */
  readonly fromMs: number;
  /** End, ms since the epoch, outside the window. */
  readonly toMs: number;
  /** Whose `soleMs` + `shiftingMs` is greatest, then whose `soleMs` is, then the lower id; `null` when nothing was active. */
  readonly bottleneck: string | null;
  /** What was active in the window, the greatest bottleneck first, in the order that `bottleneck` goes by. */
  readonly times: readonly BottleneckTime[];
}

/** The figures over the whole log. */
export interface BottleneckTotal extends BottleneckTime {
  /** `soleMs` and `shiftingMs` over the time from the first start to the last completion, in [0, 1]. */
  readonly soleShare: number;
  readonly shiftingShare: number;
  readonly activePeriods: number;
  /** Mean length of its active periods; the greatest is the bottleneck of the method of 2001, which does not look at the instant. */
  readonly meanActiveMs: number;
}

/** An active period that was the longest of all at some instant within it. */
export interface BottleneckPeriod {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ShiftingBottleneck {
  readonly of: "resources" | "activities";
  /** First start and last completion of the measured events, ms since the epoch; `null` when there is none. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** From the first to the last without a gap. */
  readonly windows: readonly BottleneckWindow[];
  /** What was ever active, the greatest bottleneck first, as in a window. */
  readonly totals: readonly BottleneckTotal[];
  /** The bottleneck as it shifts, by `fromMs`; consecutive periods overlap while it shifts. */
  readonly periods: readonly BottleneckPeriod[];
  /** Events without a start, a time or a resource, or that start after they complete. */
  readonly eventsLeftOut: number;
}

/**
 * Which resource, or activity, holds up the line at each instant, by the lengths of uninterrupted active periods, and how that shifts
 * over windows of time.
 *
 * A resource is active from the start to the completion of an event; events that touch or overlap make one period. At any instant
 * the bottleneck is the one whose period that is under way is the longest, measured from its begin to its end: whoever works on
 * without having to wait for others is what the others wait for. A period that is the longest at some instant is a bottleneck
 * period. Where one bottleneck period runs alone, its owner is the sole bottleneck; where two or more overlap, the bottleneck
 * shifts between them. Of equally long periods that of the lower id wins (resources by first appearance, activities by id).
 *
 * A machine that stands still at night has its period ended by the night; to bridge pauses give `maxGapMs`. Recorded starts are
 * needed, and all steps of a machine: what is not in the log counts as waiting. O(events log events + periods log periods +
 * windows).
 *
 * Source: Roser, Nakano, Tanaka, "A Practical Bottleneck Detection Method", Winter Simulation Conference 2001 (active periods and
 * their mean); the same, "Shifting Bottleneck Detection", Winter Simulation Conference 2002 (sole and shifting).
 *
 * @throws GigamineError `stats/no-starts` when no event has a start; `stats/no-resource`; `stats/too-many-buckets` beyond 100,000 windows.
 * @example
 * shiftingBottleneck(log, { unit: "day", timeZone: "Europe/Berlin" }).windows.map((w) => w.bottleneck)
 */
export function shiftingBottleneck(
  log: EventLog,
  { of, windowMs, maxGapMs = 0, unit, timeZone }: ShiftingBottleneckOptions = {},
): ShiftingBottleneck {
  const where = "shiftingBottleneck";
  const kind =
    of ?? (columnByName(log.eventAttributes, "resource")?.kind === "string" ? "resources" : "activities");
  oneOf(where, "of", kind, ["resources", "activities"]);
  if (!(maxGapMs >= 0)) throw optionError(where, "maxGapMs", maxGapMs, "Give milliseconds, at least 0.");
  if (windowMs !== undefined && (unit !== undefined || timeZone !== undefined)) {
    throw optionError(where, "windowMs", windowMs, "Give either windowMs, or unit and timeZone.");
  }
  const starts = startTimes(log);
  if (starts === null && log.time.length > 0) throw noStarts(where);
  const resource = kind === "resources" ? resourceColumn(where, log) : null;
  const names = resource?.dictionary ?? log.activities;
  const groupOf = resource?.codes ?? log.activity;
  const begins = new Float64Array(log.time.length).fill(Number.NaN);
  const ends = begins.slice();
  let eventsLeftOut = 0;
  for (let e = 0; e < begins.length; e++) {
    if (starts !== null && starts[e]! <= log.time[e]! && groupOf[e]! >= 0) {
      begins[e] = starts[e]!;
      ends[e] = log.time[e]!;
    } else eventsLeftOut++;
  }
  const active = activePeriods(begins, ends, groupOf, names.length, maxGapMs);
  const [earliest, latest] = span(begins, ends);
  const edges =
    windowMs === undefined
      ? new CalendarBuckets(where, { unit, timeZone }, earliest, latest).edges
      : evenEdges(where, windowMs, earliest, latest);
  const isBottleneck = longestSomewhere(active);
  const bottleneckClock = new OverlapClock(active, isBottleneck);
  const perWindow: Map<number, Tally>[] = Array.from({ length: edges.length - 1 }, () => new Map());
  const overall = new Map<number, Tally>();
  for (let p = 0; p < active.owner.length; p++) {
    const owner = active.owner[p]!;
    const begin = active.from[p]!;
    const end = active.to[p]!;
    const total = tallyOf(overall, owner);
    total.periods++;
    for (let w = bisectRight(edges, begin) - 1; w < perWindow.length && edges[w]! < end; w++) {
      const tally = tallyOf(perWindow[w]!, owner);
      const from = Math.max(begin, edges[w]!);
      const to = Math.min(end, edges[w + 1]!);
      const { soleMs, shiftingMs } = isBottleneck[p] === 1 ? bottleneckClock.between(from, to) : NONE;
      for (const sum of [tally, total]) {
        sum.activeMs += to - from;
        sum.soleMs += soleMs;
        sum.shiftingMs += shiftingMs;
      }
    }
  }
  const spanMs = latest - earliest;
  const periods: BottleneckPeriod[] = [];
  active.owner.forEach((owner, p) => {
    if (isBottleneck[p] === 0) return;
    periods.push({ name: names[owner]!, fromMs: active.from[p]!, toMs: active.to[p]! });
  });
  return {
    of: kind,
    fromMs: earliest <= latest ? earliest : null,
    toMs: earliest <= latest ? latest : null,
    windows: perWindow.map((tallies, w) => {
      const times = greatestFirst(tallies).map(([owner, { soleMs, shiftingMs, activeMs }]) => ({
        name: names[owner]!,
        soleMs,
        shiftingMs,
        activeMs,
      }));
      return { fromMs: edges[w]!, toMs: edges[w + 1]!, bottleneck: times[0]?.name ?? null, times };
    }),
    totals: greatestFirst(overall).map(([owner, { soleMs, shiftingMs, activeMs, periods: count }]) => ({
      name: names[owner]!,
      soleMs,
      shiftingMs,
      activeMs,
      soleShare: soleMs / spanMs,
      shiftingShare: shiftingMs / spanMs,
      activePeriods: count,
      meanActiveMs: activeMs / count,
    })),
    periods,
    eventsLeftOut,
  };
}

function noStarts(where: string): GigamineError {
  return new GigamineError(
    "stats/no-starts",
    `${where}: no event of the log has a start, so nobody knows when anyone was active. ` +
      'Name the column when you read it: readCsv(…, { columns: { start: "Start" } }). bottlenecks(log) does without.',
    { where },
  );
}

interface Tally {
  soleMs: number;
  shiftingMs: number;
  activeMs: number;
  periods: number;
}

function tallyOf(tallies: Map<number, Tally>, owner: number): Tally {
  const found = tallies.get(owner);
  if (found !== undefined) return found;
  const tally = { soleMs: 0, shiftingMs: 0, activeMs: 0, periods: 0 };
  tallies.set(owner, tally);
  return tally;
}

function greatestFirst(tallies: Map<number, Tally>): [owner: number, tally: Tally][] {
  const weight = ({ soleMs, shiftingMs }: Tally): number => soleMs + shiftingMs;
  return [...tallies].sort(([a, x], [b, y]) => weight(y) - weight(x) || y.soleMs - x.soleMs || a - b);
}

const NONE = { soleMs: 0, shiftingMs: 0 };
const MOST_WINDOWS = 100_000;

function evenEdges(where: string, windowMs: number, earliest: number, latest: number): Float64Array {
  if (!(windowMs > 0)) throw optionError(where, "windowMs", windowMs, "Give milliseconds, above 0.");
  let windows = earliest <= latest ? Math.max(1, Math.ceil((latest - earliest) / windowMs)) : 0;
  if (earliest + windows * windowMs < latest) windows++; // rounded down
  if (windows > MOST_WINDOWS) {
    throw optionError(
      where,
      "windowMs",
      windowMs,
      `It makes more than ${MOST_WINDOWS} windows. Give a longer one.`,
    );
  }
  return Float64Array.from({ length: windows + 1 }, (_, w) => earliest + w * windowMs);
}

function span(begins: Float64Array, ends: Float64Array): readonly [earliest: number, latest: number] {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let e = 0; e < begins.length; e++) {
    if (begins[e]! < earliest) earliest = begins[e]!;
    if (ends[e]! > latest) latest = ends[e]!;
  }
  return [earliest, latest];
}
