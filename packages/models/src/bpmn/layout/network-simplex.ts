/** An edge asks for `level[to] - level[from] >= least`; each unit of `level[to] - level[from]` costs `weight`. */
export interface LevelEdge {
  readonly from: number;
  readonly to: number;
  readonly least: number;
  readonly weight: number;
}

/**
 * Levels for the nodes of a connected acyclic graph with the least total cost of its edges, by the network simplex method. The
 * smallest level is 0; whole numbers in give whole numbers out. Ties are broken by index.
 *
 * Each pivot is O(nodes + edges). After 10 pivots a node the levels found so far are given, which keep what every edge asks for.
 * Source: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", IEEE TSE 19(3), 1993, section 2.3.
 */
export function networkSimplex(nodeCount: number, edges: readonly LevelEdge[]): number[] {
  const touching: number[][] = Array.from({ length: nodeCount }, () => []);
  /** Weight out of a node less weight into it: summed over a part of the graph, what raising the part by one unit saves. */
  const surplus = new Float64Array(nodeCount);
  edges.forEach(({ from, to, weight }, e) => {
    touching[from]!.push(e);
    touching[to]!.push(e);
    surplus[from]! += weight;
    surplus[to]! -= weight;
  });
  const level = longestPaths(nodeCount, edges, touching);
  const slack = ({ from, to, least }: LevelEdge): number => level[to]! - level[from]! - least;
  const inTree = tightTree(nodeCount, edges, touching, level, slack);

  // The tree hangs from node 0. The nodes below an edge stand together in `order`, from `first` of its lower end on.
  const order = new Int32Array(nodeCount);
  const first = new Int32Array(nodeCount);
  const last = new Int32Array(nodeCount);
  const edgeAbove = new Int32Array(nodeCount);
  const saving = new Float64Array(nodeCount);
  const hang = (): void => {
    let count = 0;
    const way = [0];
    edgeAbove[0] = -1;
    while (way.length > 0) {
      const node = way.pop()!;
      first[node] = count;
      order[count++] = node;
      for (const e of touching[node]!) {
        if (inTree[e] === 0 || e === edgeAbove[node]) continue;
        const below = edges[e]!.from === node ? edges[e]!.to : edges[e]!.from;
        edgeAbove[below] = e;
        way.push(below);
      }
    }
    saving.set(surplus);
    last.set(first);
    for (let n = nodeCount - 1; n > 0; n--) {
      const node = order[n]!;
      const { from, to } = edges[edgeAbove[node]!]!;
      const above = from === node ? to : from;
      saving[above]! += saving[node]!;
      last[above] = Math.max(last[above]!, last[node]!);
    }
  };

  for (let pivots = 0; pivots < 10 * nodeCount; pivots++) {
    hang();
    // The edge that is best longer: the part below it moves away, up when it ends there, down when it begins there.
    let [leaving, gain] = [-1, 0];
    for (let n = 1; n < nodeCount; n++) {
      const node = order[n]!;
      const isUp = edges[edgeAbove[node]!]!.to === node;
      const saved = isUp ? saving[node]! : -saving[node]!;
      if (saved > gain || (saved === gain && saved > 0 && node < leaving)) [leaving, gain] = [node, saved];
    }
    if (leaving < 0) break;
    const isUp = edges[edgeAbove[leaving]!]!.to === leaving;
    const isBelow = (node: number): boolean =>
      first[node]! >= first[leaving]! && first[node]! <= last[leaving]!;
    // How far, until another edge out of the part (into it) is as short as it may be.
    let entering = -1;
    for (let e = 0; e < edges.length; e++) {
      const { from, to } = edges[e]!;
      const [ahead, behind] = isUp ? [to, from] : [from, to];
      if (inTree[e] === 1 || isBelow(ahead) || !isBelow(behind)) continue;
      if (entering < 0 || slack(edges[e]!) < slack(edges[entering]!)) entering = e;
    }
    const shift = isUp ? slack(edges[entering]!) : -slack(edges[entering]!);
    for (let n = first[leaving]!; n <= last[leaving]!; n++) level[order[n]!]! += shift;
    inTree[edgeAbove[leaving]!] = 0;
    inTree[entering] = 1;
  }
  const lowest = level.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return level.map((value) => value - lowest);
}

/** The lowest levels that every edge allows. */
function longestPaths(
  nodeCount: number,
  edges: readonly LevelEdge[],
  touching: readonly (readonly number[])[],
): number[] {
  const level: number[] = new Array(nodeCount).fill(0);
  const entering = new Int32Array(nodeCount);
  for (const { to } of edges) entering[to]!++;
  const ready = level.flatMap((_, node) => (entering[node] === 0 ? [node] : []));
  for (const node of ready) {
    for (const e of touching[node]!) {
      const { from, to, least } = edges[e]!;
      if (from !== node) continue;
      level[to] = Math.max(level[to]!, level[node]! + least);
      if (--entering[to]! === 0) ready.push(to);
    }
  }
  return level;
}

/** A spanning tree of edges without slack; moves the levels so that there is one. */
function tightTree(
  nodeCount: number,
  edges: readonly LevelEdge[],
  touching: readonly (readonly number[])[],
  level: number[],
  slack: (edge: LevelEdge) => number,
): Uint8Array {
  const inTree = new Uint8Array(edges.length);
  const reached = new Uint8Array(nodeCount);
  const members: number[] = [];
  const grow = (start: number): void => {
    reached[start] = 1;
    const pending = [start];
    for (const node of pending) {
      members.push(node);
      for (const e of touching[node]!) {
        const { from, to } = edges[e]!;
        const other = from === node ? to : from;
        if (reached[other] === 1 || slack(edges[e]!) !== 0) continue;
        inTree[e] = 1;
        reached[other] = 1;
        pending.push(other);
      }
    }
  };
  grow(0);
  while (members.length < nodeCount) {
    let nearest = -1;
    for (let e = 0; e < edges.length; e++) {
      if (reached[edges[e]!.from] === reached[edges[e]!.to]) continue;
      if (nearest < 0 || slack(edges[e]!) < slack(edges[nearest]!)) nearest = e;
    }
    const { from, to } = edges[nearest]!;
    const isAhead = reached[from] === 1;
    const shift = isAhead ? slack(edges[nearest]!) : -slack(edges[nearest]!);
    for (const node of members) level[node]! += shift;
    inTree[nearest] = 1;
    grow(isAhead ? to : from);
  }
  return inTree;
}
