import type { Dfg } from "@gigamine/event-log";
import { idsByName, ranksIn } from "./by-name.js";
import type { Cut } from "./cuts/find-cut.js";
import { addArc, emptyFollowsGraph, type FollowsGraph, type Groups, setBit } from "./follows-graph.js";

/**
 * The directly-follows graph IMd recurses on, with counts. Activities are numbered anew in every sub-graph, as in a
 * `SubLog`.
 */
export interface SubGraph {
  /** Local id -> id in the whole graph, rising. */
  readonly activities: Uint32Array;
  /** Per arc the local ids of its ends. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Per arc how often it was taken, above 0. */
  readonly count: Float64Array;
  /** Per local id how often it starts and ends. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** How often the part is passed by, as far as the graph tells. */
  readonly emptyTraces: number;
}

/** A whole graph made ready for recursion. */
export interface RootGraph {
  readonly graph: SubGraph;
  /** The sorted names that the activities of `graph` are indexes into. */
  readonly names: readonly string[];
}

/** Numbers the activities by name and drops those that take part in nothing: O(arcs + n log n). */
export function rootGraph(dfg: Dfg, emptyTraces: number): RootGraph {
  const { activities, from, to, count, startCounts, endCounts, activityCounts } = dfg;
  const occurs = activities.map((_, a) => startCounts[a]! > 0 || endCounts[a]! > 0 || activityCounts[a]! > 0);
  const arcs: number[] = [];
  for (let arc = 0; arc < from.length; arc++) {
    if (!(count[arc]! > 0)) continue;
    arcs.push(arc);
    occurs[from[arc]!] = true;
    occurs[to[arc]!] = true;
  }
  const order = idsByName(activities).filter((a) => occurs[a]);
  const rank = ranksIn(order, activities.length);
  return {
    graph: {
      activities: Uint32Array.from(order.keys()),
      from: Uint32Array.from(arcs, (arc) => rank[from[arc]!]!),
      to: Uint32Array.from(arcs, (arc) => rank[to[arc]!]!),
      count: Float64Array.from(arcs, (arc) => count[arc]!),
      starts: Float64Array.from(order, (a) => startCounts[a]!),
      ends: Float64Array.from(order, (a) => endCounts[a]!),
      emptyTraces,
    },
    names: order.map((a) => activities[a]!),
  };
}

/** Its arcs that `keeps` accepts, by number, as sets of bits, in which cuts are looked for. */
export function bitsOf(graph: SubGraph, keeps: (arc: number) => boolean): FollowsGraph {
  const { activities, from, to, starts, ends } = graph;
  const bits = emptyFollowsGraph(activities.length);
  for (let arc = 0; arc < from.length; arc++) if (keeps(arc)) addArc(bits, from[arc]!, to[arc]!);
  for (let a = 0; a < activities.length; a++) {
    if (starts[a]! > 0) setBit(bits.starts, 0, a);
    if (ends[a]! > 0) setBit(bits.ends, 0, a);
  }
  return bits;
}

/**
 * The part of the graph that each child of a cut explains: the arcs inside its group, and where it starts and ends.
 *
 * - Exclusive, parallel: starts and ends are those of the whole. Whether a branch of a parallel cut can be left out, the
 *   graph does not tell: it is mandatory.
 * - Sequence: a part also starts where an arc leads to it from an earlier one, and ends where one leads to a later one. It is
 *   passed by whenever an arc leads over it, a later part starts or an earlier one ends.
 * - Loop: the body also starts where a redo part leads back to it, and ends where one is entered; a redo part the other way round.
 *
 * Arcs that the cut does not explain are dropped; there are none if the cut was found on all arcs. O(arcs + n).
 */
export function splitGraph(graph: SubGraph, { operator, groups }: Cut): SubGraph[] {
  const { from, to, count } = graph;
  const { count: parts, groupOf } = groups;
  const starts = graph.starts.slice();
  const ends = graph.ends.slice();
  // Running sums give how often each part is passed by.
  const passing = new Float64Array(parts + 1);
  const passBy = (first: number, behind: number, times: number): void => {
    passing[first]! += times;
    passing[behind]! -= times;
  };
  if (operator === "sequence") {
    for (let a = 0; a < starts.length; a++) {
      passBy(0, groupOf[a]!, starts[a]!);
      passBy(groupOf[a]! + 1, parts, ends[a]!);
    }
  }
  for (let arc = 0; arc < from.length; arc++) {
    const [a, b, times] = [from[arc]!, to[arc]!, count[arc]!];
    const [g, h] = [groupOf[a]!, groupOf[b]!];
    const crosses =
      operator === "sequence"
        ? g < h
        : operator === "loop" && g !== h && (g === 0 ? graph.ends[a]! > 0 : h === 0 && graph.starts[b]! > 0);
    if (!crosses) continue;
    ends[a]! += times;
    starts[b]! += times;
    if (operator === "sequence") passBy(g + 1, h, times);
  }
  for (let p = 1; p < parts; p++) passing[p]! += passing[p - 1]!;
  return partsOf({ ...graph, starts, ends }, groups, passing);
}

function partsOf(
  { activities, from, to, count, starts, ends }: SubGraph,
  groups: Groups,
  emptyTraces: Float64Array,
): SubGraph[] {
  const { groupOf } = groups;
  const members: number[][] = Array.from({ length: groups.count }, () => []);
  const local = groupOf.map((g, a) => members[g]!.push(a) - 1);
  const arcs: number[][] = Array.from({ length: groups.count }, () => []);
  for (let arc = 0; arc < from.length; arc++) {
    const g = groupOf[from[arc]!]!;
    if (g === groupOf[to[arc]!]) arcs[g]!.push(arc);
  }
  return members.map((inside, g) => ({
    activities: Uint32Array.from(inside, (a) => activities[a]!),
    from: Uint32Array.from(arcs[g]!, (arc) => local[from[arc]!]!),
    to: Uint32Array.from(arcs[g]!, (arc) => local[to[arc]!]!),
    count: Float64Array.from(arcs[g]!, (arc) => count[arc]!),
    starts: Float64Array.from(inside, (a) => starts[a]!),
    ends: Float64Array.from(inside, (a) => ends[a]!),
    emptyTraces: emptyTraces[g]!,
  }));
}
