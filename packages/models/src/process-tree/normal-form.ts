import { checkTreeShape } from "../model-shape.js";
import { foldTree } from "./fold.js";
import { activity, operator, silent } from "./make.js";
import { sortTree } from "./sort.js";
import type { ActivityNode, ProcessTree, SilentNode, TreeOperator } from "./types.js";

/**
 * A tree of the same language in normal form: as small as the rules below make it, in the order of `sortTree`. Applying it twice
 * changes nothing more.
 *
 * Besides the rules of `reduceTree` (one child, equal operators in each other, silent children), where `?` is a part that may do
 * nothing, that is `X( …, tau )`, and a nullable part is one that has the empty trace:
 * - `X`: tau goes when another child is nullable; in a nullable `X`, `*( a, tau )` becomes `*( tau, a )`;
 * - `+`: all `?` children become one: `+( a?, b?, c )` is `+( O( a, b )?, c )`;
 * - `O`: a `?` or silent child makes the whole optional: `O( a?, b )` is `O( a, b )?`;
 * - `<>` of parts with at most one event each is `+`;
 * - `*`: a loop as body gives its redo parts up: `*( *( a, b ), c )` is `*( a, b, c )`; an `X` as redo part is as many redo parts;
 *   tau as redo part goes when another is nullable; `*( a?, tau, b )` is `*( tau, a, b )`; under a silent body, tau goes, `a?` is `a`,
 *   and both `*( a, tau )` and `*( tau, a )` are `a`; `*( tau, tau )` is tau.
 * Equal parts stay: `X( 'a', 'a' )` is not reduced. Two trees of one language may still differ, most of all when activities repeat.
 *
 * O(nodes) times the nesting depth of equal operators, and the sorting. Any depth. Source: Leemans, "Robust Process Mining with
 * Guarantees", 2017, section 5.1, and "Language-Preserving Reduction Rules for Block-Structured Workflow Nets", arXiv 2203.10410,
 * whose families of rules these are (singularity, associativity, tau, concurrency); optional repetition is written `*( tau, a )`.
 */
export function normalFormTree(tree: ProcessTree): ProcessTree {
  checkTreeShape(tree, "normalFormTree");
  const normal = foldTree<Part>(
    tree,
    (leaf) => ({ ...leaf, nullable: leaf.kind === "silent", atMostOne: true }),
    ({ kind }, parts) => MAKERS[kind](parts),
  );
  return sortTree(
    foldTree<ProcessTree>(
      normal,
      (leaf) => (leaf.kind === "activity" ? activity(leaf.name) : silent()),
      ({ kind }, children) => operator(kind, children),
    ),
  );
}

/** A tree in normal form but for its order, and what its language is like. */
type Part = (
  | ActivityNode
  | SilentNode
  | { readonly kind: TreeOperator; readonly children: readonly Part[] }
) & {
  /** Has the empty trace. */
  readonly nullable: boolean;
  /** Has no trace of two or more events. */
  readonly atMostOne: boolean;
};

const SILENT: Part = { kind: "silent", nullable: true, atMostOne: true };

/** Each makes the normal form of an operator from those of its children. */
const MAKERS: Readonly<Record<TreeOperator, (parts: readonly Part[]) => Part>> = {
  sequence: (parts) => joined("sequence", visible(flat("sequence", parts))),

  exclusive: (parts) => {
    const all = flat("exclusive", parts);
    const isOptional = all.some(isNullable);
    const kept = visible(all).map((part) => (isOptional && isRepetition(part) ? star(partsOf(part)) : part));
    if (isOptional && !kept.some(isNullable)) kept.push(SILENT);
    return joined("exclusive", kept);
  },

  parallel: (parts) => {
    const all = visible(flat("parallel", parts));
    const optional = all.filter(isOptional);
    if (optional.length < 2) return joined("parallel", all);
    const some = MAKERS.exclusive([SILENT, MAKERS.inclusive(optional.map(withoutSilent))]);
    return joined("parallel", [...all.filter((part) => !isOptional(part)), some]);
  },

  inclusive: (parts) => {
    const all = flat("inclusive", parts);
    const kept = visible(all).map((part) => (isOptional(part) ? withoutSilent(part) : part));
    const some = joined("inclusive", flat("inclusive", kept));
    return all.some((part) => isSilent(part) || isOptional(part)) ? MAKERS.exclusive([SILENT, some]) : some;
  },

  interleaved: (parts) => {
    const kept = visible(parts);
    return kept.every((part) => part.atMostOne) ? MAKERS.parallel(kept) : joined("interleaved", kept);
  },

  loop: ([first, ...others]) => {
    const inner = first!.kind === "loop" ? first!.children : [first!];
    const [body, ...redo] = [inner[0]!, ...flat("exclusive", [...inner.slice(1), ...others])] as const;
    const kept = visible(redo);
    const again = kept.length < redo.length;
    if (isSilent(body)) return star(kept);
    if (again && body.nullable) return star([body, ...kept]);
    return joined("loop", [body, ...kept, ...(again && !kept.some(isNullable) ? [SILENT] : [])]);
  },
};

/** Any number of the parts after each other, the same one again or not. */
function star(parts: readonly Part[]): Part {
  const kept: Part[] = [];
  const pending = [...parts].reverse();
  while (pending.length > 0) {
    const part = pending.pop()!;
    const dissolves =
      part.kind === "exclusive" ||
      isRepetition(part) ||
      (part.kind === "loop" && isSilent(part.children[0]!));
    if (dissolves) for (const child of [...partsOf(part)].reverse()) pending.push(child);
    else if (!isSilent(part)) kept.push(part);
  }
  return kept.length === 0 ? SILENT : joined("loop", [SILENT, ...kept]);
}

/** An operator over parts that no rule changes any more; silent over none, the part over one. */
function joined(kind: TreeOperator, parts: readonly Part[]): Part {
  if (parts.length === 0) return SILENT;
  if (parts.length === 1) return parts[0]!;
  return {
    kind,
    children: parts,
    nullable:
      kind === "loop"
        ? parts[0]!.nullable
        : kind === "exclusive" || kind === "inclusive"
          ? parts.some(isNullable)
          : parts.every(isNullable),
    atMostOne: kind === "exclusive" && parts.every((part) => part.atMostOne),
  };
}

/** The parts, with those of the given operator replaced by their children. */
function flat(kind: TreeOperator, parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    if (part.kind !== kind) all.push(part);
    else for (const child of partsOf(part)) all.push(child);
  }
  return all;
}

function partsOf(part: Part): readonly Part[] {
  return part.kind === "activity" || part.kind === "silent" ? [] : part.children;
}

function visible(parts: readonly Part[]): Part[] {
  return parts.filter((part) => !isSilent(part));
}

function isSilent(part: Part): boolean {
  return part.kind === "silent";
}

function isNullable(part: Part): boolean {
  return part.nullable;
}

/** `X( …, tau )` */
function isOptional(part: Part): boolean {
  return part.kind === "exclusive" && part.children.some(isSilent);
}

/** What `isOptional` makes optional. */
function withoutSilent(optional: Part): Part {
  return joined("exclusive", visible(partsOf(optional)));
}

/** `*( a, tau )` */
function isRepetition(part: Part): boolean {
  return part.kind === "loop" && part.children.length === 2 && isSilent(part.children[1]!);
}
