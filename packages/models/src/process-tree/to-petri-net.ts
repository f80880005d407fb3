import { checkTreeShape } from "../model-shape.js";
import { PetriNetBuilder } from "../petri-net/builder.js";
import { reduceSilentTransitions } from "../petri-net/reduce-silent.js";
import type { AcceptingPetriNet } from "../petri-net/types.js";
import { withNames } from "../petri-net/with-names.js";
import { operator } from "./make.js";
import type { ProcessTree, TreeOperator } from "./types.js";

/**
 * Turns a tree into a sound workflow net with the same language: one token in `source` at first, one in `sink` at the end.
 *
 * - activity, silent: one transition;
 * - sequence: the children in a row, a place between each two;
 * - exclusive: all children between the same two places;
 * - parallel: a silent split, a branch of its own for each child, a silent join;
 * - loop: a silent entry, the body, each redo part from the body's end to one shared place, silent ways back and out;
 * - inclusive: a silent split for each child, which begins it and leaves a silent choice to do or skip each other one; a silent
 *   join. Nothing is decided before it must be, as in an exclusive. Many children are split into halves, so that the net grows
 *   linearly with them, where one split for each subset is exponential;
 * - interleaved: as parallel, with a place of one token that a child takes when it begins and gives back when it ends.
 * An operator with one child is that child. Then `reduceSilentTransitions` removes the silent steps that choose and join nothing.
 *
 * Names are deterministic: places `source`, `sink`, `p1`, `p2`, …; visible transitions as their activity, further ones of the
 * same activity with ` #2`, ` #3`, …; silent ones `tau1`, `tau2`, … Time O(nodes) before the reduction; any depth of nesting.
 *
 * Differs from PM4Py: that tool puts a further silent transition behind the source (before the sink) of some trees, among them
 * every tree with an exclusive root. None is needed: no part of ours ever takes back to its first or from its last place.
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, section 2.2.
 */
export function treeToPetriNet(tree: ProcessTree): AcceptingPetriNet {
  checkTreeShape(tree, "treeToPetriNet");
  const builder = new PetriNetBuilder();
  const source = builder.place();
  const sink = builder.place();
  const pending: Part[] = [{ node: tree, from: source, to: sink }];
  while (pending.length > 0) {
    const { node, from, to } = pending.pop()!;
    if (node.kind === "activity" || node.kind === "silent") {
      const label = node.kind === "activity" ? node.name : null;
      builder.transition(label, { inputs: [from], outputs: [to] });
      continue;
    }
    const block = node.children.length === 1 ? BLOCKS.sequence : BLOCKS[node.kind];
    const parts = block(builder, node.children, from, to);
    for (let c = parts.length - 1; c >= 0; c--) pending.push(parts[c]!);
  }
  return withNames(reduceSilentTransitions(builder.build({ initial: [source], final: [sink] })));
}

/** A tree yet to be built between two places. */
interface Part {
  readonly node: ProcessTree;
  readonly from: number;
  readonly to: number;
}

/** Builds what joins the children of an operator, and says between which places each child goes. */
type Block = (builder: PetriNetBuilder, children: readonly ProcessTree[], from: number, to: number) => Part[];

/** So many children of an inclusive are joined at once: the arcs of their splits grow with the square of it. */
const MOST_AT_ONCE = 4;

/** The children of an inclusive; of many, two inclusive halves, which allow the same. */
function groupsOf(children: readonly ProcessTree[]): readonly ProcessTree[] {
  if (children.length <= MOST_AT_ONCE) return children;
  const half = Math.ceil(children.length / 2);
  return [children.slice(0, half), children.slice(half)].map((part) => operator("inclusive", part));
}

const BLOCKS: Readonly<Record<TreeOperator, Block>> = {
  sequence: (builder, children, from, to) => {
    let last = from;
    return children.map((node, c) => {
      const part = { node, from: last, to: c === children.length - 1 ? to : builder.place() };
      last = part.to;
      return part;
    });
  },

  exclusive: (_, children, from, to) => children.map((node) => ({ node, from, to })),

  parallel: (builder, children, from, to) => {
    const split = builder.transition(null, { inputs: [from] });
    const join = builder.transition(null, { outputs: [to] });
    return children.map((node) => {
      const part = { node, from: builder.place(), to: builder.place() };
      builder.arc("output", part.from, split);
      builder.arc("input", part.to, join);
      return part;
    });
  },

  loop: (builder, children, from, to) => {
    const [bodyStart, bodyEnd, redone] = [builder.place(), builder.place(), builder.place()];
    builder.transition(null, { inputs: [from], outputs: [bodyStart] });
    builder.transition(null, { inputs: [redone], outputs: [bodyStart] });
    builder.transition(null, { inputs: [bodyEnd], outputs: [to] });
    return children.map((node, c) =>
      c === 0 ? { node, from: bodyStart, to: bodyEnd } : { node, from: bodyEnd, to: redone },
    );
  },

  inclusive: (builder, children, from, to) => {
    const join = builder.transition(null, { outputs: [to] });
    const parts = groupsOf(children).map((node) => {
      const part = { node, from: builder.place(), to: builder.place(), open: builder.place() };
      builder.arc("input", part.to, join);
      builder.transition(null, { inputs: [part.open], outputs: [part.from] });
      builder.transition(null, { inputs: [part.open], outputs: [part.to] });
      return part;
    });
    for (const first of parts) {
      const outputs = parts.map((part) => (part === first ? part.from : part.open));
      builder.transition(null, { inputs: [from], outputs });
    }
    return parts;
  },

  interleaved: (builder, children, from, to) => {
    const free = builder.place();
    const split = builder.transition(null, { inputs: [from], outputs: [free] });
    const join = builder.transition(null, { inputs: [free], outputs: [to] });
    return children.map((node) => {
      const [waiting, done] = [builder.place(), builder.place()];
      const part = { node, from: builder.place(), to: builder.place() };
      builder.arc("output", waiting, split);
      builder.transition(null, { inputs: [waiting, free], outputs: [part.from] });
      builder.transition(null, { inputs: [part.to], outputs: [done, free] });
      builder.arc("input", done, join);
      return part;
    });
  },
};
