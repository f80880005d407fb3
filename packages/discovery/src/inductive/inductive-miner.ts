import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import type { EventLog, VariantLog } from "@gigamine/event-log";
import {
  activity,
  exclusive,
  foldTree,
  inclusive,
  interleaved,
  loop,
  type OperatorNode,
  type ProcessTree,
  parallel,
  reduceTree,
  sequence,
  silent,
  type TreeOperator,
} from "@gigamine/models";
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
import { rootLog } from "./root-log.js";
import { type SubLog, traceCount, withoutEmptyTraces } from "./sub-log.js";

export interface InductiveMinerOptions extends LongWorkOptions {
  /**
   * How rare, relative to the most frequent way on, an arc may be and still be left out where no cut fits. Dimensionless,
   * in [0, 1); 0 filters nothing, 0.2 is customary. @default 0
   */
  readonly noiseThreshold?: number | undefined;
  /**
   * `"IM"`: every trace of the log fits the tree. `"IMf"`: infrequent behaviour is left out, by `noiseThreshold`.
   * @default "IM" when noiseThreshold is 0, otherwise "IMf"
   */
  readonly variant?: "IM" | "IMf" | undefined;
}

/**
 * Discovers a process tree by splitting the log again and again: the Inductive Miner, and with `noiseThreshold` the
 * Inductive Miner - infrequent.
 *
 * For each (sub-)log the first of these that applies: empty traces become an option to skip; base cases; a cut of the
 * directly-follows graph (exclusive choice, strict sequence, parallel, loop); IMf only: a cut of the graph without
 * infrequent arcs; an activity once per trace; an activity concurrent to the rest; strict tau loop; tau loop; the
 * flower model. The tree is then reduced without changing its language ({@link reduceTree}).
 *
 * - A tree by IM replays the whole log and contains each of its activities exactly once; it depends on the set of
 *   traces only, not on their counts. A tree by IMf contains each activity at most once. With threshold 0 both are equal.
 * - Deterministic, and the order of cases has no influence: the thesis leaves some choices open (which of several
 *   suitable activities is taken out, say), and the activity whose name comes first decides, in the order of UTF-16
 *   code units as JavaScript compares text. For the same reason children of exclusive and parallel, and redo parts of a
 *   loop, are ordered by the first name in them, silent ones last.
 * - A log without events gives the silent leaf. Activities that don't occur are not in the tree.
 *
 * Each level of the tree costs O(events of the variants + n² / 32) for n activities, and O(n³ / 32) more where an
 * activity is taken out as concurrent. The number of cases does not matter once they are grouped into variants.
 * `onProgress` counts the activities that found their place in the tree (with a filter, some may find none).
 *
 * Sources: Leemans, "Robust Process Mining with Guarantees", PhD thesis, Eindhoven University of Technology, 2017,
 * chapter 6; Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour", BPM Workshops 2013.
 *
 * Differs from PM4Py 2.7.14: where traces become equal by projection on the branches of a parallel cut, counts are added;
 * that tool keeps the count of the last one, which only IMf can notice, and which makes it call an activity optional that
 * 2 of 1104 cases lack. Where its ties depend on hashing (shares of a trace that are equal, IMf only), the group whose
 * first name comes last wins.
 *
 * @throws GigamineError `option/out-of-range` for a threshold outside [0, 1), an unknown variant, or IM with a threshold.
 *
 * @example
 * const log = { activities: ["a", "b", "c"], variantOffsets: [0, 2, 4], sequence: [0, 1, 0, 2], counts: [3, 1] };
 * printTree(inductiveMiner(log)); // => "->( 'a', X( 'b', 'c' ) )"
 */
export function inductiveMiner(
  log: EventLog | VariantLog,
  { noiseThreshold = 0, variant, signal, onProgress }: InductiveMinerOptions = {},
): ProcessTree {
  // The negation also refuses NaN.
  if (!(noiseThreshold >= 0 && noiseThreshold < 1)) {
    throw optionError(
      "inductiveMiner",
      "noiseThreshold",
      noiseThreshold,
      "Give a number in [0, 1): 0 keeps all behaviour, 0.2 leaves rare behaviour out.",
    );
  }
  if (variant !== undefined && variant !== "IM" && variant !== "IMf") {
    throw optionError("inductiveMiner", "variant", variant, 'Give "IM" or "IMf", or leave it out.');
  }
  if (variant === "IM" && noiseThreshold > 0) {
    throw optionError(
      "inductiveMiner",
      "noiseThreshold",
      noiseThreshold,
      'Variant "IM" filters nothing: leave noiseThreshold out, or choose "IMf".',
    );
  }
  const root = rootLog(log);
  const total = root.names.length;
  let placed = 0;
  const tree = mine(root.log, {
    names: root.names,
    // With threshold 0 the filter would keep every arc.
    threshold: noiseThreshold,
    check: () => throwIfAborted(signal),
    place: (activities) => {
      placed += activities;
      onProgress?.({ stage: "discovering", done: placed, total, unit: "activities" });
    },
  });
  return inOrder(reduceTree(tree), root.names);
}

