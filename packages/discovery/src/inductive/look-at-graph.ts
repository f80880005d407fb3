import { activity, exclusive, silent } from "@gigamine/models";
import { findCut } from "./cuts/find-cut.js";
import { flower } from "./fall-throughs/flower.js";
import { isFrequent } from "./noise-filter.js";
import { operatorNode, type Search, type Step } from "./recursion.js";
import { bitsOf, type SubGraph, splitGraph } from "./sub-graph.js";

/**
 * One step of IMd: what is passed by becomes optional; base cases; a cut; with a threshold, a cut without infrequent arcs;
 * the flower model.
 *
 * Source: Leemans, Fahland, van der Aalst, "Scalable process discovery and conformance checking", Software and Systems
 * Modeling 17(2), 2018, section 4.
 */
export function lookAtGraph(graph: SubGraph, search: Search): Step<SubGraph> {
  const { activities, from, emptyTraces } = graph;
  if (activities.length === 0) return { tree: silent() };
  if (emptyTraces > search.threshold * (emptyTraces + graph.starts.reduce((sum, times) => sum + times, 0))) {
    return { parts: [{ ...graph, emptyTraces: 0 }], join: ([rest]) => exclusive(rest!, silent()) };
  }
  if (activities.length === 1 && from.length === 0) {
    search.place(1);
    return { tree: activity(search.names[activities[0]!]!) };
  }
  let cut = findCut(bitsOf(graph, () => true));
  if (cut === null && search.threshold > 0) cut = findCut(frequentBits(graph, search.threshold));
  if (cut !== null) {
    const { operator } = cut;
    return { parts: splitGraph(graph, cut), join: (trees) => operatorNode(operator, trees) };
  }
  search.place(activities.length);
  return { tree: flower(activities, search.names) };
}

function frequentBits(graph: SubGraph, threshold: number) {
  const { from, count } = graph;
  const largest = graph.ends.slice(); // of the ways on from each activity
  for (let arc = 0; arc < from.length; arc++) {
    if (count[arc]! > largest[from[arc]!]!) largest[from[arc]!] = count[arc]!;
  }
  return bitsOf(graph, (arc) => isFrequent(count[arc]!, largest[from[arc]!]!, threshold));
}
