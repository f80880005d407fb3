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
 * most frequent sets that hold it. Of more than `maxBindings` on a side only the first so many are kept, by count, then size, then names,
 * and for an arc in none of them the first set that holds it.
 *
 * Sources: the frequency tables of splits and joins, and the nearest candidates, of Weijters, Ribeiro, "Flexible Heuristics
 * Miner", 2011; the graph of a case of van Dongen, van der Aalst, "Multi-phase Process Mining: Building Instance Graphs", ER 2004.
 */
export function replayBindings(
  log: VariantLog,
  graph: DependencyGraph,
  { bindingThreshold, maxBindings, signal, onProgress }: HeuristicsSettings,
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
  const ranks = byName(log.activities);
  const bindings = counter.bindings().map((side) => {
    const frequent = frequentBindings(side, bindingThreshold);
    return frequent.length <= maxBindings ? frequent : firstBindings(frequent, maxBindings, ranks);
  });
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

/** The first `most` by count, then size, then names, and those after them that hold an activity which none before does. */
function firstBindings(
  bindings: readonly HeuristicsBinding[],
  most: number,
  ranks: Int32Array,
): HeuristicsBinding[] {
  const ranked = bindings.map((binding) => ({
    binding,
    names: binding.activities.map((a) => ranks[a]!).sort((x, y) => x - y),
  }));
  ranked.sort(
    (x, y) =>
      y.binding.count! - x.binding.count! || y.names.length - x.names.length || compareSets(x.names, y.names),
  );
  const held = new Set<number>();
  return ranked.flatMap(({ binding }, index) => {
    if (index >= most && binding.activities.every((a) => held.has(a))) return [];
    for (const a of binding.activities) held.add(a);
    return [binding];
  });
}

/** Per activity the place of its name among all names, compared as JavaScript compares text. */
function byName(names: readonly string[]): Int32Array {
  const order = [...names.keys()].sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const ranks = new Int32Array(names.length);
  order.forEach((a, rank) => {
    ranks[a] = rank;
  });
  return ranks;
}
