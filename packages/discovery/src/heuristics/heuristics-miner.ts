import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AndMeasure, HeuristicsBinding, HeuristicsNet, HeuristicsTerminal } from "@gigamine/models";
import { andBindings } from "./and-bindings.js";
import { cleanFollows } from "./clean-follows.js";
import { dependencyGraph } from "./dependency-graph.js";
import { followsCounts } from "./follows-counts.js";
import { type HeuristicsMinerOptions, heuristicsSettings } from "./options.js";
import { replayBindings } from "./replay-bindings.js";

/**
 * Discovers a heuristics net: which activity leads to which, as far as the counts of the log make it sure, and what goes together.
 *
 * 1. Counts: |a > b| how often b directly follows a, |a >> b| how often a, b, a follow each other.
 * 2. Dependency graph: arcs by their measure, all in (-1, 1] and near 1 if sure,
 *
 *        a => b  = (|a > b| - |b > a|) / (|a > b| + |b > a| + 1)            a => a = |a > a| / (|a > a| + 1)
 *        a =>2 b = (|a >> b| + |b >> a|) / (|a >> b| + |b >> a| + 1)
 *
 *    against their thresholds, and what connects every activity. The start and the end of a case count as activities.
 * 3. On request long-distance dependencies, where an early choice decides a late one.
 * 4. Splits and joins: which sets of followers, and of causes, go together. By default each case is replayed on the dependency graph; the
 *    bindings come with their counts. `bindings: "and-measure"` compares pairs by counts alone.
 *
 * - The net's activities are those with at least `minActivityCount` events, in the order of the log. With `allConnected` each of them
 *   has an input or is a start, and has an output or is an end.
 * - Deterministic. The order of cases has no influence on the net but for the order in it; names have none either unless a side has more
 *   than `maxBindings` bindings, where they decide between equals.
 * - Cases without events count nowhere; an empty log gives the empty net.
 * - {@link heuristicsNetToPetriNet} makes a Petri net of it. That may be unsound, and then says why.
 *
 * O(events) to group a log into variants, then O(events of the variants) with a factor for the causes of an activity, and
 * O(n² + arcs · log arcs) for n activities. `onProgress` counts the variants that were replayed.
 *
 * Sources: Weijters, van der Aalst, Alves de Medeiros, "Process Mining with the HeuristicsMiner Algorithm", BETA Working Paper 166,
 * Eindhoven, 2006 (measures, AND measure); Weijters, Ribeiro, "Flexible Heuristics Miner (FHM)", IEEE CIDM 2011 (dependency
 * graph with start and end, default thresholds, splits and joins by replay).
 *
 * Differs from PM4Py 2.7.14, whose arcs, measures and bindings come with the options `PM4PY_HEURISTICS`: that tool drops rare arcs
 * beforehand, lets activities without a sure arc disappear, keeps every start and end, and gives loops of length two the dependency 0
 * where ours have their own measure.
 *
 * @throws GigamineError `option/out-of-range`; `heuristics-miner/too-many-bindings` when by the AND measure an activity has over 10,000
 * bindings on a side, or when the sets found by replay take over 256 MB; `heuristics-miner/too-many-activities` when a case has over 46,000 different activities.
 *
 * @example
 * const log = { activities: ["a", "b", "c"], variantOffsets: [0, 3, 5], sequence: [0, 1, 2, 0, 2], counts: [30, 20] };
 * heuristicsMiner(log).arcs.map(({ from, to }) => [from, to]); // => [[0, 1], [0, 2], [1, 2]]
 */
export function heuristicsMiner(
  log: EventLog | VariantLog,
  options: HeuristicsMinerOptions = {},
): HeuristicsNet {
  const settings = heuristicsSettings(options);
  const summary = toVariantLog(log);
  const seen = followsCounts(summary);
  const counts = cleanFollows(seen, settings.dfgNoiseThreshold, settings.minActivityCount);
  const graph = dependencyGraph(summary, seen, counts, settings);
  const none: readonly AndMeasure[] = [];
  const { inputs, outputs, start, end, splits, joins } =
    settings.bindings === "replay"
      ? { ...replayBindings(summary, graph, settings), splits: none, joins: none }
      : andBindings(counts, graph, settings);

  // Ids in the net: the activities that are left, in the order of the log.
  const newId = new Int32Array(counts.size).fill(-1);
  const kept: number[] = [];
  counts.events.forEach((n, a) => {
    if (n > 0) newId[a] = kept.push(a) - 1;
  });
  const id = (a: number): number => newId[a]!;
  const binding = ({ activities, count }: HeuristicsBinding): HeuristicsBinding => ({
    activities: activities.map(id),
    count,
  });
  const terminal = (arcs: HeuristicsTerminal["arcs"], bindings: readonly HeuristicsBinding[]) => ({
    arcs: arcs.map((arc) => ({ ...arc, activity: id(arc.activity) })),
    bindings: bindings.map(binding),
  });
  const measure = ({ activity, first, second, value }: AndMeasure): AndMeasure => ({
    activity: id(activity),
    first: id(first),
    second: id(second),
    value,
  });
  return {
    activities: kept.map((a) => ({
      name: summary.activities[a]!,
      count: counts.events[a]!,
      inputs: inputs[a]!.map(binding),
      outputs: outputs[a]!.map(binding),
    })),
    arcs: graph.arcs.map((arc) => ({ ...arc, from: id(arc.from), to: id(arc.to) })),
    start: terminal(graph.starts, start),
    end: terminal(graph.ends, end),
    splits: splits.map(measure),
    joins: joins.map(measure),
  };
}
