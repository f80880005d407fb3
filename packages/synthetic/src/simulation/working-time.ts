import { MS_PER_DAY, type WorkCalendar } from "@gigamine/base";

/** Beyond it nobody is waited for: calendars that meet do so within a year. */
export const patienceMs = 400 * MS_PER_DAY;

/** The end of the stretch of work without a break that `atMs` lies in, or a later instant than `limitMs` where it is longer; `atMs` outside of all. */
export function stretchEnd(calendar: WorkCalendar, atMs: number, limitMs: number): number {
  let end = atMs;
  while (end <= limitMs) {
    const shift = calendar.shiftAt(end);
    if (shift === null) return end;
    end = shift.toMs;
  }
  return end;
}

/** The first instant from `atMs` on at which all calendars work; `null` when there is none for {@link patienceMs}. */
function nextCommonMs(calendars: readonly WorkCalendar[], atMs: number): number | null {
  const limit = atMs + patienceMs;
  let at = atMs;
  while (at <= limit) {
    const before = at;
    for (const calendar of calendars) at = calendar.nextWorkingMs(at);
    if (at === before) return at;
  }
  return null;
}

/**
 * The first instant at which `workMs` of time have passed in which all calendars work; `null` when they don't meet. With one calendar
 * O(log shifts), else O(stretches).
 */
export function addCommonWorkingMs(
  calendars: readonly WorkCalendar[],
  fromMs: number,
  workMs: number,
): number | null {
  if (workMs <= 0 || calendars.length === 0) return fromMs + workMs;
  if (calendars.length === 1) return calendars[0]!.addWorkingMs(fromMs, workMs);
  let left = workMs;
  let from = fromMs;
  for (;;) {
    const begin = nextCommonMs(calendars, from);
    if (begin === null) return null;
    const goal = begin + left;
    const end = calendars.reduce(
      (least, calendar) => Math.min(least, stretchEnd(calendar, begin, goal)),
      goal,
    );
    if (end >= goal) return goal;
    left -= end - begin;
    from = end;
  }
}
