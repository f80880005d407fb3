import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type AlphaMinerOptions, alphaOptions } from "./alpha-miner.js";
import { type AlphaNet, alphaNet } from "./alpha-net.js";
import { maximalPairs, type PlaceBetween } from "./maximal-pairs.js";
import { orderingRelations } from "./ordering-relations.js";

/** A net by alpha+. Beyond the ids of the log, `placesBetween` may have an id for a silent start and then one for a silent end. */
export interface AlphaPlusNet extends AlphaNet {
  /** Activities in a loop of length one for which no place was found: transitions without arcs, ids rising. */
  readonly unplacedLoops: readonly number[];
}

/**
 * Discovers a Petri net like {@link alphaMiner}, and loops of length one and two as well: alpha+.
 *
 * 1. Activities that directly follow themselves are set aside, and their events taken out of the cases.
 * 2. From what is left the alpha algorithm makes a net, with one change: a and b are in a loop of length two if aba and bab both
 *    occur; then a -> b and b -> a instead of a || b.
 * 3. With A the activities that come before an activity t set aside, and B those behind it, t loops on the place between A \ B and
 *    B \ A: it takes its token and gives it back.
 *
 * Where the log does not show everything that the process can do, or the process is none that the paper has in mind:
 * - An activity that follows itself once others are taken out is set aside too, and what stands beside t is looked for across
 *   events of other activities set aside.
 * - If t starts (ends) a case, there is no place before (behind) it. A silent step is then put before the first (behind
 *   the last) event of every case; the nets of the paper, whose source has no inputs, never need one.
 * - If there is no place between exactly A \ B and B \ A, then t loops on each place (A', B') with A \ B in A' and B \ A in B'
 *   (the log has shown only some of them), or with A' in A \ B and B' in B \ A (t loops on several places at once).
 *   If there is none of these either, t stands alone and is listed in `unplacedLoops`.
 *
 * Counts play no role; cases without events say nothing; order and empty logs as in `alphaMiner`, silent steps last. Costs what
 * `alphaMiner` costs, and O(events) to group an `EventLog` into variants. `soundness` has the verdict.
 *
 * Source: Alves de Medeiros, van Dongen, van der Aalst, Weijters, "Process Mining: Extending the alpha-algorithm to Mine Short
 * Loops", BETA Working Paper 113, TU Eindhoven, 2004.
 *
 * Differs from PM4Py 2.7.14: that tool attaches an activity set aside to a further place which nothing else is connected to, keeps
 * only one of the activities before it, and its results on larger logs vary from run to run.
 *
 * @throws GigamineError `alpha/too-many-steps` when the search for places is not done after `maxSteps`; `option/out-of-range`.
 *
 * @example
 * const log = { activities: ["a", "b", "c"], variantOffsets: [0, 2, 6], sequence: [0, 2, 0, 1, 1, 2], counts: [1, 1] };
 * const { net, placesBetween } = alphaPlusMiner(log);
 * placesBetween; // => [[[0], [2]]]
 * net.arcs.filter(({ transition }) => transition === 1).map(({ kind, place }) => [kind, place]); // => [["output", 2], ["input", 2]]
 */
export function alphaPlusMiner(log: EventLog | VariantLog, options: AlphaMinerOptions = {}): AlphaPlusNet {
  const { maxSteps, maxMarkings } = alphaOptions("alphaPlusMiner", options);
  const variants = toVariantLog(log);
  const n = variants.activities.length;
  const aside = selfFollowing(variants);
  const seen = look(variants, aside);
  const { size, follows, triples } = seen;

  const shortLoops = new Uint8Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) shortLoops[a * size + b] = triples[a * size + b]! & triples[b * size + a]!;
  }
  const relations = orderingRelations(size, follows, shortLoops);
  const places = maximalPairs(relations, maxSteps, "alphaPlusMiner");
  const loops: [activity: number, places: number[]][] = [];
  for (let t = 0; t < n; t++) if (aside[t] === 1) loops.push([t, placesOfLoop(t, seen, places)]);
  const members = Array.from({ length: size }, (_, id) => id).filter((id) => seen.occurs[id] === 1);
  const parts = {
    labels: [...variants.activities, ...new Array<null>(size - n).fill(null)],
    members,
    starts: members.filter((id) => seen.starts[id] === 1),
    ends: members.filter((id) => seen.ends[id] === 1),
    places,
    loops,
  };
  const unplacedLoops = loops.flatMap(([t, found]) => (found.length === 0 ? [t] : []));
  return Object.freeze({ ...alphaNet(parts, maxMarkings), unplacedLoops });
}

