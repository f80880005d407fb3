import { BitSet, GigamineError, throwIfAborted } from "@gigamine/base";
import type { AndMeasure, HeuristicsBinding } from "@gigamine/models";
import { compareSets } from "../compare-sets.js";
import type { Bindings } from "./bindings.js";
import type { DependencyGraph } from "./dependency-graph.js";
import { type FollowsCounts, findArc } from "./follows-counts.js";
import { maximalCliques } from "./maximal-cliques.js";
import type { HeuristicsSettings } from "./options.js";

const MOST_BINDINGS = 10_000;

export interface AndBindings extends Bindings {
  readonly splits: readonly AndMeasure[];
  readonly joins: readonly AndMeasure[];
}

/**
 * Finds splits and joins by how often two followers, or two causes, of an activity follow each other:
 *
 *     a => b ∧ c = (|b > c| + |c > b|) / (|a > b| + |a > c| + 1)      for two followers of a
 *     b ∧ c => a = (|b > c| + |c > b|) / (|b > a| + |c > a| + 1)      for two causes of a
 *
 * At least 0; from `andThreshold` on the two are parallel, below they exclude each other. A binding is a maximal set of activities that
 * are parallel two by two, so the bindings of a side are the maximal cliques of a graph. Arcs of loops of length two and of long
 * distance stand alone, and so do the start and the end.
 *
 * O(n · k² · log k) for k arcs of an activity, then the cliques, at most 10,000 a side.
 * Source: Weijters, van der Aalst, Alves de Medeiros 2006, AND/XOR-split/join.
 */
export function andBindings(
  counts: FollowsCounts,
  graph: DependencyGraph,
  settings: HeuristicsSettings,
): AndBindings {
  const { size } = counts;
  const alone = (activity: number): HeuristicsBinding => ({ activities: [activity], count: null });
  const side = (near: "from" | "to", far: "from" | "to") => {
    const compared: number[][] = Array.from({ length: size }, () => []);
    const bindings: HeuristicsBinding[][] = Array.from({ length: size }, () => []);
    for (const arc of graph.arcs) {
      if (arc.kind === "direct" || arc.kind === "loop-one") compared[arc[near]]!.push(arc[far]);
      else bindings[arc[near]]!.push(alone(arc[far]));
    }
    const measures: AndMeasure[] = [];
    compared.forEach((neighbours, activity) => {
      throwIfAborted(settings.signal);
      const pairs: [number, number][] = []; // positions among the neighbours
      for (let i = 0; i < neighbours.length; i++) {
        for (let j = i + 1; j < neighbours.length; j++) {
          const first = neighbours[i]!;
          const second = neighbours[j]!;
          const value = andMeasure(counts, activity, first, second, near);
          if (value < settings.andThreshold) continue;
          measures.push({ activity, first, second, value });
          pairs.push([i, j]);
        }
      }
      for (const clique of cliques(neighbours.length, pairs, activity)) {
        bindings[activity]!.push({ activities: clique.map((i) => neighbours[i]!), count: null });
      }
      bindings[activity]!.sort((x, y) => compareSets(x.activities, y.activities));
    });
    return { bindings, measures };
  };
  const outputs = side("from", "to");
  const inputs = side("to", "from");
  return {
    inputs: inputs.bindings,
    outputs: outputs.bindings,
    start: graph.starts.map(({ activity }) => alone(activity)),
    end: graph.ends.map(({ activity }) => alone(activity)),
    splits: outputs.measures,
    joins: inputs.measures,
  };
}

/** For followers of `activity` with `near` = "from", for its causes with "to". */
function andMeasure(
  counts: FollowsCounts,
  activity: number,
  first: number,
  second: number,
  near: "from" | "to",
): number {
  const follows = (a: number, b: number): number => {
    const arc = findArc(counts, a, b);
    return arc < 0 ? 0 : counts.count[arc]!;
  };
  const beside = (other: number): number =>
    near === "from" ? follows(activity, other) : follows(other, activity);
  return (follows(first, second) + follows(second, first)) / (beside(first) + beside(second) + 1);
}

/** The maximal sets of positions of which any two are a pair. */
function cliques(size: number, pairs: readonly [number, number][], activity: number): number[][] {
  if (pairs.length === 0) return Array.from({ length: size }, (_, i) => [i]);
  const adjacent = Array.from({ length: size }, () => new BitSet(size));
  for (const [i, j] of pairs) {
    adjacent[i]!.add(j);
    adjacent[j]!.add(i);
  }
  const found = maximalCliques(adjacent, MOST_BINDINGS);
  if (found === null) throw tooManyBindings(activity);
  return found;
}

function tooManyBindings(activity: number): GigamineError {
  return new GigamineError(
    "heuristics-miner/too-many-bindings",
    `heuristicsMiner: by the AND measure activity ${activity} has more than ${MOST_BINDINGS} bindings on one side. ` +
      'Raise andThreshold or dependencyThreshold, or choose bindings: "replay".',
    { activity, limit: MOST_BINDINGS },
  );
}
