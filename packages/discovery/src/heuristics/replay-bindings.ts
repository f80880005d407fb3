import { throwIfAborted } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";
import type { HeuristicsBinding } from "@gigamine/models";
import { compareSets } from "../compare-sets.js";
import { BindingCounter } from "./binding-counter.js";
import type { Bindings } from "./bindings.js";
import { caseGraphCounter } from "./case-graph.js";
import type { DependencyGraph } from "./dependency-graph.js";
import type { HeuristicsSettings } from "./options.js";

/** Variants between two looks at the clock of the caller. */
const STRIDE = 1024;

/**
 * Finds splits and joins by asking in every case which event led to which ({@link caseGraphCounter}), and counting the sets that
 * come out. Each case becomes a graph without shortcuts, so that an activity that may be skipped is a choice and not something parallel.
 *
 * Kept are sets with at least `bindingThreshold` of the count of the most frequent set of their side, and for an arc in none of those the
 * most frequent sets that hold it.
 *
 * Sources: the frequency tables of splits and joins, and the nearest candidates, of Weijters, Ribeiro, "Flexible Heuristics
 * Miner", 2011; the graph of a case of van Dongen, van der Aalst, "Multi-phase Process Mining: Building Instance Graphs", ER 2004.
 */
export function replayBindings(
  log: VariantLog,
  graph: DependencyGraph,
  { bindingThreshold, signal, onProgress }: HeuristicsSettings,
): Bindings {
  const size = log.activities.length;
  const sides = { outputs: size, start: 2 * size, end: 2 * size + 1 };
  const counter = new BindingCounter(size, 2 * size + 2);
  const look = caseGraphCounter(log, graph, counter, sides);
  const total = log.counts.length;
  for (let v = 0; v < total; v++) {
    if (v % STRIDE === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "finding splits and joins", done: v, total, unit: "variants" });
    }
    look(v);
  }
  const bindings = counter.bindings().map((side) => frequentBindings(side, bindingThreshold));
  return {
    inputs: bindings.slice(0, sides.outputs),
    outputs: bindings.slice(sides.outputs, sides.start),
    start: bindings[sides.start]!,
    end: bindings[sides.end]!,
  };
}

/** The bindings that are frequent enough, and the most frequent ones of activities in none of these. The most frequent first. */
function frequentBindings(bindings: readonly HeuristicsBinding[], threshold: number): HeuristicsBinding[] {
  const sorted = bindings.toSorted((x, y) => y.count! - x.count! || compareSets(x.activities, y.activities));
  const least = threshold * (sorted[0]?.count ?? 0);
  const bestCount = new Map<number, number>(); // activity to the count of the most frequent binding that holds it
  for (const { activities, count } of sorted) {
    for (const a of activities) if (!bestCount.has(a)) bestCount.set(a, count!);
  }
  return sorted.filter(
    ({ activities, count }) => count! >= least || activities.some((a) => bestCount.get(a) === count),
  );
}
