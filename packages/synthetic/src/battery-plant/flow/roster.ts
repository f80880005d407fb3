import {
  type CalendarException,
  MS_PER_DAY,
  type Shift,
  type Weekday,
  WorkCalendar,
  type WorkCalendarSpec,
} from "@gigamine/base";

/** Early and late shift, Monday to Friday; the names stand in `shift` columns. */
export const plantShifts = Object.freeze({
  AM: Object.freeze({ name: "AM", from: "06:00", to: "14:00" }),
  PM: Object.freeze({ name: "PM", from: "14:00", to: "22:00" }),
});

const workdays: readonly Weekday[] = Object.freeze(["Mon", "Tue", "Wed", "Thu", "Fri"]);

/** Weeks for which shifts alternate; later, everybody keeps the shift of the first week, and who was off in it works early. */
const rosterWeeks = 160;

/** The working hours of all that stands in shifts. */
export interface PlantRoster {
  readonly timeZone: string;
  /** Both shifts. */
  readonly day: WorkCalendar;
  /** Both shifts, on Friday up to 15:00: slurry mixed later would stand over the weekend. */
  readonly mixing: WorkCalendar;
  /** Two teams that change between early and late every week. */
  readonly teams: readonly [WorkCalendar, WorkCalendar];
  /** By coating operator: two in each shift, together with another colleague every week. */
  readonly coating: readonly WorkCalendar[];
}

/**
 * Who works when. Teams change shifts weekly; of the coating operators the pair in a shift changes weekly too (operators
 * w, w + 1 are early in week w, w + 2, w + 3 late), so that neither an operator nor a pair stands for a shift.
 */
export function plantRoster(timeZone: string, startMs: number, coatingOperators: number): PlantRoster {
  const calendar = (spec: Omit<WorkCalendarSpec, "timeZone">): WorkCalendar =>
    new WorkCalendar({ timeZone, ...spec });
  const both = [plantShifts.AM, plantShifts.PM].map((shift) => ({ ...shift, days: workdays }));
  const monday = mondayOf(startMs);
  const rotating = (shiftInWeek: (week: number) => Shift | null): WorkCalendar =>
    calendar({
      shifts: [{ ...(shiftInWeek(0) ?? plantShifts.AM), days: workdays }],
      exceptions: weeklyExceptions(monday, shiftInWeek),
    });
  return {
    timeZone,
    day: calendar({ shifts: both }),
    mixing: calendar({
      shifts: [
        { days: ["Mon", "Tue", "Wed", "Thu"], from: plantShifts.AM.from, to: plantShifts.PM.to },
        { days: ["Fri"], from: plantShifts.AM.from, to: "15:00" },
      ],
    }),
    teams: [
      rotating((week) => (week % 2 === 0 ? plantShifts.AM : plantShifts.PM)),
      rotating((week) => (week % 2 === 0 ? plantShifts.PM : plantShifts.AM)),
    ],
    coating: Array.from({ length: coatingOperators }, (_, i) =>
      rotating((week) => coatingShift((i - week + coatingOperators * rosterWeeks) % coatingOperators)),
    ),
  };
}

/** By the place in this week's order: the first two are early, the next two late, all others off. */
function coatingShift(place: number): Shift | null {
  return place < 2 ? plantShifts.AM : place < 4 ? plantShifts.PM : null;
}

/** Every working day of the roster with its shift. */
function weeklyExceptions(monday: number, shiftInWeek: (week: number) => Shift | null): CalendarException[] {
  const exceptions: CalendarException[] = [];
  for (let week = 0; week < rosterWeeks; week++) {
    const shift = shiftInWeek(week);
    for (let day = 0; day < workdays.length; day++) {
      const date = new Date(monday + (week * 7 + day) * MS_PER_DAY).toISOString().slice(0, 10);
      exceptions.push({ date, shifts: shift === null ? [] : [shift] });
    }
  }
  return exceptions;
}

/** Midnight (of the calendar day, as if it were UTC) of the Monday at or before an instant. */
function mondayOf(instantMs: number): number {
  const day = Math.floor(instantMs / MS_PER_DAY);
  return (day - ((((day + 3) % 7) + 7) % 7)) * MS_PER_DAY;
}
