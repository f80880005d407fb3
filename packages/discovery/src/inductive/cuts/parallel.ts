import { components, type FollowsGraph, type Groups, hasBit, relabel } from "../follows-graph.js";
import { type Pieces, piecesOf, toLogs } from "../pieces.js";
import { eventsPerGroup, type SubLog } from "../sub-log.js";

/**
 * The parallel cut, or `null` if there is none: activities that lack an arc in one direction belong together, and every
 * group must be able to start and to end a trace. One that can't is joined to a neighbour in the order by size (a tie:
 * the group with the smaller activity first): to the group before it, the first one to the group behind it.
 * Groups are numbered by their smallest activity.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: concurrent cut. The thesis leaves open
 * which group such a one is joined to.
 */
export function parallelCut(graph: FollowsGraph): Groups | null {
  const { count, groupOf } = components(graph, graph.members, "not-both");
  if (count < 2) return null;
  const sizes = new Uint32Array(count);
  const starts = new Uint8Array(count);
  const ends = new Uint8Array(count);
  for (let a = 0; a < graph.size; a++) {
    const g = groupOf[a]!;
    if (g < 0) continue;
    sizes[g]!++;
    if (hasBit(graph.starts, 0, a)) starts[g] = 1;
    if (hasBit(graph.ends, 0, a)) ends[g] = 1;
  }
  const order = [...sizes.keys()].sort((g, h) => sizes[g]! - sizes[h]! || g - h);
  const label = new Int32Array(count);
  let joined = 0; // the last complete group; unfinished ones before the first complete one join it
  let complete = false;
  let anyStart = 0;
  let anyEnd = 0;
  let groups = 0;
  for (const g of order) {
    if (complete && starts[g] === 1 && ends[g] === 1) {
      joined = groups++;
    } else if (!complete) {
      joined = 0;
      groups = 1;
      anyStart |= starts[g]!;
      anyEnd |= ends[g]!;
      complete = anyStart === 1 && anyEnd === 1;
    }
    label[g] = joined;
  }
  return groups > 1 ? relabel(groupOf, label) : null;
}

/** Projects each trace on each group; a projection may be empty. Counts of traces that become equal are added. */
export function splitParallel(log: SubLog, groups: Groups): SubLog[] {
  const parts = piecesOf(eventsPerGroup(log, groups));
  const at = Uint32Array.from(parts, (part) => part.at);
  project(log, groups, parts, at, parts[0]!.buffer);
  return toLogs(parts, log.activities);
}

function project(
  { offsets, sequence, counts }: SubLog,
  { count, groupOf }: Groups,
  parts: readonly Pieces[],
  at: Uint32Array,
  buffer: Uint32Array,
): void {
  for (let t = 0; t < counts.length; t++) {
    scatter(sequence, offsets[t]!, offsets[t + 1]!, groupOf, buffer, at);
    for (let g = 0; g < count; g++) parts[g]!.end(at[g]!, counts[t]!);
  }
}

function scatter(
  sequence: Uint32Array,
  start: number,
  end: number,
  groupOf: Int32Array,
  buffer: Uint32Array,
  at: Uint32Array,
): void {
  for (let i = start; i < end; i++) {
    const a = sequence[i]!;
    const g = groupOf[a]!;
    const place = at[g]!;
    buffer[place] = a;
    at[g] = place + 1;
  }
}
