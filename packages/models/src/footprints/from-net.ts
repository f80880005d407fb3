import { BitSet, GigamineError, type LongWorkOptions } from "@gigamine/base";
import { checkModelShape } from "../model-shape.js";
import { compileNet } from "../petri-net/compile.js";
import { checkMarking } from "../petri-net/fire.js";
import { checkLimit } from "../petri-net/reachability.js";
import { arcsInto, explore } from "../petri-net/state-space.js";
import type { AcceptingPetriNet } from "../petri-net/types.js";
import { footprintMatrix } from "./matrix.js";
import type { Footprints } from "./types.js";

export interface NetFootprintsOptions extends LongWorkOptions {
  /** How many markings may be visited. A whole number of at least 1. @default 100_000 */
  readonly maxMarkings?: number | undefined;
}

/**
 * The footprints of all complete runs of a net, from the initial to the final marking, exact: an activity follows another
 * when some such run fires the two with only silent transitions between them. Runs that can't reach the final marking count
 * for nothing. Activities are the labels in order of their first transition, those that no run shows included.
 *
 * Explores the reachable markings: time O(markings · arcs + firings · n / 32) for n activities. Branches that run in
 * parallel multiply the markings; for a process tree {@link treeFootprints} needs no markings at all and gives the same.
 *
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 8.3. PM4Py's footprints of nets
 * lack some of the pairs that its footprints of the same tree have.
 *
 * @throws GigamineError `petri-net/too-many-markings` beyond `maxMarkings`, as always for an unbounded net;
 * `petri-net/no-complete-run` when the final marking can't be reached.
 */
export function netFootprints(
  model: AcceptingPetriNet,
  { maxMarkings = 100_000, ...work }: NetFootprintsOptions = {},
): Footprints {
  checkModelShape(model, "netFootprints");
  checkLimit("netFootprints", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "netFootprints");
  checkMarking(net, model.finalMarking, "netFootprints");
  const space = explore(net, model.initialMarking, maxMarkings, work);
  if (!space.complete) {
    throw new GigamineError(
      "petri-net/too-many-markings",
      `netFootprints: the net reaches more than ${maxMarkings} markings. Raise maxMarkings, ` +
        "or take treeFootprints if the net comes from a process tree.",
      { maxMarkings },
    );
  }
  const final = space.store.find(Int32Array.from(model.finalMarking));
  if (final < 0) {
    throw new GigamineError(
      "petri-net/no-complete-run",
      "netFootprints: no run reaches the final marking, so there is no complete trace. " +
        "Check the final marking, or see checkSoundness(model) for what is wrong.",
      {},
    );
  }

  const activities: string[] = [];
  const ids = new Map<string, number>();
  for (const label of net.labels) {
    if (label === null || ids.has(label)) continue;
    ids.set(label, activities.length);
    activities.push(label);
  }
  const n = activities.length;
  const activityOf = Int32Array.from(net.labels, (label) => (label === null ? -1 : ids.get(label)!));

  const { from, transition, to } = space;
  const markings = space.store.size;
  const { offsets, arcs } = arcsInto(space);
  /** Every marking from which one of `targets` can be reached by arcs that `passes` lets through. */
  const reaching = (targets: readonly number[], passes: (arc: number) => boolean): Uint8Array => {
    const reached = new Uint8Array(markings);
    for (const m of targets) reached[m] = 1;
    const pending = [...targets];
    while (pending.length > 0) {
      const m = pending.pop()!;
      for (let k = offsets[m]!; k < offsets[m + 1]!; k++) {
        const source = from[arcs[k]!]!;
        if (reached[source] === 1 || !passes(arcs[k]!)) continue;
        reached[source] = 1;
        pending.push(source);
      }
    }
    return reached;
  };
  const isSilent = (arc: number): boolean => activityOf[transition[arc]!]! < 0;
  const live = reaching([final], () => true);
  const endsSilently = reaching([final], isSilent);

  // What may come next in a marking: its own visible firings, and by a fixed point those behind silent ones.
  const next = Array.from({ length: markings }, () => new BitSet(n));
  for (let arc = 0; arc < to.length; arc++) {
    if (live[to[arc]!] === 1 && !isSilent(arc)) next[from[arc]!]!.add(activityOf[transition[arc]!]!);
  }
  const pending = Array.from({ length: markings }, (_, m) => m).filter((m) => live[m] === 1);
  while (pending.length > 0) {
    const m = pending.pop()!;
    for (let k = offsets[m]!; k < offsets[m + 1]!; k++) {
      const source = from[arcs[k]!]!;
      if (isSilent(arcs[k]!) && next[source]!.union(next[m]!)) pending.push(source);
    }
  }

  const follows = activities.map(() => new BitSet(n));
  const ends = new BitSet(n);
  for (let arc = 0; arc < to.length; arc++) {
    const a = activityOf[transition[arc]!]!;
    const target = to[arc]!;
    if (a < 0) continue;
    follows[a]!.union(next[target]!);
    if (endsSilently[target] === 1) ends.add(a);
  }
  const pairs = follows.flatMap((row, a) => Array.from(row, (b) => [a, b] as const));
  return footprintMatrix({
    activities,
    from: pairs.map(([a]) => a),
    to: pairs.map(([, b]) => b),
    startActivities: [...next[0]!],
    endActivities: [...ends],
    minTraceLength: shortestRun(offsets, arcs, from, isSilent, final),
  });
}

/** Visible firings of the shortest run from marking 0 to `final`, counted backwards from it, one visible firing a round. */
function shortestRun(
  offsets: Int32Array,
  arcs: Int32Array,
  from: Int32Array,
  isSilent: (arc: number) => boolean,
  final: number,
): number {
  const seen = new Uint8Array(offsets.length - 1);
  let round = [final];
  for (let length = 0; ; length++) {
    const behindVisible: number[] = [];
    while (round.length > 0) {
      const m = round.pop()!;
      if (seen[m] === 1) continue;
      seen[m] = 1;
      if (m === 0) return length;
      for (let k = offsets[m]!; k < offsets[m + 1]!; k++) {
        (isSilent(arcs[k]!) ? round : behindVisible).push(from[arcs[k]!]!);
      }
    }
    round = behindVisible;
  }
}
