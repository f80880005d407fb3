import type { DurationSummary } from "@gigamine/base";
import type { DurationClock } from "../working-time.js";

/** How likely a difference as large as that found is by chance, when in truth there is none. */
export interface DifferenceTest {
  /** Two-sided; `null` where there is too little to test, see `compareGroups`. */
  readonly pValue: number | null;
  /**
   * The same adjusted for all tests of the comparison (Holm): where nothing differs in truth, any of them falls below 0.05 in at
   * most one comparison of twenty.
   */
  readonly adjustedPValue: number | null;
}

/** In how many cases of each group something happens at least once. */
export interface ShareDifference extends DifferenceTest {
  readonly casesA: number;
  readonly casesB: number;
  /** Over the cases of the group, in [0, 1]; `null` for a group without cases. */
  readonly shareA: number | null;
  readonly shareB: number | null;
  /** shareA − shareB, in [−1, 1]; `null` where one of them is. */
  readonly difference: number | null;
}

/** How long something takes in each group. */
export interface DurationDifference extends DifferenceTest {
  readonly durationA: DurationSummary;
  readonly durationB: DurationSummary;
  /** Median of A − median of B; `null` where one of them is. */
  readonly medianDifferenceMs: number | null;
  /**
   * The size of the difference, Cliff's delta in [−1, 1]: how much more often it takes longer in A than in B than the reverse,
   * over all pairs; `null` where a group has no duration. By custom some 0.15 is small, 0.33 medium, 0.47 large.
   */
  readonly cliffsDelta: number | null;
}

export interface ActivityDifference {
  readonly activity: string;
  readonly presence: ShareDifference;
  readonly duration: DurationDifference;
  /** What `duration` is, in both groups: from start to completion, or since the event before of the case completed. */
  readonly basis: "service" | "gap";
}

export interface ArcDifference {
  readonly from: string;
  readonly to: string;
  readonly presence: ShareDifference;
}

export interface GroupsComparison {
  readonly groupA: { readonly cases: number; readonly events: number };
  readonly groupB: { readonly cases: number; readonly events: number };
  /** Whether durations are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  readonly caseDuration: DurationDifference;
  /** Where a case begins, in both groups, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** The most telling first: by the smaller p value of its tests, then by the difference of shares, then by id. */
  readonly activities: readonly ActivityDifference[];
  /** The directly-follows arcs of either group, in the same order. */
  readonly arcs: readonly ArcDifference[];
  /** How many tests were made, for which the p values are adjusted. */
  readonly tests: number;
}
