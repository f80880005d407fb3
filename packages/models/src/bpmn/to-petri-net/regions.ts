import type { ControlFlow } from "./control-flow.js";

/** The smallest parts of a control flow that are entered by one edge and left by one edge, nested in each other. */
export interface Regions {
  /** Per region the edge that enters it. */
  readonly entry: readonly number[];
  /** Per region the edge that leaves it. */
  readonly exit: readonly number[];
  /** Per region the one around it; -1 for none. */
  readonly parent: readonly number[];
  /** Per point the innermost region that holds it; -1 for none. */
  readonly ofPoint: readonly number[];
  /** Per edge the region it enters; -1 for none. */
  readonly opens: readonly number[];
  /** Per edge the region it leaves; -1 for none. */
  readonly closes: readonly number[];
}

/**
 * The program structure tree: a region lies between two edges of the same cycle-equivalence class that follow each other.
 *
 * O(points + edges). Source: Johnson, Pearson, Pingali, "The Program Structure Tree: Computing Control Regions in Linear Time",
 * PLDI 1994, sections 2 and 3.
 */
export function singleEntryRegions(flow: ControlFlow): Regions {
  const { points, edges } = flow;
  const classOf = cycleEquivalence(flow);
  const opens: number[] = new Array(edges.length).fill(-1);
  const closes: number[] = new Array(edges.length).fill(-1);
  const entry: number[] = [];
  const exit: number[] = [];

  // In any walk from the first point, the edges of a class are met in the order in which they follow each other.
  const order = edgesFromFirst(flow);
  const lastOfClass = new Map<number, number>();
  for (const edge of order) {
    const before = lastOfClass.get(classOf[edge]!);
    if (before !== undefined) {
      opens[before] = entry.push(before) - 1;
      closes[edge] = exit.push(edge) - 1;
    }
    lastOfClass.set(classOf[edge]!, edge);
  }

  const parent: number[] = new Array(entry.length).fill(-1);
  const ofPoint: number[] = new Array(points.length).fill(-1);
  const seen = new Uint8Array(points.length);
  seen[0] = 1;
  for (const edge of order) {
    const { from, to } = edges[edge]!;
    let region = ofPoint[from]!;
    if (closes[edge]! >= 0) region = parent[closes[edge]!]!;
    if (opens[edge]! >= 0) {
      parent[opens[edge]!] = region;
      region = opens[edge]!;
    }
    if (seen[to] === 1) continue;
    seen[to] = 1;
    ofPoint[to] = region;
  }
  return { entry, exit, parent, ofPoint, opens, closes };
}

/** All edges, each after one that enters the point it leaves. */
function edgesFromFirst({ points, edges, leaving }: ControlFlow): number[] {
  const order: number[] = [];
  const seen = new Uint8Array(points.length);
  seen[0] = 1;
  const pending = [0];
  while (pending.length > 0) {
    for (const edge of leaving[pending.pop()!]!) {
      order.push(edge);
      const { to } = edges[edge]!;
      if (seen[to] === 1) continue;
      seen[to] = 1;
      pending.push(to);
    }
  }
  return order;
}

/**
 * A class number per edge: two edges have the same one when each cycle through one of them also passes the other, where an edge
 * from the last to the first point closes the graph. Edges are taken without direction, which gives the same classes.
 */
