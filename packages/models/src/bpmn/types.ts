/** What a node of a BPMN model is; the names are those of the BPMN 2.0 elements. */
export type BpmnNodeKind =
  | "startEvent"
  | "endEvent"
  | "intermediateEvent"
  | "task"
  | "exclusiveGateway"
  | "parallelGateway"
  | "inclusiveGateway";

export interface BpmnNode {
  readonly kind: BpmnNodeKind;
  /** The activity of a task; `null` for a node without a name. */
  readonly name: string | null;
}

/** A sequence flow between two nodes. */
export interface BpmnFlow {
  /** Index into the nodes. */
  readonly source: number;
  /** Index into the nodes. */
  readonly target: number;
  readonly name: string | null;
  /** Present on the default flow of an exclusive or inclusive gateway: taken exactly when no other is. */
  readonly isDefault?: true | undefined;
}

/**
 * The control flow of one BPMN 2.0 process. Plain, immutable, JSON-safe; ids are indexes.
 * Source: OMG, "Business Process Model and Notation (BPMN), version 2.0.2", 2013, chapters 10 and 13.
 */
export interface BpmnModel {
  readonly name: string | null;
  readonly nodes: readonly BpmnNode[];
  readonly flows: readonly BpmnFlow[];
}
