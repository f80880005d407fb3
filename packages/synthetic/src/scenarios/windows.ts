import { GigamineError, MS_PER_DAY, WorkCalendar } from "@gigamine/base";
import type { ScenarioInstant, ScenarioPeriod, ScenarioSchedule } from "./scenario.js";

/** The time frame that schedules are laid out in. */
export interface RunFrame {
  readonly startMs: number;
  /** Planned end; `{ share: 1 }`. */
  readonly endMs: number;
  /** Nothing happens after it; where schedules without an end stop. @default endMs */
  readonly horizonMs?: number | undefined;
  /** IANA name, for shifts. */
  readonly timeZone: string;
}

/** A stretch of time in which a cause acts: the strength rises evenly from 0, stays at 1 and falls evenly to 0. */
export interface EffectWindow {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  /** @example 3_600_000 for a ramp of one hour */
  readonly riseMs: number;
  readonly fallMs: number;
  /** Where the fall would have ended, of a window that was cut before. @default toMs */
  readonly fallEndMs?: number;
}

/** The instant in ms since the epoch. */
export function instantMs(instant: ScenarioInstant, frame: RunFrame): number {
  if (typeof instant === "string") return Date.parse(instant);
  if ("day" in instant) return frame.startMs + Math.round(instant.day * MS_PER_DAY);
  return Math.round(frame.startMs + instant.share * (frame.endMs - frame.startMs));
}

/**
 * The windows of a schedule, rising and apart from each other. The clock of the zone decides where shifts begin and end, so
 * a shift of Friday 14:00 to 22:00 begins an hour earlier in UTC when summer time has begun.
 */
export function scheduleWindows(schedule: ScenarioSchedule, frame: RunFrame): readonly EffectWindow[] {
  const { fromMs, toMs } = periodOf(schedule, frame);
  if (fromMs >= toMs) return [];
  switch (schedule.kind) {
    case "sudden":
      return [{ fromMs, toMs, riseMs: 0, fallMs: 0 }];
    case "gradual": {
      const fallMs = (schedule.fallDays ?? 0) * MS_PER_DAY;
      return [{ fromMs, toMs, riseMs: schedule.riseDays * MS_PER_DAY, fallMs }];
    }
    case "recurring":
      return shiftWindows(schedule, fromMs, toMs, frame.timeZone);
    case "incremental": {
      const riseMs = Math.round(schedule.riseDays * MS_PER_DAY);
      const windows: EffectWindow[] = [];
      for (let at = fromMs; at < toMs; at += riseMs) {
        windows.push({ fromMs: at, toMs: Math.min(at + riseMs, toMs), riseMs, fallMs: 0 });
      }
      return windows;
    }
  }
}

/** The windows that begin before `endMs`, none of which lasts beyond it. */
export function cutWindows(windows: readonly EffectWindow[], endMs: number): readonly EffectWindow[] {
  return windows
    .filter((window) => window.fromMs < endMs)
    .map((window) => {
      if (window.toMs <= endMs) return window;
      const cut = { ...window, toMs: endMs };
      return window.fallMs > 0 ? { ...cut, fallEndMs: window.fallEndMs ?? window.toMs } : cut;
    });
}

/** The strength in [0, 1] at an instant; O(log windows). */
export function windowStrength(windows: readonly EffectWindow[], atMs: number): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (windows[middle]!.fromMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const window = windows[low - 1];
  if (window === undefined || atMs >= window.toMs) return 0;
  const risen = window.riseMs > 0 ? (atMs - window.fromMs) / window.riseMs : 1;
  const left = window.fallMs > 0 ? ((window.fallEndMs ?? window.toMs) - atMs) / window.fallMs : 1;
  return Math.min(1, risen, left);
}

function periodOf({ from, until }: ScenarioPeriod, frame: RunFrame): { fromMs: number; toMs: number } {
  const horizonMs = frame.horizonMs ?? frame.endMs;
  const fromMs = from === undefined ? frame.startMs : instantMs(from, frame);
  const toMs = until === undefined ? horizonMs : instantMs(until, frame);
  return { fromMs, toMs: Math.min(toMs, horizonMs) };
}

function shiftWindows(
  { shift, riseMinutes = 0 }: Extract<ScenarioSchedule, { kind: "recurring" }>,
  fromMs: number,
  toMs: number,
  timeZone: string,
): readonly EffectWindow[] {
  const windows: EffectWindow[] = [];
  for (const found of new WorkCalendar({ timeZone, shifts: [shift] }).shiftsBetween(fromMs, toMs)) {
    const last = windows.at(-1);
    if (last !== undefined && found.fromMs <= last.toMs) {
      windows[windows.length - 1] = { ...last, toMs: Math.max(last.toMs, found.toMs) };
    } else {
      windows.push({ fromMs: found.fromMs, toMs: found.toMs, riseMs: riseMinutes * 60_000, fallMs: 0 });
    }
  }
  return cutWindows(windows, toMs);
}

/** The error for a frame that is none. */
export function checkFrame(where: string, frame: RunFrame): void {
  if (frame.startMs < frame.endMs && frame.endMs <= (frame.horizonMs ?? frame.endMs)) return;
  throw new GigamineError(
    "scenario/no-time",
    `${where}: the run begins at ${frame.startMs}, is to end at ${frame.endMs} and has its horizon at ` +
      `${frame.horizonMs ?? frame.endMs} ms; give instants in this order, the first two apart.`,
    { ...frame },
  );
}