function cycleEquivalence({ points, edges }: ControlFlow): number[] {
  const closing = edges.length;
  const ends = [...edges, { from: 1, to: 0 }];
  const touching: number[][] = points.map(() => []);
  ends.forEach(({ from, to }, edge) => {
    touching[from]!.push(edge);
    touching[to]!.push(edge);
  });

  // Depth-first, on the heap. Points by number; per point the tree edge to it, and its place on the way there.
  const number: number[] = new Array(points.length).fill(-1);
  const byNumber: number[] = [];
  const treeEdge: number[] = new Array(points.length).fill(-1);
  const up: number[] = new Array(points.length).fill(-1);
  const at = new Int32Array(points.length);
  const way = [0];
  number[0] = byNumber.push(0) - 1;
  while (way.length > 0) {
    const point = way.at(-1)!;
    const edge = touching[point]![at[point]!++];
    if (edge === undefined) {
      way.pop();
      continue;
    }
    const { from, to } = ends[edge]!;
    const other = from === point ? to : from;
    if (number[other]! >= 0) continue;
    number[other] = byNumber.push(other) - 1;
    treeEdge[other] = edge;
    up[other] = point;
    way.push(other);
  }

  // The back edges that span a tree edge, as a list per point from the bottom up; lists are joined and cut in O(1).
  const bracketCount = ends.length + points.length;
  const previous = new Int32Array(bracketCount).fill(-1);
  const next = new Int32Array(bracketCount).fill(-1);
  const head: number[] = new Array(points.length).fill(-1);
  const tail: number[] = new Array(points.length).fill(-1);
  const size: number[] = new Array(points.length).fill(0);
  const push = (point: number, bracket: number): void => {
    next[bracket] = head[point]!;
    previous[bracket] = -1;
    if (head[point]! >= 0) previous[head[point]!] = bracket;
    else tail[point] = bracket;
    head[point] = bracket;
    size[point]!++;
  };
  const remove = (point: number, bracket: number): void => {
    const [before, after] = [previous[bracket]!, next[bracket]!];
    if (before >= 0) next[before] = after;
    else head[point] = after;
    if (after >= 0) previous[after] = before;
    else tail[point] = before;
    size[point]!--;
  };
  const prepend = (point: number, child: number): void => {
    if (head[child]! < 0) return;
    if (head[point]! >= 0) {
      next[tail[child]!] = head[point]!;
      previous[head[point]!] = tail[child]!;
    } else tail[point] = tail[child]!;
    head[point] = head[child]!;
    size[point]! += size[child]!;
  };

  let classes = 0;
  const classOf: number[] = new Array(bracketCount).fill(-1);
  const recentSize = new Int32Array(bracketCount).fill(-1);
  const recentClass = new Int32Array(bracketCount).fill(-1);
  const highest: number[] = new Array(points.length).fill(points.length);
  const second: number[] = new Array(points.length).fill(points.length);
  const capsEndingAt: number[][] = points.map(() => []);
  const children: number[][] = points.map(() => []);
  for (const point of byNumber) if (up[point]! >= 0) children[up[point]!]!.push(point);

  for (let n = byNumber.length - 1; n >= 0; n--) {
    const point = byNumber[n]!;
    const backUp: number[] = [];
    const backDown: number[] = [];
    for (const edge of touching[point]!) {
      const { from, to } = ends[edge]!;
      const other = from === point ? to : from;
      if (treeEdge[other] === edge || treeEdge[point] === edge) continue;
      (number[other]! < n ? backUp : backDown).push(edge);
    }
    let own = points.length;
    for (const edge of backUp) {
      const { from, to } = ends[edge]!;
      own = Math.min(own, number[from === point ? to : from]!);
    }
    let below = points.length;
    for (const child of children[point]!) {
      if (highest[child]! < below) {
        second[point] = below;
        below = highest[child]!;
      } else second[point] = Math.min(second[point]!, highest[child]!);
      prepend(point, child);
    }
    highest[point] = Math.min(own, below);
    for (const cap of capsEndingAt[point]!) remove(point, cap);
    for (const edge of backDown) {
      remove(point, edge);
      if (classOf[edge]! < 0) classOf[edge] = classes++;
    }
    for (const edge of backUp) push(point, edge);
    if (second[point]! < Math.min(own, n)) {
      const cap = ends.length + point;
      capsEndingAt[byNumber[second[point]!]!]!.push(cap);
      push(point, cap);
    }
    if (n === 0) continue;
    const top = head[point]!;
    if (recentSize[top] !== size[point]) {
      recentSize[top] = size[point]!;
      recentClass[top] = classes++;
    }
    classOf[treeEdge[point]!] = recentClass[top]!;
    if (size[point] === 1) classOf[top] = recentClass[top]!;
  }
  return classOf.slice(0, closing);
}
