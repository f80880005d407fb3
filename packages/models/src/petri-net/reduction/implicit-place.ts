import type { EditableNet } from "./editable-net.js";

/** How many places a search may try for one implicit place. */
const MOST_STEPS = 200;

/** What the searches of one reduction may still cost together; counts arcs that are looked at. */
export interface SearchBudget {
  arcs: number;
}

/** A budget for the searches of one reduction: some for each arc of the net, and for small nets as much as they ask for. */
export function searchBudget({ original }: EditableNet): SearchBudget {
  return { arcs: 10_000_000 + 20 * original.net.arcs.length };
}

/**
 * Whether `place` never decides what may fire, nor whether the end is reached, because its tokens are those of other places together, up
 * to a constant: for each transition t that takes from it there is a set Y of further places with C(place, u) = Σ C(q, u) over q in Y
 * for every transition u, and, with μ = M0(place) − Σ M0(q), with tokens enough whenever t may fire: Σ Pre(q, t) + μ ≥ Pre(place, t).
 * The final marking must differ by the same μ, and no transition may lose its last input or output. An empty Y makes a place to which
 * every transition gives back what it takes (Murata's self-loop place), one place a parallel one, a chain of places a shortcut.
 *
 * The sets are looked for by following tokens from what feeds `place` to what takes from it, with at most 200 places tried and while
 * `budget` lasts; "false" may therefore also mean that none was found. Source: Colom, Silva, "Improving the linearly based characterization of P/T nets",
 * LNCS 483, 1991, section 3 (structurally implicit places), for coefficients 0 and 1.
 */
export function isImplicit(net: EditableNet, place: number, budget: SearchBudget): boolean {
  const [producers, consumers] = [net.producers[place]!, net.consumers[place]!];
  if (producers.size + consumers.size === 0) return false;
  for (const t of consumers.keys()) if (net.inputs[t]!.size === 1) return false;
  for (const t of producers.keys()) if (net.outputs[t]!.size === 1) return false;

  /** Y, in the order chosen, each with the places still to be tried instead. */
  const chosen = new Map<number, number[]>();
  /** Per transition the change at `place` less that at the chosen places; no entry for 0. */
  const rest = new Map<number, number>();
  const change = (t: number, by: number): void => {
    const sum = (rest.get(t) ?? 0) + by;
    if (sum === 0) rest.delete(t);
    else rest.set(t, sum);
  };
  const add = (of: number, sign: 1 | -1): void => {
    budget.arcs -= net.producers[of]!.size + net.consumers[of]!.size;
    for (const [t, weight] of net.producers[of]!) change(t, sign * weight);
    for (const [t, weight] of net.consumers[of]!) change(t, -sign * weight);
  };

  const unsure = new Set(consumers.keys());
  /** Takes note of the transitions for which Y has tokens enough; says whether none is left. */
  const settles = (): boolean => {
    let more = net.initial[place]!;
    let moreAtEnd = net.final[place]!;
    for (const q of chosen.keys()) {
      more -= net.initial[q]!;
      moreAtEnd -= net.final[q]!;
    }
    if (more !== moreAtEnd) return false;
    for (const t of [...unsure]) {
      let sure = more;
      for (const [q, taken] of net.inputs[t]!) if (chosen.has(q)) sure += taken;
      if (sure >= consumers.get(t)!) unsure.delete(t);
    }
    return unsure.size === 0;
  };
  /** The places that can follow, best last: outputs of a transition that has put more into `place` than into Y. */
  const candidates = (): number[] => {
    for (const [t, more] of rest) {
      if (more > 0) {
        budget.arcs -= net.outputs[t]!.size;
        return [...net.outputs[t]!.keys()].filter((q) => q !== place && !chosen.has(q)).sort((a, b) => b - a);
      }
    }
    return [];
  };

  add(place, 1);
  if (rest.size === 0 && settles()) return true;
  if (budget.arcs <= 0) return false;
  let next = candidates();
  for (let steps = 0; steps < MOST_STEPS && budget.arcs > 0; steps++) {
    while (next.length === 0) {
      const last = [...chosen.keys()].at(-1);
      if (last === undefined) return false;
      next = chosen.get(last)!;
      chosen.delete(last);
      add(last, 1);
    }
    const q = next.pop()!;
    chosen.set(q, next);
    add(q, -1);
    if (rest.size === 0 && settles()) return true;
    next = candidates();
  }
  return false;
}
