import { hashTuple, type LongWorkOptions, TupleStore, throwIfAborted, tupleFactors } from "@gigamine/base";
import { checkModelShape } from "../model-shape.js";
import { type CompiledNet, compileNet } from "./compile.js";
import { checkMarking, lackingPlace } from "./fire.js";
import { checkLimit, type ReachabilityGraph, type ReachabilityOptions } from "./reachability.js";
import { covers, hashChanges, tooManyTokens } from "./state-space.js";
import type { AcceptingPetriNet, Marking } from "./types.js";

/** Tokens per place index; `null` (ω in the literature) where any number of tokens can be reached. */
export type ExtendedMarking = readonly (number | null)[];

/** A {@link ReachabilityGraph} of extended markings. */
export interface CoverabilityGraph extends Omit<ReachabilityGraph, "markings"> {
  /** Marking 0 is the initial one; the others by distance from it, ties by transition. */
  readonly markings: readonly ExtendedMarking[];
}

/**
 * The coverability graph of a model: like the reachability graph, but finite for every net. Where a marking covers an earlier one on the
 * way on which it was found, with more tokens in some places, these places get `null`: the firings between may be repeated
 * without end.
 *
 * Each reachable marking is covered by a marking of the graph, and each `null` of the graph can be made as large as one likes. So a
 * place is bounded just when it is `null` nowhere, by its largest number, and a transition is dead just when no arc fires
 * it. A bounded net gives its reachability graph. Which further markings with `null` there are may depend on the order of exploring,
 * which is breadth first here.
 *
 * Time O(markings * (arcs + places * distance from the start)), memory O(markings * places + firings); the number of markings may
 * grow faster than any exponential (it is not primitive recursive). Source: Karp, Miller, "Parallel Program Schemata", J. Computer
 * and System Sciences 3(2), 1969; Murata 1989, section IV-A.
 *
 * @throws GigamineError `petri-net/bad-marking`, `petri-net/too-many-tokens`.
 */
export function coverabilityGraph(
  model: AcceptingPetriNet,
  { maxMarkings = 10_000, ...work }: ReachabilityOptions = {},
): CoverabilityGraph {
  checkModelShape(model, "coverabilityGraph");
  checkLimit("coverabilityGraph", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "coverabilityGraph");
  const { store, from, transition, to, complete } = exploreCoverability(
    net,
    model.initialMarking,
    maxMarkings,
    work,
  );
  return {
    markings: Array.from({ length: store.size }, (_, m) => readMarking(store, m)),
    from,
    transition,
    to,
    complete,
  };
}

/** Any number of tokens, in kernels: larger than all that a place may hold. */
export const OMEGA = 2 ** 31 - 1;

export interface CoverabilitySpace {
  readonly store: TupleStore;
  readonly parent: readonly number[];
  readonly parentTransition: readonly number[];
  readonly sizes: readonly Size[];
  readonly from: readonly number[];
  readonly transition: readonly number[];
  readonly to: readonly number[];
  readonly complete: boolean;
}

