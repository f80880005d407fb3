import { GigamineError, quoteValue } from "@gigamine/base";
import { isTree } from "../model-shape.js";
import type { ActivityNode, OperatorNode, ProcessTree, SilentNode, TreeOperator } from "./types.js";

/**
 * A leaf that shows the activity `name`.
 *
 * @throws GigamineError `process-tree/invalid` for a name that is no text. The makers of operators throw it for a child that is no tree.
 */
export function activity(name: string): ActivityNode {
  if (typeof name !== "string") {
    throw new GigamineError(
      "process-tree/invalid",
      `activity: expected the name of an activity, found ${quoteValue(name)}. Give a text: activity("a").`,
      { where: "activity", name },
    );
  }
  return Object.freeze({ kind: "activity", name });
}

const SILENT: SilentNode = Object.freeze({ kind: "silent" });

/** The leaf that shows nothing (tau). */
export function silent(): SilentNode {
  return SILENT;
}

/** All children, one after the other. */
export function sequence(...children: readonly ProcessTree[]): OperatorNode {
  return operator("sequence", children);
}

/** Exactly one of the children. */
export function exclusive(...children: readonly ProcessTree[]): OperatorNode {
  return operator("exclusive", children);
}

/** All children, their events mixed in any way. */
export function parallel(...children: readonly ProcessTree[]): OperatorNode {
  return operator("parallel", children);
}

/** `body`, then any number of times one of the `redo` parts followed by `body` again. */
export function loop(body: ProcessTree, ...redo: readonly ProcessTree[]): OperatorNode {
  return operator("loop", [body, ...redo]);
}

/** Any of the children, at least one and each at most once, their events mixed in any way. */
export function inclusive(...children: readonly ProcessTree[]): OperatorNode {
  return operator("inclusive", children);
}

/** All children, one after the other in any order: one ends before the next begins. */
export function interleaved(...children: readonly ProcessTree[]): OperatorNode {
  return operator("interleaved", children);
}

/** A loop that leaves through a part of its own, in the trees of other tools: it stands behind the loop, if it is not silent. */
export function loopWithExit(
  body: ProcessTree,
  redo: readonly ProcessTree[],
  exit: ProcessTree,
): OperatorNode {
  const again = operator("loop", [body, ...redo]);
  return exit.kind === "silent" ? again : sequence(again, exit);
}

/** An operator node from a list; a list may be longer than the number of arguments that a call can take. */
export function operator(kind: TreeOperator, children: readonly ProcessTree[]): OperatorNode {
  const least = kind === "loop" ? 2 : 1;
  if (children.length < least) {
    throw new GigamineError(
      "process-tree/too-few-children",
      `${kind}: got ${children.length} children, needs at least ${least}. ` +
        (kind === "loop"
          ? "Give a body and a redo part; silent() is a redo part that does nothing."
          : "Use silent() for nothing."),
      { kind, children: children.length },
    );
  }
  for (let c = 0; c < children.length; c++) {
    const child = children[c]!;
    if (isTree(child)) continue;
    const meant =
      typeof child === "string" ? `activity(${quoteValue(child)})` : 'a tree such as activity("a")';
    throw new GigamineError(
      "process-tree/invalid",
      `${kind}: child ${c + 1} is ${quoteValue(child)}, no process tree. Give ${meant}.`,
      { where: kind, child: c },
    );
  }
  return Object.freeze({ kind, children: Object.freeze([...children]) });
}
