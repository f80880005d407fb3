import { Heap, type LongWorkOptions, optionError, TupleStore, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, compileNet } from "@gigamine/models";
import { PairTable } from "../replay/pair-table.js";
import { markingArray } from "../replay/replay-net.js";

/** A distribution over traces. JSON-safe; trace `t` is `sequence[offsets[t]]` … `sequence[offsets[t + 1] - 1]`. */
export interface StochasticLanguage {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** Traces + 1 rising offsets into `sequence`. */
  readonly offsets: readonly number[];
  readonly sequence: readonly number[];
  /** Per trace its probability, more than 0; they sum to `coverage`. */
  readonly probability: readonly number[];
  /** The probability of all listed traces together, in [0, 1]; below 1 when the language was cut, or runs get stuck. */
  readonly coverage: number;
  /** The probability of runs that reach a marking where nothing can fire and that is not the final one. */
  readonly stuck: number;
}

export interface StochasticLanguageOptions extends LongWorkOptions {
  /**
   * How likely each transition is among those enabled beside it: its weight by the sum of theirs. One number of at least 0 per
   * transition. @default 1 each
   */
  readonly weights?: readonly number[] | undefined;
  /** Stop once the traces found have this probability together, in (0, 1]. @default 0.99 */
  readonly coverage?: number | undefined;
  /** Stop after this many traces, at least 1. @default 1000 */
  readonly maxTraces?: number | undefined;
  /** Stop after this many steps (a marking after a prefix, expanded), at least 1. @default 1000000 */
  readonly maxSteps?: number | undefined;
}

/** The traces of a log with their shares of its cases; nothing is cut. Empty for a log without cases. O(events of the variants). */
export function logLanguage(log: EventLog | VariantLog): StochasticLanguage {
  const { activities, variantOffsets, sequence, counts } = toVariantLog(log);
  const cases = counts.reduce((sum, count) => sum + count, 0);
  return {
    activities,
    offsets: variantOffsets,
    sequence,
    probability: counts.map((count) => count / cases),
    coverage: cases === 0 ? 0 : 1,
    stuck: 0,
  };
}

/**
 * The traces of a stochastic Petri net with their probabilities, the most probable prefixes first.
 *
 * In each marking one enabled transition fires, with probability weight / sum of the weights of all enabled ones; silent ones
 * leave no trace. A run ends when it reaches the final marking. Probability mass is pushed from prefix to prefix: what has
 * come together at a marking after a prefix moves on at once, the largest amount first (ties: the prefix found first). So
 * silent loops converge, and what is not listed when a limit stops the work is known: `1 − coverage`.
 *
 * O(steps · (transitions + places + log steps)); memory O(steps · places).
 *
 * Source: Leemans, Syring, van der Aalst, "Earth Movers' Stochastic Conformance Checking", BPM Forum 2019, section 2
 * (stochastic languages, generalized stochastic Petri nets by weight).
 *
 * @throws GigamineError `option/out-of-range` for weights that are not one number of at least 0 per transition.
 */
export function stochasticLanguage(
  model: AcceptingPetriNet,
  {
    weights,
    coverage = 0.99,
    maxTraces = 1000,
    maxSteps = 1_000_000,
    signal,
    onProgress,
  }: StochasticLanguageOptions = {},
): StochasticLanguage {
  checkRange("coverage", coverage, coverage > 0 && coverage <= 1, "Give a number in (0, 1], such as 0.99.");
  for (const [name, value] of [
    ["maxTraces", maxTraces],
    ["maxSteps", maxSteps],
  ] as const) {
    checkRange(name, value, Number.isInteger(value) && value >= 1, "Give a whole number of at least 1.");
  }
  const unfolding = new Unfolding(model, weights);
  let steps = 0;
  // What floating-point sums can't bring to 1 is as good as all.
  const enough = Math.min(coverage, 1 - 1e-12);
  while (steps < maxSteps && unfolding.covered < enough && unfolding.traceCount < maxTraces) {
    if (steps % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "unfolding the model", done: steps, total: null, unit: "steps" });
    }
    if (!unfolding.step()) break;
    steps++;
  }
  return unfolding.language();
}

/** Steps between two looks at the signal. */
const BATCH = 4096;

function checkRange(option: string, value: number, fits: boolean, remedy: string): void {
  if (!fits) throw optionError("stochasticLanguage", option, value, remedy);
}

