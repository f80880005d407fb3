/**
 * Why an arc is in the net: `direct` for one activity that leads to another, `loop-one` for an activity that is repeated at once,
 * `loop-two` for two activities that alternate, `long-distance` for a choice that decides another one much later.
 */
export type HeuristicsArcKind = "direct" | "loop-one" | "loop-two" | "long-distance";

/** One activity leads to another. */
export interface HeuristicsArc {
  /** Index into the activities. */
  readonly from: number;
  /** Index into the activities. */
  readonly to: number;
  readonly kind: HeuristicsArcKind;
  /** How sure the dependency is, by the measure that belongs to the kind. Dimensionless, at most 1. */
  readonly dependency: number;
  /** How often `to` came directly after `from`; of a long-distance arc how often it came later, see `heuristicsMiner`. */
  readonly count: number;
}

/** Activities that go together: as inputs, all of them must be done; as outputs, all of them become possible. */
export interface HeuristicsBinding {
  /** Indexes into the activities, at least one, rising. */
  readonly activities: readonly number[];
  /** How often they did so; `null` where that was not counted. */
  readonly count: number | null;
}

/** An activity with its bindings. Exactly one input binding starts it, and it obliges exactly one output binding. */
export interface HeuristicsActivity {
  /** What it is called; no two activities of a net share a name. */
  readonly name: string;
  /** How often it occurs. */
  readonly count: number;
  /** What it may wait for. Besides, an activity in a binding of the net's start may begin a case. */
  readonly inputs: readonly HeuristicsBinding[];
  /** What it may lead to. Besides, an activity in a binding of the net's end may end a case. */
  readonly outputs: readonly HeuristicsBinding[];
}

/** How an activity stands to the start or the end of a case. */
export interface HeuristicsTerminalArc {
  /** Index into the activities. */
  readonly activity: number;
  /** How sure it is, as for other arcs. Dimensionless, at most 1. */
  readonly dependency: number;
  /** How many cases have it first (last). */
  readonly count: number;
}

/** What cases start with, or end with: an activity without a name that comes before (behind) all others. */
export interface HeuristicsTerminal {
  /** By activity, rising. */
  readonly arcs: readonly HeuristicsTerminalArc[];
  /** Exactly one of them starts (ends) a case, with all of its activities. */
  readonly bindings: readonly HeuristicsBinding[];
}

/** How parallel two activities are from the point of view of a third one. */
export interface AndMeasure {
  /** The activity that leads to both, or to which both lead. */
  readonly activity: number;
  /** Index into the activities. */
  readonly first: number;
  /** Index into the activities, above `first`. */
  readonly second: number;
  /** Dimensionless, at least 0; it may pass 1. */
  readonly value: number;
}

/**
 * A heuristics net, also called a causal net: a graph of dependencies between activities, and for each activity the sets of
 * activities that it waits for and leads to. A set joins its members by "and", the sets of one side exclude each other.
 * Plain, immutable, JSON-safe; ids are indexes.
 *
 * The invariant that conversions rely on: an activity is in an output binding of another exactly if an arc leads there, and
 * likewise in the input bindings of the other; the same for the start and the end. `checkHeuristicsNet` checks it.
 *
 * Sources: Weijters, van der Aalst, Alves de Medeiros, "Process Mining with the HeuristicsMiner Algorithm", BETA Working Paper 166,
 * 2006 (causal matrix); van der Aalst, Adriansyah, van Dongen, "Causal Nets: A Modeling Language
 * Tailored towards Process Discovery", CONCUR 2011, definition 1 (bindings).
 */
export interface HeuristicsNet {
  readonly activities: readonly HeuristicsActivity[];
  /** Sorted by `from`, then by `to`; at most one between the same two. */
  readonly arcs: readonly HeuristicsArc[];
  readonly start: HeuristicsTerminal;
  readonly end: HeuristicsTerminal;
  /** Pairs of successors that were called parallel by the AND measure; empty where it was not used. */
  readonly splits: readonly AndMeasure[];
  /** The same for pairs of predecessors. */
  readonly joins: readonly AndMeasure[];
}
