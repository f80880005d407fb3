/**
 * The strongly connected components of a graph whose arcs of node n lead to `targets[offsets[n]]` … `targets[offsets[n + 1] - 1]`:
 * per node the number of its component. A component has a higher number than all that it leads to. O(nodes + arcs), any depth.
 * Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Computing 1(2), 1972.
 */
export function strongComponents(offsets: Int32Array, targets: Int32Array): Int32Array {
  const count = offsets.length - 1;
  const component = new Int32Array(count).fill(-1);
  /** Order of the first visit, from 1; 0 for a node not visited yet. */
  const order = new Int32Array(count);
  const lowest = new Int32Array(count);
  const nextArc = offsets.slice(0, count);
  const path: number[] = [];
  const waiting: number[] = [];
  let visited = 0;
  let components = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== 0) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path.at(-1)!;
      if (order[node] === 0) {
        order[node] = lowest[node] = ++visited;
        waiting.push(node);
      }
      const arc = nextArc[node]!;
      if (arc < offsets[node + 1]!) {
        const target = targets[arc]!;
        if (order[target] === 0) path.push(target);
        else {
          nextArc[node] = arc + 1;
          if (component[target]! < 0) lowest[node] = Math.min(lowest[node]!, lowest[target]!);
        }
        continue;
      }
      path.pop();
      if (lowest[node] !== order[node]) continue;
      for (let member = -1; member !== node; ) {
        member = waiting.pop()!;
        component[member] = components;
      }
      components++;
    }
  }
  return component;
}
