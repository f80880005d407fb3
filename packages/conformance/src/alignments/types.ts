/** How an alignment was found. */
export type AlignmentMethod = "blocks" | "a-star" | "dijkstra";

/** `"optimal"`: proved to be of least cost. Otherwise the search ended before: at its states, or at its time. */
export type AlignmentStatus = "optimal" | "bounded" | "timed-out";

/** One step of an alignment. `transition` is the index in the net, `activity` the name in the log or the label in the net. */
export type AlignmentMove =
  /** The event and the transition agree. */
  | { readonly kind: "synchronous"; readonly activity: string; readonly transition: number }
  /** An event that the model does not do here. */
  | { readonly kind: "log"; readonly activity: string; readonly transition: null }
  /** A visible transition without an event: the model does something that the log does not show. */
  | { readonly kind: "model"; readonly activity: string; readonly transition: number }
  /** A silent transition. */
  | { readonly kind: "silent"; readonly activity: null; readonly transition: number };

/** The alignment of one variant. */
export interface VariantAlignment {
  /**
   * In order. Those of the log side are the trace; those of the model side lead from the initial to the final marking. Between two
   * synchronous moves, log moves come first. Equal moves are the same object.
   */
  readonly moves: readonly AlignmentMove[];
  /** What `moves` cost. With status `"optimal"` no alignment costs less. */
  readonly cost: number;
  /** 1 − cost / (cost of deleting all events + cost of the empty trace), in [0, 1]; 1 when that is 0. */
  readonly fitness: number;
  readonly status: AlignmentStatus;
  /** No alignment costs less than this. Equal to `cost` when that is optimal. */
  readonly lowerBound: number;
  /** The least cost that any alignment found has: `cost`. */
  readonly upperBound: number;
  /** States visited: pairs of marking and position, or for `"blocks"` rows of the table. */
  readonly states: number;
  readonly method: AlignmentMethod;
}

export interface AlignmentsResult {
  /** In the order of the VariantLog. */
  readonly variants: readonly VariantAlignment[];
  /** 1 − Σ cost / Σ (cost of deleting all events + cost of the empty trace), over cases, in [0, 1]; `null` without cases. */
  readonly logFitness: number | null;
  /** The same with `lowerBound` for `cost`: equal to `logFitness` when all alignments are optimal. */
  readonly logFitnessUpperBound: number | null;
  /** Mean of `fitness` over cases, in [0, 1]; `null` without cases. */
  readonly averageTraceFitness: number | null;
  /**
   * What the model must do at least from its initial to its final marking: the cost of aligning the empty trace. Of the cheapest run
   * found, should a limit have ended that search.
   */
  readonly emptyTraceCost: number;
  /** Cases with `cost` 0; with the default costs those the model can produce. */
  readonly fittingCases: number;
  /** Their share of all cases, in [0, 1]; `null` without cases. */
  readonly fittingShare: number | null;
  /** Over all cases. */
  readonly cost: number;
  /** Moves of each kind, over all cases. */
  readonly moveCounts: {
    readonly synchronous: number;
    readonly log: number;
    readonly model: number;
    readonly silent: number;
  };
  /** Per transition how often it moved together with the log, over all cases; 0 for silent ones. */
  readonly synchronousMoves: readonly number[];
  /** Per transition how often it moved without the log, over all cases; silent ones too. */
  readonly modelMoves: readonly number[];
  /** Per activity of the log how often an event moved without the model, over all cases. */
  readonly logMoves: readonly number[];
  /** States visited in all, the empty trace included. */
  readonly states: number;
  /** Variants of which the optimum is not proved. */
  readonly openVariants: number;
}
