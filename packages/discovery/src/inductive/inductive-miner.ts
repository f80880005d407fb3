import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { type Dfg, directlyFollows, type EventLog, type VariantLog } from "@gigamine/event-log";
import { activity, foldTree, type OperatorNode, type ProcessTree, reduceTree } from "@gigamine/models";
import { isDfg } from "../is-dfg.js";
import type { CutOperator } from "./cuts/find-cut.js";
import { lookAtGraph } from "./look-at-graph.js";
import { lookAtLog } from "./look-at-log.js";
import { operatorNode, recurse, type Search } from "./recursion.js";
import { rootLog } from "./root-log.js";
import { rootGraph } from "./sub-graph.js";

/** See {@link inductiveMiner}. */
export type InductiveMinerVariant = "IM" | "IMf" | "IMd";

export interface InductiveMinerOptions extends LongWorkOptions {
  /**
   * How rare, relative to the most frequent way on, an arc may be and still be left out where no cut fits; and how rare,
   * relative to all traces, it may be that a part is passed by. Dimensionless, in [0, 1]; 0 filters nothing, 0.2 is
   * customary, 1 keeps only the most frequent ways on. @default 0
   */
  readonly noiseThreshold?: number | undefined;
  /**
   * `"IM"`: every trace of the log fits the tree. `"IMf"`: infrequent behaviour is left out, by `noiseThreshold`. `"IMd"`: only
   * the directly-follows graph is looked at; with a threshold, infrequent behaviour is left out too.
   * @default "IMd" for a directly-follows graph; for a log "IM" when noiseThreshold is 0, otherwise "IMf"
   */
  readonly variant?: InductiveMinerVariant | undefined;
}

/**
 * Discovers a process tree by splitting the log again and again: the Inductive Miner (IM), with `noiseThreshold` the
 * Inductive Miner - infrequent (IMf), and on a directly-follows graph alone the Inductive Miner - directly follows (IMd).
 *
 * IM and IMf take for each (sub-)log the first of these that applies: empty traces become an option to skip; base cases; a
 * cut of the directly-follows graph (exclusive choice, strict sequence, parallel, loop); IMf only: a cut of the graph without
 * infrequent arcs; an activity once per trace; an activity concurrent to the rest; strict tau loop; tau loop; the
 * flower model. IMd splits the graph itself: what an arc, a start or an end passes by becomes optional; base cases; a cut;
 * with a threshold a cut without infrequent arcs; the flower model. The tree is then reduced without changing its language
 * ({@link reduceTree}).
 *
 * - A tree by IM replays the whole log and contains each of its activities exactly once; it depends on the set of
 *   traces only, not on their counts. A tree by IMf contains each activity at most once. With threshold 0 both are equal.
 * - A tree by IMd contains each activity exactly once. It need not fit the log: of a branch of a parallel node the graph does
 *   not tell whether it may be left out. Of a log it uses the graph and how many cases have no event.
 * - Deterministic, and the order of cases has no influence: the thesis leaves some choices open (which of several
 *   suitable activities is taken out, say), and the activity whose name comes first decides, in the order of UTF-16
 *   code units as JavaScript compares text. For the same reason children of exclusive and parallel, and redo parts of a
 *   loop, are ordered by the first name in them, silent ones last.
 * - An input without events gives the silent leaf. Activities that don't occur are not in the tree.
 * - Every tree makes a sound workflow net ({@link treeToPetriNet} of `@gigamine/models`).
 *
 * A log costs O(events) once, to group cases into variants and, for IMd, to count the graph. Each level of the tree costs
 * O(events of the variants + n² / 32) for n activities, and O(n³ / 32) more where an activity is taken out as concurrent; by
 * IMd O(arcs + n² / 32). `onProgress` counts the activities that found their place in the tree (by IMf some may find none).
 *
 * Sources: Leemans, "Robust Process Mining with Guarantees", PhD thesis, Eindhoven University of Technology, 2017,
 * chapter 6; Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour", BPM Workshops 2013; the same, "Scalable process discovery and conformance checking", Software and
 * Systems Modeling 17(2), 2018, section 4.
 *
 * Differs from PM4Py 2.7.14: where traces become equal by projection on the branches of a parallel cut, counts are added;
 * that tool keeps the count of the last one, which only IMf can notice, and which makes it call an activity optional that
 * 2 of 1104 cases lack. Where its ties depend on hashing (shares of a trace that are equal, IMf only), the group whose
 * first name comes last wins. By IMd, that tool makes most optional parts mandatory and fails where a loop has several redo
 * parts; here both are as the paper has them. With threshold 1 it drops every arc.
 *
 * @throws GigamineError `option/out-of-range` for a threshold outside [0, 1], an unknown variant, IM with a threshold, or IM or
 * IMf for a directly-follows graph; `log/not-a-log`.
 *
 * @example
 * const log = { activities: ["a", "b", "c"], variantOffsets: [0, 2, 4], sequence: [0, 1, 0, 2], counts: [3, 1] };
 * printTree(inductiveMiner(log)); // => "->( 'a', X( 'b', 'c' ) )"
 */
