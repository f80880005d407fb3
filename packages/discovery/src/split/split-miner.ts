import { optionError } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type BpmnModel, type CheckedPetriNet, withSoundness } from "@gigamine/models";
import { pruneConcurrency } from "./concurrency.js";
import { loopFreeGraph } from "./directly-follows.js";
import { filterArcs } from "./filter.js";
import { withoutGatewayChains } from "./gateway-chains.js";
import { discoverJoins } from "./joins.js";
import { withSelfLoops } from "./self-loops.js";
import { splitNet } from "./split-net.js";
import { discoverSplits } from "./splits.js";
import { toBpmn } from "./to-bpmn.js";

export interface SplitMinerOptions {
  /**
   * How much rare behaviour is filtered out: an arc always stays if it is as frequent as this percentile of the most frequent arcs into and out
   * of each activity. Dimensionless, in [0, 1]; 0 filters least. @default 0.4
   */
  readonly eta?: number | undefined;
  /**
   * How far the counts of a before b and of b before a may lie apart, relative to their sum, and a and b still be concurrent. Dimensionless, in
   * [0, 1]; 0 finds no concurrency. @default 0.1
   */
  readonly epsilon?: number | undefined;
  /** How many states the net may have for the inclusive joins of one loop, at least 1; see `simplifiedJoins`. @default 1_000 */
  readonly maxStates?: number | undefined;
  /** How many markings the check of soundness may look at before it says "undecided", at least 1. @default 10_000 */
  readonly maxMarkings?: number | undefined;
}

/** What Split Miner finds. */
export interface SplitMinerResult {
  readonly bpmn: BpmnModel;
  /** The workflow net of the model, with its verdict. */
  readonly net: CheckedPetriNet;
  /**
   * Nodes of `bpmn` that are inclusive joins there and exclusive ones in `net`, because they join tokens inside a loop that has more than
   * `maxStates` states; nearly always none.
   */
  readonly simplifiedJoins: readonly number[];
}

/**
 * Discovers a BPMN model by filtering the directly-follows graph and finding out which gateways split and join it: Split Miner.
 *
 * 1. The graph gets a start and an end. Arcs from an activity to itself are taken out; pairs in loops of length two are noted.
 * 2. Activities that follow each other both ways about equally often (`epsilon`) are concurrent, and lose both arcs; of others the rarer
 *    arc goes.
 * 3. Rare arcs are filtered out (`eta`), but never the best way from the start to an activity and on to the end.
 * 4. Successors of an activity become a hierarchy of exclusive and parallel splits, by which of them are concurrent to the same ones.
 * 5. Joins are put at the ends of the parts with one entry and one exit (the process structure tree), of the same kind as the split
 *    that begins a part. In parts without such structure a join is inclusive unless an exclusive or a parallel one means the same.
 * 6. Activities that follow themselves get their loop back. Gateways of one kind in a row become one.
 *
 * - Every activity that occurs is in the model once, on a way from the start to the end.
 * - A model without loops is sound. With loops it may be unsound; `net.soundness` has the verdict and its reasons.
 * - Deterministic, and the order of cases has no influence: ties are broken by the names of activities, in the order of UTF-16 code
 *   units as JavaScript compares text. Cases without events lead from the start straight to the end.
 * - A log without cases gives a start and an end.
 *
 * O(events) to group a log into variants, O(events of the variants) for the graph, then O(m log m) for its m arcs. Splits cost O(k³ / 32) for an
 * activity with k successors, joins O(n + m) and in each level of parts without structure O(n (n + m)) for n activities; the net and its
 * soundness as `maxStates` and `maxMarkings` allow.
 *
 * Source: Augusto, Conforti, Dumas, La Rosa, Polyvyanyy, "Split miner: automated discovery of accurate and simple business process models
 * from event logs", Knowledge and Information Systems 59, 2019. Beyond its rules:
 * - The percentile is that of the counts of all arcs that are the most frequent into or out of some activity, each once; arcs that reach it stay.
 * - Arcs cut as concurrent return where an activity could otherwise not be reached, or not lead to the end.
 * - Successors whose concurrency is no hierarchy are joined by similarity, the nearest first.
 * - An inclusive join is replaced only where that does not change the meaning, so that no activity runs twice for want of a wait.
 *
 * @throws GigamineError `option/out-of-range`.
 *
 * @example
 * const log = { activities: ["a", "b", "c", "d"], variantOffsets: [0, 4, 8], sequence: [0, 1, 2, 3, 0, 2, 1, 3], counts: [5, 5] };
 * splitMiner(log).bpmn.nodes.map(({ kind }) => kind).filter((kind) => kind.endsWith("Gateway")); // => ["parallelGateway", "parallelGateway"]
 */
export function splitMiner(
  log: EventLog | VariantLog,
  { eta = 0.4, epsilon = 0.1, maxStates = 1_000, maxMarkings = 10_000 }: SplitMinerOptions = {},
): SplitMinerResult {
  for (const [option, value] of Object.entries({ eta, epsilon })) {
    // The negation also refuses NaN.
    if (!(typeof value === "number" && value >= 0 && value <= 1)) {
      throw optionError(
        "splitMiner",
        option,
        value,
        `Give a number from 0 to 1, such as ${option === "eta" ? 0.4 : 0.1}.`,
      );
    }
  }
  for (const [option, value] of Object.entries({ maxStates, maxMarkings })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw optionError("splitMiner", option, value, "Give a whole number of at least 1, or leave it out.");
  }
  const graph = loopFreeGraph(toVariantLog(log));
  const pruned = pruneConcurrency(graph, epsilon);
  const arcs = filterArcs(graph, pruned, eta);
  const joined = discoverJoins(discoverSplits(arcs, pruned.concurrent), graph.start, graph.end);
  const bpmn = toBpmn(withoutGatewayChains(withSelfLoops(joined, graph.selfLoops)), graph.names);
  const { net, simplifiedJoins } = splitNet(bpmn, maxStates);
  return Object.freeze({ bpmn, net: withSoundness(net, { maxMarkings }), simplifiedJoins });
}
