import { BitSet } from "@gigamine/base";

interface Branch {
  readonly clique: readonly number[];
  /** What can extend the clique and was not tried yet. */
  readonly open: BitSet;
  /** What could extend the clique, but was tried already: its cliques are known. */
  readonly tried: BitSet;
  /** The vertices by which to extend, from the last one on. */
  readonly choices: number[];
}

/**
 * All maximal cliques of an undirected graph, members rising; `null` when there are more than `limit`. Vertices are 0 … n - 1, a vertex is
 * not adjacent to itself; one without neighbours is a clique of its own.
 *
 * A graph of n vertices may have 3^(n/3) of them; O(n²/32) for each branch that is looked at. The stack is on the heap.
 * Source: Bron, Kerbosch, "Algorithm 457: Finding All Cliques of an Undirected Graph", CACM 16(9), 1973, with the pivot of Tomita,
 * Tanaka, Takahashi, "The Worst-Case Time Complexity for Generating All Maximal Cliques", TCS 363, 2006.
 */
export function maximalCliques(adjacent: readonly BitSet[], limit: number): number[][] | null {
  const n = adjacent.length;
  const cliques: number[][] = [];
  if (n === 0) return cliques;
  const all = new BitSet(n);
  all.complement();
  const apart = adjacent.map((neighbours) => {
    const others = neighbours.clone();
    others.complement();
    return others;
  });
  const branch = (clique: readonly number[], open: BitSet, tried: BitSet): Branch => ({
    clique,
    open,
    tried,
    choices: choices(apart, open, tried),
  });
  const pending: Branch[] = [branch([], all, new BitSet(n))];
  while (pending.length > 0) {
    const top = pending.at(-1)!;
    const vertex = top.choices.pop();
    if (vertex === undefined) {
      pending.pop();
      continue;
    }
    const open = top.open.clone();
    open.intersect(adjacent[vertex]!);
    const tried = top.tried.clone();
    tried.intersect(adjacent[vertex]!);
    top.open.delete(vertex);
    top.tried.add(vertex);
    const clique = [...top.clique, vertex];
    if (open.count() > 0) pending.push(branch(clique, open, tried));
    else if (tried.count() === 0) {
      if (cliques.push(clique.sort((x, y) => x - y)) > limit) return null;
    }
  }
  return cliques;
}

/** The open vertices that are apart from a pivot with as few of them as can be: each maximal clique that is left has one of those. */
function choices(apart: readonly BitSet[], open: BitSet, tried: BitSet): number[] {
  let chosen: BitSet | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const pivots of [open, tried]) {
    for (const pivot of pivots) {
      const rest = open.clone();
      rest.intersect(apart[pivot]!);
      const count = rest.count();
      if (count < fewest) [chosen, fewest] = [rest, count];
    }
  }
  return chosen === null ? [] : [...chosen];
}
