import { throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { PairTable } from "./replay/pair-table.js";
import type { ReplayEngine } from "./replay/replay-engine.js";
import { replayEngine, type TokenReplayOptions } from "./token-replay.js";

export interface PrecisionResult {
  /** In [0, 1]: 1 − escaping/allowed; 1 when the model allows nothing after any counted prefix. */
  readonly value: number;
  /** Sum over prefixes of cases × activities the model allows next. */
  readonly allowed: number;
  /** Sum over prefixes of cases × activities the model allows next and no case of the log does next. */
  readonly escaping: number;
  /** What escapes: per activity its part of the sum `escaping`; largest first, ties in the order of the net's labels. */
  readonly escapingActivities: readonly { readonly activity: string; readonly weight: number }[];
  /** Distinct prefixes counted, and those left out because replaying them needs tokens the model does not have. */
  readonly prefixes: number;
  readonly unfitPrefixes: number;
  /** Searches that gave up at `maxMarkings`; 0 means that the value is exact. */
  readonly searchesCut: number;
}

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
 * whose replay needs an added token is left out, with all that follow it. 1 for an empty log.
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
  return escapingPrecision(toVariantLog(log), replayEngine("precision", model, options), options);
}

const UNFIT = -1;

export function escapingPrecision(
  log: VariantLog,
  engine: ReplayEngine,
  options: TokenReplayOptions,
): PrecisionResult {
  const { marking, continued, seen } = prefixTree(log, engine, options);
  const escapes = new Float64Array(engine.net.labels.length);
  let allowed = 0;
  let escaping = 0;
  let prefixes = 0;
  let unfitPrefixes = 0;
  for (let node = 0; node < marking.length; node++) {
    if (node % BATCH === 0) throwIfAborted(options.signal);
    const cases = continued[node]!;
    if (marking[node] === UNFIT) unfitPrefixes++;
    if (cases === 0 || marking[node] === UNFIT) continue;
    prefixes++;
    const next = seen[node];
    for (const label of engine.allowed(marking[node]!)) {
      allowed += cases;
      if (next?.has(label)) continue;
      escaping += cases;
      escapes[label]! += cases;
    }
  }
  return {
    value: allowed === 0 ? 1 : 1 - escaping / allowed,
    allowed,
    escaping,
    escapingActivities: engine.net.labels
      .map((activity, label) => ({ activity, weight: escapes[label]! }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight),
    prefixes,
    unfitPrefixes,
    searchesCut: engine.searchesCut,
  };
}

/** Prefixes between two looks at the signal. */
const BATCH = 256;

/** The tree of prefixes: per node its marking, the cases that continue it, and the labels by which they do. Node 0 is empty. */
function prefixTree(
  { variantOffsets, sequence, counts, activities }: VariantLog,
  engine: ReplayEngine,
  { unknownActivities = "penalize", signal, onProgress }: TokenReplayOptions,
) {
  const labels = engine.labelsOf(activities);
  const children = new PairTable();
  const marking: number[] = [engine.start];
  const continued: number[] = [0];
  const seen: (Set<number> | undefined)[] = [undefined];
  for (let v = 0; v < counts.length; v++) {
    if (v % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "following prefixes", done: v, total: counts.length, unit: "variants" });
    }
    let node = 0;
    for (let i = variantOffsets[v]!; i < variantOffsets[v + 1]! && marking[node] !== UNFIT; i++) {
      const activity = sequence[i]!;
      const label = labels[activity]!;
      continued[node]! += counts[v]!;
      let child = children.get(node, activity);
      if (child < 0) {
        child = marking.length;
        children.add(node, activity, child);
        marking.push(markingAfter(engine, marking[node]!, label, unknownActivities));
        continued.push(0);
        seen.push(undefined);
        if (label >= 0) {
          seen[node] ??= new Set();
          seen[node]!.add(label);
        }
      }
      node = child;
    }
  }
  return { marking, continued, seen };
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