/** A marking after a prefix, with the probability that waits there. */
class Unfolding {
  covered = 0;
  traceCount = 0;
  #stuck = 0;
  readonly #net: ReturnType<typeof compileNet>;
  readonly #weights: Float64Array;
  readonly #labelIds: Int32Array;
  readonly #labels: string[] = [];
  readonly #markings: TupleStore;
  readonly #final: number;
  readonly #current: Int32Array;
  readonly #next: Int32Array;
  /** Prefixes as a tree: parent and last label; node 0 is the empty prefix. */
  readonly #parent: number[] = [-1];
  readonly #label: number[] = [-1];
  readonly #children = new PairTable();
  /** Probability of the prefix as a whole trace. */
  readonly #ended: number[] = [0];
  /** States: a prefix and a marking, and what waits there. */
  readonly #stateOf = new PairTable();
  readonly #prefix: number[] = [];
  readonly #marking: number[] = [];
  readonly #waiting: number[] = [];
  /** Entries are snapshots: one that names another amount than waits is out of date. */
  readonly #queue = new Heap<{ state: number; mass: number }>(
    (a, b) => a.mass > b.mass || (a.mass === b.mass && a.state < b.state),
  );

  constructor(model: AcceptingPetriNet, weights: readonly number[] | undefined) {
    const net = compileNet(model.net);
    this.#net = net;
    this.#weights = transitionWeights(weights, net.transitionCount);
    const ids = new Map<string, number>();
    this.#labelIds = Int32Array.from(net.labels, (label) => {
      if (label === null) return -1;
      if (!ids.has(label)) ids.set(label, this.#labels.push(label) - 1);
      return ids.get(label)!;
    });
    this.#markings = new TupleStore(net.placeCount);
    this.#current = new Int32Array(net.placeCount);
    this.#next = new Int32Array(net.placeCount);
    this.#final = this.#markings.intern(markingArray(model.finalMarking, net.placeCount, "finalMarking"));
    const initial = markingArray(model.initialMarking, net.placeCount, "initialMarking");
    this.#push(0, this.#markings.intern(initial), 1);
  }

  /** Moves on the largest amount that waits; false when none is left. */
  step(): boolean {
    for (;;) {
      const entry = this.#queue.pop();
      if (entry === undefined) return false;
      const { state, mass } = entry;
      if (this.#waiting[state] !== mass) continue;
      this.#waiting[state] = 0;
      this.#expand(this.#prefix[state]!, this.#marking[state]!, mass);
      return true;
    }
  }

  language(): StochasticLanguage {
    const offsets = [0];
    const sequence: number[] = [];
    const probability: number[] = [];
    for (let prefix = 0; prefix < this.#ended.length; prefix++) {
      if (this.#ended[prefix] === 0) continue;
      const from = sequence.length;
      for (let node = prefix; node > 0; node = this.#parent[node]!) sequence.push(this.#label[node]!);
      sequence.splice(from, sequence.length - from, ...sequence.slice(from).reverse());
      offsets.push(sequence.length);
      probability.push(this.#ended[prefix]!);
    }
    return {
      activities: this.#labels,
      offsets,
      sequence,
      probability,
      coverage: Math.min(1, this.covered),
      stuck: this.#stuck,
    };
  }

  #expand(prefix: number, marking: number, mass: number): void {
    const {
      transitionCount,
      inputOffsets,
      inputPlaces,
      inputWeights,
      outputOffsets,
      outputPlaces,
      outputWeights,
    } = this.#net;
    const current = this.#current;
    this.#markings.load(marking, current);
    const enabled: number[] = [];
    let total = 0;
    for (let t = 0; t < transitionCount; t++) {
      if (this.#weights[t] === 0) continue;
      let fires = true;
      for (let k = inputOffsets[t]!; k < inputOffsets[t + 1]! && fires; k++) {
        fires = current[inputPlaces[k]!]! >= inputWeights[k]!;
      }
      if (!fires) continue;
      enabled.push(t);
      total += this.#weights[t]!;
    }
    if (enabled.length === 0) this.#stuck += mass;
    for (const t of enabled) {
      const next = this.#next;
      next.set(current);
      for (let k = inputOffsets[t]!; k < inputOffsets[t + 1]!; k++)
        next[inputPlaces[k]!]! -= inputWeights[k]!;
      for (let k = outputOffsets[t]!; k < outputOffsets[t + 1]!; k++)
        next[outputPlaces[k]!]! += outputWeights[k]!;
      const label = this.#labelIds[t]!;
      this.#push(
        label < 0 ? prefix : this.#child(prefix, label),
        this.#markings.intern(next),
        (mass * this.#weights[t]!) / total,
      );
    }
  }

  #push(prefix: number, marking: number, mass: number): void {
    if (marking === this.#final) {
      if (this.#ended[prefix] === 0) this.traceCount++;
      this.#ended[prefix]! += mass;
      this.covered += mass;
      return;
    }
    let state = this.#stateOf.get(prefix, marking);
    if (state < 0) {
      state = this.#prefix.push(prefix) - 1;
      this.#marking.push(marking);
      this.#waiting.push(0);
      this.#stateOf.add(prefix, marking, state);
    }
    this.#waiting[state]! += mass;
    this.#queue.push({ state, mass: this.#waiting[state]! });
  }

  #child(prefix: number, label: number): number {
    let child = this.#children.get(prefix, label);
    if (child < 0) {
      child = this.#parent.push(prefix) - 1;
      this.#label.push(label);
      this.#ended.push(0);
      this.#children.add(prefix, label, child);
    }
    return child;
  }
}

function transitionWeights(weights: readonly number[] | undefined, transitions: number): Float64Array {
  if (weights === undefined) return new Float64Array(transitions).fill(1);
  if (weights.length !== transitions) {
    throw optionError(
      "stochasticLanguage",
      "weights",
      weights,
      `Give one number for each of the ${transitions} transitions; there are ${weights.length}.`,
    );
  }
  weights.forEach((weight, t) => {
    if (Number.isFinite(weight) && weight >= 0) return;
    throw optionError("stochasticLanguage", `weights[${t}]`, weight, "Give a number of at least 0.");
  });
  return Float64Array.from(weights);
}
