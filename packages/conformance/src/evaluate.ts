import { optionError } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { type GeneralizationResult, generalizationOf } from "./generalization.js";
import { escapingPrecision, type PrecisionResult } from "./precision.js";
import { type SimplicityResult, simplicity } from "./simplicity.js";
import {
  replayEngine,
  replayVariants,
  type TokenReplayOptions,
  type TokenReplayResult,
} from "./token-replay.js";

export interface EvaluateOptions extends TokenReplayOptions {
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

/** Replay without its rows per variant; `value` is `logFitness`. */
export interface FitnessResult extends Omit<TokenReplayResult, "variants"> {
  readonly value: number | null;
}

export interface Evaluation {
  readonly fitness: FitnessResult;
  readonly precision: PrecisionResult;
  readonly generalization: GeneralizationResult;
  readonly simplicity: SimplicityResult;
  /** Harmonic mean of fitness and precision, 0 when both are 0; `null` for a log without cases. */
  readonly fScore: number | null;
  /** Weighted mean of the four values; `null` when one that counts is `null`. */
  readonly average: number | null;
}

/**
 * The four quality dimensions of a model against a log: fitness, precision, generalization and simplicity, from one replay.
 *
 * Each is exactly what {@link tokenReplay}, {@link precision}, {@link generalization} and {@link simplicity} give.
 * Source: Buijs, van Dongen, van der Aalst, "Quality dimensions in process discovery", IJCIS 23(1), 2014.
 */
export function evaluate(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: EvaluateOptions = {},
): Evaluation {
  const weights = dimensionWeights(options.weights);
  const variantLog = toVariantLog(log);
  const engine = replayEngine("evaluate", model, options);
  const { variants: _, ...replay } = replayVariants(variantLog, engine, options);
  const precision = escapingPrecision(variantLog, engine, options);
  const values = {
    fitness: { value: replay.logFitness, ...replay },
    precision,
    generalization: generalizationOf(replay.transitionFirings),
    simplicity: simplicity(model),
  };
  return {
    ...values,
    fScore: harmonicMean(replay.logFitness, precision.value),
    average: weightedMean(weights.map(([name, weight]) => [values[name].value, weight])),
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
