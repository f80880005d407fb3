import { GigamineError, optionError } from "./errors.js";
import { MS_PER_DAY, TimeZone } from "./time-zone.js";

export type Weekday = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";

/** A stretch of a day, by the clock of the calendar's zone. */
export interface Shift {
  /** Beginning, `"HH:MM"`, from `"00:00"`. */
  readonly from: string;
  /** End, `"HH:MM"` up to `"24:00"`; not after `from` means that it lasts into the next day. */
  readonly to: string;
  /** Its name, `"AM"` say, for reports by shift. */
  readonly name?: string | undefined;
}

/** A shift on some days of every week; one that lasts past midnight belongs to the day on which it begins. */
export interface WeeklyShift extends Shift {
  readonly days: readonly Weekday[];
}

/** A day that differs from its weekday: no shift makes it a holiday. */
export interface CalendarException {
  /** The local day, `"YYYY-MM-DD"`. */
  readonly date: string;
  /** The shifts that begin on that day, instead of the weekly ones. @default none: a holiday */
  readonly shifts?: readonly Shift[] | undefined;
}

/** When work is done: plain data, to be compiled by {@link WorkCalendar}. */
export interface WorkCalendarSpec {
  /** IANA name of the zone whose clock the shifts go by. @default "UTC" */
  readonly timeZone?: string | undefined;
  readonly shifts: readonly WeeklyShift[];
  readonly exceptions?: readonly CalendarException[] | undefined;
}

/** A shift on one day, as instants in ms since the epoch. */
export interface ShiftInterval {
  readonly fromMs: number;
  readonly toMs: number;
  /** `null` when the shift has no name. */
  readonly name: string | null;
}

/**
 * Counts working time between instants. Shifts begin and end by the clock of the zone, and what counts is the time that really
 * passes: a night shift from 22:00 to 06:00 lasts 7 hours when the clock goes forward in it, 9 when it goes back. Where shifts
 * overlap, time counts once.
 *
 * Days are laid out when first asked for, and kept: a question costs O(log shifts) then. Times are ms since the epoch; NaN
 * gives NaN.
 *
 * @throws GigamineError `option/out-of-range` for an unknown zone, weekday, time of day or date, or when no shift is given;
 * `calendar/too-long` when instants lie more than some 270 years apart.
 *
 * @example
 * const calendar = new WorkCalendar({ shifts: [{ days: ["Mon", "Tue"], from: "06:00", to: "14:00" }] });
 * calendar.workingMs(Date.UTC(2025, 0, 6, 13), Date.UTC(2025, 0, 7, 7)); // two hours: 13 to 14 on Monday, 6 to 7 on Tuesday
 */
export class WorkCalendar {
  readonly #zone: TimeZone;
  /** By day of the week, Monday first. */
  readonly #week: readonly (readonly LocalShift[])[];
  /** By local day since 1970-01-01. */
  readonly #exceptions: ReadonlyMap<number, readonly LocalShift[]>;
  /** Local days [first, end) are laid out. */
  #firstDay = 0;
  #endDay = 0;
  /** Shifts in the order of their beginnings. */
  #shifts: ShiftInterval[] = [];
  /** Stretches of work without overlap, rising, and the working time before each. */
  #from: number[] = [];
  #to: number[] = [];
  #before: number[] = [];

  constructor({ timeZone = "UTC", shifts, exceptions = [] }: WorkCalendarSpec) {
    this.#zone = new TimeZone(timeZone, "WorkCalendar");
    const week: LocalShift[][] = WEEKDAYS.map(() => []);
    shifts.forEach((shift, i) => {
      const local = localShift(shift, `shifts[${i}]`);
      for (const day of shift.days) {
        const index = WEEKDAYS.indexOf(day);
        if (index < 0) {
          throw optionError("WorkCalendar", `shifts[${i}].days`, day, `Give days of ${WEEKDAYS.join(", ")}.`);
        }
        week[index]!.push(local);
      }
    });
    const days = exceptions.map(({ date, shifts: special = [] }, i) => {
      const day = localDay(date);
      if (Number.isNaN(day)) {
        throw optionError("WorkCalendar", `exceptions[${i}].date`, date, 'Give a day such as "2025-12-25".');
      }
      return [day, special.map((shift, j) => localShift(shift, `exceptions[${i}].shifts[${j}]`))] as const;
    });
    if (week.every((day) => day.length === 0)) {
      throw optionError(
        "WorkCalendar",
        "shifts",
        undefined,
        "Give at least one shift on at least one day of the week; nobody ever works otherwise.",
      );
    }
    this.#week = week;
    this.#exceptions = new Map(days);
  }

