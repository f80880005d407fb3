import { clearBit, type FollowsGraph, type Groups, hasBit, lowestBit } from "./follows-graph.js";

/**
 * The strongly connected components in reverse topological order: arcs between components lead from a higher number
 * to a lower one. O(n² / 32 + n).
 *
 * Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM Journal on Computing 1(2), 1972. The stack of
 * calls is written out, so the number of activities is not bounded by it.
 */
export function strongComponents(graph: FollowsGraph): Groups {
  const { size, words, next, members } = graph;
  const groupOf = new Int32Array(size).fill(-1);
  const order = new Int32Array(size); // order of discovery, from 1; 0 = not seen
  const low = new Int32Array(size);
  const open = new Uint32Array(size); // seen, component not known yet
  const path = new Uint32Array(size);
  const onStack = new Uint32Array(words);
  const untried = members.slice(); // members not seen
  let openCount = 0;
  let seen = 0;
  let count = 0;
  for (let root = 0; root < size; root++) {
    if (!hasBit(untried, 0, root)) continue;
    let depth = 0;
    path[0] = root;
    while (depth >= 0) {
      const a = path[depth]!;
      const row = a * words;
      if (order[a] === 0) {
        order[a] = low[a] = ++seen;
        open[openCount++] = a;
        onStack[a >>> 5]! |= 1 << (a & 31);
        clearBit(untried, 0, a);
      }
      let child = -1;
      for (let w = 0; w < words && child < 0; w++) {
        const word = next[row + w]! & untried[w]!;
        if (word !== 0) child = w * 32 + lowestBit(word);
      }
      if (child >= 0) {
        path[++depth] = child;
        continue;
      }
      // All successors are seen: those still open lie in the component of `a` or above it.
      let lowest = low[a]!;
      for (let w = 0; w < words; w++) {
        for (let word = next[row + w]! & onStack[w]!; word !== 0; word &= word - 1) {
          const b = w * 32 + lowestBit(word);
          if (low[b]! < lowest) lowest = low[b]!;
        }
      }
      low[a] = lowest;
      if (lowest === order[a]) {
        for (let b = -1; b !== a; ) {
          b = open[--openCount]!;
          groupOf[b] = count;
          clearBit(onStack, 0, b);
        }
        count++;
      }
      depth--;
    }
  }
  return { count, groupOf };
}
