/** What was looked for. */
export type DataCheck =
  | "missing-time"
  | "missing-value"
  | "empty-case"
  | "single-event-case"
  | "duplicate-event"
  | "same-time"
  | "shared-start"
  | "coarse-times"
  | "future-time"
  | "implausible-time"
  | "start-after-completion"
  | "extreme-duration"
  | "order-violation"
  | "clock-skew"
  | "mixed-time-zones"
  | "similar-labels"
  | "value-drift"
  | "unit-change";

/** An event or a case that shows a finding. */
export interface DataExample {
  readonly caseId: string;
  /** Index of the event in the log, and its activity; `null` when the finding concerns the case as a whole. */
  readonly event: number | null;
  readonly activity: string | null;
  /** Completion of the event, ms since the epoch; `null` when not recorded or when there is no event. */
  readonly timeMs: number | null;
}

/** Something in the data that is wrong, or that makes results wrong for whoever does not know it. */
export interface DataFinding {
  readonly check: DataCheck;
  /** `"error"`: cannot be true. `"warning"`: hardly true. `"note"`: may be meant so, and matters. */
  readonly severity: "error" | "warning" | "note";
  /** The activity, attribute, resource or labels concerned; `null` when it is the log. */
  readonly subject: string | null;
  /** How many of what: events, cases, or labels. */
  readonly count: number;
  readonly unit: "events" | "cases" | "labels";
  /** `count` by all events, cases or labels, in [0, 1]. */
  readonly share: number;
  /** The first ones in the log. */
  readonly examples: readonly DataExample[];
  /** What was found, in a sentence. */
  readonly message: string;
  /** Which results go wrong, in a sentence. */
  readonly breaks: string;
}

/** What a look at a log found. */
export interface DataQuality {
  readonly events: number;
  readonly cases: number;
  /** Errors first, then warnings, then notes; within each in the order of the checks. */
  readonly findings: readonly DataFinding[];
  /** The checks that found nothing. */
  readonly passed: readonly DataCheck[];
  /** Checks that could not be made, and why. */
  readonly notChecked: readonly { readonly check: DataCheck; readonly reason: string }[];
}
