import { throwIfAborted } from "@gigamine/base";
import { PairTable } from "../replay/pair-table.js";
import type { ReplayEngine } from "../replay/replay-engine.js";

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

/** Instead of a marking: the model can't follow the prefix. */
export const UNFIT = -1;

/** Prefixes between two looks at the signal. */
const BATCH = 256;

/**
 * The prefixes of a log as a tree, with the markings that a model is in after each. Node 0 is the empty prefix. What precision
 * by replay and by alignments share: they differ in how a prefix leads to a marking.
 */
export class PrefixTree {
  readonly #engine: ReplayEngine;
  readonly #children = new PairTable();
  /** Per node the first marking that was seen after it. */
  readonly #marking: number[];
  /** Nodes where a prefix leads to several markings: all of them. */
  readonly #markings = new Map<number, Set<number>>();
  readonly #continued: number[] = [0];
  readonly #seen: (Set<number> | undefined)[] = [undefined];

  constructor(engine: ReplayEngine) {
    this.#engine = engine;
    this.#marking = [engine.start];
  }

  /** The marking that was first seen after the prefix, or UNFIT. */
  markingOf(node: number): number {
    return this.#marking[node]!;
  }

  /** Says that `cases` go on after the prefix of `node`. */
  goOn(node: number, cases: number): void {
    this.#continued[node]! += cases;
  }

  /** The prefix one step longer by `step`; -1 when it is not there yet. */
  find(node: number, step: number): number {
    return this.#children.get(node, step);
  }

  /** Adds the prefix one step longer, which leads to `marking`. `label` is what the step shows in the model; -1 for nothing. */
  add(node: number, step: number, label: number, marking: number): number {
    const child = this.#marking.push(marking) - 1;
    this.#children.add(node, step, child);
    this.#continued.push(0);
    this.#seen.push(undefined);
    if (label >= 0) {
      this.#seen[node] ??= new Set();
      this.#seen[node]!.add(label);
    }
    return child;
  }

  /** Says that the prefix also leads to `marking`. */
  alsoLeadsTo(node: number, marking: number): void {
    if (this.#marking[node] === marking) return;
    const all = this.#markings.get(node);
    if (all === undefined) this.#markings.set(node, new Set([this.#marking[node]!, marking]));
    else all.add(marking);
  }

  /** Counts what the model allows after each prefix that some case continues, and what of it no case does. */
  precision(signal: AbortSignal | undefined): PrecisionResult {
    const engine = this.#engine;
    const escapes = new Float64Array(engine.net.labels.length);
    let allowed = 0;
    let escaping = 0;
    let prefixes = 0;
    let unfitPrefixes = 0;
    for (let node = 0; node < this.#marking.length; node++) {
      if (node % BATCH === 0) throwIfAborted(signal);
      const cases = this.#continued[node]!;
      if (this.#marking[node] === UNFIT) unfitPrefixes++;
      if (cases === 0 || this.#marking[node] === UNFIT) continue;
      prefixes++;
      const next = this.#seen[node];
      for (const label of this.#allowedAfter(node)) {
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

  #allowedAfter(node: number): Iterable<number> {
    const markings = this.#markings.get(node);
    if (markings === undefined) return this.#engine.allowed(this.#marking[node]!);
    return new Set(Array.from(markings, (marking) => this.#engine.allowed(marking)).flat());
  }
}
