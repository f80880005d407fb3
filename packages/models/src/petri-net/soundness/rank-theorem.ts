import type { CompiledNet } from "../compile.js";
import { isFreeChoice } from "../free-choice.js";
import { rank, type SparseRow } from "../rank.js";
import type { Marking } from "../types.js";

/** What the theorem says of a net, and which condition fails, at which node. */
export interface RankTheoremResult {
  readonly liveAndBounded: boolean;
  readonly failing: "place-component" | "transition-component" | "rank" | "unmarked-siphon" | null;
  /** A place or transition at which the condition fails. */
  readonly place?: number;
  readonly transition?: number;
}

/**
 * Decides whether a strongly connected free-choice net is live and bounded, without looking at markings; `null` for a net that is not
 * free choice (or when exact numbers run out, see `rank`). It is, just when
 * 1. a minimal siphon through each place is an S-component (a part in which every transition has one input and one output place), which
 *    gives an invariant that is positive everywhere;
 * 2. the same holds for each transition in the net with places and transitions exchanged and arcs turned round (T-components);
 * 3. the rank of the incidence matrix is the number of clusters less one, a cluster being transitions with the same inputs;
 * 4. every siphon (a set of places that nothing feeds without taking from it) holds a token.
 *
 * In a strongly connected free-choice net a minimal siphon through a place is found by always going back to the input place nearest to
 * it. If one is no S-component, the net is live and bounded for no marking at all; so 1 and 2 never refuse too much.
 * O((places + transitions) * arcs) and the elimination.
 *
 * Source: Desel, Esparza, "Free Choice Petri Nets", Cambridge 1995: chapter 4 (Commoner's theorem), chapter 5 (coverability by
 * components, minimal siphons), chapter 6 (rank theorem, duality).
 */
export function rankTheorem(net: CompiledNet, initial: Marking): RankTheoremResult | null {
  if (net.placeCount === 0 || net.transitionCount === 0 || !isFreeChoice(net)) return null;
  const { placeCount, transitionCount } = net;
  const inputs = rowsOf(transitionCount, net.inputOffsets, net.inputPlaces);
  const outputs = rowsOf(transitionCount, net.outputOffsets, net.outputPlaces);
  const consumers = turned(inputs, placeCount);
  const producers = turned(outputs, placeCount);

  const place = nodeOutsideComponents(
    { before: producers, after: consumers },
    { before: inputs, after: outputs },
  );
  if (place >= 0) return { liveAndBounded: false, failing: "place-component", place };
  const transition = nodeOutsideComponents(
    { before: outputs, after: inputs },
    { before: consumers, after: producers },
  );
  if (transition >= 0) return { liveAndBounded: false, failing: "transition-component", transition };

  const effects: SparseRow[] = inputs.map((places, t) => {
    const row: SparseRow = new Map(places.map((p) => [p, -1]));
    for (const p of outputs[t]!) {
      if (row.has(p)) row.delete(p);
      else row.set(p, 1);
    }
    return row;
  });
  const found = rank(effects);
  if (found === null) return null;
  const clusters = inputs.filter((places, t) => consumers[places[0]!]![0] === t).length;
  if (found !== clusters - 1) return { liveAndBounded: false, failing: "rank" };

  const unmarked = placeOfUnmarkedSiphon(inputs, outputs, consumers, initial);
  if (unmarked >= 0) return { liveAndBounded: false, failing: "unmarked-siphon", place: unmarked };
  return { liveAndBounded: true, failing: null };
}

type Links = readonly (readonly number[])[];

/** For each node what stands before and after it. */
interface Side {
  readonly before: Links;
  readonly after: Links;
}

/**
 * The first node that no component holds, -1 when each is in one: for `nodes` the places, S-components; for the transitions and all
 * turned round, T-components.
 */
function nodeOutsideComponents(nodes: Side, steps: Side): number {
  const covered = new Uint8Array(nodes.before.length);
  for (let start = 0; start < nodes.before.length; start++) {
    if (covered[start] === 1) continue;
    const siphon = minimalSiphon(start, nodes, steps);
    if (siphon === null || !isComponent(siphon, nodes, steps)) return start;
    for (const node of siphon) covered[node] = 1;
  }
  return -1;
}

/** The minimal siphon through `start` that goes back to the nearest node each time; `null` when something can't be reached. */
function minimalSiphon(start: number, nodes: Side, steps: Side): ReadonlySet<number> | null {
  const nearest = new Int32Array(steps.before.length).fill(-1);
  const seen = new Uint8Array(nodes.before.length);
  seen[start] = 1;
  const reached = [start];
  for (const node of reached) {
    for (const step of nodes.after[node]!) {
      if (nearest[step]! >= 0) continue;
      nearest[step] = node;
      for (const next of steps.after[step]!) {
        if (seen[next] === 1) continue;
        seen[next] = 1;
        reached.push(next);
      }
    }
  }
  const siphon = new Set([start]);
  for (const node of siphon) {
    for (const step of nodes.before[node]!) {
      if (nearest[step]! < 0) return null;
      siphon.add(nearest[step]!);
    }
  }
  return siphon;
}

function isComponent(part: ReadonlySet<number>, nodes: Side, steps: Side): boolean {
  const inPart = (list: readonly number[]) => list.reduce((sum, node) => sum + (part.has(node) ? 1 : 0), 0);
  for (const node of part) {
    for (const side of [nodes.before[node]!, nodes.after[node]!]) {
      for (const step of side) {
        if (inPart(steps.before[step]!) !== 1 || inPart(steps.after[step]!) !== 1) return false;
      }
    }
  }
  return true;
}

/** A place of the largest siphon without a token; -1 when there is none. */
function placeOfUnmarkedSiphon(inputs: Links, outputs: Links, consumers: Links, initial: Marking): number {
  const inside = Uint8Array.from(initial, (tokens) => (tokens === 0 ? 1 : 0));
  /** Per transition how many of its inputs are inside. */
  const takes = Int32Array.from(inputs, (places) => places.filter((p) => inside[p] === 1).length);
  const pending = [...takes.keys()].filter((t) => takes[t] === 0);
  while (pending.length > 0) {
    for (const p of outputs[pending.pop()!]!) {
      if (inside[p] === 0) continue;
      inside[p] = 0;
      for (const t of consumers[p]!) if (--takes[t]! === 0) pending.push(t);
    }
  }
  return inside.indexOf(1);
}

function rowsOf(count: number, offsets: Int32Array, nodes: Int32Array): number[][] {
  return Array.from({ length: count }, (_, t) => Array.from(nodes.subarray(offsets[t]!, offsets[t + 1]!)));
}

function turned(rows: Links, count: number): number[][] {
  const result: number[][] = Array.from({ length: count }, () => []);
  rows.forEach((nodes, row) => {
    for (const node of nodes) result[node]!.push(row);
  });
  return result;
}
