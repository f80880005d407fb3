import {
  GigamineError,
  MAX_TIME,
  MS_PER_DAY,
  optionError,
  quoteValue,
  WorkCalendar,
  type WorkCalendarSpec,
} from "@gigamine/base";
import { parseTimestamp } from "@gigamine/event-log";
import { z } from "zod";
import type { LogRules } from "./log-rules.js";

const names = z.array(z.string());
const whole = z.number().int().min(0);
const shift = z.strictObject({ from: z.string(), to: z.string(), name: z.string().exactOptional() });
const weekday = z.enum(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);

/** {@link LogRules} as they stand in a JSON file; names that it does not know are refused. */
export const logRulesSchema = z.strictObject({
  columns: z.record(z.string(), z.enum(["string", "number", "boolean", "timestamp"])).optional(),
  caseIdPattern: z.string().optional(),
  calendar: z
    .strictObject({
      timeZone: z.string().optional(),
      shifts: z.array(z.strictObject({ ...shift.shape, days: z.array(weekday) })),
      exceptions: z
        .array(z.strictObject({ date: z.string(), shifts: z.array(shift).exactOptional() }))
        .optional(),
    })
    .optional(),
  unattended: names.optional(),
  durations: z
    .record(
      z.string(),
      z.strictObject({
        minimumMinutes: z.number().min(0).optional(),
        maximumMinutes: z.number().min(0).optional(),
      }),
    )
    .optional(),
  horizon: z.string().optional(),
  startActivities: names.optional(),
  endActivities: names.optional(),
  finalActivities: names.optional(),
  precedence: z.array(z.tuple([z.string(), z.string()])).optional(),
  maximumRepeats: z.union([whole, z.record(z.string(), whole)]).optional(),
  repeatsAfter: z.record(z.string(), names).optional(),
  capacity: z.record(z.string(), z.number().int().min(1)).optional(),
  skills: z.record(z.string(), names).optional(),
  onePlace: z.strictObject({ who: z.string(), place: z.string() }).optional(),
  littlesLaw: z.number().min(0).max(1).optional(),
  startColumn: z.string().optional(),
  resourceColumn: z.string().optional(),
  enabledColumn: z.string().optional(),
});

/** Rules with what needs compiling compiled. */
export interface CheckedRules {
  readonly rules: LogRules;
  /** Whether an instant lies in the working hours; `null` without a calendar. */
  readonly isWorking: ((atMs: number) => boolean) | null;
  readonly caseId: RegExp | null;
  readonly horizonMs: number | null;
}

/** Checks rules as a whole and compiles them. `where` is the function named in errors. */
export function checkRules(where: string, rules: LogRules): CheckedRules {
  const checked = logRulesSchema.safeParse(rules);
  if (!checked.success) {
    const issue = checked.error.issues[0]!;
    const path = issue.path.map(String).join(".");
    throw new GigamineError(
      "expectations/rules",
      `${where}: the rules can't be read${path === "" ? "" : ` at ${quoteValue(path)}`}: ${issue.message}.`,
      { path },
    );
  }
  return {
    rules,
    isWorking: rules.calendar === undefined ? null : workingHours(rules.calendar),
    caseId: rules.caseIdPattern === undefined ? null : pattern(where, rules.caseIdPattern),
    horizonMs: rules.horizon === undefined ? null : instant(where, rules.horizon),
  };
}

const century = 36_525 * MS_PER_DAY;

/** One calendar a century: a single event of the year 9999, which stands for "never" in many a system, must not be too far from the others. */
function workingHours(spec: WorkCalendarSpec): (atMs: number) => boolean {
  const first = Math.floor(Date.UTC(2025, 0) / century);
  const calendars = new Map([[first, new WorkCalendar(spec)]]);
  return (atMs) => {
    if (Math.abs(atMs) > MAX_TIME) return false;
    const key = Math.floor(atMs / century);
    const calendar = calendars.get(key) ?? new WorkCalendar(spec);
    calendars.set(key, calendar);
    return calendar.isWorking(atMs);
  };
}

function pattern(where: string, source: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`, "u");
  } catch {
    throw optionError(
      where,
      "caseIdPattern",
      source,
      'Give a regular expression, for example "BATCH-[0-9]{3}".',
    );
  }
}

function instant(where: string, text: string): number {
  const ms = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? parseTimestamp(text) : null;
  if (ms !== null) return ms;
  throw optionError(
    where,
    "horizon",
    text,
    'Give an instant with "Z" or an offset, for example "2026-03-02T06:00:00Z".',
  );
}