/** See {@link coverabilityGraph}; markings hold {@link OMEGA}. */
export function exploreCoverability(
  net: CompiledNet,
  initial: Marking,
  maxMarkings: number,
  { signal, onProgress }: LongWorkOptions,
): CoverabilitySpace {
  const store = new TupleStore(net.placeCount);
  const parent = [-1];
  const parentTransition = [-1];
  const [from, transition, to]: [number[], number[], number[]] = [[], [], []];
  let complete = true;
  initial.forEach((tokens, p) => {
    if (tokens === OMEGA) throw tooManyTokens(net, p, null);
  });
  const current = Int32Array.from(initial);
  store.intern(current);
  const sizes = [sizeOf(current)];
  const factors = tupleFactors(net.placeCount);
  const changes = hashChanges(net);
  const next = new Int32Array(net.placeCount);
  for (let m = 0; m < store.size; m++) {
    if (m % 1024 === 0) {
      onProgress?.({ stage: "exploring", done: m, total: null, unit: "markings" });
      throwIfAborted(signal);
    }
    const hash = store.load(m, current);
    const { unbounded, tokens } = sizes[m]!;
    for (let t = 0; t < net.transitionCount; t++) {
      if (lackingPlace(net, current, t) >= 0) continue;
      const size = { unbounded, tokens: tokens + fireExtended(net, current, next, t) };
      const raised = accelerate({ store, parent, sizes }, m, next, size);
      const nextHash = raised || unbounded > 0 ? hashTuple(next, factors) : (hash + changes[t]!) | 0;
      const target = store.size < maxMarkings ? store.intern(next, nextHash) : store.find(next, nextHash);
      if (target < 0) {
        complete = false;
        continue;
      }
      from.push(m);
      transition.push(t);
      to.push(target);
      if (target < parent.length) continue;
      parent.push(m);
      parentTransition.push(t);
      sizes.push(raised ? sizeOf(next) : size);
    }
  }
  return { store, parent, parentTransition, sizes, from, transition, to, complete };
}

/** How much a marking holds. One that covers another one and has more is larger in this order, so most pairs need no comparing. */
interface Size {
  readonly unbounded: number;
  readonly tokens: number;
}

export function sizeOf(marking: Int32Array): Size {
  let [unbounded, tokens] = [0, 0];
  for (const here of marking) {
    if (here === OMEGA) unbounded++;
    else tokens += here;
  }
  return { unbounded, tokens };
}

function isLarger(a: Size, b: Size): boolean {
  return a.unbounded > b.unbounded || (a.unbounded === b.unbounded && a.tokens > b.tokens);
}

/** Writes the marking after the enabled `t` to `next`; gives by how many tokens that is more, places of any number left out. */
export function fireExtended(net: CompiledNet, current: Int32Array, next: Int32Array, t: number): number {
  next.set(current);
  let more = 0;
  for (let k = net.inputOffsets[t]!; k < net.inputOffsets[t + 1]!; k++) {
    const place = net.inputPlaces[k]!;
    if (current[place] === OMEGA) continue;
    next[place]! -= net.inputWeights[k]!;
    more -= net.inputWeights[k]!;
  }
  for (let k = net.outputOffsets[t]!; k < net.outputOffsets[t + 1]!; k++) {
    const place = net.outputPlaces[k]!;
    if (current[place] === OMEGA) continue;
    next[place]! += net.outputWeights[k]!;
    more += net.outputWeights[k]!;
    if (next[place]! < 0 || next[place] === OMEGA) throw tooManyTokens(net, place, t);
  }
  return more;
}

/**
 * Puts OMEGA where `marking`, reached from m, has more than an earlier marking on its way that it covers, and tells `note` each place with
 * that earlier marking; says whether there was one. What one of them raises may let it cover others, so all are looked at until
 * nothing changes.
 */
export function accelerate(
  { store, parent, sizes }: Pick<CoverabilitySpace, "store" | "parent" | "sizes">,
  m: number,
  marking: Int32Array,
  sizeBefore: Size,
  note: (place: number, above: number) => void = () => {},
): boolean {
  let size = sizeBefore;
  let raised = false;
  for (let changed = true; changed; ) {
    changed = false;
    for (let above = m; above >= 0; above = parent[above]!) {
      if (!isLarger(size, sizes[above]!)) continue;
      const earlier = store.view(above);
      if (!covers(marking, earlier)) continue;
      for (let p = 0; p < marking.length; p++) {
        if (marking[p] === OMEGA || marking[p]! === earlier[p]!) continue;
        marking[p] = OMEGA;
        note(p, above);
        changed = true;
      }
      raised ||= changed;
      size = sizeOf(marking);
    }
  }
  return raised;
}

/** Marking m with `null` for any number of tokens. */
export function readMarking(store: TupleStore, m: number): (number | null)[] {
  return Array.from(store.view(m), (tokens) => (tokens === OMEGA ? null : tokens));
}
