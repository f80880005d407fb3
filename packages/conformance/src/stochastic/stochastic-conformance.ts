import { GigamineError, throwIfAborted } from "@gigamine/base";
import type { EventLog, VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { distance } from "fastest-levenshtein";
import { optimalTransport } from "./optimal-transport.js";
import {
  logLanguage,
  type StochasticLanguage,
  type StochasticLanguageOptions,
  stochasticLanguage,
} from "./stochastic-language.js";

export interface StochasticConformanceResult {
  /**
   * In [0, 1]: 1 − distance, where the part of the model's language that was not unfolded is taken to be spread like the part that
   * was; `null` when the log has no cases, or no trace of the model was found.
   */
  readonly value: number | null;
  /** Whatever the part not unfolded looks like, the true value lies between these two; equal to `value` when nothing was cut. */
  readonly lowerBound: number;
  readonly upperBound: number;
  /** How much of the model's language was unfolded, in [0, 1], and in how many traces. */
  readonly coverage: number;
  readonly modelTraces: number;
  /** The probability that a run of the model gets stuck before its end. */
  readonly stuck: number;
  /** Where the value is lost, largest first, at most 20: mass moved from a trace of the log to another one of the model. */
  readonly moves: readonly StochasticMove[];
}

export interface StochasticMove {
  readonly logTrace: readonly string[];
  readonly modelTrace: readonly string[];
  /** Share of the cases. */
  readonly mass: number;
  /** Edit distance by the length of the longer trace, in (0, 1]. */
  readonly distance: number;
}

/**
 * How far the frequencies of a log are from the probabilities of a model: earth movers' stochastic conformance.
 *
 *     value = 1 − min Σ mass moved · Levenshtein(log trace, model trace) / length of the longer one
 *
 * over all ways to turn the distribution of traces of the log into that of the model. 1 only if both agree in every
 * probability. The model is a Petri net with weights (see {@link stochasticLanguage}; `frequencyWeights` estimates them), or
 * another log. A net with loops has infinitely many traces: it is unfolded up to `coverage`, and the rest is bounded, not guessed.
 *
 * Costs O(log traces · model traces) distances, kept as 8 bytes each, and one to three transportation problems of that size.
 *
 * Source: Leemans, Syring, van der Aalst, "Earth Movers' Stochastic Conformance Checking", BPM Forum 2019, section 3; the paper
 * truncates the language too, the bounds are ours.
 *
 * @throws GigamineError `conformance/too-many-traces` when the table of distances would exceed 2^26 entries.
 */
export function stochasticConformance(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | EventLog | VariantLog,
  options: StochasticLanguageOptions = {},
): StochasticConformanceResult {
  const ours = logLanguage(log);
  const theirs = "net" in model ? stochasticLanguage(model, options) : logLanguage(model);
  const { coverage, stuck } = theirs;
  const modelTraces = theirs.probability.length;
  const facts = { coverage, modelTraces, stuck };
  if (ours.probability.length === 0 || modelTraces === 0) {
    return { value: null, lowerBound: 0, upperBound: 1, ...facts, moves: [] };
  }
  const costs = distances(ours, theirs, options);
  const supply = Float64Array.from(ours.probability);
  const rescaled = Float64Array.from(theirs.probability, (mass) => mass / coverage);
  const { from, to, mass, cost } = optimalTransport(supply, rescaled, costs);
  const value = Math.min(1, Math.max(0, 1 - cost));
  const moves = from
    .map((l, i) => ({ l, m: to[i]!, mass: mass[i]!, distance: costs[l * modelTraces + to[i]!]! }))
    .filter((move) => move.distance > 0)
    .sort((a, b) => b.mass * b.distance - a.mass * a.distance || a.l - b.l || a.m - b.m)
    .slice(0, 20)
    .map(({ l, m, ...rest }) => ({ logTrace: names(ours, l), modelTrace: names(theirs, m), ...rest }));
  const rest = 1 - coverage;
  if (rest < 1e-9) return { value, lowerBound: value, upperBound: value, ...facts, moves };
  throwIfAborted(options.signal);
  // One more trace stands for the rest: as near to every trace of the log, or as far from it, as can be.
  const bound = (distanceToRest: number): number =>
    1 -
    optimalTransport(
      supply,
      Float64Array.of(...theirs.probability, rest),
      withColumn(costs, modelTraces, distanceToRest),
    ).cost;
  return {
    value,
    lowerBound: Math.min(value, Math.max(0, bound(1))),
    upperBound: Math.max(value, Math.min(1, bound(0))),
    ...facts,
    moves,
  };
}

/** Entries of the table of distances: 512 MB. */
const MAX_PAIRS = 2 ** 26;

/** The normalized edit distance of each trace of `a` to each of `b`, by rows of `a`. */
function distances(
  a: StochasticLanguage,
  b: StochasticLanguage,
  { signal, onProgress }: StochasticLanguageOptions,
): Float64Array {
  const [rows, columns] = [a.probability.length, b.probability.length];
  if (rows * columns > MAX_PAIRS) {
    throw new GigamineError(
      "conformance/too-many-traces",
      `stochasticConformance: ${rows} traces of the log and ${columns} of the model make ${rows * columns} pairs, more than ` +
        `${MAX_PAIRS}. Keep the most frequent variants (filterVariants), or lower maxTraces or coverage.`,
      { logTraces: rows, modelTraces: columns, maxPairs: MAX_PAIRS },
    );
  }
  const ids = new Map<string, number>();
  const left = words(a, ids);
  const right = words(b, ids);
  const costs = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    if (row % 64 === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "comparing traces", done: row, total: rows, unit: "variants" });
    }
    const word = left[row]!;
    for (let column = 0; column < columns; column++) {
      const other = right[column]!;
      const longer = Math.max(word.length, other.length);
      costs[row * columns + column] = longer === 0 ? 0 : distance(word, other) / longer;
    }
  }
  return costs;
}

/** Each trace as text of one code unit an event, the form in which the library compares fastest. */
function words(
  { activities, offsets, sequence, probability }: StochasticLanguage,
  ids: Map<string, number>,
): string[] {
  const units = activities.map((name) => {
    if (!ids.has(name)) ids.set(name, ids.size);
    return ids.get(name)!;
  });
  if (ids.size > 0x1_0000) {
    throw new GigamineError(
      "conformance/too-many-activities",
      `stochasticConformance compares traces of at most 65,536 different activities; there are ${ids.size}.`,
      { activities: ids.size },
    );
  }
  return probability.map((_, t) => {
    let word = "";
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) word += String.fromCharCode(units[sequence[i]!]!);
    return word;
  });
}

function names({ activities, offsets, sequence }: StochasticLanguage, t: number): string[] {
  return sequence.slice(offsets[t], offsets[t + 1]).map((a) => activities[a]!);
}

function withColumn(costs: Float64Array, columns: number, value: number): Float64Array {
  const rows = costs.length / columns;
  const wider = new Float64Array(rows * (columns + 1)).fill(value);
  for (let row = 0; row < rows; row++)
    wider.set(costs.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
  return wider;
}
