import type { TransitionSystem } from "./types.js";

/**
 * The activities that a state of a transition system remembers, by id: in order for sequences, sorted for multisets, sorted and each
 * once for sets. O(length of the window).
 *
 * @example
 * stateActivities(system, 3).map((id) => system.activities[id]);
 */
export function stateActivities(system: TransitionSystem, state: number): number[] {
  const { view, sequence, windowStart, windowEnd } = system;
  const remembered = sequence.slice(windowStart[state], windowEnd[state]);
  if (view === "sequence") return remembered;
  remembered.sort((a, b) => a - b);
  return view === "multiset" ? remembered : [...new Set(remembered)];
}
