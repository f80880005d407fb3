import { throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet } from "@gigamine/models";
import { type AlignmentsOptions, alignments } from "../alignments/alignments.js";
import type { AlignmentsResult } from "../alignments/types.js";
import type { ReplayEngine } from "../replay/replay-engine.js";
import { replayEngine } from "../token-replay.js";
import { type PrecisionResult, PrefixTree } from "./prefix-tree.js";

export interface AlignmentPrecisionOptions extends AlignmentsOptions {
  /** What {@link alignments} gave for the same log and model, when it is there already. @default computed */
  readonly aligned?: AlignmentsResult | undefined;
  /** As in {@link TokenReplayOptions}: how far one search for silent firings may go. @default 10000 */
  readonly maxMarkings?: number | undefined;
}

/**
 * How much of what the model allows was also done, every case counted: escaping-edges precision on alignments (align-ETC).
 *
 * Each variant is replaced by what the model does in an optimal alignment: its synchronous and visible model moves. Their
 * prefixes form a tree; each leads to a marking, by no more silent firings than its transitions need, so that no choice counts as made
 * before it shows. (Only where that leads astray, since two silent ways enable the same transition, the silent moves of the
 * alignment are taken.) What can fire there, at once or after silent firings, is allowed; what no case does next in its alignment is
 * escaping. Where several variants reach the same prefix in different markings, what any of them allows is allowed.
 *
 *     precision = 1 − Σ w·|escaping| / Σ w·|allowed|
 *
 * over all prefixes that the alignment of some case continues, w = those cases. Of several optimal alignments the one that
 * {@link alignments} gives is taken (the "one-align" way of the source; its other way averages over all of them). On a log that
 * fits without duplicate labels this is {@link precision}. 1 for an empty log.
 *
 * Costs the alignments, then O(their moves).
 *
 * Source: Adriansyah, Munoz-Gama, Carmona, van Dongen, van der Aalst, "Measuring precision of modeled behavior", Information
 * Systems and e-Business Management 13(1), 2015. As in {@link precision}, complete runs don't count as prefixes. PM4Py does not
 * align whole traces: it synchronizes each prefix without log and model moves and leaves out those that can't be, so it
 * measures only what fits.
 */
export function alignmentPrecision(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | ProcessTree,
  { aligned, maxMarkings, ...options }: AlignmentPrecisionOptions = {},
): PrecisionResult {
  const variantLog = toVariantLog(log);
  const net = "kind" in model ? treeToPetriNet(model) : model;
  const engine = replayEngine("alignmentPrecision", net, { maxMarkings });
  return movesPrecision(
    variantLog,
    engine,
    aligned ?? alignments(variantLog, model, options),
    options.signal,
  );
}

/** Variants between two looks at the signal. */
const BATCH = 256;

export function movesPrecision(
  { counts }: VariantLog,
  engine: ReplayEngine,
  { variants }: AlignmentsResult,
  signal: AbortSignal | undefined,
): PrecisionResult {
  const labels = engine.labelOfTransition;
  const tree = new PrefixTree(engine);
  for (let v = 0; v < counts.length; v++) {
    if (v % BATCH === 0) throwIfAborted(signal);
    let node = 0;
    let marking = engine.start; // with as few silent firings as the visible ones need
    let aligned = engine.start; // as the alignment has it
    for (const { transition } of variants[v]!.moves) {
      if (transition === null) continue;
      aligned = engine.after(aligned, transition);
      const label = labels[transition]!;
      if (label < 0) continue;
      marking = engine.follow(marking, transition);
      if (marking < 0) marking = aligned;
      tree.goOn(node, counts[v]!);
      const child = tree.find(node, label);
      if (child >= 0) tree.alsoLeadsTo(child, marking);
      node = child >= 0 ? child : tree.add(node, label, label, marking);
    }
  }
  return tree.precision(signal);
}
