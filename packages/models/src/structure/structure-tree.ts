import { type Separated, separatedParts } from "./separation-pairs.js";

/** A part of a flow graph with one node where it is entered and one where it is left; both also belong to what is around it. */
export interface Fragment {
  /**
   * `flow`: a single flow. `sequence`: parts one behind the other. `bond`: parts between the same two nodes; those that run from the exit
   * back to the entry make a loop. `rigid`: anything else.
   */
  readonly kind: "flow" | "sequence" | "bond" | "rigid";
  readonly entry: number;
  readonly exit: number;
  /** The flow, for kind `flow`; -1 otherwise. */
  readonly flow: number;
  /** Indexes of fragments; from entry to exit in a sequence. */
  readonly parts: readonly number[];
}

/**
 * A flow graph in which one flow leaves the source, no node has several flows in and several out, and every node is on a way from
 * the source to the sink.
 */
export interface FlowGraph {
  readonly nodeCount: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly source: number;
  readonly sink: number;
}

/**
 * Decomposes a flow graph into its parts with one entry and one exit: the refined process structure tree. Of parts that overlap none
 * is in it, so that it is unique.
 *
 * It is computed as the tree of triconnected components of the graph with a flow from sink to source: chains and parallel edges
 * are contracted as long as there are any; where none is left, the smallest parts that two nodes separate from the rest are rigid, and each
 * is contracted to an edge. O(n + m) for n nodes and m flows that consist of chains and bonds; each round of rigid parts costs
 * O(n (n + m)) for the nodes and edges not contracted yet.
 *
 * Sources: Vanhatalo, Völzer, Koehler, "The Refined Process Structure Tree", Data & Knowledge Engineering 68(9), 2009; Polyvyanyy,
 * Vanhatalo, Völzer, "Simplified Computation and Generalization of the Refined Process Structure Tree", WS-FM 2010.
 *
 * @returns The fragments, each behind its parts; the last one is the whole.
 */
export function structureTree(graph: FlowGraph): Fragment[] {
  const contraction = new Contraction(graph);
  contraction.contractAll();
  return contraction.fragments();
}

/** An edge of the contracted graph: a part between two nodes, whichever way it runs. */
interface Edge {
  readonly kind: Fragment["kind"];
  readonly flow: number;
  /** May hold edges of the same kind, which count as their parts; a sequence is in no order. */
  readonly parts: readonly Edge[];
  readonly ends: readonly [EdgeEnd, EdgeEnd];
}

/** How many flows of a part leave and enter the node at one of its ends. */
interface EdgeEnd {
  readonly node: number;
  readonly leaving: number;
  readonly entering: number;
}

class Contraction {
  readonly #source: number;
  readonly #sink: number;
  readonly #outDegree: Int32Array;
  readonly #inDegree: Int32Array;
  /** Per node its edges, by the node at the other end. */
  readonly #edges: Map<number, Edge>[];
  /** Nodes that may be in the middle of a chain. */
  readonly #pending: number[] = [];

  constructor({ nodeCount, from, to, source, sink }: FlowGraph) {
    this.#source = source;
    this.#sink = sink;
    this.#outDegree = new Int32Array(nodeCount);
    this.#inDegree = new Int32Array(nodeCount);
    this.#edges = Array.from({ length: nodeCount }, () => new Map<number, Edge>());
    from.forEach((a, flow) => {
      const b = to[flow]!;
      this.#outDegree[a]!++;
      this.#inDegree[b]!++;
      const ends = [
        { node: a, leaving: 1, entering: 0 },
        { node: b, leaving: 0, entering: 1 },
      ] as const;
      this.#add({ kind: "flow", flow, parts: [], ends });
    });
  }

