/** A unit of the calendar, in UTC; weeks begin on Monday. */
export type TimeUnit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

export const TIME_UNITS: readonly TimeUnit[] = [
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
];

const DAY = 86_400_000;
const LENGTHS = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY, week: 7 * DAY };
/** 1970-01-01 was a Thursday. */
const FIRST_MONDAY = 4 * DAY;

/** The beginning of the unit in which `ms` lies. */
export function startOfUnit(ms: number, unit: TimeUnit): number {
  if (unit === "month" || unit === "quarter" || unit === "year") {
    const date = new Date(Math.floor(ms));
    const month = date.getUTCMonth();
    date.setUTCMonth(unit === "year" ? 0 : unit === "quarter" ? month - (month % 3) : month, 1);
    return date.setUTCHours(0, 0, 0, 0);
  }
  const shift = unit === "week" ? FIRST_MONDAY : 0;
  return Math.floor((ms - shift) / LENGTHS[unit]) * LENGTHS[unit] + shift;
}
