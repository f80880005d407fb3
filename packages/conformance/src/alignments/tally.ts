import type { AlignmentTask, FoundAlignment } from "./aligner.js";
import { costOf, type MoveWeights } from "./move-costs.js";
import { isSynchronous, LOG_MOVE, transitionOf } from "./moves.js";
import type { AlignmentMove, AlignmentsResult, VariantAlignment } from "./types.js";

/** Turns what was found variant by variant into the result: moves by name, fitness, sums over cases. */
export class AlignmentTally {
  readonly #labels: readonly (string | null)[];
  readonly #weights: MoveWeights;
  readonly #emptyCost: number;
  /** One object for each move there is: per activity, then per code. */
  readonly #logMoves: readonly AlignmentMove[];
  readonly #transitionMoves: AlignmentMove[] = [];
  readonly #variants: VariantAlignment[] = [];
  readonly #synchronousCounts: number[];
  readonly #modelCounts: number[];
  readonly #logCounts: number[];
  readonly #moveCounts = { synchronous: 0, log: 0, model: 0, silent: 0 };
  #cases = 0;
  #cost = 0;
  #lowerCost = 0;
  #worstCost = 0;
  #fitnessSum = 0;
  #fittingCases = 0;
  #states: number;
  #open = 0;

  constructor({ model, activities, weights }: AlignmentTask, empty: FoundAlignment) {
    this.#labels = model.net.transitions.map(({ label }) => label);
    this.#weights = weights;
    this.#emptyCost = costOf(empty.weight, weights);
    this.#states = empty.states;
    this.#logMoves = activities.map((activity) => Object.freeze({ kind: "log", activity, transition: null }));
    this.#synchronousCounts = this.#labels.map(() => 0);
    this.#modelCounts = this.#labels.map(() => 0);
    this.#logCounts = activities.map(() => 0);
  }

  add(trace: readonly number[], count: number, found: FoundAlignment): void {
    const { log } = this.#weights;
    let deleting = 0;
    for (const activity of trace) deleting += log[activity]!;
    const cost = costOf(found.weight, this.#weights);
    const lowerBound = costOf(found.lowerWeight, this.#weights);
    const worst = costOf(deleting, this.#weights) + this.#emptyCost;
    const fitness = worst === 0 ? 1 : 1 - cost / worst;
    let next = 0;
    const moves = found.moves.map((code) =>
      this.#move(code, code === LOG_MOVE || isSynchronous(code) ? trace[next++]! : -1, count),
    );
    this.#variants.push({
      moves,
      cost,
      fitness,
      status: found.status,
      lowerBound,
      upperBound: cost,
      states: found.states,
      method: found.method,
    });
    this.#cases += count;
    this.#cost += count * cost;
    this.#lowerCost += count * lowerBound;
    this.#worstCost += count * worst;
    this.#fitnessSum += count * fitness;
    if (cost === 0) this.#fittingCases += count;
    if (trace.length > 0) this.#states += found.states;
    if (found.status !== "optimal") this.#open++;
  }

  result(): AlignmentsResult {
    const cases = this.#cases;
    const share = (part: number): number | null => (cases === 0 ? null : part / cases);
    const fitness = (cost: number): number | null =>
      cases === 0 ? null : this.#worstCost === 0 ? 1 : 1 - cost / this.#worstCost;
    return {
      variants: this.#variants,
      logFitness: fitness(this.#cost),
      logFitnessUpperBound: fitness(this.#lowerCost),
      averageTraceFitness: share(this.#fitnessSum),
      emptyTraceCost: this.#emptyCost,
      fittingCases: this.#fittingCases,
      fittingShare: share(this.#fittingCases),
      cost: this.#cost,
      moveCounts: this.#moveCounts,
      synchronousMoves: this.#synchronousCounts,
      modelMoves: this.#modelCounts,
      logMoves: this.#logCounts,
      states: this.#states,
      openVariants: this.#open,
    };
  }

  #move(code: number, activity: number, count: number): AlignmentMove {
    if (code === LOG_MOVE) {
      this.#moveCounts.log += count;
      this.#logCounts[activity]! += count;
      return this.#logMoves[activity]!;
    }
    const transition = transitionOf(code);
    const label = this.#labels[transition]!;
    if (isSynchronous(code)) {
      this.#moveCounts.synchronous += count;
      this.#synchronousCounts[transition]! += count;
      this.#transitionMoves[code] ??= Object.freeze({ kind: "synchronous", activity: label!, transition });
    } else if (label === null) {
      this.#moveCounts.silent += count;
      this.#modelCounts[transition]! += count;
      this.#transitionMoves[code] ??= Object.freeze({ kind: "silent", activity: null, transition });
    } else {
      this.#moveCounts.model += count;
      this.#modelCounts[transition]! += count;
      this.#transitionMoves[code] ??= Object.freeze({ kind: "model", activity: label, transition });
    }
    return this.#transitionMoves[code]!;
  }
}
