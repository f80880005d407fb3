import { optionError, WorkCalendar, type WorkCalendarSpec } from "@gigamine/base";
import { where } from "./errors.js";

/** A calendar from what the user gave; `path` is where it stands in the model. */
export type CompileCalendar = (calendar: WorkCalendar | WorkCalendarSpec, path: string) => WorkCalendar;

/**
 * Compiles each specification once, so that those who share it share its days. Made anew for each run: the days that one run has laid out
 * are no matter of another.
 */
export function calendarCompiler(): CompileCalendar {
  const compiled = new Map<WorkCalendarSpec, WorkCalendar>();
  return (calendar, path) => {
    if (isCompiled(calendar)) return calendar;
    if (!Array.isArray(calendar.shifts)) {
      throw optionError(
        where,
        path,
        calendar,
        "Give { shifts: [{ days, from, to }], timeZone?, exceptions? }.",
      );
    }
    const known = compiled.get(calendar);
    if (known !== undefined) return known;
    const made = new WorkCalendar(calendar);
    compiled.set(calendar, made);
    return made;
  };
}

/** Known by what it can do, so that one from another copy of the library is one, too. */
export function isCompiled(calendar: object): calendar is WorkCalendar {
  return "nextWorkingMs" in calendar;
}