/** What stays the same over the whole recursion. */
interface Search {
  readonly names: readonly string[];
  /** 0 for IM. */
  readonly threshold: number;
  readonly check: () => void;
  readonly place: (activities: number) => void;
}

/** A part of the log still to be looked at. */
interface Part {
  readonly log: SubLog;
  /** The first cut of its directly-follows graph, if that is known already. */
  readonly cut?: Cut;
}

/** What one look at a part gives: a leaf (or flower), or parts to go on with and how to join their trees. */
type Step =
  | { readonly tree: ProcessTree }
  | { readonly parts: readonly Part[]; readonly join: (trees: readonly ProcessTree[]) => ProcessTree };

/** Splits until nothing is left to split. The stack is on the heap: trees may nest as deep as memory allows. */
function mine(root: SubLog, search: Search): ProcessTree {
  type Open = Exclude<Step, { tree: ProcessTree }> & { readonly trees: ProcessTree[] };
  const open: Open[] = [];
  let part: Part = { log: root };
  for (;;) {
    search.check();
    const step = look(part, search);
    if ("parts" in step) {
      open.push({ ...step, trees: [] });
      part = step.parts[0]!;
      continue;
    }
    let tree = step.tree;
    for (;;) {
      const parent = open.at(-1);
      if (parent === undefined) return tree;
      parent.trees.push(tree);
      if (parent.trees.length < parent.parts.length) {
        part = parent.parts[parent.trees.length]!;
        break;
      }
      open.pop();
      tree = parent.join(parent.trees);
    }
  }
}

function look({ log: given, cut: known }: Part, search: Search): Step {
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
  return { tree: flower(log, search.names) };
}

function split(log: SubLog, cut: Cut): Step {
  const { operator } = cut;
  return {
    parts: splitLog(log, cut).map((part) => ({ log: part })),
    join: (trees) => operatorNode(operator, trees),
  };
}

/** One activity in parallel to all others, which have the given cut. */
function takeOut(log: SubLog, alone: number, cut?: Cut): Step {
  const groupOf = new Int32Array(log.activities.length).fill(1);
  groupOf[alone] = 0;
  const [first, rest] = splitParallel(log, { count: 2, groupOf }) as [SubLog, SubLog];
  const join = (trees: readonly ProcessTree[]) => parallel(...trees);
  if (cut === undefined) return { parts: [{ log: first }, { log: rest }], join };
  // In the rest the activities behind the one taken out have moved up.
  const groups = { count: cut.groups.count, groupOf: cut.groups.groupOf.filter((_, a) => a !== alone) };
  return { parts: [{ log: first }, { log: rest, cut: { operator: cut.operator, groups } }], join };
}

const makers = { exclusive, sequence, parallel, inclusive, interleaved } as const;

function operatorNode(operator: TreeOperator, children: readonly ProcessTree[]): ProcessTree {
  return operator === "loop" ? loop(children[0]!, ...children.slice(1)) : makers[operator](...children);
}

/** The same tree with the children whose order means nothing ordered by the first name in them, silent ones last. */
function inOrder(tree: ProcessTree, names: readonly string[]): ProcessTree {
  const rank = new Map(names.map((name, index) => [name, index]));
  type Ranked = { readonly tree: ProcessTree; readonly first: number };
  const byFirst = (x: Ranked, y: Ranked) => x.first - y.first;
  return foldTree<Ranked>(
    tree,
    (leaf) =>
      leaf.kind === "activity"
        ? { tree: activity(leaf.name), first: rank.get(leaf.name)! }
        : { tree: leaf, first: names.length },
    (node: OperatorNode, children) => {
      const first = Math.min(...children.map((child) => child.first));
      let ordered = children;
      if (node.kind === "exclusive" || node.kind === "parallel") ordered = children.toSorted(byFirst);
      else if (node.kind === "loop") ordered = [children[0]!, ...children.slice(1).sort(byFirst)];
      const trees = ordered.map((child) => child.tree);
      return {
        tree: operatorNode(node.kind, trees),
        first,
      };
    },
  ).tree;
}
