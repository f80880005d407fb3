/** The states of a process and the activities that lead from one to another. States are known by their index. JSON-safe. */
export interface TransitionSystem {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** What tells states apart: the sequence, multiset or set of the activities they remember. */
  readonly view: "sequence" | "multiset" | "set";
  /** Whether a state remembers what happened before it or what happens after it. */
  readonly direction: "past" | "future";
  /** Per state how often it was visited, over all cases; a case of n events visits n + 1 states. */
  readonly stateCounts: readonly number[];
  /** Per state how many cases begin in it. */
  readonly startCounts: readonly number[];
  /** Per state how many cases end in it. */
  readonly endCounts: readonly number[];
  /** Per transition the state it leaves. Transitions are sorted by `from`, then by `activity`, then by `to`. */
  readonly from: readonly number[];
  /** Per transition the id of its activity. */
  readonly activity: readonly number[];
  /** Per transition the state it leads to. */
  readonly to: readonly number[];
  /** Per transition how often it was taken, over all cases. */
  readonly count: readonly number[];
  /** Activity ids of all variants, one variant after the other: what the windows are cut from. */
  readonly sequence: readonly number[];
  /** Per state where a window that it stands for begins in `sequence`; `stateActivities` reads it. */
  readonly windowStart: readonly number[];
  /** Per state where that window ends, exclusive. */
  readonly windowEnd: readonly number[];
}
