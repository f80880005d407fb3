import { Heap } from "@gigamine/base";
import { type AcceptingPetriNet, compileNet, enabledTransitions, fire } from "@gigamine/models";

/**
 * The cost of an optimal alignment and its free moves, by Dijkstra's algorithm on the synchronous product, without anything that makes
 * it fast: every enabled move, markings as text. `null` when there is none; throws beyond `maxStates`.
 */
export function naiveAlignment(
  trace: readonly string[],
  { net, initialMarking, finalMarking }: AcceptingPetriNet,
  costs: { log?: number; model?: number; silent?: number; synchronous?: number } = {},
  maxStates = 50_000,
): { cost: number; free: number } | null {
  const { log = 1, model = 1, silent = 0, synchronous = 0 } = costs;
  const compiled = compileNet(net);
  interface State {
    readonly cost: number;
    readonly free: number;
    readonly position: number;
    readonly marking: readonly number[];
  }
  const before = (a: State, b: State): boolean =>
    a.cost - b.cost < 0 || (a.cost === b.cost && a.free < b.free);
  const open = new Heap<State>(before);
  const closed = new Set<string>();
  open.push({ cost: 0, free: 0, position: 0, marking: initialMarking });
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const { cost, free, position, marking } = state;
    const key = `${position}: ${marking.join(" ")}`;
    if (closed.has(key)) continue;
    closed.add(key);
    if (closed.size > maxStates) throw new Error("The naive search needs too many states.");
    if (position === trace.length && marking.every((tokens, p) => tokens === finalMarking[p]))
      return { cost, free };
    const go = (price: number, nextPosition: number, next: readonly number[], isFree = price === 0): void =>
      open.push({ cost: cost + price, free: free + (isFree ? 1 : 0), position: nextPosition, marking: next });
    if (position < trace.length) go(log, position + 1, marking);
    for (const t of enabledTransitions(compiled, marking)) {
      const { label } = net.transitions[t]!;
      const next = fire(compiled, marking, t);
      go(label === null ? silent : model, position, next);
      if (label !== null && label === trace[position]) go(synchronous, position + 1, next, false);
    }
  }
  return null;
}