export function inductiveMiner(
  log: EventLog | VariantLog | Dfg,
  { noiseThreshold = 0, variant, signal, onProgress }: InductiveMinerOptions = {},
): ProcessTree {
  const graphOnly = isDfg(log, "inductiveMiner");
  checkOptions(graphOnly, noiseThreshold, variant);
  const searchIn = (names: readonly string[], total: number): Search => {
    let placed = 0;
    return {
      names,
      // With threshold 0 the filter would keep every arc.
      threshold: noiseThreshold,
      check: () => throwIfAborted(signal),
      place: (activities) => {
        placed += activities;
        onProgress?.({ stage: "discovering", done: placed, total, unit: "activities" });
      },
    };
  };
  if (graphOnly || variant === "IMd") {
    const { graph, names } = graphOnly ? rootGraph(log, 0) : rootGraph(directlyFollows(log), emptyCases(log));
    const search = searchIn(names, graph.activities.length);
    return inOrder(reduceTree(recurse(graph, lookAtGraph, search)), names);
  }
  const { log: root, names } = rootLog(log);
  const search = searchIn(names, root.activities.length);
  return inOrder(reduceTree(recurse({ log: root }, lookAtLog, search)), names);
}

const VARIANTS: readonly unknown[] = ["IM", "IMf", "IMd"];

function checkOptions(
  graphOnly: boolean,
  noiseThreshold: number,
  variant: InductiveMinerVariant | undefined,
): void {
  const refuse = (option: string, value: unknown, remedy: string) =>
    optionError("inductiveMiner", option, value, remedy);
  // The negation also refuses NaN.
  if (!(typeof noiseThreshold === "number" && noiseThreshold >= 0 && noiseThreshold <= 1)) {
    throw refuse(
      "noiseThreshold",
      noiseThreshold,
      "Give a number in [0, 1]: 0 keeps all behaviour, 0.2 leaves rare behaviour out.",
    );
  }
  if (variant !== undefined && !VARIANTS.includes(variant)) {
    throw refuse("variant", variant, 'Give "IM", "IMf" or "IMd", or leave it out.');
  }
  if (graphOnly && variant !== undefined && variant !== "IMd") {
    throw refuse(
      "variant",
      variant,
      'A directly-follows graph has no traces to split: choose "IMd", or give the log.',
    );
  }
  if (variant === "IM" && noiseThreshold > 0) {
    throw refuse(
      "noiseThreshold",
      noiseThreshold,
      'Variant "IM" filters nothing: leave noiseThreshold out, or choose "IMf".',
    );
  }
}

/** How many cases have no event. */
function emptyCases(log: EventLog | VariantLog): number {
  const offsets = "variantOffsets" in log ? log.variantOffsets : log.caseOffsets;
  let empty = 0;
  for (let c = 0; c + 1 < offsets.length; c++) {
    if (offsets[c] === offsets[c + 1]) empty += "variantOffsets" in log ? log.counts[c]! : 1;
  }
  return empty;
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
        tree: operatorNode(node.kind as CutOperator, trees),
        first,
      };
    },
  ).tree;
}
