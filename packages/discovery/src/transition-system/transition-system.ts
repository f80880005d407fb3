import { optionError, TupleStore } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { TransitionSystem } from "@gigamine/models";
import { bagNames } from "./bag-names.js";
import { sequenceNames, type Traces } from "./sequence-names.js";

export interface TransitionSystemOptions {
  /**
   * What tells states apart: the `"sequence"` of the events they remember, their `"multiset"` (order does not matter), or their
   * `"set"` (nor how often each occurs). @default "sequence"
   */
  readonly view?: "sequence" | "multiset" | "set" | undefined;
  /** How many events a state remembers: a whole number of at least 1, or `Infinity` for all. @default Infinity */
  readonly window?: number | undefined;
  /** Whether a state is known by what happened before it (`"past"`) or by what happens after it (`"future"`). @default "past" */
  readonly direction?: "past" | "future" | undefined;
}

/**
 * The transition system of a log: a state is what is remembered of the events before it (or after it), seen as a sequence, multiset or
 * set, and each event is a transition. Every trace of the log leads from a state where cases begin to one where they end; the less
 * a state remembers, the more traces do so that are not in the log.
 *
 * With all defaults it is the prefix tree, see `prefixes` of `@gigamine/event-log`. By the past an activity leads from a state to one
 * state only; by the future it need not. States are numbered in the order in which the variants first visit them. The counts of
 * transitions sum to the events. A log without cases has no states; an empty case visits one.
 *
 * O(events) to group a log, then, for the events of the variants, O(events) for unlimited sequences, O(events × log window) for
 * limited ones, O(events × log activities) for multisets and sets.
 *
 * Source: van der Aalst, Rubin, Verbeek, van Dongen, Kindler, Günther, "Process mining: a two-step approach to balance between
 * underfitting and overfitting", Software and Systems Modeling 9(1), 2010, section 4 (abstractions 1, horizon, and 4, sequence, bag or set).
 *
 * @example
 * transitionSystem(log, { view: "set" }).stateCounts.length; // how many states
 */
export function transitionSystem(
  log: EventLog | VariantLog,
  { view = "sequence", window = Number.POSITIVE_INFINITY, direction = "past" }: TransitionSystemOptions = {},
): TransitionSystem {
  checkOptions(view, window, direction);
  const { activities, variantOffsets, sequence, counts } = toVariantLog(log);
  const isPast = direction === "past";
  const traces: Traces = {
    sequence: isPast ? sequence : backwards(sequence, variantOffsets),
    offsets: variantOffsets,
  };
  const names =
    view === "sequence"
      ? sequenceNames(traces, window)
      : bagNames(traces, activities.length, { window, view });

  const states = new States(names);
  const edges = new TupleStore(3);
  const edge = new Int32Array(3);
  const edgeCounts: number[] = [];
  for (let v = 0; v < counts.length; v++) {
    const [start, end] = [variantOffsets[v]!, variantOffsets[v + 1]!];
    const weight = counts[v]!;
    // Reversed, the position before event e is as far from the end as it was from the start.
    const visit = (e: number): number =>
      isPast
        ? states.visit(names[e + v]!, weight, Math.max(start, e - window), e)
        : states.visit(names[start + end - e + v]!, weight, e, Math.min(end, e + window));
    let state = visit(start);
    states.startCounts[state]! += weight;
    for (let e = start; e < end; e++) {
      edge[0] = state;
      edge[1] = sequence[e]!;
      state = visit(e + 1);
      edge[2] = state;
      const id = edges.intern(edge);
      edgeCounts[id] = (edgeCounts[id] ?? 0) + weight;
    }
    states.endCounts[state]! += weight;
  }

  const [from, activity, to] = [0, 1, 2].map((part) => edgeCounts.map((_, id) => edges.view(id)[part]!)) as [
    number[],
    number[],
    number[],
  ];
  const order = edgeCounts
    .map((_, id) => id)
    .sort((x, y) => from[x]! - from[y]! || activity[x]! - activity[y]! || to[x]! - to[y]!);
  const { stateCounts, startCounts, endCounts, windowStart, windowEnd } = states;
  return {
    activities,
    view,
    direction,
    stateCounts,
    startCounts,
    endCounts,
    from: order.map((id) => from[id]!),
    activity: order.map((id) => activity[id]!),
    to: order.map((id) => to[id]!),
    count: order.map((id) => edgeCounts[id]!),
    sequence,
    windowStart,
    windowEnd,
  };
}

/** States in the order of their first visits. */
class States {
  readonly stateCounts: number[] = [];
  readonly startCounts: number[] = [];
  readonly endCounts: number[] = [];
  readonly windowStart: number[] = [];
  readonly windowEnd: number[] = [];
  readonly #stateOf: Int32Array;

  constructor(names: Int32Array) {
    let largest = -1;
    for (let i = 0; i < names.length; i++) largest = Math.max(largest, names[i]!);
    this.#stateOf = new Int32Array(largest + 1).fill(-1);
  }

  visit(name: number, weight: number, windowStart: number, windowEnd: number): number {
    let state = this.#stateOf[name]!;
    if (state < 0) {
      state = this.stateCounts.length;
      this.#stateOf[name] = state;
      this.stateCounts.push(0);
      this.startCounts.push(0);
      this.endCounts.push(0);
      this.windowStart.push(windowStart);
      this.windowEnd.push(windowEnd);
    }
    this.stateCounts[state]! += weight;
    return state;
  }
}

/** Every trace from its end. */
function backwards(sequence: readonly number[], offsets: readonly number[]): Int32Array {
  const reversed = Int32Array.from(sequence);
  for (let t = 0; t + 1 < offsets.length; t++) reversed.subarray(offsets[t], offsets[t + 1]).reverse();
  return reversed;
}

function checkOptions(view: string, window: number, direction: string): void {
  if (!["sequence", "multiset", "set"].includes(view)) {
    throw optionError("transitionSystem", "view", view, 'Give "sequence", "multiset" or "set".');
  }
  if (!((Number.isInteger(window) && window >= 1) || window === Number.POSITIVE_INFINITY)) {
    throw optionError(
      "transitionSystem",
      "window",
      window,
      "Give a whole number of at least 1, or Infinity for all events.",
    );
  }
  if (direction !== "past" && direction !== "future") {
    throw optionError("transitionSystem", "direction", direction, 'Give "past" or "future".');
  }
}