  /** Contracts until one edge is left. */
  contractAll(): void {
    for (;;) {
      this.#contractChains();
      const whole = this.#edges[this.#source]!;
      if (whole.has(this.#sink)) return;
      const neighbours = this.#edges.map((edges) => [...edges.keys()]);
      for (const part of separatedParts(neighbours, this.#source, this.#sink)) this.#contractRigid(part);
    }
  }

  fragments(): Fragment[] {
    const whole = this.#edges[this.#source]!.get(this.#sink)!;
    const edges = [whole];
    const partsOf: Edge[][] = [];
    for (let e = 0; e < edges.length; e++) {
      const parts = flatParts(edges[e]!);
      partsOf.push(parts);
      edges.push(...parts);
    }
    // Parts stand behind their wholes here, and the other way round in what is returned.
    const indexOf = new Map(edges.map((edge, e) => [edge, edges.length - 1 - e]));
    const fragments: Fragment[] = [];
    for (let e = edges.length - 1; e >= 0; e--) {
      const { kind, flow } = edges[e]!;
      const [entry, exit] = this.#direction(edges[e]!);
      const parts = partsOf[e]!.map((part) => indexOf.get(part)!);
      fragments.push({
        kind,
        entry,
        exit,
        flow,
        parts: kind === "sequence" ? inOrder(entry, parts, fragments) : parts,
      });
    }
    return fragments;
  }

  /** A part is entered where all flows that come from its inside stay inside, and left where all that go to its inside come from there. */
  #direction({ ends: [a, b] }: Edge): [entry: number, exit: number] {
    const canEnter = ({ node, leaving, entering }: EdgeEnd): boolean =>
      leaving > 0 && (entering === 0 || leaving === this.#outDegree[node]);
    const canLeave = ({ node, leaving, entering }: EdgeEnd): boolean =>
      entering > 0 && (leaving === 0 || entering === this.#inDegree[node]);
    return canEnter(a) && canLeave(b) ? [a.node, b.node] : [b.node, a.node];
  }

  /** Puts an edge between its nodes; with one that is there already it becomes a bond. */
  #add(edge: Edge): void {
    const [a, b] = [edge.ends[0].node, edge.ends[1].node];
    const beside = this.#edges[a]!.get(b);
    const joined = beside === undefined ? edge : union("bond", [beside, edge], a, b);
    this.#edges[a]!.set(b, joined);
    this.#edges[b]!.set(a, joined);
    this.#pending.push(a, b);
  }

  #remove({ ends: [a, b] }: Edge): void {
    this.#edges[a.node]!.delete(b.node);
    this.#edges[b.node]!.delete(a.node);
  }

  #contractChains(): void {
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) {
      if (node === this.#source || node === this.#sink || this.#edges[node]!.size !== 2) continue;
      const [[a, before], [b, behind]] = [...this.#edges[node]!] as [[number, Edge], [number, Edge]];
      this.#remove(before);
      this.#remove(behind);
      this.#add(union("sequence", [before, behind], a, b));
    }
  }

  #contractRigid({ inside, border: [a, b] }: Separated): void {
    const edges = new Set(inside.flatMap((node) => [...this.#edges[node]!.values()]));
    for (const edge of edges) this.#remove(edge);
    this.#add(union("rigid", [...edges], a, b));
  }
}

/** One edge between `a` and `b` for several. */
function union(kind: Edge["kind"], parts: readonly Edge[], a: number, b: number): Edge {
  const end = (node: number): EdgeEnd => {
    let [leaving, entering] = [0, 0];
    for (const { ends } of parts) {
      for (const at of ends) {
        if (at.node !== node) continue;
        leaving += at.leaving;
        entering += at.entering;
      }
    }
    return { node, leaving, entering };
  };
  return { kind, flow: -1, parts, ends: [end(a), end(b)] };
}

/** The parts of a sequence or bond, with those of its parts of the same kind in their place. */
function flatParts({ kind, parts }: Edge): Edge[] {
  if (kind === "rigid") return [...parts];
  const flat: Edge[] = [];
  const pending = [...parts];
  for (let edge = pending.pop(); edge !== undefined; edge = pending.pop()) {
    if (edge.kind === kind) pending.push(...edge.parts);
    else flat.push(edge);
  }
  return flat;
}

function inOrder(entry: number, parts: readonly number[], fragments: readonly Fragment[]): number[] {
  const partAt = new Map(parts.map((part) => [fragments[part]!.entry, part]));
  const ordered: number[] = [];
  for (let node = entry; ordered.length < parts.length; ) {
    const part = partAt.get(node)!;
    ordered.push(part);
    node = fragments[part]!.exit;
  }
  return ordered;
}