/** Step 1: 1 for the activities to set aside. */
function selfFollowing({ activities, variantOffsets, sequence }: VariantLog): Uint8Array {
  const aside = new Uint8Array(activities.length);
  for (let found = true; found; ) {
    found = false;
    for (let v = 0; v + 1 < variantOffsets.length; v++) {
      let previous = -1;
      for (let e = variantOffsets[v]!; e < variantOffsets[v + 1]!; e++) {
        const activity = sequence[e]!;
        if (aside[activity] === 1) continue;
        if (activity === previous) {
          aside[activity] = 1;
          found = true;
        }
        previous = activity;
      }
    }
  }
  return aside;
}

/** What the cases show. Pairs of ids are keyed by `a * size + b`; ids from the number of activities on are silent steps. */
interface Sight {
  readonly size: number;
  /** Of ids that were not set aside: b directly follows a. */
  readonly follows: Uint8Array;
  /** Of ids that were not set aside: aba occurs. */
  readonly triples: Uint8Array;
  /** For `a` set aside: b, which is not, stands before it (behind it). */
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
  readonly occurs: Uint8Array;
  readonly starts: Uint8Array;
  readonly ends: Uint8Array;
}

function look({ activities, variantOffsets, sequence }: VariantLog, aside: Uint8Array): Sight {
  const n = activities.length;
  let [startsAside, endsAside] = [0, 0];
  for (let v = 0; v + 1 < variantOffsets.length; v++) {
    if (variantOffsets[v] === variantOffsets[v + 1]) continue;
    startsAside |= aside[sequence[variantOffsets[v]!]!]!;
    endsAside |= aside[sequence[variantOffsets[v + 1]! - 1]!]!;
  }
  const size = n + startsAside + endsAside;
  const [follows, triples] = [new Uint8Array(size * size), new Uint8Array(size * size)];
  const [before, behind] = [new Uint8Array(n * size), new Uint8Array(n * size)];
  const [occurs, starts, ends] = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  let latest = -1; // the last event that was not set aside, and the one before it
  let earlier = -1;
  const waiting: number[] = []; // events set aside since then
  const step = (id: number): void => {
    occurs[id] = 1;
    if (id < n && aside[id] === 1) {
      if (latest >= 0) before[id * size + latest] = 1;
      waiting.push(id);
      return;
    }
    for (const t of waiting) behind[t * size + id] = 1;
    waiting.length = 0;
    if (latest < 0) starts[id] = 1;
    else follows[latest * size + id] = 1;
    if (earlier === id) triples[id * size + latest] = 1;
    earlier = latest;
    latest = id;
  };
  for (let v = 0; v + 1 < variantOffsets.length; v++) {
    if (variantOffsets[v] === variantOffsets[v + 1]) continue;
    latest = -1;
    earlier = -1;
    waiting.length = 0;
    if (startsAside === 1) step(n);
    for (let e = variantOffsets[v]!; e < variantOffsets[v + 1]!; e++) step(sequence[e]!);
    if (endsAside === 1) step(size - 1);
    ends[latest] = 1;
  }
  return { size, follows, triples, before, behind, occurs, starts, ends };
}

/** Step 3 for one activity: the places, by index, that it loops on. */
function placesOfLoop(t: number, { size, before, behind }: Sight, places: readonly PlaceBetween[]): number[] {
  const inputs = new Set<number>();
  const outputs = new Set<number>();
  for (let a = t * size; a < (t + 1) * size; a++) {
    if (before[a]! > behind[a]!) inputs.add(a - t * size);
    if (behind[a]! > before[a]!) outputs.add(a - t * size);
  }
  if (inputs.size === 0 || outputs.size === 0) return [];
  const found: number[] = [];
  places.forEach(([from, to], place) => {
    const sharedInputs = from.filter((a) => inputs.has(a)).length;
    const sharedOutputs = to.filter((b) => outputs.has(b)).length;
    const larger = sharedInputs === inputs.size && sharedOutputs === outputs.size;
    const smaller = sharedInputs === from.length && sharedOutputs === to.length;
    if (larger || smaller) found.push(place);
  });
  return found;
}