  /** Working time between two instants, in ms; negative when `toMs` lies before `fromMs`. */
  workingMs(fromMs: number, toMs: number): number {
    if (Number.isNaN(fromMs - toMs)) return Number.NaN;
    this.#cover(Math.min(fromMs, toMs), Math.max(fromMs, toMs));
    return this.#workedAt(toMs) - this.#workedAt(fromMs);
  }

  /** The first instant at which `workMs` (at least 0) of working time have passed since `fromMs`. */
  addWorkingMs(fromMs: number, workMs: number): number {
    if (Number.isNaN(fromMs + workMs)) return Number.NaN;
    if (workMs <= 0) return fromMs;
    for (let days = 7; ; days *= 2) {
      this.#cover(fromMs, fromMs + days * MS_PER_DAY);
      const goal = this.#workedAt(fromMs) + workMs;
      const i = lastAtMost(this.#before, goal, true);
      // The stretch must lie within what was covered, or a stretch of the days beyond could come first.
      if (i >= 0 && goal - this.#before[i]! <= this.#to[i]! - this.#from[i]!) {
        return this.#from[i]! + (goal - this.#before[i]!);
      }
    }
  }

  /** Whether `atMs` lies in a shift; the end of a shift does not. */
  isWorking(atMs: number): boolean {
    this.#cover(atMs, atMs);
    const i = lastAtMost(this.#from, atMs, false);
    return i >= 0 && atMs < this.#to[i]!;
  }

  /** `atMs` if it lies in a shift, else the beginning of the next one. */
  nextWorkingMs(atMs: number): number {
    for (let days = 7; ; days *= 2) {
      this.#cover(atMs, atMs + days * MS_PER_DAY);
      const i = lastAtMost(this.#from, atMs, false);
      if (i >= 0 && atMs < this.#to[i]!) return atMs;
      const next = this.#from[i + 1];
      if (next !== undefined) return next;
    }
  }

  /** The shift that `atMs` lies in (where several overlap, the one that began last); `null` outside of all. */
  shiftAt(atMs: number): ShiftInterval | null {
    this.#cover(atMs, atMs);
    for (let i = lastBeginning(this.#shifts, atMs); i >= 0; i--) {
      const shift = this.#shifts[i]!;
      if (atMs < shift.toMs) return shift;
      if (shift.fromMs < atMs - 3 * MS_PER_DAY) break; // no shift is that long
    }
    return null;
  }

  /** The shifts that begin in [fromMs, toMs), in the order of their beginnings. */
  shiftsBetween(fromMs: number, toMs: number): readonly ShiftInterval[] {
    this.#cover(fromMs, toMs);
    return this.#shifts.filter((shift) => shift.fromMs >= fromMs && shift.fromMs < toMs);
  }

  /** Working time from the first day laid out to an instant that is covered. */
  #workedAt(instant: number): number {
    const i = lastAtMost(this.#from, instant, false);
    return i < 0 ? 0 : this.#before[i]! + Math.min(instant, this.#to[i]!) - this.#from[i]!;
  }

  /** Lays out the days around the instants `from` … `to`, with room for zones and shifts that began the day before. */
  #cover(from: number, to: number): void {
    const first = Math.floor(from / MS_PER_DAY) - 3;
    const end = Math.floor(to / MS_PER_DAY) + 4;
    if (this.#firstDay <= first && end <= this.#endDay) return;
    const isNew = this.#firstDay === this.#endDay;
    // Beyond what is asked for, so that a log read in order is laid out a few times, not once a day.
    const more = isNew ? 0 : Math.min(366, this.#endDay - this.#firstDay);
    const firstDay = isNew ? first : Math.min(this.#firstDay, first < this.#firstDay ? first - more : first);
    const endDay = isNew ? end : Math.max(this.#endDay, end > this.#endDay ? end + more : end);
    if (!(endDay - firstDay <= MOST_DAYS)) {
      throw new GigamineError(
        "calendar/too-long",
        `The working calendar is asked for ${endDay - firstDay} days at once, more than ${MOST_DAYS}. ` +
          "Look for a time stamp with a wrong year or unit.",
        { fromMs: from, toMs: to, days: endDay - firstDay, limit: MOST_DAYS },
      );
    }
    const shifts: ShiftInterval[] = [];
    for (let day = firstDay; day < endDay; day++) {
      for (const { from: start, to: stop, name } of this.#shiftsOf(day)) {
        const fromMs = this.#zone.toInstant(day * MS_PER_DAY + start);
        const toMs = this.#zone.toInstant(day * MS_PER_DAY + stop);
        if (toMs > fromMs) shifts.push({ fromMs, toMs, name });
      }
    }
    shifts.sort((a, b) => a.fromMs - b.fromMs);
    this.#shifts = shifts;
    this.#firstDay = firstDay;
    this.#endDay = endDay;
    this.#merge();
  }

  #shiftsOf(day: number): readonly LocalShift[] {
    // 1970-01-01 was a Thursday.
    return this.#exceptions.get(day) ?? this.#week[(((day + 3) % 7) + 7) % 7]!;
  }

  #merge(): void {
    const [from, to, before]: [number[], number[], number[]] = [[], [], []];
    let worked = 0;
    for (const { fromMs, toMs } of this.#shifts) {
      const last = to.length - 1;
      if (last >= 0 && fromMs <= to[last]!) {
        worked += Math.max(0, toMs - to[last]!);
        to[last] = Math.max(to[last]!, toMs);
        continue;
      }
      from.push(fromMs);
      to.push(toMs);
      before.push(worked);
      worked += toMs - fromMs;
    }
    [this.#from, this.#to, this.#before] = [from, to, before];
  }
}

/** A shift in ms since the midnight of its day. */
interface LocalShift {
  readonly from: number;
  readonly to: number;
  readonly name: string | null;
}

const WEEKDAYS: readonly Weekday[] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Some 270 years. */
const MOST_DAYS = 100_000;

function localShift({ from, to, name }: Shift, option: string): LocalShift {
  const begin = timeOfDay(from);
  const end = timeOfDay(to);
  if (Number.isNaN(begin) || begin === MS_PER_DAY) {
    throw optionError("WorkCalendar", `${option}.from`, from, 'Give a time from "00:00" to "23:59".');
  }
  if (Number.isNaN(end)) {
    throw optionError("WorkCalendar", `${option}.to`, to, 'Give a time from "00:00" to "24:00".');
  }
  return { from: begin, to: end <= begin ? end + MS_PER_DAY : end, name: name ?? null };
}

/** `"HH:MM"` in ms; NaN for anything else. */
function timeOfDay(text: string): number {
  const parts = /^(\d\d):(\d\d)$/.exec(text);
  const ms = parts === null ? Number.NaN : (Number(parts[1]) * 60 + Number(parts[2])) * 60_000;
  return Number(parts?.[2]) < 60 && ms <= MS_PER_DAY ? ms : Number.NaN;
}

/** The number of the day `"YYYY-MM-DD"` since 1970-01-01; NaN for anything else. */
function localDay(text: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return Number.NaN;
  const ms = Date.parse(`${text}T00:00Z`);
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
  return isDay ? ms / MS_PER_DAY : Number.NaN;
}

/** The last index whose value is at most `limit` (with `strictly`: less than it); -1 when there is none. `values` rise. */
function lastAtMost(values: readonly number[], limit: number, strictly: boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = values[middle]!;
    if (value < limit || (!strictly && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lastBeginning(shifts: readonly ShiftInterval[], atMs: number): number {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shifts[middle]!.fromMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
