import { throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import type { ReplayEngine } from "../replay/replay-engine.js";
import { replayEngine, type TokenReplayOptions } from "../token-replay.js";
import { type PrecisionResult, PrefixTree, UNFIT } from "./prefix-tree.js";

/**
 * How much of what the model allows was also seen: escaping-edges precision (ETC) by token replay.
 *
 * The prefixes of all cases form a tree. Each prefix leads, by {@link tokenReplay}, to a marking; the activities of visible
 * transitions that can fire there, at once or after silent firings, are allowed; allowed activities by which no case
 * continues the prefix are escaping.
 *
 *     precision = 1 − Σ w·|escaping| / Σ w·|allowed|
 *
 * over all prefixes that some case continues (the empty one included), w = the cases that continue it. A prefix
 * whose replay needs an added token is left out, with all that follow it; {@link alignmentPrecision} counts all cases. 1 for an
 * empty log.
 *
 * Events of activities that no transition has end the prefix as unfit, or are passed over with `unknownActivities: "ignore"`.
 *
 * Replay is shared by all prefixes; what a marking allows is worked out once, by the exact search of {@link tokenReplay}.
 *
 * Source: Muñoz-Gama, Carmona, "A fresh look at precision in process conformance", BPM 2010. Two differences: the
 * paper also counts complete traces as prefixes; we leave them out, as PM4Py does (what a model could do after the
 * end of a case says little about precision). And silent transitions, which the paper excludes, are followed: an activity is
 * allowed when some silent sequence enables it. PM4Py follows them too, but may miss activities behind several silent
 * paths, allowed or escaping ones, so its value can be higher or lower.
 */
export function precision(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: TokenReplayOptions = {},
): PrecisionResult {
  return replayPrecision(toVariantLog(log), replayEngine("precision", model, options), options);
}

/** Variants between two looks at the signal. */
const BATCH = 256;

export function replayPrecision(
  { variantOffsets, sequence, counts, activities }: VariantLog,
  engine: ReplayEngine,
  { unknownActivities = "penalize", signal, onProgress }: TokenReplayOptions,
): PrecisionResult {
  const labels = engine.labelsOf(activities);
  const tree = new PrefixTree(engine);
  for (let v = 0; v < counts.length; v++) {
    if (v % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "following prefixes", done: v, total: counts.length, unit: "variants" });
    }
    let node = 0;
    for (let i = variantOffsets[v]!; i < variantOffsets[v + 1]!; i++) {
      const marking = tree.markingOf(node);
      if (marking === UNFIT) break;
      tree.goOn(node, counts[v]!);
      const activity = sequence[i]!;
      const label = labels[activity]!;
      const child = tree.find(node, activity);
      node =
        child >= 0
          ? child
          : tree.add(node, activity, label, markingAfter(engine, marking, label, unknownActivities));
    }
  }
  return tree.precision(signal);
}

function markingAfter(
  engine: ReplayEngine,
  from: number,
  label: number,
  unknownActivities: "penalize" | "ignore",
): number {
  if (label < 0) return unknownActivities === "ignore" ? from : UNFIT;
  const step = engine.steps[engine.step(from, label)]!;
  return step.missing === 0 ? step.next : UNFIT;
}
