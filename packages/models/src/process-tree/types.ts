/** A leaf: one visible activity. */
export interface ActivityNode {
  readonly kind: "activity";
  readonly name: string;
}

/** A leaf without an activity, written tau. */
export interface SilentNode {
  readonly kind: "silent";
}

/** The operators: in order; exactly one; in any interleaving; body, then any number of (redo, body). */
export type TreeOperator = "sequence" | "exclusive" | "parallel" | "loop";

export interface OperatorNode {
  readonly kind: TreeOperator;
  /** At least one child; a loop has at least two: its body, then one or more redo parts. */
  readonly children: readonly ProcessTree[];
}

/**
 * A block-structured process model. Plain, immutable, JSON-safe; make one with `activity`, `silent`, `sequence`,
 * `exclusive`, `parallel` and `loop`. Source: Leemans, "Robust Process Mining with Guarantees", 2017, section 2.2.
 */
export type ProcessTree = ActivityNode | SilentNode | OperatorNode;
