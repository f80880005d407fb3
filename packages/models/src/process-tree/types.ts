/** A leaf: one visible activity. */
export interface ActivityNode {
  readonly kind: "activity";
  readonly name: string;
}

/** A leaf without an activity, written tau. */
export interface SilentNode {
  readonly kind: "silent";
}

/**
 * The operators: all in order; exactly one; all, mixed in any way; body, then any number of (redo, body); any of them but at
 * least one, mixed in any way; all, one after the other in any order.
 */
export type TreeOperator = "sequence" | "exclusive" | "parallel" | "loop" | "inclusive" | "interleaved";

export interface OperatorNode {
  readonly kind: TreeOperator;
  /** At least one child; a loop has at least two: its body, then one or more redo parts. */
  readonly children: readonly ProcessTree[];
}

/**
 * A block-structured process model. Plain, immutable, JSON-safe; make one with `activity`, `silent`, `sequence`,
 * `exclusive`, `parallel`, `loop`, `inclusive` and `interleaved`. Source: Leemans, "Robust Process Mining with Guarantees", 2017, section 2.2.
 */
export type ProcessTree = ActivityNode | SilentNode | OperatorNode;
