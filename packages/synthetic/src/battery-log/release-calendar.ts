import type { ReleaseConfig } from "./config.js";

const hour = 3600;
const day = 24 * hour;
const week = 7 * day;
const epochWeekday = 4; // 1 January 1970 was a Thursday

/** Turns working time into instants. Seconds since the epoch, UTC, without daylight saving. */
export interface ReleaseCalendar {
  /** The instant at which `worked` seconds of working time have passed since the start of the calendar. */
  instantAfter(worked: number): number;
}

/**
 * The opening hours of goods-in from `startSeconds` on. An instant is always inside opening hours (the opening counts,
 * the closing does not), and rises with the working time. O(1) an instant.
 */
export function releaseCalendar(
  { workDays, opensAtHour, closesAtHour }: Pick<ReleaseConfig, "workDays" | "opensAtHour" | "closesAtHour">,
  startSeconds: number,
): ReleaseCalendar {
  const days = [...new Set(workDays)].sort((a, b) => a - b);
  const perDay = (closesAtHour - opensAtHour) * hour;
  const perWeek = days.length * perDay;
  const weekStart = (instant: number): number =>
    Math.floor((instant + epochWeekday * day) / week) * week - epochWeekday * day; // Sunday 00:00

  const firstWeek = weekStart(startSeconds);
  let missed = 0; // working time of the first week that lies before the start
  for (const weekday of days) {
    const opens = firstWeek + weekday * day + opensAtHour * hour;
    missed += Math.min(Math.max(startSeconds - opens, 0), perDay);
  }
  return {
    instantAfter(worked) {
      const total = missed + worked;
      const weeks = Math.floor(total / perWeek);
      const inWeek = total - weeks * perWeek;
      const index = Math.floor(inWeek / perDay);
      const weekday = days[index]!;
      return firstWeek + weeks * week + weekday * day + opensAtHour * hour + (inWeek - index * perDay);
    },
  };
}
