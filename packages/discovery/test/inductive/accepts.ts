import {
  activity,
  exclusive,
  loop,
  type OperatorNode,
  type ProcessTree,
  parallel,
  printTree,
  sequence,
  silent,
} from "@gigamine/models";

/**
 * Whether a trace is in the language of a tree, decided by derivatives: what is left of the tree after each event. Slow and
 * clear, and independent of replay on nets. (Brzozowski, "Derivatives of Regular Expressions", JACM 11(4), 1964,
 * with shuffle added.)
 */
export function accepts(tree: ProcessTree, trace: readonly string[]): boolean {
  let rests = new Map([[printTree(tree), tree]]);
  for (const name of trace) {
    const after = new Map<string, ProcessTree>();
    for (const rest of rests.values()) {
      for (const next of derivatives(rest, name)) after.set(printTree(next), next);
    }
    rests = after;
  }
  return [...rests.values()].some(nullable);
}

function nullable(tree: ProcessTree): boolean {
  if (tree.kind === "activity") return false;
  if (tree.kind === "silent") return true;
  if (tree.kind === "exclusive") return tree.children.some(nullable);
  if (tree.kind === "loop") return nullable(tree.children[0]!);
  return tree.children.every(nullable);
}

function derivatives(tree: ProcessTree, name: string): ProcessTree[] {
  if (tree.kind === "silent") return [];
  if (tree.kind === "activity") return tree.name === name ? [silent()] : [];
  const { children } = tree;
  if (tree.kind === "exclusive") return children.flatMap((child) => derivatives(child, name));
  if (tree.kind === "parallel") {
    return children.flatMap((child, i) =>
      derivatives(child, name).map((rest) => parallel(...children.with(i, rest))),
    );
  }
  if (tree.kind === "sequence") {
    const result: ProcessTree[] = [];
    for (let i = 0; i < children.length; i++) {
      for (const rest of derivatives(children[i]!, name))
        result.push(sequence(rest, ...children.slice(i + 1)));
      if (!nullable(children[i]!)) break;
    }
    return result;
  }
  return loopDerivatives(tree, name);
}

function loopDerivatives(tree: OperatorNode, name: string): ProcessTree[] {
  const [body, ...redo] = tree.children as [ProcessTree, ...ProcessTree[]];
  const again = exclusive(silent(), sequence(exclusive(...redo), tree));
  const result: ProcessTree[] = derivatives(body, name).map((rest) => sequence(rest, again));
  if (nullable(body)) {
    // An empty body, then a redo part; empty redo parts lead back to where we are.
    for (const part of redo) result.push(...derivatives(part, name).map((rest) => sequence(rest, tree)));
  }
  return result;
}

/** A law about `accepts` itself would be circular; these anchor it. */
export const anchors: readonly [ProcessTree, readonly string[], readonly string[]][] = [
  [sequence(activity("a"), exclusive(activity("b"), silent())), ["a", "a b"], ["", "b", "a b b"]],
  [
    parallel(activity("a"), sequence(activity("b"), activity("c"))),
    ["a b c", "b a c", "b c a"],
    ["a c b", "b c"],
  ],
  [loop(activity("a"), activity("b"), silent()), ["a", "a b a", "a a b a"], ["", "a b", "b a"]],
  [loop(silent(), activity("b")), ["", "b", "b b"], ["a"]],
];
