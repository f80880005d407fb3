import { GigamineError, MAX_TIME, MS_PER_DAY, optionError, type RandomStream } from "@gigamine/base";
import { parseTimestamp } from "@gigamine/event-log";
import type { Cell } from "./cell.js";
import type { DatetimeSource, TimeDeltaSource, TimeUnit } from "./column-source.js";
import { compileDistribution } from "./compile-distribution.js";
import { type CompiledSource, nothing } from "./compiled-source.js";
import { asNumber } from "./expression/values.js";
import { type Interval, intersection, wholeBounds } from "./interval.js";
import { readsNames, readsNothing, readsTogether } from "./reads.js";

/** Milliseconds in a unit. */
const unitMs: Readonly<Record<TimeUnit, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: MS_PER_DAY,
};

/** Instants from `start`, whole units apart, before `end`; each equally likely. */
export function compileDatetime({ start, end, unit }: DatetimeSource, where: string): CompiledSource {
  const first = instant(start, where, "start");
  const beyond = instant(end, where, "end");
  const step = unitMs[unit];
  const count = Math.ceil((beyond - first) / step);
  if (count < 1) throw optionError(where, "end", end, "Give an instant after start; end itself is left out.");
  const at = (index: number): Date => new Date(first + index * step);
  return {
    reads: readsNothing,
    takes: [],
    isRandom: true,
    draw: (_, random) => at(wholeBelow(count, random)),
    within: (_, random, interval) => {
      const { low, high } = wholeBounds(
        intersection(
          { low: 0, high: count - 1, lowOpen: false, highOpen: false },
          scaled(interval, first, step),
        ),
      );
      return low > high ? nothing : at(low + wholeBelow(high - low + 1, random));
    },
    support: { low: first, high: first + (count - 1) * step, lowOpen: false, highOpen: false },
  };
}

/** The instant of another column and a delay. */
export function compileTimeDelta({ from, delay, unit }: TimeDeltaSource, where: string): CompiledSource {
  const { reads, draw, within } = compileDistribution(delay, where, "delay");
  const step = unitMs[unit];
  const ends = (start: number, units: number): Date => checkedDate(Math.round(start + units * step), where);
  return {
    reads: readsTogether([readsNames([from]), reads]),
    takes: [from, ...reads.names],
    isRandom: true,
    draw: (row, random) => {
      const start = asNumber(row[from]!);
      return start === null ? null : ends(start, draw(row, random));
    },
    within: (row, random, interval) => {
      const start = asNumber(row[from]!);
      if (start === null) return null;
      const units = within(row, random, scaled(interval, start, step));
      return units === null ? nothing : ends(start, units);
    },
  };
}

/** A number, or text with ISO 8601, as a Date; `null` for text that is none. */
export function toDate(value: Cell, where: string): Date | null {
  if (value instanceof Date) return value;
  const ms = typeof value === "string" ? parseTimestamp(value) : asNumber(value);
  return ms === null ? null : checkedDate(ms, where);
}

function instant(value: string | number, where: string, path: string): number {
  const ms = typeof value === "string" ? parseTimestamp(value) : value;
  if (ms !== null && Math.abs(ms) <= MAX_TIME) return ms;
  throw optionError(
    where,
    path,
    value,
    'Give ISO 8601 such as "2025-01-06T06:00:00Z", or ms since the epoch.',
  );
}

function checkedDate(ms: number, where: string): Date {
  if (Math.abs(ms) <= MAX_TIME) return new Date(ms);
  throw new GigamineError("table/no-instant", `${where}: ${ms} ms from 1970 is beyond any calendar date.`, {
    ms,
  });
}

/** Uniform in 0 … count - 1 by two numbers of the stream, since one has only 32 bits. */
function wholeBelow(count: number, random: RandomStream): number {
  const share = random.next() + random.next() / 2 ** 32;
  return Math.min(count - 1, Math.floor(share * count));
}

/** The interval of (x - from) / step. */
function scaled({ low, high, lowOpen, highOpen }: Interval, from: number, step: number): Interval {
  return { low: (low - from) / step, high: (high - from) / step, lowOpen, highOpen };
}
