import { optionError } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { type AlignmentsOptions, alignments } from "./alignments/alignments.js";
import type { AlignmentsResult } from "./alignments/types.js";
import { type GeneralizationResult, generalizationOf } from "./generalization.js";
import { type AlignmentPrecisionOptions, movesPrecision } from "./precision/alignment-precision.js";
import { replayPrecision } from "./precision/precision.js";
import type { PrecisionResult } from "./precision/prefix-tree.js";
import type { ReplayEngine } from "./replay/replay-engine.js";
import { type SimplicityResult, simplicity } from "./simplicity.js";
import {
  replayEngine,
  replayVariants,
  type TokenReplayOptions,
  type TokenReplayResult,
} from "./token-replay.js";

export interface EvaluateOptions extends TokenReplayOptions {
  /**
   * What fitness, precision and generalization rest on: `"replay"`, fast, or `"alignments"`, exact for every case.
   * @default "replay"
   */
  readonly basis?: "replay" | "alignments" | undefined;
  /** How much each dimension counts in `average`: at least 0, not all 0; what is not named counts 1. @default 1 each */
  readonly weights?:
    | {
        readonly fitness?: number | undefined;
        readonly precision?: number | undefined;
        readonly generalization?: number | undefined;
        readonly simplicity?: number | undefined;
      }
    | undefined;
}

export interface EvaluateByAlignmentsOptions
  extends Omit<EvaluateOptions, "unknownActivities">,
    AlignmentsOptions {
  readonly basis: "alignments";
  /** What {@link alignments} gave for the same log and model, when it is there already. @default computed */
  readonly aligned?: AlignmentsResult | undefined;
}

/** Replay without its rows per variant; `value` is `logFitness`. */
export interface FitnessResult extends Omit<TokenReplayResult, "variants"> {
  readonly value: number | null;
}

/** Alignments without their rows per variant; `value` is `logFitness`. */
export interface AlignmentFitnessResult extends Omit<AlignmentsResult, "variants"> {
  readonly value: number | null;
}

export interface Evaluation<Fitness = FitnessResult> {
  readonly fitness: Fitness;
  readonly precision: PrecisionResult;
  readonly generalization: GeneralizationResult;
  readonly simplicity: SimplicityResult;
  /** Harmonic mean of fitness and precision, 0 when both are 0; `null` for a log without cases. */
  readonly fScore: number | null;
  /** Weighted mean of the four values; `null` when one that counts is `null`. */
  readonly average: number | null;
}

/**
 * The four quality dimensions of a model against a log: fitness, precision, generalization and simplicity.
 *
 * By replay, each is exactly what {@link tokenReplay}, {@link precision}, {@link generalization} and {@link simplicity} give, from
 * one replay. By alignments, fitness is that of {@link alignments}, precision that of {@link alignmentPrecision}, and
 * generalization counts how often each transition moves in the alignments; all from one run of them. Unknown activities are then
 * log moves, so `unknownActivities` has no meaning there.
 *
 * Source: Buijs, van Dongen, van der Aalst, "Quality dimensions in process discovery", IJCIS 23(1), 2014.
 */
export function evaluate(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: EvaluateByAlignmentsOptions,
): Evaluation<AlignmentFitnessResult>;
export function evaluate(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options?: EvaluateOptions & { readonly basis?: "replay" | undefined },
): Evaluation;
export function evaluate(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: EvaluateOptions & AlignmentPrecisionOptions = {},
): Evaluation<FitnessResult | AlignmentFitnessResult> {
  const { basis = "replay" } = options;
  if (basis !== "replay" && basis !== "alignments") {
    throw optionError("evaluate", "basis", basis, 'Give "replay" or "alignments".');
  }
  const weights = dimensionWeights(options.weights);
  const variantLog = toVariantLog(log);
  const engine = replayEngine("evaluate", model, options);
  const measured =
    basis === "replay"
      ? byReplay(variantLog, engine, options)
      : byAlignments(variantLog, model, engine, options);
  const values = {
    fitness: measured.fitness,
    precision: measured.precision,
    generalization: generalizationOf(measured.firings),
    simplicity: simplicity(model),
  };
  return {
    ...values,
    fScore: harmonicMean(values.fitness.value, values.precision.value),
    average: weightedMean(weights.map(([name, weight]) => [values[name].value, weight])),
  };
}

function byReplay(log: VariantLog, engine: ReplayEngine, options: TokenReplayOptions) {
  const { variants: _, ...replay } = replayVariants(log, engine, options);
  return {
    fitness: { value: replay.logFitness, ...replay },
    precision: replayPrecision(log, engine, options),
    firings: replay.transitionFirings,
  };
}

function byAlignments(
  log: VariantLog,
  model: AcceptingPetriNet,
  engine: ReplayEngine,
  options: AlignmentPrecisionOptions,
) {
  const { aligned = alignments(log, model, options) } = options;
  const { variants: _, ...fitness } = aligned;
  return {
    fitness: { value: fitness.logFitness, ...fitness },
    precision: movesPrecision(log, engine, aligned, options.signal),
    firings: fitness.synchronousMoves.map((moves, t) => moves + fitness.modelMoves[t]!),
  };
}

type Dimension = "fitness" | "precision" | "generalization" | "simplicity";

function dimensionWeights(weights: EvaluateOptions["weights"] = {}): [Dimension, number][] {
  const { fitness = 1, precision = 1, generalization = 1, simplicity = 1 } = weights;
  const entries = Object.entries({ fitness, precision, generalization, simplicity }) as [Dimension, number][];
  for (const [name, weight] of entries) {
    if (Number.isFinite(weight) && weight >= 0) continue;
    throw optionError("evaluate", `weights.${name}`, weight, "Give a number of at least 0; 1 is usual.");
  }
  if (entries.every(([, weight]) => weight === 0)) {
    throw optionError("evaluate", "weights", 0, "All four weights are 0: give at least one of them more.");
  }
  return entries;
}

function harmonicMean(a: number | null, b: number): number | null {
  if (a === null) return null;
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

function weightedMean(parts: readonly (readonly [number | null, number])[]): number | null {
  let sum = 0;
  let weights = 0;
  for (const [value, weight] of parts) {
    if (weight === 0) continue;
    if (value === null) return null;
    sum += weight * value;
    weights += weight;
  }
  return sum / weights;
}
