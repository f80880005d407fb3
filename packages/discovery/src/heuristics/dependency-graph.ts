import type { VariantLog } from "@gigamine/event-log";
import type { HeuristicsArc, HeuristicsTerminalArc } from "@gigamine/models";
import { bestNeighbours } from "./best-neighbours.js";
import { dependencies, terminalDependency } from "./dependency.js";
import { type FollowsCounts, findArc } from "./follows-counts.js";
import { type LoopOfTwo, lengthTwoLoops } from "./length-two-loops.js";
import { longDistanceArcs } from "./long-distance.js";
import type { HeuristicsSettings } from "./options.js";

/** Activities are ids of the log. */
export interface DependencyGraph {
  /** Sorted by `from`, then by `to`. */
  readonly arcs: readonly HeuristicsArc[];
  readonly starts: readonly HeuristicsTerminalArc[];
  readonly ends: readonly HeuristicsTerminalArc[];
}

/**
 * Decides which dependencies are true. In the net are
 *
 * 1. loops of length one whose measure is at least `loopOneThreshold`, and both arcs of loops of length two;
 * 2. arcs whose dependency is at least `dependencyThreshold`;
 * 3. with `allConnected` the strongest causes and effects, and what is weaker by less than `relativeToBest`;
 * 4. with `longDistanceThreshold` the long-distance dependencies.
 *
 * The start and the end of a case count as activities in steps 2 and 3, so that a case that was cut off need not make a start
 * or an end of the process. `seen` are the counts of the log, `counts` those that are left after cleaning.
 *
 * Source: Weijters, Ribeiro, "Flexible Heuristics Miner", 2011, the construction of the dependency graph.
 */
export function dependencyGraph(
  log: VariantLog,
  seen: FollowsCounts,
  counts: FollowsCounts,
  settings: HeuristicsSettings,
): DependencyGraph {
  const { to, count, rows, starts, ends } = counts;
  const { dependencyThreshold, loopOneThreshold, minArcCount, relativeToBest } = settings;
  const dependency = dependencies(counts);
  const frequent = (n: number): boolean => n > 0 && n >= minArcCount;
  const repeats = (a: number): boolean => {
    const arc = findArc(counts, a, a);
    return arc >= 0 && frequent(count[arc]!) && dependency[arc]! >= loopOneThreshold;
  };
  const strong = (a: number, b: number): boolean => {
    const arc = findArc(counts, a, b);
    return arc >= 0 && frequent(count[arc]!) && dependency[arc]! >= dependencyThreshold;
  };

  const loops = lengthTwoLoops(seen, settings.loopTwoThreshold).filter(({ first, second }) => {
    if (!alternates(counts, first, second, frequent)) return false;
    return settings.loopTwoPairs === "without-loop-one"
      ? !repeats(first) && !repeats(second)
      : !strong(first, second) && !strong(second, first);
  });
  const best = settings.allConnected ? bestNeighbours(counts, dependency, loops, settings) : null;
  const nearBest = (value: number, strongest = Number.NEGATIVE_INFINITY): boolean =>
    strongest !== Number.NEGATIVE_INFINITY && (value === strongest || strongest - value < relativeToBest);

  const arcs: HeuristicsArc[] = [];
  const partners = loopPartners(loops, counts.size);
  for (let a = 0; a < counts.size; a++) {
    const looped = partners[a]!;
    for (let arc = rows[a]!; arc < rows[a + 1]!; arc++) {
      const b = to[arc]!;
      const value = dependency[arc]!;
      if (a === b) {
        if (repeats(a))
          arcs.push({ from: a, to: a, kind: "loop-one", dependency: value, count: count[arc]! });
      } else if (strong(a, b) || nearBest(value, best?.effect[a]) || nearBest(value, best?.cause[b])) {
        arcs.push({ from: a, to: b, kind: "direct", dependency: value, count: count[arc]! });
        looped.delete(b);
      }
    }
    for (const [b, measure] of looped) {
      const arc = findArc(counts, a, b);
      arcs.push({ from: a, to: b, kind: "loop-two", dependency: measure, count: arc < 0 ? 0 : count[arc]! });
    }
  }
  const terminals = (
    seenThere: readonly number[],
    own: Float64Array | undefined,
    overall: number | undefined,
  ): HeuristicsTerminalArc[] =>
    seenThere.flatMap((n, activity) => {
      const value = terminalDependency(n);
      const kept =
        n > 0 &&
        ((frequent(n) && value >= dependencyThreshold) ||
          nearBest(value, own?.[activity]) ||
          nearBest(value, overall));
      return kept ? [{ activity, dependency: value, count: n }] : [];
    });
  const graph: DependencyGraph = {
    arcs,
    starts: terminals(starts, best?.cause, best?.start),
    ends: terminals(ends, best?.effect, best?.end),
  };
  if (settings.longDistanceThreshold !== null) {
    const { longDistanceThreshold, signal } = settings;
    for (const arc of longDistanceArcs(log, counts, graph, longDistanceThreshold, signal)) arcs.push(arc);
  }
  arcs.sort((x, y) => x.from - y.from || x.to - y.to);
  return graph;
}

/** Whether a, b, a or b, a, b was seen, and the first arc of it is left after cleaning. */
function alternates(
  counts: FollowsCounts,
  a: number,
  b: number,
  frequent: (count: number) => boolean,
): boolean {
  for (const arc of [findArc(counts, a, b), findArc(counts, b, a)]) {
    if (arc >= 0 && counts.alternations[arc]! > 0 && frequent(counts.count[arc]!)) return true;
  }
  return false;
}

/** Per activity those with which it is in a loop of length two, and the measure of the loop. */
function loopPartners(loops: readonly LoopOfTwo[], size: number): Map<number, number>[] {
  const partners: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  for (const { first, second, measure } of loops) {
    partners[first]!.set(second, measure);
    partners[second]!.set(first, measure);
  }
  return partners;
}
