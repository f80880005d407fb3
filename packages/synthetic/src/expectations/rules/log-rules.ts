import type { WorkCalendarSpec } from "@gigamine/base";
import type { ColumnKind } from "@gigamine/event-log";

/** How long an activity may take, from `start` to its time; minutes. */
export interface DurationRule {
  /** @default 0 */
  readonly minimumMinutes?: number | undefined;
  /** @default no limit */
  readonly maximumMinutes?: number | undefined;
}

/**
 * What should hold for a log of one's own process: plain data, so that it can stand in a file. Each field that is given
 * becomes one or more expectations of {@link ruleExpectations}.
 */
export interface LogRules {
  /** Event attributes that must be there, of this kind and without gaps. */
  readonly columns?: Readonly<Record<string, ColumnKind>> | undefined;
  /** Regular expression that every case id matches as a whole. */
  readonly caseIdPattern?: string | undefined;
  /** When work is begun. */
  readonly calendar?: WorkCalendarSpec | undefined;
  /** Activities that may begin outside of the calendar: they need nobody. */
  readonly unattended?: readonly string[] | undefined;
  /** Bounds of the durations, by activity. */
  readonly durations?: Readonly<Record<string, DurationRule>> | undefined;
  /** No event comes after it: an instant as ISO 8601 with `Z` or an offset. */
  readonly horizon?: string | undefined;
  /** Every case begins with one of these. */
  readonly startActivities?: readonly string[] | undefined;
  /** Every case ends with one of these. */
  readonly endActivities?: readonly string[] | undefined;
  /** Nothing comes after one of these, for instance "Scrap". */
  readonly finalActivities?: readonly string[] | undefined;
  /** `[before, after]`: in a case, no `after` comes before the first `before`. */
  readonly precedence?: readonly (readonly [string, string])[] | undefined;
  /** How often an activity may be repeated in a case: for all, or by activity. */
  readonly maximumRepeats?: number | Readonly<Record<string, number>> | undefined;
  /** A repeated activity directly follows one of these. */
  readonly repeatsAfter?: Readonly<Record<string, readonly string[]>> | undefined;
  /** How many pieces of work a resource does at once; `"*"` stands for all others. Needs `start` times. */
  readonly capacity?: Readonly<Record<string, number>> | undefined;
  /** Activities that a resource may do; resources not named may do all. */
  readonly skills?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Column of who can be in one place only, and column of the place: nobody works in two places at once. */
  readonly onePlace?: { readonly who: string; readonly place: string } | undefined;
  /** Largest difference of L and λW as a share of L, for instance 0.05; judged between the first and the last tenth of the cases. */
  readonly littlesLaw?: number | undefined;
  /** Column of the start times. @default "start" */
  readonly startColumn?: string | undefined;
  /** Column of the resource. @default "resource" */
  readonly resourceColumn?: string | undefined;
  /** Column of the times at which work could have begun. @default "enabled" */
  readonly enabledColumn?: string | undefined;
}
