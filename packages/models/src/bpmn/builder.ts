import { GigamineError, quoteValue } from "@gigamine/base";
import { BPMN_NODE_KINDS, flowProblem } from "./check.js";
import type { BpmnFlow, BpmnModel, BpmnNode, BpmnNodeKind } from "./types.js";

/**
 * Makes a BPMN model and checks it once.
 *
 * @example
 * const b = new BpmnBuilder();
 * const [start, mixing, end] = [b.node("startEvent"), b.node("task", "Mixing"), b.node("endEvent")];
 * b.flow(start, mixing);
 * b.flow(mixing, end);
 * const model = b.build();
 */
export class BpmnBuilder {
  readonly #name: string | null;
  readonly #nodes: BpmnNode[] = [];
  readonly #flows: BpmnFlow[] = [];
  /** Sources that have a default flow. */
  readonly #defaults = new Set<number>();

  /** @param name What the process is called. @default null */
  constructor(name: string | null = null) {
    this.#name = name;
  }

  /** Adds a node and returns its index. @param name Default `null`. */
  node(kind: BpmnNodeKind, name: string | null = null): number {
    if (!BPMN_NODE_KINDS.includes(kind)) {
      throw new GigamineError(
        "bpmn/bad-kind",
        `BpmnBuilder.node: the kind is ${quoteValue(kind)}. Give one of ${BPMN_NODE_KINDS.join(", ")}.`,
        { kind },
      );
    }
    return this.#nodes.push(Object.freeze({ kind, name })) - 1;
  }

  /**
   * Adds a sequence flow and returns its index. Two nodes may have several flows between them.
   *
   * @param options `name` defaults to `null`; `isDefault` marks the flow that an exclusive or inclusive gateway takes when it
   * takes no other.
   * @throws GigamineError `bpmn/no-such-node`, `bpmn/bad-flow` (into a start event, out of an end event, a default flow of
   * something else or a second one).
   */
  flow(
    source: number,
    target: number,
    { name = null, isDefault = false }: { readonly name?: string | null; readonly isDefault?: boolean } = {},
  ): number {
    for (const index of [source, target]) {
      if (Number.isInteger(index) && index >= 0 && index < this.#nodes.length) continue;
      throw new GigamineError(
        "bpmn/no-such-node",
        `BpmnBuilder.flow: there is no node ${quoteValue(index)}; ${this.#nodes.length} exist so far. ` +
          "Use the number that node() returned.",
        { index, count: this.#nodes.length },
      );
    }
    const problem = flowProblem(
      this.#nodes[source]!.kind,
      this.#nodes[target]!.kind,
      isDefault,
      this.#defaults.has(source),
    );
    if (problem !== null) {
      throw new GigamineError(
        "bpmn/bad-flow",
        `BpmnBuilder.flow: from node ${source} to ${target}: ${problem}`,
        {
          source,
          target,
        },
      );
    }
    if (isDefault) this.#defaults.add(source);
    return this.#flows.push(Object.freeze({ source, target, name, ...(isDefault ? { isDefault } : {}) })) - 1;
  }

  build(): BpmnModel {
    return Object.freeze({
      name: this.#name,
      nodes: Object.freeze([...this.#nodes]),
      flows: Object.freeze([...this.#flows]),
    });
  }
}
