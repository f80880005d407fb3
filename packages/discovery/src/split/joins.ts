import { type Fragment, structureTree } from "@gigamine/models";
import { type GatewayGraph, type JoinLogic, logicOf, type SplitLogic } from "./gateway-graph.js";
import { joinLogics } from "./join-logic.js";

/**
 * Step 5 of Split Miner: puts a join gateway before every node that several flows enter, one for each part of the graph that ends there.
 *
 * The parts with one entry and one exit ({@link structureTree}) are looked at from the inside out. Where several flows of a part enter the same
 * node, a join takes their place, which counts as a single flow from then on:
 *
 * - flows that lead back to the entry of a part, or back inside a rigid one, are joined exclusively with what comes before;
 * - those that end a bond are joined as the split at its entry splits them;
 * - those inside a rigid part, or at its end, as {@link joinLogics} says.
 *
 * So a join in parallel is made only of branches of which all are taken when one is, and the model has no deadlock where it has no loops. O(n + m)
 * beside the structure tree and rigid parts.
 */
export function discoverJoins(graph: GatewayGraph<SplitLogic>, start: number, end: number): GatewayGraph {
  const { nodeCount, gatewayStart, source, target } = graph;
  const fragments = structureTree({ nodeCount, from: source, to: target, source: start, sink: end });
  const joins = new JoinMaker(graph, fragments);
  fragments.forEach((fragment, index) => {
    joins.add(fragment, index);
  });
  joins.connect(fragments.length - 1, end);
  const { logic } = joins;
  return {
    nodeCount: gatewayStart + logic.length,
    gatewayStart,
    logic,
    source: joins.source,
    target: joins.target,
  };
}

class JoinMaker {
  readonly logic: JoinLogic[];
  readonly source: number[] = [];
  readonly target: number[] = [];
  readonly #graph: GatewayGraph<SplitLogic>;
  readonly #fragments: readonly Fragment[];
  /** Per fragment the node that its last flow comes from; where it leads to is decided by the fragment around it. */
  readonly #last: number[] = [];
  /** Per node what a flow to it must enter: itself, or the join of the loop that begins there. */
  readonly #front: number[];

  constructor(graph: GatewayGraph<SplitLogic>, fragments: readonly Fragment[]) {
    this.#graph = graph;
    this.#fragments = fragments;
    this.logic = [...graph.logic];
    this.#front = Array.from({ length: graph.nodeCount }, (_, node) => node);
  }

  /** Adds the flow from the end of a fragment to a node, or to the join of the loop that begins there. */
  connect(fragment: number, node: number): void {
    this.#flow(this.#last[fragment]!, this.#front[node]!);
  }

  add(fragment: Fragment, index: number): void {
    if (fragment.kind === "flow") this.#last[index] = this.#graph.source[fragment.flow]!;
    else if (fragment.kind === "sequence") {
      fragment.parts.forEach((part, p) => {
        if (p > 0) this.connect(fragment.parts[p - 1]!, this.#fragments[part]!.entry);
      });
      this.#last[index] = this.#last[fragment.parts.at(-1)!]!;
    } else if (fragment.kind === "bond") this.#addBond(fragment, index);
    else this.#addRigid(fragment, index);
  }

  #addBond({ entry, parts }: Fragment, index: number): void {
    const isForward = (part: number): boolean => this.#fragments[part]!.entry === entry;
    const forward = parts.filter(isForward).map((part) => this.#last[part]!);
    const back = parts.filter((part) => !isForward(part)).map((part) => this.#last[part]!);
    this.#beginLoop(entry, back);
    this.#last[index] =
      forward.length === 1 ? forward[0]! : this.#join(logicOf(this.#graph, entry)!, forward);
  }

  #addRigid({ entry, exit, parts }: Fragment, index: number): void {
    const nodes = [entry];
    const localOf = new Map([[entry, 0]]);
    const partsFrom = new Map<number, number[]>();
    for (const part of parts) {
      const from = this.#fragments[part]!.entry;
      if (!partsFrom.has(from)) partsFrom.set(from, []);
      partsFrom.get(from)!.push(part);
    }
    // Depth first, by the lower node: a flow to a node whose own flows are not all followed yet leads back.
    const target = (part: number): number => this.#fragments[part]!.exit;
    for (const list of partsFrom.values()) list.sort((x, y) => target(x) - target(y));
    const ordered: number[] = [];
    const isBack: number[] = [];
    const open = new Set([entry]);
    const path = [{ node: entry, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const part = partsFrom.get(top.node)?.[top.next++];
      if (part === undefined) {
        open.delete(top.node);
        path.pop();
        continue;
      }
      ordered.push(part);
      isBack.push(open.has(target(part)) ? 1 : 0);
      if (localOf.has(target(part))) continue;
      localOf.set(target(part), nodes.push(target(part)) - 1);
      open.add(target(part));
      path.push({ node: target(part), next: 0 });
    }

    const logics = joinLogics({
      nodeCount: nodes.length,
      from: ordered.map((part) => localOf.get(this.#fragments[part]!.entry)!),
      to: ordered.map((part) => localOf.get(target(part))!),
      isBack: Uint8Array.from(isBack),
      logic: nodes.map((node) => logicOf(this.#graph, node)),
    });
    nodes.forEach((node, local) => {
      const entering = (back: number): number[] =>
        ordered.flatMap((part, p) =>
          target(part) === node && isBack[p] === back ? [this.#last[part]!] : [],
        );
      const [forward, back] = [entering(0), entering(1)];
      this.#beginLoop(node, back);
      if (node === entry) return;
      const last = forward.length === 1 ? forward[0]! : this.#join(logics[local]!, forward);
      if (node === exit) this.#last[index] = last;
      else this.#flow(last, this.#front[node]!);
    });
  }

  #beginLoop(node: number, back: readonly number[]): void {
    if (back.length === 0) return;
    const join = this.#join("exclusive", back);
    this.#flow(join, this.#front[node]!);
    this.#front[node] = join;
  }

  #join(logic: JoinLogic, from: readonly number[]): number {
    const join = this.#graph.gatewayStart + this.logic.push(logic) - 1;
    for (const node of from) this.#flow(node, join);
    return join;
  }

  #flow(from: number, to: number): void {
    this.source.push(from);
    this.target.push(to);
  }
}
