import { exclusive, loop, type ProcessTree, parallel, silent } from "@gigamine/models";
import { baseCase } from "./base-cases.js";
import { type Cut, findCut, splitLog } from "./cuts/find-cut.js";
import { splitParallel } from "./cuts/parallel.js";
import { activityConcurrent } from "./fall-throughs/activity-concurrent.js";
import { activityOncePerTrace } from "./fall-throughs/activity-once-per-trace.js";
import { flower } from "./fall-throughs/flower.js";
import { strictTauLoop } from "./fall-throughs/strict-tau-loop.js";
import { tauLoop } from "./fall-throughs/tau-loop.js";
import { followsGraph } from "./follows-graph.js";
import { withoutInfrequentArcs } from "./noise-filter.js";
import { operatorNode, type Search, type Step } from "./recursion.js";
import { type SubLog, traceCount, withoutEmptyTraces } from "./sub-log.js";

/** A part of a log still to be looked at. */
export interface LogPart {
  readonly log: SubLog;
  /** The first cut of its directly-follows graph, if that is known already. */
  readonly cut?: Cut;
}

/** One step of IM, or with a threshold of IMf. See `inductiveMiner` for what is tried, in which order. */
export function lookAtLog({ log: given, cut: known }: LogPart, search: Search): Step<LogPart> {
  const { emptyTraces } = given;
  const log = emptyTraces > 0 ? withoutEmptyTraces(given) : given;
  if (emptyTraces > 0 && log.sequence.length > 0 && emptyTraces > search.threshold * traceCount(given)) {
    return {
      parts: [known === undefined ? { log } : { log, cut: known }],
      join: ([rest]) => exclusive(rest!, silent()),
    };
  }
  const leaf = baseCase(log, search.names);
  if (leaf !== null) {
    search.place(log.activities.length);
    return { tree: leaf };
  }
  if (known !== undefined) return split(log, known);
  const graph = followsGraph(log);
  let cut = findCut(graph);
  if (cut === null && search.threshold > 0) {
    cut = findCut(withoutInfrequentArcs(log, graph, search.threshold));
  }
  if (cut !== null) return split(log, cut);
  const once = activityOncePerTrace(log);
  if (once >= 0) return takeOut(log, once);
  const concurrent = activityConcurrent(log, graph);
  if (concurrent !== null) return takeOut(log, concurrent.activity, concurrent.cut);
  const body = strictTauLoop(log, graph) ?? tauLoop(log, graph);
  if (body !== null) return { parts: [{ log: body }], join: ([tree]) => loop(tree!, silent()) };
  search.place(log.activities.length);
  return { tree: flower(log.activities, search.names) };
}

function split(log: SubLog, cut: Cut): Step<LogPart> {
  const { operator } = cut;
  return {
    parts: splitLog(log, cut).map((part) => ({ log: part })),
    join: (trees) => operatorNode(operator, trees),
  };
}

/** One activity in parallel to all others, which have the given cut. */
function takeOut(log: SubLog, alone: number, cut?: Cut): Step<LogPart> {
  const groupOf = new Int32Array(log.activities.length).fill(1);
  groupOf[alone] = 0;
  const [first, rest] = splitParallel(log, { count: 2, groupOf }) as [SubLog, SubLog];
  const join = (trees: readonly ProcessTree[]) => parallel(...trees);
  if (cut === undefined) return { parts: [{ log: first }, { log: rest }], join };
  // In the rest the activities behind the one taken out have moved up.
  const groups = { count: cut.groups.count, groupOf: cut.groups.groupOf.filter((_, a) => a !== alone) };
  return { parts: [{ log: first }, { log: rest, cut: { operator: cut.operator, groups } }], join };
}
